"""`manage.py seal_files`: seals what was stored before files were sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.core.management.base import BaseCommand

from records import vault
from records.models import StoredBytes

PIECE = 1024 * 1024


class Command(BaseCommand):
    help = "Seals files that an earlier version stored in the clear. Once is enough."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        done = sum(
            _seal_all(model)
            for model in apps.get_models()
            if issubclass(model, StoredBytes)
        )
        if done or verbosity:
            self.stdout.write(f"{done} files sealed")


def _seal_all(model: type[StoredBytes]) -> int:
    rows = model._default_manager.exclude(key="").filter(parts=[], size_bytes__gt=0)
    return sum(_seal(row) for row in rows.iterator())


def _seal(row: StoredBytes) -> bool:
    """Seals first, then the row, then the clear bytes go: a crash loses nothing."""
    clear = row.key
    if not vault.place().exists(clear):
        return False  # `reconcile` tells of it
    with vault.place().open(clear) as stored:
        sealed = vault.keep(clear.split("/")[1], _pieces(stored))
    rows = type(row)._default_manager.filter(pk=row.pk, key=clear)
    if not rows.update(**sealed.columns()):
        vault.delete(sealed)
        return False
    vault.place().delete(clear)
    return True


def _pieces(stored: IO[bytes]) -> Iterator[bytes]:
    while piece := stored.read(PIECE):
        yield piece
