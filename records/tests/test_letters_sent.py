"""What becomes of a letter: its PDF, who reads it, and what sending it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from conftest import signed_in
from intake.dates import PartialDate
from intake.meanwhile import OverwrittenError
from intake.models import CaseMember
from records import checklist, reconcile, vault
from records import services as records
from records.letters import services
from records.models import ChecklistAnswer, Letter, LetterPdf
from records.tests.letters import TYPED, write_letter
from records.tests.test_records import a_pdf

pytestmark = pytest.mark.django_db
TODAY = PartialDate.of(timezone.localdate())


def url(name, case, *more):
    return reverse(f"records:letter_{name}", args=[case.pk, *more])


def page_of(letter, deed="detail"):
    return url(deed, letter.case, letter.pk)


@pytest.fixture
def work_done(django_capture_on_commit_callbacks):
    """The bell rings when the block ends, and the worker has done its work."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def printed(case, work_done):
    """A letter with its PDF."""
    letter = write_letter(case)
    with work_done():
        services.ask_for_pdf(letter, by=case.created_by)
    return letter


def sent_on(day):
    return {
        "sent_on_day": day.day,
        "sent_on_month": day.month,
        "sent_on_year": day.year,
    }


def a_paper():
    return ContentFile(a_pdf(), name="1.pdf")


def is_known(pdf):
    """The vault and the rows know of each other."""
    found = reconcile.compare()
    mine = set(pdf.sealed.names())
    lost = mine & {*found.rows, *found.names}
    return mine <= set(vault.place().names()) and not lost


def test_letter_print_twice_is_one_pdf(client, wen, case):
    letter = write_letter(case)
    client.force_login(wen)

    for _ in range(2):
        client.post(page_of(letter, "print"))

    assert LetterPdf.objects.count() == 1


def test_pdf_holds_the_letter_and_is_kept_in_the_vault(case, wen, work_done):
    letter = write_letter(case, hospital="Больница № 62", language="ru")

    with work_done():
        services.ask_for_pdf(letter, by=wen)

    pdf = LetterPdf.objects.get()
    assert (pdf.work, pdf.error_code) == ("done", "")
    assert len(vault.open_(pdf).read()) == pdf.size_bytes
    assert is_known(pdf)


def test_letter_of_an_alphabet_without_a_font_says_so_and_can_be_copied(
    client, wen, case, work_done
):
    letter = write_letter(case, hospital="ሰላም")
    client.force_login(wen)
    with work_done():
        client.post(page_of(letter, "print"))

    page = client.get(page_of(letter)).text

    assert LetterPdf.objects.get().error_code == "missing_glyph"
    assert "is not in our fonts (U+120B U+121D U+1230)" in page
    assert page.count("ሰላም") > 1


def test_letter_that_was_not_drawn_is_tried_again(client, wen, case, work_done):
    letter = write_letter(case)
    LetterPdf.objects.create(
        letter=letter, revision=1, sheets=letter.sheets, work="failed"
    )
    client.force_login(wen)

    with work_done():
        client.post(page_of(letter, "print"))

    assert LetterPdf.objects.get().work == "done"


def test_letter_download_is_for_the_family_and_is_in_the_trail(client, ana, printed):
    client.force_login(ana)

    response = client.get(page_of(printed, "download"))

    assert b"".join(response).startswith(b"%PDF")
    assert "City" not in response["Content-Disposition"]
    entry = AuditEntry.objects.order_by("number").last()
    assert (entry.by, entry.verb, entry.thing) == (ana, "opened", "records.letter")


@pytest.mark.parametrize(("was_sent", "status"), [(False, 404), (True, 200)])
def test_coordinator_reads_a_letter_once_the_folder_was_sent(
    client, mei, case, printed, was_sent, status
):
    case.desk_opened_at = timezone.now() if was_sent else None
    case.save()
    client.force_login(mei)

    assert client.get(page_of(printed, "download")).status_code == status
    assert client.get(page_of(printed)).status_code == 404


def test_specialist_gets_no_letter(client, dr_osei, printed):
    CaseMember.objects.filter(user=dr_osei).update(may_see=True)
    client.force_login(dr_osei)

    assert client.get(page_of(printed, "download")).status_code == 404


def test_helper_who_may_only_read_writes_nothing(client, ana, case):
    letter = write_letter(case)
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    read = client.get(page_of(letter))
    wrote = [
        client.post(page_of(letter, deed), TYPED).status_code
        for deed in ("edit", "print", "sent", "remove")
    ]

    assert (read.status_code, wrote) == (200, [403] * 4)
    assert "Make the PDF" not in read.text


def test_letter_sent_answers_the_checklist(client, wen, case):
    letter = write_letter(case)
    client.force_login(wen)

    client.post(page_of(letter, "sent"), sent_on(TODAY))

    told = ChecklistAnswer.objects.values_list("kind", "answer", "requested_from")
    assert sorted(told) == [
        ("pathology_report", "requested", "City Hospital"),
        ("pathology_slides", "requested", "City Hospital"),
    ]
    assert {str(a.requested_on) for a in ChecklistAnswer.objects.all()} == {str(TODAY)}
    assert Letter.objects.get().sent_on == TODAY


def test_letter_sent_leaves_alone_what_came_meanwhile(case, wen):
    letter = write_letter(case)
    records.add_files(case, [a_paper()], by=wen, kind="pathology_report")

    services.mark_sent(letter, TODAY, by=wen)

    assert [a.kind for a in ChecklistAnswer.objects.all()] == ["pathology_slides"]


def test_letter_sent_twice_keeps_the_first_day(case, wen):
    letter = write_letter(case)

    services.mark_sent(letter, TODAY, by=wen)
    services.mark_sent(letter, PartialDate(2026, 11, 21), by=wen)

    assert Letter.objects.get().sent_on == TODAY
    assert AuditEntry.objects.filter(verb="posted").count() == 1


def test_letter_sent_over_an_answer_nobody_saw_is_asked_again(case, wen, ana):
    letter = write_letter(case)
    seen = services.mark_of_answers(letter, checklist.state_of(case))
    told = {"answer": "none", "reason": "They burnt it"}
    records.answer_slot(case, "pathology_slides", told, by=ana)

    with pytest.raises(OverwrittenError):
        services.mark_sent(letter, TODAY, by=wen, seen=seen)

    assert ChecklistAnswer.objects.get().answer == "none"
    assert Letter.objects.get().sent_on is None


@pytest.mark.parametrize(
    "typed", [{}, sent_on(PartialDate(2099, 1, 1)), sent_on(PartialDate(1900, 1, 1))]
)
def test_letter_sent_needs_a_day_that_has_come(client, wen, case, typed):
    letter = write_letter(case)
    client.force_login(wen)

    response = client.post(page_of(letter, "sent"), typed)

    assert response.status_code == 422
    assert (Letter.objects.get().sent_on, ChecklistAnswer.objects.count()) == (None, 0)


@pytest.mark.parametrize("deed", ["edit", "remove"])
def test_letter_that_was_sent_stays(client, wen, case, deed):
    letter = write_letter(case)
    services.mark_sent(letter, TODAY, by=wen)
    client.force_login(wen)

    client.post(page_of(letter, deed), TYPED | {"hospital": "Other"})

    now = Letter.objects.get()
    assert (now.hospital, now.removed_at) == ("City Hospital", None)


def test_letter_remove_takes_it_off_the_list(client, wen, case):
    letter = write_letter(case)
    client.force_login(wen)

    client.post(page_of(letter, "remove"))

    assert client.get(page_of(letter)).status_code == 404
    assert "City Hospital" not in client.get(url("list", case)).text


def test_letter_list_costs_the_same_with_one_and_with_three(
    client, wen, case, django_assert_num_queries
):
    client.force_login(wen)
    write_letter(case)
    client.get(url("list", case))  # what is remembered for all pages

    with django_assert_num_queries(11):
        client.get(url("list", case))
    for _ in range(2):
        write_letter(case)
    with django_assert_num_queries(11):
        client.get(url("list", case))


def test_no_answer_and_no_name_reach_the_log_or_the_trail(
    case, wen, written_log, work_done
):
    letter = write_letter(case, hospital="Canary Hospital ሰ", note="Canary note")

    with work_done():
        services.ask_for_pdf(letter, by=wen)
    services.mark_sent(letter, TODAY, by=wen)

    assert "missing_glyph" in written_log.getvalue()
    assert "anary" not in written_log.getvalue()
    assert "anary" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_folder_of_somebody_else_shows_no_letter(bo, case):
    letter = write_letter(case)

    answers = {
        signed_in(bo).get(page_of(letter, deed)).status_code
        for deed in ("detail", "edit", "remove", "download")
    }
    assert answers == {404}


def put_name_right(case):
    case.patient.full_name = "Wen Corrected"
    case.patient.save()


def test_letter_saved_as_it_was_takes_up_a_corrected_name(wen, case):
    letter = write_letter(case)
    same = {name: getattr(letter, name) for name in ("kinds", "hospital", "note")}
    put_name_right(case)

    services.change(letter, same, by=wen)
    services.change(letter, same, by=wen)

    letter.refresh_from_db()
    assert letter.revision == 2
    assert "Wen Corrected" in str(letter.sheets)


def test_printing_takes_up_a_corrected_name_until_the_letter_is_sent(wen, case):
    letter = write_letter(case)
    put_name_right(case)

    pdf = services.ask_for_pdf(letter, by=wen)

    assert pdf.revision == 2
    assert "Wen Corrected" in str(pdf.sheets)


def test_letter_that_was_sent_goes_on_saying_the_same(wen, case):
    letter = write_letter(case)
    services.mark_sent(letter, TODAY, by=wen)
    put_name_right(case)

    pdf = services.ask_for_pdf(letter, by=wen)
    services.change(letter, {"hospital": letter.hospital}, by=wen)

    assert pdf.revision == 1
    assert "Wen Corrected" not in str(Letter.objects.get().sheets)


def test_day_before_the_letter_was_written_is_refused_in_one_sentence(
    client, wen, case
):
    letter = write_letter(case)
    client.force_login(wen)
    before = PartialDate.of(timezone.localdate(letter.made_at) - timedelta(days=1))

    page = client.post(page_of(letter, "sent"), sent_on(before))

    assert page.status_code == 422
    assert "so it was not sent before" in page.text
    assert not Letter.objects.get().is_sent


def test_a_pdf_that_tells_what_the_folder_no_longer_says_is_given_to_nobody(
    client, wen, case, printed
):
    page, opened = page_of(printed, "detail"), page_of(printed, "download")
    client.force_login(wen)
    before = (opened in client.get(page).text, client.get(opened).status_code)

    put_name_right(case)
    said = client.get(page).text
    after = (opened in said, client.get(opened).status_code)
    services.change(printed, {"hospital": "Another hospital"}, by=wen)
    edited = client.get(opened).status_code

    assert (before, after, edited) == ((True, 200), (False, 404), 404)
    assert "What the folder says was changed since the last PDF." in said
    assert "Wen Corrected" in said


def test_the_pdf_of_a_letter_that_was_sent_stays_to_be_had(client, wen, case, printed):
    services.mark_sent(printed, TODAY, by=wen)
    put_name_right(case)
    client.force_login(wen)

    assert client.get(page_of(printed, "download")).status_code == 200
