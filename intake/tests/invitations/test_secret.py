"""The secret of an invitation stands in the mail and nowhere else (SECURITY: S7)."""

from __future__ import annotations

import hashlib

import pytest
from django.core import mail
from django.db import connection

from accounts.models import AuditEntry, OutgoingMail
from intake import people
from intake.models import Invitation
from intake.tests.invitations.make import (
    INVITED,
    token_in,
    url_of,
)


def test_the_token_is_long_and_only_its_hash_is_stored(token):
    invitation = Invitation.objects.get()

    assert len(token) >= 43  # 256 bits
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Invitation.objects.values().get())


def tables_with(text: str) -> list[str]:
    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            held += [table for row in cursor.fetchall() if text in str(row)]
    return held


def test_the_token_is_in_no_table_once_the_mail_is_sent(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        people.invite(case, by=wen, email=INVITED)

    assert tables_with(token_in(mail.outbox[0].body)) == []


@pytest.mark.parametrize("work", ["queued", "failed"])
def test_the_token_is_in_no_table_while_its_mail_waits_or_failed(case, token, work):
    OutgoingMail.objects.update(work=work)

    assert (tables_with(INVITED) != [], tables_with(token)) == (True, [])


def test_the_mail_ends_with_the_invitation(case, token):
    sent = OutgoingMail.objects.latest("pk")

    assert (sent.kind, sent.expires_at) == (
        OutgoingMail.Kind.INVITATION,
        Invitation.objects.get().expires_at,
    )


def test_the_mail_names_no_person_no_illness_and_no_folder(case, token):
    sent = OutgoingMail.objects.latest("pk")

    text = sent.subject + sent.body
    words = [
        "Wen",
        "Timur",
        "cancer",
        "health",
        "patient",
        case.reference,
        str(case.pk),
    ]
    assert [word for word in words if word in text] == []
    assert token not in sent.subject
    assert sent.to == [INVITED]


def test_the_token_reaches_neither_log_nor_audit(client, case, wen, token, caplog):
    with caplog.at_level(0):
        client.get(url_of(token))
        client.post(url_of(token), {"answer": "no"})
        client.get(url_of(token))

    told = " ".join(record.getMessage() for record in caplog.records)
    assert token not in told.replace(f"GET {url_of(token)}", "GET {token}")
    assert token not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("known", [True, False])
def test_the_page_sends_its_address_to_nobody(client, token, known):
    response = client.get(url_of(token if known else "no-such-token"))

    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
