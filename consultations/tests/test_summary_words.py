"""What the case summary says where a reader could be misled."""

import re
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations import bank
from consultations.choices import Discipline
from consultations.models import Summary
from consultations.summary import (
    drawing,
    engine,
    front,
    health,
    illness,
    parts,
    questions,
    source,
    timeline,
)
from consultations.summary.contents import contents
from consultations.tests import summary_cases
from consultations.tests import summary_papers as papers
from intake.dates import PartialDate

pytestmark = pytest.mark.django_db
RIGHT_EDGE = 595 - 12 * 72 / 25.4  # points: A4 without its margin


@pytest.fixture
def rich():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.rich(by)
    return source.load(Summary(request=request, version=3))


@pytest.fixture
def bare():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    return source.load(Summary(request=summary_cases.bare(by), version=3))


def right_edge(pdf: bytes) -> float:
    """Where the text of the first page ends."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return max(text.get_rect(n)[2] for n in range(text.count_rects()))


@pytest.mark.parametrize("certainty", ["not_known", "none", "about", "exact"])
def test_words_in_place_of_a_date_stay_in_their_box(rich, certainty):
    rich.request.decide_by = None
    rich.request.decide_by_certainty = certainty

    assert right_edge(engine.render(contents(rich)).pdf) < RIGHT_EDGE


@pytest.mark.parametrize("hour", [2, 17])
def test_times_of_three_zones_stay_on_the_page_whatever_the_hour(rich, hour):
    """After 16:00 in London it is tomorrow in Beijing, and each time tells its day."""
    rich.made_at = datetime(2026, 9, 29, hour, 8, tzinfo=UTC)
    rich.patient.time_zone = "Asia/Kathmandu"

    assert right_edge(engine.render(contents(rich)).pdf) < RIGHT_EDGE


def test_text_without_a_space_stays_on_the_page(rich):
    rich.request.main_question = rich.patient.disclosure_note = "XyXy" * 60
    rich.request.decide_by_note = "XyXy" * 60

    assert right_edge(engine.render(contents(rich)).pdf) < RIGHT_EDGE


def test_a_clock_on_another_day_says_its_day(rich):
    rich.made_at = datetime(2026, 11, 22, 18, 45, tzinfo=UTC)

    line = strip_tags(front.front(rich)["times"])

    assert "made 23 Nov 2026 · 北京 Beijing 02:45 · UTC 22 Nov 18:45" in line


def test_a_long_chinese_question_shows_that_it_was_cut(rich):
    rich.request.main_question = "手" * 300

    assert " …</bdi>" in front.front(rich)["main"]["text"]


def test_a_long_chinese_question_is_printed_with_its_dots(rich):
    rich.request.main_question = "手" * 300

    first = papers.pages_of(engine.render(contents(rich)).pdf)[0]

    assert "…" in first[first.index("手手手") : first.index("手手手") + 90]


def test_today_and_the_deadline_are_not_drawn_over_each_other(rich):
    rich.request.decide_by = rich.today + timedelta(days=7)

    drawn = drawing.draw(rich)

    begins = float(drawn.split(">期限")[0].rpartition(' x="')[2].split('"')[0])
    ends = float(drawn.split(">今天")[0].rpartition(' x="')[2].split('"')[0])
    assert ends < begins


def test_what_lies_left_of_the_drawing_is_named(rich):
    rich.treatments[0].began_on = PartialDate.of(date(2019, 1, 2))

    assert "更早 earlier: 第 1 线 line 1" in drawing.draw(rich)


@pytest.mark.parametrize(("sex", "shown"), [("female", True), ("male", False)])
def test_pregnancy_is_printed_where_the_intake_asks_it(rich, sex, shown):
    rich.told.patient.sex_at_birth = sex
    rich.told.patient.date_of_birth = date(1990, 1, 1)

    labels = [
        strip_tags(pair["label"])
        for pair in parts.clinical_parts(rich)[4]["blocks"][0]["pairs"]
    ]

    assert ("妊娠 Pregnancy" in labels) == shown


def test_an_empty_folder_names_what_nobody_told(bare):
    sheet = front.front(bare)

    line = strip_tags(sheet["person"]["line"])
    for label in ("国家 country", "语言 language", "口译 interpreter"):
        assert f"{label} 未提供 not provided" in line
    assert strip_tags(sheet["disclosure"]).endswith("not provided")
    assert "m-p" not in sheet["by"]["second"] + sheet["by"]["expects"]


def test_the_annex_has_the_whole_hash_of_every_file(rich):
    text = papers.words_of(engine.render(contents(rich)).pdf).replace(" ", "")

    files = [file for record in rich.records for file in record.files.all()]
    assert [file.sha256 for file in files if file.sha256 not in text] == []


def test_many_records_of_one_month_stand_in_one_row(rich, monkeypatch):
    monkeypatch.setattr(timeline, "MANY_RECORDS", 3)
    events = [
        row for row in timeline.timeline(rich) if row["dot"] == "o" or row.get("wide")
    ]

    text = " ".join(str(row["event"]) + str(row["mark"]) for row in events)
    assert len(events) < len(rich.records)
    assert [r.number for r in rich.records if f"#{r.number:02d}" not in text] == []


def test_who_a_question_is_for_stands_in_both_languages():
    assert strip_tags(questions._routes(("tcm", "coordinator"))) == (
        "中医 Traditional Chinese medicine, 协调员 coordinator"
    )


def test_every_route_of_the_bank_has_words():
    entries = bank.bank().entries.values()
    routes = {code for entry in entries for code in entry.routes_to}

    assert routes <= {*Discipline.values, "coordinator"}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["nodes", "bone"], "扩散到 spread to: 骨 Bone, 淋巴结 Lymph nodes"),
        (["none"], "没有扩散 It has not spread"),
        (["not_known"], "扩散 spread: 患者不清楚 the family does not know"),
        ([], ""),
    ],
)
def test_spread_names_places_or_says_in_one_sentence_that_there_are_none(
    rich, told, said
):
    rich.diagnosis.spread_to = told

    assert strip_tags(illness.spread_words(rich.diagnosis)) == said


def test_a_stage_outside_the_usual_ones_stands_in_its_own_words(rich):
    rich.diagnosis.stage, rich.diagnosis.stage_text = "other_system", "Ann Arbor IIB"

    stage = front.front(rich)["illness"]["stage"]
    assert strip_tags(stage) == "Ann Arbor IIB"


def test_a_stage_is_printed_as_its_number(rich):
    assert front.front(rich)["illness"]["stage"] == "III"


def test_a_stage_nobody_told_is_said_in_words(bare):
    stage = strip_tags(front.front(bare)["illness"]["stage"])

    assert stage == "未提供 not provided"


def test_each_symptom_has_its_number_and_a_bar_as_long(rich):
    rich.health.symptoms = {"pain": 7, "tired": 0, "breathless": 10}

    row = health._symptoms(rich)

    words = " ".join(strip_tags(row).split())
    assert words == (
        "疼痛 Pain 7/10 气促 Shortness of breath 10/10 无 none: 疲乏 Tiredness 患 P"
    )
    assert re.findall(r'class="s(\d+)"', row) == ["7", "10"]


def test_the_style_sheet_has_a_bar_for_every_number():
    sheet = engine.SHEET.read_text(encoding="utf-8")

    widths = re.findall(r"\.s(\d+)\{width:(\d+)%?\}", sheet)
    assert widths == [(str(n), str(n * 10)) for n in range(11)]
