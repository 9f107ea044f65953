"""How much a file, a folder and a person may bring, told before anything is sent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from intake.models import Case
from records import sniff
from records.models import File, Upload

MB = 1024 * 1024
MOST_UNFINISHED = 200  # uploads of one folder at a time
ARCHIVES = {sniff.ZIP, sniff.DICOM}  # may be as large as a disc is


def most_bytes(type_: str) -> int:
    """How large a file of this kind may be."""
    most = settings.MAX_ARCHIVE_MB if type_ in ARCHIVES else settings.MAX_FILE_MB
    return most * MB


def too_big(type_: str) -> str:
    """The code of the sentence that tells the limit of this kind."""
    return "too_big_scans" if type_ in ARCHIVES else "too_big"


def largest_bytes() -> int:
    """How large any file may be."""
    return max(settings.MAX_ARCHIVE_MB, settings.MAX_FILE_MB) * MB


def space_used(case: Case) -> int:
    """Bytes kept for this case, with those that can still be taken back or still come."""
    return sum(space_of(case))


def space_of(case: Case) -> tuple[int, int]:
    """Bytes kept for this case, and bytes held for files that have not finished arriving."""
    stored = File.objects.stored().filter(case=case).aggregate(total=Sum("size_bytes"))
    coming = Upload.objects.coming().filter(case=case).aggregate(total=Sum("length"))
    return stored["total"] or 0, coming["total"] or 0


def room_left(case: Case) -> int:
    return max(0, settings.MAX_CASE_MB * MB - space_used(case))


def why_not(case: Case, by: User, length: int) -> str:
    """The code of the reason an upload may not begin; empty when it may."""
    if length > largest_bytes():  # nobody knows its kind yet: more than any may have
        archives = settings.MAX_ARCHIVE_MB >= settings.MAX_FILE_MB
        return too_big(sniff.ZIP if archives else sniff.PDF)
    if length > room_left(case):
        return "no_space"
    if Upload.objects.coming().filter(case=case).count() >= MOST_UNFINISHED:
        return "too_many"
    if length > settings.MAX_DAY_MB * MB - brought_today(by):
        return "day"
    return ""


def brought_today(person: User) -> int:
    """Bytes this person brought within a day, into any folder, arrived or still coming."""
    since = timezone.now() - timedelta(days=1)
    arrived = File.objects.filter(added_by=person, added_at__gt=since)
    coming = Upload.objects.coming().filter(by=person, begun_at__gt=since)
    total = arrived.aggregate(total=Sum("size_bytes"))["total"] or 0
    return total + (coming.aggregate(total=Sum("length"))["total"] or 0)
