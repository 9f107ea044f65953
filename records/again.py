"""Files nobody could look into, looked into once more."""

from __future__ import annotations

from records.models import File, Record


def failed_files(record: Record) -> list[File]:
    """Files of this record whose inspection failed for good; no query after prefetching."""
    return [file for file in record.files.all() if file.work == File.Work.FAILED]


def look_again(file: File) -> bool:
    """Queues the look anew; False when it did not fail or nothing is left to look at."""
    failed = File.objects.stored().filter(pk=file.pk, work=File.Work.FAILED)
    if not failed.update(verdict=File.Verdict.WAITING, verdict_code=""):
        return False
    return file.try_again()
