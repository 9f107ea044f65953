"""Reminders of what a family asked a hospital for: never twice, and they stop by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from conftest import at_once
from intake.dates import PartialDate
from intake.models import CaseMember, Diagnosis, Patient
from records import reminders, services
from records.kinds import KINDS
from records.models import AskedReminder, ChecklistAnswer, Record
from records.tests.test_checklist import add_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


def asked(case, by, kind: str = "pathology_report", *, days: int = 14):
    """The family said so many days ago that they asked for it."""
    return ChecklistAnswer.objects.create(
        case=case,
        kind=kind,
        answer="requested",
        requested_from="Ward 4",
        by=by,
        at=timezone.now() - timedelta(days=days),
    )


def later(days: int):
    return timezone.now() + timedelta(days=days)


@pytest.mark.parametrize(("days", "mails"), [(13, 0), (14, 1)])
def test_after_the_days_one_mail_goes_out(case, wen, settings, days, mails):
    settings.REQUEST_REMINDER_DAYS = 14
    asked(case, wen, days=days)

    reminders.send_due()

    assert OutgoingMail.objects.count() == mails


def test_a_second_run_sends_nothing(case, wen):
    asked(case, wen)

    done = [reminders.send_due(), reminders.send_due()]

    assert (done, OutgoingMail.objects.count()) == ([1, 0], 1)


def test_there_are_two_mails_at_most(case, wen):
    asked(case, wen)

    for days in (0, 13, 15, 30, 60, 400):
        reminders.send_due(later(days))

    numbers = AskedReminder.objects.order_by("number").values_list("number", flat=True)
    assert (list(numbers), OutgoingMail.objects.count()) == ([1, 2], 2)


def test_a_clock_that_stood_still_sends_one_and_not_both(case, wen):
    asked(case, wen, days=100)

    reminders.send_due()
    reminders.send_due()

    assert OutgoingMail.objects.count() == 1


def test_it_stops_when_the_record_came(case, wen):
    asked(case, wen)
    add_record(case, wen, "pathology_report", 1)

    assert reminders.send_due() == 0


def test_for_an_item_it_stops_when_a_record_of_its_kind_came(case, wen):
    asked(case, wen, "lung_function")
    add_record(case, wen, "comorbidity_records", 1)

    assert reminders.send_due() == 0


def test_an_older_record_of_its_kind_is_not_the_item(case, wen):
    asked(case, wen, "lung_function")
    add_record(case, wen, "comorbidity_records", 1)
    Record.objects.update(added_at=later(-60))

    assert reminders.send_due() == 1


@pytest.mark.parametrize("answer", ["none", "cannot", "unsure"])
def test_it_stops_when_the_answer_changed(case, wen, answer):
    asked(case, wen)
    reminders.send_due()

    services.answer_slot(
        case, "pathology_report", {"answer": answer, "reason": "Burnt"}, by=wen
    )

    assert reminders.send_due(later(100)) == 0


def test_an_answer_that_changed_is_a_new_asking(case, wen):
    answer = asked(case, wen, days=60)
    reminders.send_due()
    reminders.send_due(later(15))
    services.answer_slot(
        case, answer.kind, {"answer": "requested", "requested_from": "Ward 5"}, by=wen
    )

    assert [reminders.send_due(later(days)) for days in (13, 15)] == [0, 1]


def test_everything_waited_for_is_one_mail(case, wen):
    asked(case, wen)
    asked(case, wen, "imaging_files")

    reminders.send_due()

    assert (OutgoingMail.objects.count(), AskedReminder.objects.count()) == (1, 2)


def test_mail_says_no_word_about_health_and_no_name(case, wen):
    Patient.objects.update(full_name="Wen Secret")
    for kind in KINDS:
        asked(case, wen, kind.code)

    reminders.send_due()

    mail = OutgoingMail.objects.get()
    words = f"{mail.subject} {mail.body}"
    told = [str(kind.label) for kind in KINDS if str(kind.label) in words]
    assert (told, "Secret" in words, "Ward 4" in words) == ([], False, False)
    assert case.reference in mail.subject
    assert f"/folders/{case.pk}/records/" in mail.body


def test_mail_goes_to_whoever_may_add_records(case, wen, ana):
    asked(case, wen)
    CaseMember.objects.filter(user=ana).update(may_upload=False)

    reminders.send_due()

    assert OutgoingMail.objects.get().to == [wen.email]


def test_a_patient_who_wants_news_only_in_the_folder_gets_none(case, wen, ana):
    Patient.objects.update(contact_ways=["portal"])
    asked(case, wen)

    reminders.send_due()

    assert OutgoingMail.objects.get().to == [ana.email]


def test_mail_speaks_the_language_of_its_reader(case, wen):
    wen.language = "zh-hans"
    wen.save()
    asked(case, wen)

    reminders.send_due()

    assert "您好" in OutgoingMail.objects.get().body


@pytest.mark.parametrize(
    ("status", "reminded"),
    [("draft", 1), ("checking", 1), ("withdrawn", 0), ("paused", 0), ("delivered", 0)],
)
def test_nobody_is_reminded_of_a_folder_nobody_works_on(case, wen, status, reminded):
    at = None if status == "draft" else timezone.now()
    case.requests.create(status=status, submitted_at=at, is_open=reminded == 1)
    asked(case, wen)

    assert reminders.send_due() == reminded


def test_the_folder_and_its_records_say_it_kindly(client, case, wen):
    client.force_login(wen)
    asked(case, wen, days=20)

    records = client.get(reverse("records:record_list", args=[case.pk])).text
    folder = client.get(reverse("portal:folder_detail", args=[case.pk])).text

    assert "You asked for it 20 days ago. It may help to ask once more." in records
    assert ("What you asked for" in folder, "1 not here yet" in folder) == (True, True)


def test_the_day_of_asking_counts_where_it_is_told(client, case, wen):
    client.force_login(wen)
    answer = asked(case, wen, days=1)
    day = PartialDate.of(timezone.localdate() - timedelta(days=30))
    ChecklistAnswer.objects.filter(pk=answer.pk).update(requested_on=day)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    assert "You asked for it 30 days ago." in page


def test_an_item_that_was_asked_for_is_told_of_too(client, case, wen):
    Diagnosis.objects.create(case=case, site="lung")
    asked(case, wen, "lung_function")
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[case.pk]))

    assert [one.slot.kind.code for one in page.context["overdue"]] == ["lung_function"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(case, wen):
    asked(case, wen)

    done = at_once(reminders.send_due, reminders.send_due)

    assert (sorted(done), OutgoingMail.objects.count()) == ([0, 1], 1)
