"""What one kind of cancer asks for besides the kinds of record: named things inside them.

The items of `data/cancer_items.json` follow the table of records by cancer type (common
practice in oncology intake, to be approved by the medical lead). Codes are never renamed
and never equal the code of a kind: an answer about either is kept in the same way.
Each item has its name in every language of letters, and what it tells in those of the pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from records.kinds import BY_CODE, Kind, Level, kind_choices

DATA = Path(__file__).resolve().parent / "data" / "cancer_items.json"
CHILD = "child"  # stands beside the sites: what is asked of everybody under 18
_WHY = _("It tells the team: {what}.")


@dataclass(frozen=True)
class Item:
    """One thing asked for. `label`, `why`, `tip` and `icon` are read as those of a kind are.

    `kind`: the kind of record that usually holds it. `tells`: what the team can judge once
    it is here. `way`: how it is got where that differs from its kind, see `records.ways`.
    `told_by`: the answer of the folder that says the same.
    """

    code: str
    sites: frozenset[str]
    kind: str
    level: Level
    label: Promise
    tells: Promise
    way: str = ""
    told_by: str = ""

    @property
    def why(self) -> Promise:
        return format_lazy(_WHY, what=self.tells)

    @property
    def tip(self) -> Promise:
        return BY_CODE[self.kind].tip

    @property
    def icon(self) -> str:
        return BY_CODE[self.kind].icon


def _in_reading_language(texts: dict[str, str]) -> str:
    return texts.get(get_language() or "en") or texts["en"]


_words = lazy(_in_reading_language, str)


def _item(row: dict) -> Item:
    return Item(
        code=row["code"],
        sites=frozenset(row["sites"]),
        kind=row["kind"],
        level=Level(row["level"]),
        label=_words(row["label"]),
        tells=_words(row["tells"]),
        way=row.get("way", ""),
        told_by=row.get("told_by", ""),
    )


_ROWS: list[dict] = json.loads(DATA.read_text(encoding="utf-8"))
ITEMS: tuple[Item, ...] = tuple(map(_item, _ROWS))
BY_ITEM: dict[str, Item] = {item.code: item for item in ITEMS}
# In every language they are written in: a letter is not in its reader's language.
NAMES: dict[str, dict[str, str]] = {row["code"]: row["label"] for row in _ROWS}


def named(code: str) -> Kind | Item | None:
    """The kind of record, or the item, of this code."""
    return BY_CODE.get(code) or BY_ITEM.get(code)


def kind_of(code: str) -> str:
    """The kind of record that holds it; of a kind itself, the same."""
    return BY_ITEM[code].kind if code in BY_ITEM else code


def slot_choices() -> list[tuple[str, Promise]]:
    """Everything that an answer of the checklist can be about."""
    return [*kind_choices(), *((item.code, item.label) for item in ITEMS)]


def items_for(site: str, *, under_age: bool = False) -> list[Item]:
    """What is asked for of this cancer, and of a child or teenager beside it."""
    asked = {site, CHILD} if under_age else {site}
    return [item for item in ITEMS if item.sites & asked]
