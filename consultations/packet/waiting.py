"""How much of a folder a packet could not show yet, because work on it is not done."""

from __future__ import annotations

from django.db.models import Q

from intake.models import Case
from records.derivatives import SHOWN
from records.models import File

UNDER_WAY = (File.Work.QUEUED, File.Work.WORKING)


def count(case: Case) -> int:
    """Files that are being checked or read, or whose pages are being made. One query."""
    kept = File.objects.kept().filter(case=case, record__removed_at=None)
    return kept.filter(
        Q(work__in=UNDER_WAY)
        | Q(scans__work__in=UNDER_WAY)
        | Q(scans__pictures__work__in=UNDER_WAY)
        | Q(derivative__work__in=UNDER_WAY)
        | Q(derivative=None, work=File.Work.DONE, type__in=SHOWN)
    ).count()
