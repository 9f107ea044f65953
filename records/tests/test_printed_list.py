"""The list for paper tells what the timeline tells, in the same order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.models import TreatmentLine
from records import quiet, timeline
from records.models import Record
from records.tests.test_suggestions import a_file
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


def test_records_nobody_named_are_told_apart_by_their_first_file(client, case, wen):
    """On paper, and wherever one of them is chosen."""
    fill(case, wen, ["", "", ""], kind="other")
    one, two, three = Record.objects.order_by("number")
    for record in (one, two, three):
        a_file(record, wen, name=f"later-{record.number}.jpg", position=1)
        a_file(record, wen, name=f"first-{record.number}.jpg", position=0)
    Record.objects.filter(pk=three.pk).update(title="Letter")
    client.force_login(wen)

    paper = client.get(reverse("records:record_print", args=[case.pk])).text
    page = client.get(reverse("records:record_edit", args=[case.pk, one.pk]))
    joining = client.get(reverse("records:record_join", args=[case.pk, one.pk]))

    names = [f"first-{two.number}.jpg", "Letter"]
    assert [paper.count(f"<bdi>{name}</bdi>") for name in names] == [1, 1]
    expected = [f"{r.number}. {n}" for r, n in zip((two, three), names, strict=True)]
    translated = page.context["form"].fields["translation_of"].choices[2:]
    into = joining.context["form"].fields["into"].choices[1:]
    assert [[w for _pk, w in found] for found in (translated, into)] == [expected] * 2
