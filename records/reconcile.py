"""Compares the rows with the vault: each must know the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from records import storage
from records.models import File
from records.storage import vault

OLD = timedelta(days=1)  # younger bytes may belong to an upload that is still coming


@dataclass
class Differences:
    """Rows whose bytes are gone, and stored names that no row knows."""

    rows: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def file_keys() -> set[str]:
    return set(File.objects.stored().values_list("key", flat=True))


def compare() -> Differences:
    """What does not fit. Names are read first: a file that comes meanwhile is no orphan."""
    stored = set(vault().names())
    known: set[str] = set()
    for tell in storage.keys_in_use:
        known |= set(tell())
    lost = [key for key in known - stored if not vault().exists(key)]
    return Differences(sorted(lost), sorted(stored - known))


def remove_orphans(names: list[str], *, now: datetime | None = None) -> int:
    """Deletes bytes without a row that are older than a day; returns how many."""
    oldest = (now or timezone.now()) - OLD
    gone = 0
    for name in names:
        if vault().get_modified_time(name) < oldest:
            vault().delete(name)
            gone += 1
    return gone
