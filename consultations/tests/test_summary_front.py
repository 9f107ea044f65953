"""The front sheet: nothing is cut while there is room, nothing hidden is told."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import drawing, engine, front, source, treatments, words
from consultations.summary.contents import contents
from consultations.tests import summary_cases
from consultations.tests import summary_papers as papers
from intake import languages
from intake.dates import PartialDate
from intake.models import LabValue, Supplement

pytestmark = pytest.mark.django_db
LONG = (
    "Would treatment before surgery (chemotherapy, radiotherapy, hormone or immune "
    "therapy) make it smaller?"
)


@pytest.fixture
def loaded():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.big(by, records=6, lines=4, questions=3)
    return source.load(Summary(request=request, version=1))


def fact(loaded, english: str) -> dict[str, str]:
    found = next(
        row for row in front.front(loaded)["facts"] if english in str(row["label"])
    )
    return {key: strip_tags(value) for key, value in found.items()}


def test_question_stands_whole_where_there_is_room(loaded):
    question = loaded.questions[0]
    question.code, question.text = "", LONG

    page = papers.words_of(engine.render(contents(loaded)).pdf).partition("Page 1 of")[
        0
    ]

    assert "immune therapy) make it smaller?" in " ".join(page.split())


def test_front_says_how_many_treatments_stand_before_the_shown_ones(loaded):
    for line in loaded.treatments:
        line.is_ongoing = False

    before = fact(loaded, "Before")

    assert "+1 earlier: part 2" in before["value"]
    assert "+2 earlier: part 2" in before["brief"]


@pytest.mark.parametrize(("site", "told"), [("breast", False), ("other", True)])
def test_other_place_is_told_only_where_it_is_the_answer(loaded, site, told):
    loaded.diagnosis.site, loaded.diagnosis.site_other = site, "left nostril"

    assert ("left nostril" in str(front.front(loaded)["illness"]["line"])) is told


@pytest.mark.parametrize(("site", "told"), [("pancreas", False), ("lung", True)])
def test_side_is_told_only_where_the_body_has_two(loaded, site, told):
    loaded.diagnosis.site, loaded.diagnosis.side = site, "left"

    assert ("Left" in strip_tags(front.front(loaded)["illness"]["line"])) is told


def test_source_mark_stands_beside_right_to_left_text(loaded):
    loaded.request.after_opinion = ""  # its narrow box gives the mark a line of its own
    loaded.diagnosis.as_written = summary_cases.TONGUES["he"]
    loaded.request.proposed_plan = summary_cases.TONGUES["ar"]

    first = papers.pages_of(engine.render(contents(loaded)).pdf)[0]

    assert "患 P" not in [line.strip() for line in first.splitlines()]


def test_words_of_an_open_consent_stay_in_their_column(loaded):
    loaded.consents = []

    document = pypdfium2.PdfDocument(engine.render(contents(loaded)).pdf)

    ends, begins = [], []
    for page in document:
        text = page.get_textpage()
        told, place = text.get_text_range(), -1
        while (place := told.find("not answered", place + 1)) >= 0:
            ends.append(text.get_charbox(place + len("not answered") - 1)[2])
            begins.append(text.get_charbox(told.index("–", place))[0])
    assert ends
    assert [end for end, begin in zip(ends, begins, strict=True) if end > begin] == []


def test_every_language_that_can_be_chosen_has_a_name_in_both_tongues():
    bare = [
        code
        for code, _name in languages.choices()
        if code and strip_tags(words.language(code)) in ("", code)
    ]

    assert bare == []


def test_danger_box_names_what_the_desk_is_told(loaded):
    loaded.health.ecog_change, loaded.health.blood_thinner = "worse_quickly", "yes"
    loaded.supplements = [Supplement(case=loaded.case, name="Curcuma")]

    said = strip_tags(" ".join(map(str, front.front(loaded)["alerts"])))

    assert "Quickly worse in the last month" in said
    assert "Herbs together with a blood thinner" in said
    assert "Curcuma" in said


def test_danger_box_names_blood_values_that_press(loaded):
    loaded.lab_values = [
        LabValue(case=loaded.case, test="creatinine", value="900", unit="umol/L"),
        LabValue(case=loaded.case, test="platelets", value="8", unit="10^9/L"),
        LabValue(case=loaded.case, test="haemoglobin", value="120", unit="g/L"),
    ]

    said = strip_tags(" ".join(map(str, front.front(loaded)["alerts"])))

    assert said.index("Platelets 8 10^9/L") < said.index("Creatinine 900 umol/L")
    assert "Haemoglobin" not in said


@pytest.mark.parametrize(
    ("sex", "pregnancy", "told"),
    [
        ("female", "", "pregnancy: 未提供 not provided"),
        ("female", "prefer_not", "pregnancy: 未提供 not provided"),
        ("female", "no", "pregnancy: 无 none"),
        ("female", "na", ""),
        ("male", "", ""),
    ],
)
def test_pregnancy_nobody_told_never_looks_like_none(loaded, sex, pregnancy, told):
    person, loaded.health.pregnancy = loaded.told.patient, pregnancy
    person.sex_at_birth, person.date_of_birth = sex, date(1993, 5, 1)

    quiet = strip_tags(front.front(loaded)["quiet"]).casefold()

    assert told in quiet
    assert ("pregnancy" in quiet) is bool(told)


def test_rounds_and_side_effects_say_what_they_are(loaded):
    line = loaded.treatments[0]
    line.cycles, line.side_effects = "2", "Fever"

    [block] = treatments.treatment_blocks(loaded)

    assert "rounds: 2" in strip_tags(treatments.treatment_line(loaded, line, most=40))
    assert "serious side effects: Fever" in strip_tags(str(block["rows"]))


def test_each_statement_is_told_as_agreed_refused_or_not_answered(loaded):
    loaded.consents = []

    rows = contents(loaded)["consents"]

    assert [row["code"] for row in rows][:3] == ["C1", "C2", "C3"]
    assert {strip_tags(row["state"]) for row in rows} == {"未回答 not answered"}


def test_each_year_of_the_strip_is_named_once(loaded):
    drawn = strip_tags(str(drawing.draw(loaded)))

    first, last = drawing._frame(loaded)
    years = range(first.year, last.year)  # the last one may have no room
    assert [year for year in years if str(year) not in drawn] == []


def test_treatments_that_all_ended_are_not_called_unknown(loaded):
    for line in loaded.treatments:
        line.is_ongoing, line.ended_on = False, PartialDate(2026, 5)

    said = "所列治疗均已结束 all listed treatments have ended 患 P"
    assert fact(loaded, "Now")["value"] == said


def test_an_end_nobody_told_is_not_guessed(loaded):
    for line in loaded.treatments:
        line.is_ongoing, line.ended_on = False, None

    said = fact(loaded, "Now")["value"]
    assert "none is marked as going on; not all days of an end are told" in said


def test_every_treatment_that_goes_on_is_named(loaded):
    for line in loaded.treatments:
        line.is_ongoing = True

    said = fact(loaded, "Now")
    names = [line.name for line in loaded.treatments]
    assert len(names) > 2
    assert [name for name in names if name not in said["value"]] == []
    assert "earlier" not in said["value"] + said["brief"]
