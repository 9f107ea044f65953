"""The day an answer is needed, as the timeline of records tells it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import ConsultationRequest
from portal.ahead import decide_by

pytestmark = pytest.mark.django_db


def asks(case, days, **more):
    day = timezone.localdate() + timedelta(days=days)
    ConsultationRequest.objects.create(case=case, decide_by=day, **more)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (2, "2 days from today"),
        (-1, "This date passed 1 day ago"),
        (-9, "This date passed 9 days ago"),
    ],
)
def test_a_day_that_has_passed_is_still_told_and_can_be_changed(
    client, wen, case, days, told
):
    asks(case, days)
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    assert told in page
    assert reverse("consultations:request_step", args=[case.pk, "decide-by"]) in page


def test_a_day_that_has_passed_stays_without_a_link_once_it_is_sent(case):
    asks(case, -3, status="submitted", submitted_at=timezone.now())

    assert [day.href for day in decide_by(case)] == [""]


def test_nothing_is_told_once_all_is_over(case):
    asks(case, -3, status="closed", submitted_at=timezone.now())

    assert list(decide_by(case)) == []
