"""Mail as rows: a page never waits for a mail server, and no mail is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail

from accounts import outbox, tasks
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
