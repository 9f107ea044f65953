"""What a row remembers of bytes in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Sealed:
    """The name of stored bytes, the marks of their parts, and their clear size in bytes."""

    key: str = ""
    parts: tuple[str, ...] = ()
    size_bytes: int = 0

    @property
    def case_id(self) -> str:
        return self.key.split("/")[1]

    def names(self) -> Iterator[str]:
        """The names of the parts in the storage, in their order."""
        for number, mark in enumerate(self.parts):
            yield f"{self.key}/{number:05d}-{mark}"

    def columns(self) -> dict[str, Any]:
        """For the row that is to remember it."""
        return {
            "key": self.key,
            "parts": list(self.parts),
            "size_bytes": self.size_bytes,
        }


NOTHING = Sealed()


class StoredBytes(models.Model):
    """A row with bytes in the vault; an empty key means that there are none."""

    key = models.CharField(max_length=200, blank=True, editable=False)
    parts = models.JSONField(default=list, blank=True, editable=False)
    size_bytes = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key, tuple(self.parts), self.size_bytes)

    @classmethod
    def stored_bytes(cls) -> Iterator[Sealed]:
        """What all rows of this kind remember."""
        rows = cls._default_manager.exclude(key="")
        for key, parts, size in rows.values_list(
            "key", "parts", "size_bytes"
        ).iterator():
            yield Sealed(key, tuple(parts), size)
