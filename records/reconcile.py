"""Compares the rows with the vault: each must know the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.utils import timezone

from records import vault
from records.models import Sealed, StoredBytes

OLD = timedelta(days=1)  # younger bytes may belong to an upload that is still coming


@dataclass
class Differences:
    """Rows whose bytes are gone, and stored names that no row knows."""

    rows: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def remembered() -> Iterator[Sealed]:
    """The stored bytes that any row of any app remembers."""
    for model in apps.get_models():
        if issubclass(model, StoredBytes):
            yield from model.stored_bytes()


def compare() -> Differences:
    """What does not fit. Names are read first: a file that comes meanwhile is no orphan."""
    stored = set(vault.place().names())
    known = {name for sealed in remembered() for name in sealed.names()}
    lost = [name for name in known - stored if not vault.place().exists(name)]
    return Differences(sorted(lost), sorted(stored - known))


def remove_orphans(names: list[str], *, now: datetime | None = None) -> int:
    """Deletes bytes without a row that are older than a day; returns how many."""
    oldest = (now or timezone.now()) - OLD
    gone = 0
    for name in names:
        if vault.place().get_modified_time(name) < oldest:
            vault.place().delete(name)
            gone += 1
    return gone
