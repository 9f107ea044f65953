"""The list for paper tells what the timeline tells, in the same order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.models import TreatmentLine
from records import quiet, timeline
from records.tests.timelines import fill

pytestmark = pytest.mark.django_db


def test_list_for_paper_has_treatments_quiet_times_and_what_is_ahead(
    client, case, wen, monkeypatch
):
    fill(case, wen, ["2020-01-10", "2020-09-01"])
    TreatmentLine.objects.create(case=case, name="Carboplatin", began_on="2020-01-20")
    quiet.answer(case, date(2020, 1, 20), date(2020, 9, 1), "nothing", by=wen)
    day = timezone.localdate() + timedelta(days=9)
    coming = timeline.Ahead(day, "A day to come")
    monkeypatch.setattr(timeline, "ahead_providers", [lambda case: [coming]])
    client.force_login(wen)

    page = client.get(reverse("records:record_print", args=[case.pk])).text

    table = page.split("<tbody>")[1]
    words = ["Carboplatin", "said: No, nothing happened", "A day to come"]
    assert [word for word in words if word not in table] == []
    assert [table.index(word) for word in words] == sorted(map(table.index, words))
    assert table.count("<tr>") == 5
    assert table.count("Was there treatment?") == 1  # what nobody answered is not asked
