"""Mail as rows: a page never waits for a mail server, and no mail is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts import outbox, people, tasks
from accounts.models import OutgoingMail
from portal.environment import Environment

Work = OutgoingMail.Work


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


@pytest.fixture
def email_url(monkeypatch, settings):
    """A function that sets EMAIL_URL the way the settings read it."""

    def change(url: str) -> None:
        monkeypatch.setenv("EMAIL_URL", url)
        settings.MAIL_DELIVERY = Environment().email("unused://")

    return change


def test_sending_writes_a_row_and_opens_no_connection(db):
    send_mail("Hello", "Text", "a@example.org", ["wen@example.org"])

    row = OutgoingMail.objects.get()
    assert (row.to, row.subject, row.body) == (["wen@example.org"], "Hello", "Text")
    assert mail.outbox == []


def test_mail_rolled_back_with_its_page_is_never_sent(
    db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as bells:
        send_mail("Hello", "Text", "a@example.org", ["wen@example.org"])

    assert (len(bells), mail.outbox) == (1, [])


def test_delivered_mail_keeps_html_and_loses_its_text_from_the_row(db):
    message = EmailMultiAlternatives("Hi", "Text", "a@example.org", ["wen@example.org"])
    message.attach_alternative("<p>Text</p>", "text/html")
    message.send()
    row = OutgoingMail.objects.get()

    tasks.send_mail(row.pk)

    row.refresh_from_db()
    (sent,) = mail.outbox
    assert (sent.body, sent.alternatives[0].content) == ("Text", "<p>Text</p>")
    assert (row.work, row.body, row.html) == (Work.DONE, "", "")


def test_line_break_in_a_subject_is_refused(db):
    with pytest.raises(BadHeaderError):
        send_mail("Hi\nBcc: x@example.org", "T", "a@example.org", ["w@example.org"])

    assert OutgoingMail.objects.count() == 0


def test_mail_server_that_is_down_leaves_the_row_for_later(
    db, email_url, closed_port, caplog
):
    email_url(f"smtp://127.0.0.1:{closed_port}")
    send_mail("Hello", "canary text", "a@example.org", ["wen@example.org"])
    row = OutgoingMail.objects.get()

    tasks.send_mail(row.pk)

    row.refresh_from_db()
    assert (row.work, row.error_code) == (Work.QUEUED, "ConnectionRefusedError")
    assert (row.body, "canary" in caplog.text, "wen@" in caplog.text) == (
        "canary text",
        False,
        False,
    )


def test_mail_server_that_never_answers_ends_in_time(
    db, email_url, silent_port, settings
):
    settings.EMAIL_TIMEOUT = 1
    email_url(f"smtp://127.0.0.1:{silent_port}")
    send_mail("Hello", "Text", "a@example.org", ["wen@example.org"])
    row = OutgoingMail.objects.get()

    tasks.send_mail(row.pk)

    row.refresh_from_db()
    assert (row.work, row.error_code) == (Work.QUEUED, "SMTPServerDisconnected")


def written(table: str = "accounts_outgoingmail") -> str:
    """What the table holds, as a copy of the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return str(cursor.fetchall())


def test_text_of_mail_that_waits_is_sealed_in_the_database(db):
    message = EmailMultiAlternatives("Hi", "code 424242", "a@b.org", ["wen@b.org"])
    message.attach_alternative("<p>code 424242</p>", "text/html")

    message.send()

    row = OutgoingMail.objects.get()
    assert (row.body, row.html) == ("code 424242", "<p>code 424242</p>")
    assert ("wen@b.org" in written(), "424242" in written()) == (True, False)


def test_mail_sealed_with_another_secret_key_fails_with_a_reason(db, settings):
    send_mail("Hello", "Text", "a@example.org", ["wen@example.org"])
    right, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 10
    row = OutgoingMail.objects.get()

    tasks.send_mail(row.pk)

    row.refresh_from_db()
    assert (row.work, row.error_code) == (Work.FAILED, "sealed_with_another_key")
    assert (row.fault, row.send_now()) == ("sealed_with_another_key", False)
    assert mail.outbox == []
    settings.SECRET_KEY = right
    assert OutgoingMail.objects.get().send_now()


def short_lived(minutes: int) -> OutgoingMail:
    message = EmailMultiAlternatives("Hi", "424242", "a@b.org", ["wen@b.org"])
    end = timezone.now() + timedelta(minutes=minutes)
    outbox.marked(message, OutgoingMail.Kind.CODE, expires_at=end).send()
    return OutgoingMail.objects.get()


def test_mail_is_not_sent_after_what_it_carries_has_expired(db):
    row = short_lived(minutes=15)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        tasks.send_mail(row.pk)

    row.refresh_from_db()
    assert (row.work, row.error_code, row.body) == (Work.FAILED, "expired", "")
    assert mail.outbox == []


def test_mail_is_tried_again_only_while_what_it_carries_works(
    db, email_url, closed_port
):
    email_url(f"smtp://127.0.0.1:{closed_port}")
    row = short_lived(minutes=15)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        while row.work == Work.QUEUED:
            clock.move_to(max(row.not_before, timezone.now()))
            tasks.send_mail(row.pk)
            row.refresh_from_db()
            assert row.not_before < row.expires_at

    assert (row.work, row.attempts) == (Work.FAILED, 4)


def test_failed_mail_loses_its_text_when_that_has_expired(db):
    row = short_lived(minutes=15)
    OutgoingMail.objects.update(work=Work.FAILED, ended_at=timezone.now())

    people.tidy()
    before = OutgoingMail.objects.get().body
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        people.tidy()

    row.refresh_from_db()
    assert (before, row.body) == ("424242", "")


@pytest.mark.parametrize("work", [Work.DONE, Work.FAILED])
def test_mail_that_ended_is_removed_after_a_month(db, work):
    row = short_lived(minutes=15)
    ended = timezone.now() - people.MAIL_KEPT_FOR + timedelta(minutes=1)
    OutgoingMail.objects.update(work=work, ended_at=ended)

    people.tidy()
    kept = OutgoingMail.objects.filter(pk=row.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        people.tidy()

    assert (kept, OutgoingMail.objects.exists()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_mail_that_waited_before_it_was_sealed_is_sealed_and_failed_mail_wiped():
    """What an older release left in clear."""
    executor = MigrationExecutor(connection)
    executor.migrate([("accounts", "0002_staff_groups")])
    try:
        old = executor.loader.project_state([("accounts", "0002_staff_groups")]).apps
        mails = old.get_model("accounts", "OutgoingMail").objects
        mails.create(to=["wen@b.org"], body="waits 424242")
        mails.create(to=["wen@b.org"], body="failed 424242", work="failed")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    assert "424242" not in written()
    found = OutgoingMail.objects.order_by("pk").values_list("body", flat=True)
    assert list(found) == ["waits 424242", ""]


def test_folder_named_by_email_url_gets_readable_files(db, email_url, tmp_path):
    folder = tmp_path / "mail"
    email_url(f"filemail://{folder}")
    send_mail("Hello", "Your code is 123456", "a@example.org", ["wen@example.org"])

    tasks.send_mail(OutgoingMail.objects.get().pk)

    (written,) = Path(folder).iterdir()
    assert "Your code is 123456" in written.read_text()
    assert "To: wen@example.org" in written.read_text()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org:25", ("mail.example.org", 25, None, False, False)),
        ("smtp+tls://me:p%40ss@h.org:587", ("h.org", 587, "p@ss", True, False)),
        ("smtps://me:secret@h.org:587", ("h.org", 587, "secret", True, False)),
        ("smtp+ssl://me:secret@h.org:465", ("h.org", 465, "secret", False, True)),
    ],
)
def test_email_url_reaches_the_mail_connection(email_url, url, expected):
    email_url(url)

    link = outbox.delivery_connection()

    found = (link.host, link.port, link.password or None, link.use_tls, link.use_ssl)
    assert found == expected
    assert link.timeout == 10
