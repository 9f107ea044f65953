"""Each opening of a record is on its page, for the people of the folder."""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from conftest import signed_in
from intake.models import CaseMember
from intake.services import open_to_desk
from records import services, vault
from records.models import Derivative, File, JoinedPdf, Record
from records.tests.test_records import a_pdf


@pytest.fixture
def file(case, wen) -> File:
    services.add_files(case, [ContentFile(a_pdf(), name="a.pdf")], by=wen)
    File.objects.update(verdict="kept", work="done")
    return File.objects.get()


def open_it(person, file: File, *, view: bool = False) -> None:
    url = reverse("records:file_download", args=[file.case_id, file.pk])
    signed_in(person).get(url, {"view": "1"} if view else {})


def page(person, record: Record, **query: str):
    url = reverse("records:record_edit", args=[record.case_id, record.pk])
    return signed_in(person).get(url, query)


def told(response) -> list[str]:
    return [
        f"{look.who} ({look.role}) {look.how}" for look in response.context["looks"]
    ]


def test_record_page_says_who_opened_it_newest_first(file, wen, ana, dr_osei, mei):
    open_to_desk(file.case)
    open_it(ana, file, view=True)
    open_it(dr_osei, file)
    open_it(mei, file)

    response = page(wen, file.record)

    assert told(response) == [
        "Mei (Coordinator) saved a copy of it",
        "Dr Osei (Specialist) saved a copy of it",
        "Ana (Caregiver) looked at it",
    ]
    assert "Dr Osei" in response.text


def test_a_record_nobody_opened_says_so(file, wen):
    assert "Nobody has opened it before you." in page(wen, file.record).text


def test_opening_the_page_of_a_record_is_told_once_an_hour(file, wen, ana):
    with time_machine.travel("2026-03-01 10:00", tick=False):
        page(ana, file.record)
    with time_machine.travel("2026-03-01 10:59", tick=False):
        page(ana, file.record)
        soon = told(page(wen, file.record))
    with time_machine.travel("2026-03-01 11:30", tick=False):
        page(ana, file.record)
        later = told(page(wen, file.record))

    ana_, wen_ = "Ana (Caregiver) opened its page", "Wen (Patient) opened its page"
    assert (soon, later) == ([ana_], [ana_, wen_, ana_])


def test_the_page_says_how_openings_are_counted(file, wen):
    counted = "several openings by one person within an hour count once"

    assert counted in page(wen, file.record).text


def test_opening_the_page_is_no_line_of_what_happened(file, wen, ana):
    page(ana, file.record)

    history = page(wen, file.record).context["history"]

    assert [line.words for line in history] == ["Wen added this record"]


def test_who_may_not_open_a_record_leaves_no_look_at_it(file, wen, bo):
    page(bo, file.record)

    assert told(page(wen, file.record)) == []


def test_looks_at_another_record_are_not_told(file, wen, ana, case):
    services.add_files(case, [ContentFile(a_pdf(), name="b.pdf")], by=wen)
    other = Record.objects.get(number=2)
    open_it(ana, file)

    assert told(page(wen, other)) == []


def test_a_long_list_is_cut_and_shown_whole_on_wish(file, wen, ana):
    for _ in range(7):
        open_it(ana, file)

    few, many = page(wen, file.record), page(wen, file.record, looks="all")

    assert (len(few.context["looks"]), few.context["more_looks"]) == (5, True)
    assert (len(many.context["looks"]), many.context["more_looks"]) == (8, False)


def test_who_may_only_add_files_sees_no_list(file, wen, ana, case):
    CaseMember.objects.filter(user=ana).update(may_see=False, may_answer=False)
    services.add_files(case, [ContentFile(a_pdf(), name="own.pdf")], by=ana)
    own = Record.objects.get(added_by=ana)

    response = page(ana, own)

    assert (response.status_code, "looks" in response.context) == (200, False)


def test_opening_all_pages_as_one_pdf_is_a_look(file, wen, ana):
    content = vault.keep(file.case_id, b"%PDF-1.4 all")
    copy = Derivative.objects.create(
        file=file, type="application/pdf", pages=1, work="done", **content.columns()
    )
    JoinedPdf.objects.create(
        record=file.record,
        made_of=[copy.key],
        pages=1,
        work="done",
        **content.columns(),
    )
    url = reverse("records:record_pdf", args=[file.case_id, file.record_id])

    answer = signed_in(ana).get(url)

    assert answer.status_code == 200
    assert told(page(wen, file.record)) == ["Ana (Caregiver) looked at it"]
