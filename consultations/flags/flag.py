"""One flag: what a rule saw, why it matters, and the data it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from consultations.models import RequestEvent
from consultations.summary.source import Source


@dataclass(frozen=True)
class Flag:
    """`code` names the rule (and the row), `data` is what it saw: codes and dates."""

    code: str
    title: str
    text: str
    data: Any = field(default=None)

    @property
    def fingerprint(self) -> str:
        text = json.dumps([self.code, self.data], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


Events = list[RequestEvent]
Finder = Callable[[Source, Events], Iterator[Flag]]
