"""Part 5 of the summary: the latest value, the earlier ones, and a trend that is true."""

from __future__ import annotations

import html
import re

import pikepdf
import pytest
from django.utils.html import strip_tags

from consultations.models import FactCheck
from consultations.summary import engine, labs
from consultations.summary.source import load_request
from consultations.tests import summary_cases
from consultations.tests import summary_papers as papers
from consultations.tests.summary_cases import bare, rich
from intake.models import Diagnosis, LabValue

pytestmark = pytest.mark.django_db
CA125 = [
    ("2025-01-14", "842"),
    ("2025-04-10", "96"),
    ("2025-08", "14"),
    ("2026-09-15", "121"),
    ("2026-10-30", "310"),
]


@pytest.fixture
def request_(wen):
    return bare(wen)


def add(request, values, *, test="ca125", unit="U/mL", **more) -> list[LabValue]:
    return [
        LabValue.objects.create(
            case=request.case, test=test, value=v, unit=unit, sampled_on=day, **more
        )
        for day, v in values
    ]


def rows_of(request) -> list[list]:
    blocks = labs.lab_blocks(load_request(request))
    return next(block["rows"] for block in blocks if block.get("look") == "t-lab")


def words(value) -> str:
    return html.unescape(
        strip_tags(re.sub("<title>.*?</title>", "", str(value)))
    ).replace("\u00a0", " ")


def test_latest_value_stands_first_and_the_earlier_follow(request_):
    add(request_, CA125, reference="0–35")

    name, latest, earlier, drawing, _mark = rows_of(request_)[0]

    assert words(name).endswith("CA 125 · U/mL")
    assert words(latest) == "310 · 30 Oct 2026 · 参考 ref. 0–35"
    assert words(earlier) == (
        "121 (15 Sep 2026); 14 (Aug 2025); 96 (10 Apr 2025); 842 (14 Jan 2025)"
    )
    assert drawing.count("<circle") == 5


def test_drawing_tells_a_listener_what_it_shows(request_):
    add(request_, CA125[2:])

    title = re.search("<title>(.*)</title>", rows_of(request_)[0][3])[1]

    assert title.endswith(
        "CA 125, U/mL: 14 (Aug 2025), 121 (15 Sep 2026), 310 (30 Oct 2026)"
    )


def test_drawing_puts_days_and_numbers_where_they_belong(request_):
    add(request_, [("2026-01-01", "10"), ("2026-01-11", "30"), ("2026-01-21", "20")])

    drawing = rows_of(request_)[0][3]

    assert 'points="1.3,6.7 17.0,1.3 32.7,4.0"' in drawing


def test_equal_numbers_are_drawn_level(request_):
    add(request_, [("2026-01-01", "10"), ("2026-02-01", "10")])

    assert 'points="1.3,4.0 32.7,4.0"' in rows_of(request_)[0][3]


def test_more_values_than_fit_are_counted(request_):
    add(request_, [(f"20{year}-01-01", str(year)) for year in range(10, 20)])

    _name, _latest, earlier, drawing, _mark = rows_of(request_)[0]

    assert words(earlier).endswith("14 (1 Jan 2014); 另有更早 4 个 4 more before these")
    assert drawing.count("<circle") == 6


def test_different_units_stand_apart(request_):
    add(request_, CA125[:2])
    add(request_, CA125[2:3], unit="kU/L")

    assert [words(row[0]).partition(" · ")[2] for row in rows_of(request_)] == [
        "U/mL",
        "kU/L",
    ]


def test_spellings_of_one_unit_share_a_line_and_each_is_printed_as_typed(request_):
    add(request_, CA125[:2], test="cea", unit="нг/мл")
    add(request_, CA125[2:3], test="cea", unit="ug/L")
    add(request_, CA125[3:4], test="cea", unit="NG/ML")
    add(request_, CA125[4:], test="cea", unit="ng/mL")

    rows = rows_of(request_)

    name, latest, earlier, drawing, _mark = rows[0]
    assert len(rows) == 2  # a microgram in a litre is as much, and another unit
    assert words(name).endswith("· ng/mL")
    assert words(latest).startswith("310 · ")
    assert words(earlier) == (
        "121 NG/ML (15 Sep 2026); 96 нг/мл (10 Apr 2025); 842 нг/мл (14 Jan 2025)"
    )
    assert drawing.count("<circle") == 4
    assert "96 нг/мл (10 Apr 2025), 121 NG/ML (15 Sep 2026), 310 (30 Oct" in drawing


@pytest.mark.parametrize(
    "values",
    [
        [("2026-01-01", "10")],
        [("2026-01-01", "10"), ("2026-02-01", "<0.5")],
        [("2026-01-01", "10"), ("2026-02-01", "1,234")],
        [("2026-01-01", "10"), ("2026-01-01", "12")],
        [("2026-01-01", "10"), ("2025", "12")],
        [("2026-01-01", "10"), ("", "12")],
        [("2026-01-01", "negative"), ("2026-02-01", "positive")],
    ],
)
def test_fewer_than_two_comparable_numbers_are_no_drawing(request_, values):
    add(request_, values)

    _name, latest, earlier, drawing, _mark = rows_of(request_)[0]

    told = words(latest) + words(earlier)
    assert (drawing, [v for _day, v in values if v not in told]) == ("–", [])


def test_numbers_without_a_unit_are_not_compared_but_inr(request_):
    add(request_, CA125, unit="")
    add(request_, [("2026-01-01", "1,1"), ("2026-02-01", "2,4")], test="inr", unit="")

    marker, inr = rows_of(request_)

    assert (marker[3], inr[3].count("<circle")) == ("–", 2)
    assert words(marker[0]).endswith("单位 unit 未提供 not provided")
    assert "not provided" not in words(inr[0])


def test_value_and_day_that_are_missing_are_said(request_):
    add(request_, [("", "")])

    _name, latest, earlier, drawing, _mark = rows_of(request_)[0]

    assert words(latest) == "未提供 not provided · 日期 date 未提供 not provided"
    assert (earlier, drawing) == ("–", "–")


def test_tests_of_the_cancer_stand_first_and_own_names_last(request_):
    Diagnosis.objects.update_or_create(
        case=request_.case, defaults={"site": "prostate"}
    )
    day = [("2026-01-01", "1")]
    add(request_, day, test="other", test_name="Ferritin")
    add(request_, day, test="cea")
    add(request_, day, test="psa")

    names = [words(row[0]).partition(" · ")[0] for row in rows_of(request_)]

    assert ["PSA" in names[0], "CEA" in names[1], names[2]] == [True, True, "Ferritin"]


def test_each_value_says_where_it_comes_from(wen, mei):
    request = rich(wen)
    first, _latest = add(request, CA125[:2])
    record = request.case.records.first()
    FactCheck.objects.create(
        case=request.case,
        fact=f"labvalue:{first.pk}",
        record=record,
        checked_by=mei,
    )

    _name, _latest_cell, earlier, _drawing, mark = rows_of(request)[0]

    assert words(mark) == "患 P"
    assert words(earlier) == f"842 (14 Jan 2025) 核 #{record.number:02d}"


def test_many_tests_stand_as_lines_without_drawings(request_):
    for number in range(30):
        add(request_, CA125, test="", test_name=f"Own test {number}")

    block = labs.lab_blocks(load_request(request_))[0]

    assert (block["kind"], "svg" in str(block["rows"])) == ("lines", False)


def test_without_values_or_papers_nothing_is_invented(request_):
    blocks = labs.lab_blocks(load_request(request_))

    assert [words(block["text"]) for block in blocks] == ["未提供 not provided"]


def test_values_cost_one_query_at_any_number(request_, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as bare_cost:
        labs.lab_blocks(load_request(request_))
    add(request_, CA125 * 5)

    with django_assert_max_num_queries(len(bare_cost)):
        labs.lab_blocks(load_request(request_))


def test_page_prints_values_and_tags_the_drawing(request_):
    add(request_, CA125, laboratory="<b>Central</b> 中心")
    add(request_, [("2026-01-01", "阴性 🎗️"), ("2026-02-01", "\u200f٣")], test="cea")

    pdf = engine.render(summary_cases.prepared(request_)).pdf

    text = papers.words_of(pdf)
    with papers.opened(pdf) as document:
        figures = [
            str(item.get("/Alt", ""))
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert "310 · 30 Oct 2026" in text
    assert "<b>Central</b>" in text.replace(" ", "")
    assert "Different units never share a drawing." in text
    assert [alt for alt in figures if "842 (14 Jan 2025), 96 (10 Apr 2025)" in alt]
