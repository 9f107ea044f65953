"""Papers of the folder that an answer can name. The app that keeps them tells which there are.

An answer keeps their ids. A paper that was taken away is not told: its id stays with the
answer, unseen, and is there again when the paper is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from intake.models import Case


@dataclass(frozen=True)
class Paper:
    """One paper as its reader knows it; `day` is empty while it has no date."""

    id: str
    title: str
    day: str = ""

    @property
    def words(self) -> str:
        return f"{self.title}, {self.day}" if self.day else self.title


@dataclass(frozen=True)
class Papers:
    """The papers of a folder in their order; `add_url` for whoever may add one."""

    listed: list[Paper] = field(default_factory=list)
    add_url: str = ""


# The app that keeps papers puts a function here that tells those of a folder.
providers: list[Callable[[Case], Papers]] = []


def papers_of(case: Case) -> Papers:
    """The papers this reader may see; asked once for each case that was loaded."""
    if "papers" not in case.__dict__:
        told = [provide(case) for provide in providers]
        listed = [paper for papers in told for paper in papers.listed]
        urls = [papers.add_url for papers in told if papers.add_url]
        case.papers = Papers(listed, urls[0] if urls else "")
    return case.papers


def named(case: Case, ids: Iterable[str]) -> list[str]:
    """The named papers that are in the folder now, in words."""
    wanted = set(ids)
    if not wanted:
        return []
    return [paper.words for paper in papers_of(case).listed if paper.id in wanted]
