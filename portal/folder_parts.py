"""What the folder page is made of: groups of rows, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DONE, PART, TODO, LOCKED = "done", "part", "todo", "locked"
GO = gettext_lazy("Go to this step")


@dataclass(frozen=True)
class Lit:
    """The next step. `other_*` is a second, quieter way; `label` replaces "Next step"."""

    title: Promise | str
    text: Promise | str = ""
    href: str = ""
    action: Promise | str = GO
    other_href: str = ""
    other_action: Promise | str = ""
    label: Promise | str = ""


@dataclass(frozen=True)
class Row:
    """One line of a group; `lit` is what it asks for next, if it still needs something."""

    title: Promise | str
    href: str
    status: str
    label: str = ""
    tone: str = ""
    hint: Promise | str = ""
    lit: Lit | None = None
    counts: bool = True  # whether it is one of the parts of the folder


@dataclass
class Group:
    code: str
    title: Promise | str
    rows: list[Row] = field(default_factory=list)

    @property
    def parts(self) -> list[Row]:
        return [row for row in self.rows if row.counts]

    @property
    def done(self) -> int:
        return sum(row.status == DONE for row in self.parts)

    @property
    def is_done(self) -> bool:
        """Folds away: every part of it is done."""
        return bool(self.parts) and self.done == len(self.parts)
