"""What the timeline and the front sheet may say of treatments: never more than was told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import drawing, front, illness, source, timeline
from consultations.summary.findings import pathology_blocks
from consultations.tests import summary_cases
from intake.dates import PartialDate
from intake.models import Biomarker, LabValue, TreatmentLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A folder that holds no record and no treatment."""
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    return source.load(Summary(request=summary_cases.bare(by), version=1))


def ago(source_, days: int) -> PartialDate:
    return PartialDate.of(source_.today - timedelta(days=days))


def treat(bare, **told) -> TreatmentLine:
    blank = {"type": "chemotherapy", "began_on": None, "ended_on": None}
    line = TreatmentLine(case=bare.case, **blank | told)
    bare.treatments.append(line)
    return line


def told(bare) -> list[str]:
    return [strip_tags(str(row["event"])) for row in timeline.timeline(bare)]


def test_a_gap_is_no_gap_in_treatment_when_its_end_is_not_told(bare):
    treat(bare, name="carboplatin", began_on=ago(bare, 300))

    (gap,) = [text for text in told(bare) if "days" in text]
    assert "not all dates of line 1 are told" in gap
    assert "no treatment" not in gap


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"type": "surgery"}, True),
        ({"ended_on": True}, True),
        ({"is_ongoing": True}, False),
    ],
)
def test_the_time_since_the_last_event_is_a_gap_as_well(bare, more, said):
    if "ended_on" in more:
        more = {"ended_on": ago(bare, 290)}
    treat(bare, name="first", began_on=ago(bare, 300), **more)

    gaps = [text for text in told(bare) if "no treatment and no record" in text]
    assert bool(gaps) == said


@pytest.mark.parametrize("more", [{"is_ongoing": True}, {"ended_on": 30}, {}])
def test_a_treatment_whose_start_is_not_told_may_have_been_in_any_gap(bare, more):
    if "ended_on" in more:
        more = {"ended_on": ago(bare, more["ended_on"])}
    treat(bare, name="x", **more)
    bare.diagnosis.diagnosed_on = ago(bare, 400)

    gaps = [text for text in told(bare) if "days" in text]
    assert len(gaps) == 1
    assert "no treatment" not in gaps[0]


def test_a_treatment_that_ended_before_a_gap_is_not_in_it(bare):
    treat(bare, name="x", ended_on=ago(bare, 500))
    bare.diagnosis.diagnosed_on = ago(bare, 400)

    (gap,) = [text for text in told(bare) if "400 days" in text]
    assert "no treatment and no record" in gap


def test_a_value_whose_paper_is_gone_keeps_its_day(bare):
    bare.lab_values.append(
        LabValue(
            case=bare.case,
            test="ca125",
            value="96",
            sampled_on=ago(bare, 100),
            linked_records=["0e8d1cb7-70bf-465c-bde0-554605945bf8"],
        )
    )

    assert "Typed blood values" in " | ".join(told(bare))


def test_a_treatment_with_only_an_end_is_in_the_drawing(bare):
    treat(bare, name="a", ended_on=ago(bare, 1500))
    treat(bare, name="b", ended_on=ago(bare, 50))

    drawn = str(drawing.draw(bare))
    assert ">2?</text>" in drawn
    assert "line 1" in drawn


def test_a_treatment_without_a_start_stands_at_its_end_or_among_those_of_no_day(bare):
    treat(bare, name="sixty gray", ended_on=ago(bare, 40))
    treat(bare, name="lobectomy", type="surgery")

    rows = timeline.timeline(bare)
    words = [strip_tags(f"{row['date']} {row['event']}") for row in rows]
    assert any("until" in text and "sixty gray" in text for text in words)
    assert "无日期 no date" in words[-1]
    assert "lobectomy" in words[-1]


def test_typed_values_and_samples_have_their_day(bare):
    day = ago(bare, 120)
    bare.lab_values.append(
        LabValue(case=bare.case, test="ca125", value="96", sampled_on=day)
    )
    bare.biomarkers.append(
        Biomarker(case=bare.case, marker="HER2", result="3+", tested_on=ago(bare, 200))
    )

    words = " | ".join(told(bare))
    assert "Typed blood values" in words
    assert "CA 125" in words
    assert "Sample for markers · HER2" in words
    assert "200 days" not in words
    assert "120 days with no treatment and no record" in words


def test_bars_of_one_time_do_not_hide_each_other(bare):
    treat(bare, name="a", began_on=ago(bare, 200), ended_on=ago(bare, 100))
    treat(bare, name="b", began_on=ago(bare, 190), ended_on=ago(bare, 150))
    treat(bare, name="c", began_on=ago(bare, 90), ended_on=ago(bare, 60))

    drawn = str(drawing.draw(bare))
    bars = [part.split("/>")[0] for part in drawn.split("<rect ")[1:]]
    tops = [bar.split(' y="')[1].split('"')[0] for bar in bars]
    assert len(bars) == 3
    assert len(set(tops)) == 2
    assert [drawn.count(f">{number}</text>") for number in (1, 2, 3)] == [1, 1, 1]


def test_a_bar_whose_end_nobody_told_is_open(bare):
    treat(bare, name="a", began_on=ago(bare, 200))

    assert ">1?</text>" in str(drawing.draw(bare))


def test_a_date_with_words_in_it_breaks_in_its_column(bare):
    treat(bare, name="a", began_on=ago(bare, 20), not_known=["ended_on"])
    treat(bare, name="b", began_on=ago(bare, 19), ended_on=ago(bare, 9))

    kinds = [row["date_kind"] for row in timeline.timeline(bare)]
    assert kinds[:2] == ["", "dt"]


def test_every_place_it_went_to_is_named(bare):
    places = ["nodes", "lung", "liver", "bone", "brain", "skin"]
    bare.diagnosis.spread_to = places

    said = strip_tags(str(illness.spread_words(bare.diagnosis)))
    for name in ("Lymph nodes", "Lung", "Liver", "Bone", "Brain", "Skin"):
        assert name in said
    assert said.index("Brain") < said.index("Lymph")


@pytest.mark.parametrize(
    ("stage", "own", "big", "under"),
    [
        ("III", "IIIB (AJCC 8)", "III", "IIIB (AJCC 8)"),
        ("limited", "one lung", "Limited", "one lung"),
        ("other_system", "Rai II", "Rai II", ""),
        ("not_told", "", "I was not told", ""),
        ("", "", "not provided", ""),
    ],
)
def test_the_stage_of_the_report_stands_beside_its_group(bare, stage, own, big, under):
    bare.diagnosis.stage, bare.diagnosis.stage_text = stage, own

    sheet = illness.illness(bare)
    part = str(pathology_blocks(bare)[-1]["pairs"])
    assert big in strip_tags(str(sheet["stage"]))
    assert strip_tags(str(sheet["tnm"])).startswith(under)
    assert own in part


def test_facts_of_a_line_that_were_not_compared_keep_the_mark_of_the_family(bare):
    """One of the person's answers was checked: the others were not."""
    patient = bare.patient
    patient.country, patient.language, patient.sex_at_birth = "KZ", "ru", "female"
    checked = source.texts.mark_record(5, checked=True)
    marks = {"patient.country": checked}
    bare.mark = lambda fact: marks.get(fact) or source.texts.mark_patient()

    line = strip_tags(front.front(bare)["person"]["line"])
    assert "Kazakhstan 核 #05" in line
    assert "Female 患 P" in line
    assert "Russian 患 P" in line
