"""Days to come on the timeline of records: the day an answer is needed, or was."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.access import newest_request
from intake.models import Case
from records.timeline import Ahead


def decide_by(case: Case) -> Iterable[Ahead]:
    """The decide-by date of the newest request, with the days that are left.

    One that has passed is still told: then it matters most. Not once all is over.
    """
    asked = newest_request(case)
    left = asked.days_left()
    if left is None or (left < 0 and asked.has_ended):
        return
    href = (
        ""
        if asked.is_sent
        else reverse("consultations:request_step", args=[case.pk, "decide-by"])
    )
    yield Ahead(
        asked.decide_by,
        _("An answer is needed"),
        _how_far(left),
        href,
        _("Change this date"),
    )


def _how_far(left: int) -> str:
    if left >= 0:
        return ngettext("%d day from today", "%d days from today", left) % left
    ago = -left
    words = ngettext("This date passed %d day ago", "This date passed %d days ago", ago)
    return words % ago
