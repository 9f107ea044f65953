"""What a job makes, on its way from the sandbox into the vault."""

from __future__ import annotations

import uuid
from collections.abc import Container

from records import vault
from records.models import Sealed


class Made:
    """Outputs of one job, sealed as they come; `discard` leaves nothing of them."""

    def __init__(self, case_id: uuid.UUID) -> None:
        self._case_id = case_id
        self._places: list[_Place] = []
        self.sealed: dict[str, Sealed] = {}

    def sink(self, name: str) -> _Place:
        place = _Place(self, name, vault.writer(self._case_id))
        self._places.append(place)
        return place

    def kept(self, names: Container[str]) -> None:
        """Rows remember these; the rest goes."""
        for place in self._places:
            if place.name in names:
                place.out.kept()
        self.discard()

    def discard(self) -> None:
        for place in self._places:
            place.out.discard()


class _Place:
    def __init__(self, made: Made, name: str, out: vault.Writer) -> None:
        self._made, self.name, self.out = made, name, out

    def write(self, data: bytes) -> None:
        self.out.write(data)

    def close(self) -> None:
        self._made.sealed[self.name] = self.out.finish()
