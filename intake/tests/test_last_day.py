"""The last day of an access is a day of the patient's calendar, for every reader."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from intake import last_day, people
from intake.models import CaseMember, Patient

DAY = date(2026, 11, 22)
MEXICO_EVENING = datetime(2026, 11, 23, 1, 34, tzinfo=UTC)  # still the 22nd there


@pytest.fixture
def mexico(case):
    Patient.objects.filter(case=case).update(time_zone="America/Mexico_City")
    case.refresh_from_db()
    return case


def folder(client, case, who):
    client.logout()
    client.force_login(who)
    return client.get(reverse("portal:folder_detail", args=[case.pk])).status_code


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_zone_of_the_caregiver_never_moves_the_last_day(client, wen, ana, mexico, zone):
    User.objects.filter(pk=ana.pk).update(time_zone=zone)
    member = CaseMember.objects.get(case=mexico, user=ana)

    with time_machine.travel(MEXICO_EVENING, tick=False):
        scopes = {"may_see": True}
        people.change_access(member, scopes=scopes, expires_on=DAY, by=wen)
        on_the_day = folder(client, mexico, ana)
    with time_machine.travel(datetime(2026, 11, 23, 6, 0, 1, tzinfo=UTC)):
        after = folder(client, mexico, ana)

    assert (on_the_day, after) == (200, 404)


def test_invitation_until_today_lets_in_today_and_ends_with_the_day(
    client, wen, ana, mexico
):
    CaseMember.objects.filter(user=ana).update(left_at=MEXICO_EVENING)
    ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)

    with time_machine.travel(MEXICO_EVENING, tick=False):
        given = {"scopes": {"may_see": True}, "access_until": DAY}
        invitation = people.invite(mexico, by=wen, email=ana.email, **given)
        people.accept(invitation, by=ana)
        status = folder(client, mexico, ana)

    assert status == 200
    assert invitation.expires_at == datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answered", "chosen", "zone"),
    [
        ("Asia/Almaty", "Asia/Tokyo", "Asia/Almaty"),
        ("", "Asia/Tokyo", "Asia/Tokyo"),
        ("", "UTC", "Asia/Shanghai"),
    ],
)
def test_zone_is_the_patients_else_the_services(case, wen, answered, chosen, zone):
    Patient.objects.filter(case=case).update(time_zone=answered)
    User.objects.filter(pk=wen.pk).update(time_zone=chosen)
    case.refresh_from_db()

    assert last_day.zone_of(case).key == zone


def test_first_day_that_may_be_chosen_is_the_patients_today(client, wen, ana, mexico):
    member = CaseMember.objects.get(case=mexico, user=ana)
    client.force_login(wen)
    url = reverse("intake:caregiver_edit", args=[mexico.pk, member.pk])
    typed = {"scopes": ["may_see"], "lasts": "date"}
    typed |= {"until_year": "2026", "until_month": "11", "until_day": "22"}

    with time_machine.travel(MEXICO_EVENING, tick=False):
        client.force_login(wen)
        response = client.post(url, typed)

    assert response.status_code == 302
