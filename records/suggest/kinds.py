"""Which kind of record a text or a name says it is; at most one, by the words of its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.suggest.cleaning import Text
from records.suggest.kind_words import TITLES, TOPICS
from records.suggest.offers import cut

TITLE_ZONE = 400  # letters: the head of a paper and its title
# A title counts more than a word on what it is about, and both more near the top.
POINTS = {(True, True): 6, (False, True): 3, (True, False): 2, (False, False): 1}
FEWEST_POINTS = 3
# Only the beginnings of words are looked for; a person is shown the whole word.
REST_OF_WORD = re.compile(r"[a-zà-ÿа-яё\u0620-\u064a]{0,20}")
MOST_OF_ONE = 3  # words of one kind that count: a long paper names many things


@dataclass(frozen=True)
class KindFound:
    code: str
    said: str


@dataclass
class _Score:
    points: int
    place: int
    said: str


def _beginning(words: list[str]) -> re.Pattern[str]:
    """A Latin or Russian word begins where no letter stands before it."""
    return re.compile(rf"(?<![a-zà-ÿа-яё])(?:{'|'.join(words)})")


_PATTERNS = [
    (code, is_title, _beginning(words))
    for is_title, table in ((True, TITLES), (False, TOPICS))
    for code, words in table.items()
]


def kind_in(text: Text) -> KindFound | None:
    """The kind with the most points; of two with as many the one named first."""
    scores: dict[str, _Score] = {}
    for code, is_title, pattern in _PATTERNS:
        _count(scores, text, code, is_title, pattern)
    if not scores:
        return None
    code, best = min(scores.items(), key=lambda one: (-one[1].points, one[1].place))
    return KindFound(code, best.said) if best.points >= FEWEST_POINTS else None


def _count(
    scores: dict[str, _Score],
    text: Text,
    code: str,
    is_title: bool,
    pattern: re.Pattern[str],
) -> None:
    best = 0
    different = {}
    for match in pattern.finditer(text.plain):
        different.setdefault(match[0], match)
    for match in list(different.values())[:MOST_OF_ONE]:
        points = POINTS[is_title, match.start() < TITLE_ZONE]
        end = REST_OF_WORD.match(text.plain, match.end()).end()
        said = cut(text.written[match.start() : end])
        score = scores.setdefault(code, _Score(0, match.start(), said))
        score.points += points
        if points > best and match.start() < score.place:
            score.place, score.said = match.start(), said
        best = max(best, points)
