"""A line that is in a list is not added again, whatever page it comes from."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from intake.models import AnswerChange, Medicine
from intake.tests.filling import fill_in, step_url

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        ("medicines", {"name": "Metformin", "dose": "500 mg"}),
        ("biomarkers", {"marker": "EGFR"}),
    ],
)
def test_line_that_is_there_is_not_added_again(client, wen, case, slug, line):
    client.force_login(wen)
    url = step_url(case, slug)

    fill_in(client, url, **line, do="add")
    before = AnswerChange.objects.count(), AuditEntry.objects.count()
    fill_in(client, url, **line, do="add")
    page = client.get(url)

    assert len(page.context["rows"]) == 1
    assert before == (AnswerChange.objects.count(), AuditEntry.objects.count())
    assert "This line is in the list already" in page.text


def test_line_that_was_removed_can_be_written_again(client, wen, case):
    client.force_login(wen)
    medicines = step_url(case, "medicines")

    fill_in(client, medicines, name="Metformin", do="add")
    Medicine.objects.update(removed_at=timezone.now())

    fill_in(client, medicines, name="Metformin", do="add")

    assert Medicine.objects.filter(removed_at=None).count() == 1
