"""Two clicks on "Send the invitation" make one invitation and one mail."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from intake import people

TYPED = {
    "email": "timur@example.org",
    "relationship": "child",
    "scopes": ["may_see"],
    "lasts": "open",
}


def test_two_clicks_make_one_invitation_and_one_mail(client, wen, case):
    client.force_login(wen)
    url = reverse("intake:people_list", args=[case.pk])

    answers = [client.post(url, TYPED).status_code for _ in range(3)]

    assert answers == [302, 302, 302]
    assert (case.invitations.count(), OutgoingMail.objects.count()) == (1, 1)


def test_other_rights_or_a_later_time_make_a_new_one(client, wen, case):
    people.invite(case, by=wen, email="t@example.org", scopes={"may_see": True})
    people.invite(case, by=wen, email="t@example.org", scopes={"may_upload": True})
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        people.invite(case, by=wen, email="t@example.org", scopes={"may_upload": True})

    assert case.invitations.count() == 3
