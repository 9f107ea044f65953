"""Studies and people as pages show them: parts that came in many files, as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.listing import listed
from records.imaging import people, words
from records.imaging.people import Match
from records.models import ImagingCopy, ImagingPerson, ImagingSeries, ImagingStudy

MOST_SCOUTS = 2  # images of a series that only plans the scan


@dataclass
class Study:
    """One study as pages show it: all parts of it that came, in whatever files."""

    rows: list[ImagingStudy]

    @property
    def series(self) -> list[ImagingSeries]:
        return [one for row in self.rows for one in row.all_series]

    @property
    def kind(self) -> str:
        return words.kind_of(one.modality for one in self.series)

    @property
    def modalities(self) -> set[str]:
        return {one.modality for one in self.series}

    @property
    def parts(self) -> list[str]:
        return words.parts_of(one.body_part for one in self.series)

    @property
    def title(self) -> str:
        return listed([self.kind, *self.parts])

    @property
    def made_on(self) -> date | None:
        days = [row.made_on for row in self.rows]
        days += [one.made_on for one in self.series]
        return next((day for day in days if day), None)

    @property
    def images(self) -> int:
        return sum(one.images for one in self.series)

    @property
    def images_words(self) -> str:
        return words.images(self.images) if self.images else _("No images")

    @property
    def series_count(self) -> int:
        return len({(one.uid, one.modality) for one in self.series if one.images})

    @property
    def description(self) -> str:
        return next((row.description for row in self.rows if row.description), "")

    @property
    def institution(self) -> str:
        return next((row.institution for row in self.rows if row.institution), "")

    @property
    def is_drawn_on(self) -> bool:
        """A name may stand in the pictures themselves."""
        return any(one.burned_in and one.images for one in self.series)

    @property
    def thickness(self) -> list[float]:
        """Of the slices; a scout image is as thick as the body, and tells nothing."""
        told = [one for one in self.series if one.thickness_mm]
        runs = [one for one in told if one.images > MOST_SCOUTS] or told
        return sorted({one.thickness_mm for one in runs})

    @property
    def pictures(self) -> list[ImagingCopy]:
        return [c for c in self._copies() if c.kind == ImagingCopy.Kind.PICTURE]

    @property
    def papers(self) -> list[ImagingCopy]:
        return [c for c in self._copies() if c.kind != ImagingCopy.Kind.PICTURE]

    def _copies(self) -> list[ImagingCopy]:
        return [copy for row in self.rows for copy in getattr(row, "all_copies", [])]


@dataclass
class Person:
    """One person the files of a record name, beside the patient of the folder."""

    rows: list[ImagingPerson]
    match: Match

    @property
    def number(self) -> int:
        """Names the person in the form; the first row that does so."""
        return self.rows[0].pk

    @property
    def name(self) -> str:
        return people.shown(self.rows[0].name)

    @property
    def born_on(self) -> date | None:
        return next((row.born_on for row in self.rows if row.born_on), None)

    @property
    def answer(self) -> str:
        return next((row.answer for row in self.rows if row.answer), "")

    @property
    def is_ours(self) -> bool:
        return all(row.is_ours for row in self.rows)

    @property
    def said(self) -> ImagingPerson | None:
        return next((row for row in self.rows if row.answer), None)

    @property
    def studies(self) -> list[Study]:
        return studies_of(self.rows)

    @property
    def sums(self) -> str:
        return listed(sums(self.studies))


def sums(studies: list[Study]) -> list[str]:
    kinds: dict[str, int] = {}
    for study in studies:
        if study.images:
            kinds[study.kind] = kinds.get(study.kind, 0) + 1
    told = [words.studies(kind, count) for kind, count in kinds.items()]
    bare = sum(not study.images for study in studies)
    images = sum(study.images for study in studies)
    told += [words.bare_studies(bare)] if bare else []
    return [*told, words.images(images)] if images else told


def studies_of(rows: Iterable[ImagingPerson]) -> list[Study]:
    found: dict[object, Study] = {}
    for row in rows:
        for study in row.all_studies:
            found.setdefault(study.uid or study.pk, Study([])).rows.append(study)
    return sorted(found.values(), key=lambda one: (one.made_on or date.max, one.title))
