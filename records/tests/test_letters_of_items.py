"""Letters that ask for what one kind of cancer needs, named inside a kind of record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.dates import PartialDate
from intake.models import Diagnosis
from records import checklist
from records.letters import plain, services
from records.letters.departments import KEPT_BY, in_order, kept_by
from records.models import ChecklistAnswer, Letter, Record
from records.tests.letters import TYPED, write_letter
from records.tests.test_checklist import add_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def lung(case):
    Diagnosis.objects.create(case=case, site="lung")
    return case


def new_url(case, query=""):
    return reverse("records:letter_new", args=[case.pk]) + query


def text_of(letter):
    return "\n".join(map(plain.text_of, letter.sheets))


def test_an_item_is_kept_where_its_kind_is():
    assert kept_by("lung_pdl1") == KEPT_BY["pathology_report"]
    assert kept_by("lung_smoking") is None  # the family tells it
    assert in_order({"lung_pdl1", "imaging_files", "pathology_report"}) == [
        "pathology_report",
        "lung_pdl1",
        "imaging_files",
    ]


@pytest.mark.parametrize("code", ["lung_pdl1", "lung_pet", "lung_brain_mri"])
def test_a_missing_item_leads_to_a_letter_that_names_it(client, wen, lung, code):
    client.force_login(wen)
    link = f'href="{new_url(lung)}?kind={code}"'
    page = reverse("records:checklist_answer", args=[lung.pk, code])
    assert link in client.get(page).text

    form = client.get(new_url(lung, f"?kind={code}")).context["form"]

    assert form.initial["kinds"] == [code]
    assert form.initial["department"] == kept_by(code)
    assert [value for value, _label in form.fields["kinds"].choices] == [code]


def test_letter_list_says_that_an_item_waits_though_its_kind_is_here(client, wen, lung):
    for number, kind in enumerate(KEPT_BY, start=1):
        add_record(lung, wen, kind, number)
    client.force_login(wen)

    page = client.get(reverse("records:letter_list", args=[lung.pk]))

    waiting = {s.kind.code for w in page.context["wanted"] for s in w.slots}
    assert {"lung_pdl1", "lung_pet", "lung_brain_mri"} <= waiting
    assert "Nothing that the team needs is waiting" not in page.text


def test_letter_of_an_item_prints_its_name_and_the_number_of_the_specimen(
    client, wen, lung
):
    Record.objects.create(
        case=lung,
        number=1,
        kind="pathology_report",
        specimen_number="26-H-4471",
        added_by=wen,
    )
    client.force_login(wen)
    key = "pathology_report:record-1"
    told = TYPED | {"more_kinds": [], "kinds": ["lung_pdl1"], "facts": [key]}

    client.post(new_url(lung, "?kind=lung_pdl1"), told)

    letter = Letter.objects.get()
    assert letter.kinds == ["lung_pdl1"]
    assert ": PD-L1\n" in text_of(letter)
    assert "26-H-4471" in text_of(letter)


def test_the_day_of_another_scan_is_not_told_of_an_item(client, wen, lung):
    Record.objects.create(
        case=lung, number=1, kind="imaging_report", dated_on="2026-08", added_by=wen
    )
    client.force_login(wen)

    form = client.get(new_url(lung, "?kind=lung_pet")).context["form"]

    assert form.fields["facts"].choices == []


@pytest.mark.parametrize(
    ("language", "reading", "said"),
    [
        ("en", "en", ": MRI of the brain"),
        ("zh", "en", ": 脑部磁共振"),
        ("ru", "en", ": MRI of the brain"),
        ("ru", "zh", ": MRI of the brain (脑部磁共振)"),
    ],
)
def test_item_is_named_in_a_language_it_is_written_in(lung, language, reading, said):
    letter = write_letter(
        lung, kinds=["lung_brain_mri"], language=language, reading_language=reading
    )

    assert f"{said}\n" in plain.text_of(letter.sheets[0])


def test_letter_of_an_item_that_was_sent_answers_the_item(wen, lung):
    letter = write_letter(lung, kinds=["lung_pet"])

    services.mark_sent(letter, PartialDate.of(timezone.localdate()), by=wen)

    slots = checklist.all_of(checklist.state_of(lung))
    asked = [slot.kind.code for slot in slots if slot.is_asked_for]
    assert asked == ["lung_pet"]


def test_what_did_not_come_can_be_asked_for_once_more(client, wen, lung):
    day = timezone.now() - timedelta(days=60)
    ChecklistAnswer.objects.create(
        case=lung,
        kind="lung_pet",
        answer="requested",
        requested_on=PartialDate.of(day.date()),
        by=wen,
        at=day,
    )
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[lung.pk])).text

    part = page.split('id="asked"')[1].split("</section>")[0]
    assert f"{new_url(lung)}?kind=lung_pet" in part
