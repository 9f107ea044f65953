"""The bank of questions: what people in this situation often ask, as data.

`data/questions.json` holds 18 groups and 126 entries: 125 questions and one preference about
the answers. The wording is to be approved by the medical lead; codes are never renamed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "questions.json"
MOST = 8  # suggestions a person sees at once
SPARE = "en"  # the language every text has


@dataclass(frozen=True)
class Group:
    """Questions about one matter. `reason` is the reason of the request it goes with."""

    code: str
    titles: dict[str, str]
    reason: str

    def title_in(self, language: str) -> str:
        return _in(self.titles, language)


@dataclass(frozen=True)
class Entry:
    """One question of the bank.

    `remote`: can papers answer it: yes, maybe, no. `needs`: record kinds that make it
    answerable. `shown_if`: the fact it waits for. `suits`: reasons and situations it also
    fits besides its group. `like`: codes that ask much the same.
    """

    code: str
    group: str
    text: dict[str, str]
    who: str
    remote: str
    routes_to: tuple[str, ...]
    needs: tuple[str, ...]
    shown_if: str
    suits: frozenset[str]
    like: frozenset[str]
    is_preference: bool = False

    def text_in(self, language: str) -> str:
        """The words in this language, in English when the bank does not have it."""
        return _in(self.text, language)

    def fits(self, facts: Collection[str]) -> bool:
        return not self.is_preference and (not self.shown_if or self.shown_if in facts)


@dataclass(frozen=True)
class Bank:
    groups: dict[str, Group]
    entries: dict[str, Entry]

    def of_group(self, code: str) -> list[Entry]:
        return [entry for entry in self.entries.values() if entry.group == code]


@cache
def bank() -> Bank:
    """The whole bank, read once."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    groups = {
        row["code"]: Group(row["code"], row["title"], row["reason"])
        for row in data["groups"]
    }
    like = _both_ways(data["questions"])
    return Bank(groups, {row["code"]: _entry(row, like) for row in data["questions"]})


def get(code: str) -> Entry | None:
    """One entry; None when the bank has no such code."""
    return bank().entries.get(code)


def suggest(
    facts: Collection[str] = (),
    *,
    topic: str = "",
    already: Collection[str] = (),
    most: int = MOST,
) -> list[Entry]:
    """At most eight questions worth asking now, each asking something of its own.

    With a topic: of that group, in its order. Without: `facts` name the reasons and the
    situation, and each of their groups gives one in turn. What was added already, or asks
    the same as something added, is not offered.
    """
    chosen: list[Entry] = []
    taken = set(already)
    for entry in _candidates(facts, topic):
        if len(chosen) == most:
            break
        if entry.fits(facts) and entry.code not in taken and not entry.like & taken:
            chosen.append(entry)
            taken.add(entry.code)
    return chosen


def _candidates(facts: Collection[str], topic: str) -> Iterable[Entry]:
    if topic:
        return bank().of_group(topic)
    groups = [g.code for g in bank().groups.values() if g.reason and g.reason in facts]
    own = (bank().of_group(code) for code in groups)
    suited = (e for e in bank().entries.values() if e.suits & frozenset(facts))
    in_turn = (entry for row in zip_longest(*own, suited) for entry in row if entry)
    return chain(in_turn, _always())


def _always() -> list[Entry]:
    """For people who have not said why they ask."""
    codes = ("PAT-01", "TRT-01", "PLN-05", "DIF-01", "TIM-01", "STG-02", "QOL-01")
    return [bank().entries[code] for code in codes]


def _both_ways(rows: Iterable[dict]) -> dict[str, set[str]]:
    """Which codes ask much the same; if one names the other, both know."""
    like: dict[str, set[str]] = {}
    for row in rows:
        for other in row["like"]:
            like.setdefault(row["code"], set()).add(other)
            like.setdefault(other, set()).add(row["code"])
    return like


def _entry(row: dict, like: dict[str, set[str]]) -> Entry:
    return Entry(
        code=row["code"],
        group=row["group"],
        text=row["text"],
        who=row["who"],
        remote=row["remote"],
        routes_to=tuple(row["routes_to"]),
        needs=tuple(row["needs"]),
        shown_if=row["shown_if"],
        suits=frozenset(row["suits"]),
        like=frozenset(like.get(row["code"], ())),
        is_preference=row.get("is_preference", False),
    )


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or words.get(language.split("-")[0]) or words[SPARE]
