"""A missing record stands on the timeline where it would, when a day is known."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.dates import PartialDate
from intake.models import Biomarker, CaseMember, Diagnosis, TreatmentLine
from records import checklist, timeline
from records.models import ChecklistAnswer, Record
from records.occasions import occasions_of

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse


def record_on(case, by, day: str, number: int) -> Record:
    return Record.objects.create(
        case=case, number=number, kind="discharge_summary", dated_on=day, added_by=by
    )


def told(case) -> list[list[str]]:
    """Headings, each followed by what stands below it."""
    slots = checklist.state_of(case)
    gaps = [*checklist.still_needed(slots), *checklist.on_the_way(slots)]
    found: list[list[str]] = []
    records = Record.objects.filter(case=case).oldest_first()
    for group in timeline.groups_of(case, records, gaps, ahead=False):
        if not found or found[-1][0] != group.heading:
            found.append([group.heading])
        found[-1] += [_name(entry) for entry in group.entries]
    return found


def _name(entry) -> str:
    return str(entry.thing.number) if entry.what == "record" else entry.thing.kind.code


def operation(case, **days) -> TreatmentLine:
    return TreatmentLine.objects.create(case=case, type="surgery", **days)


def test_a_missing_report_stands_between_the_records_around_its_day(case, wen):
    for number, day in enumerate(["2026-08-11", "2026-08-27", "2026-08-30"], 1):
        record_on(case, wen, day, number)
    operation(case, began_on="2026-08-27")

    august, missing = told(case)

    assert august == [
        "August 2026",
        *("1", "2", "treatment_summary", "operative_note", "3"),
    ]
    assert {"operative_note", "treatment_summary"}.isdisjoint(missing)
    assert missing[0] == "Still missing"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-08", [["August 2026", "operative_note", "1"], ["September 2026", "2"]]),
        ("2025", [["2025", "operative_note"], ["August 2026", "1"]]),
        ("2026-10-02", [["September 2026", "2"], ["October 2026", "operative_note"]]),
    ],
)
def test_a_month_without_records_has_a_heading_of_its_own(case, wen, day, expected):
    record_on(case, wen, "2026-08-11", 1)
    record_on(case, wen, "2026-09-09", 2)
    operation(case, ended_on=day)

    rows = [[w for w in row if w != "treatment_summary"] for row in told(case)]

    assert [row for row in expected if row not in rows] == []


def test_a_day_that_was_not_told_or_has_not_come_places_nothing():
    lines = [("surgery", None, None), ("surgery", DAY("2099-01-01"), None)]

    assert occasions_of(diagnosed_on=None, lines=lines, tested=[None]) == {}


def test_the_newest_operation_counts_and_care_beside_it_is_no_treatment():
    lines = [
        ("surgery", DAY("2024-03-02"), None),
        ("surgery", DAY("2025-05"), DAY("2025-06-01")),
        ("radiotherapy", DAY("2023"), None),
        ("tcm", DAY("2026-01-01"), None),
    ]

    found = occasions_of(diagnosed_on=DAY("2022-11"), lines=lines, tested=[])

    assert {kind: str(occasion.on) for kind, occasion in found.items()} == {
        "pathology_report": "2022-11",
        "bone_marrow": "2022-11",
        "operative_note": "2025-06-01",
        "radiotherapy_summary": "2023",
        "treatment_summary": "2025-06-01",
    }


def test_a_gene_report_hangs_on_the_newest_gene_test_and_not_on_a_stain(case):
    for marker, day in [("EGFR", "2026-02"), ("KRAS", "2026-05"), ("Ki-67", "2026-09")]:
        Biomarker.objects.create(case=case, marker=marker, method="", tested_on=day)

    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    assert str(slots["molecular_report"].hangs_on) == "2026-05"


def test_a_report_that_was_asked_for_stands_at_the_day_of_asking(case, wen):
    ask = {"case": case, "by": wen, "answer": "requested"}
    ChecklistAnswer.objects.create(kind="lab_results", requested_on="2026-10-03", **ask)
    ChecklistAnswer.objects.create(kind="imaging_report", requested_from="City", **ask)

    assert told(case)[0] == ["October 2026", "lab_results"]
    assert "imaging_report" not in str(told(case))


def test_the_card_says_where_it_stands_and_why(client, case, wen):
    client.force_login(wen)
    Diagnosis.objects.create(case=case, diagnosed_on="2026-08~")
    operation(case, began_on="2026-09-04")
    ask = {"case": case, "by": wen, "answer": "requested", "requested_on": "2026-10-03"}
    ChecklistAnswer.objects.create(kind="lab_results", **ask)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    words = [
        "Around August 2026",
        "Not here yet. The diagnosis (about August 2026) rests on it.",
        "After 4 September",
        "Not here yet. The operation (4 September 2026) will have one.",
        "Asked for: 3 October",
        ">Asked for<",
    ]
    assert [w for w in words if w not in page] == []
    assert page.count('href="#gap-operative_note"') == 1
    assert page.count('id="gap-operative_note"') == 1
    assert 'href="#gap-lab_results"' not in page  # asked for: not counted as missing


def test_missing_records_cost_no_query(client, case, wen, django_assert_num_queries):
    client.force_login(wen)
    operation(case)
    address = reverse("records:record_list", args=[case.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as loose:
        client.get(address)

    TreatmentLine.objects.update(began_on="2026-09-04")
    operation(case, began_on="2026-08")
    Diagnosis.objects.create(case=case, diagnosed_on="2026-08")

    with django_assert_num_queries(len(loose)):
        client.get(address)


def test_who_may_only_add_records_sees_no_day_of_a_treatment(client, case, ana):
    CaseMember.objects.filter(user=ana).update(may_see=False, may_upload=True)
    operation(case, began_on="2026-09-04")
    client.force_login(ana)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    assert "will have one" not in page
    assert "After 4 September" not in page
