"""A few pictures of each series, drawn once everything that came was read."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models, transaction

from intake.services import hold
from records import vault
from records.imaging import told
from records.imaging.made import Made
from records.models import (
    File,
    ImagingCopy,
    ImagingPictures,
    ImagingReading,
    ImagingSeries,
    Sealed,
)
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

LIMITS = Limits(
    memory=1536 * MB,
    cpu_seconds=120,
    wall_seconds=140,
    output_bytes=60 * MB,
    outputs=200,
)
MOST_SERIES = 60  # of one file
UNDER_WAY = (ImagingReading.Work.QUEUED, ImagingReading.Work.WORKING)


class TryAgainError(Exception):
    """Nothing was drawn, by no fault of the file."""


def choose(case_id: uuid.UUID) -> None:
    """Queues pictures of every series that has none, once nothing is left to read.

    Of images that came as many files, only then is it known which one lies in the middle.
    Scans of which nobody knows yet whether they are the patient's get no pictures.
    """
    with transaction.atomic():
        hold(case_id)
        readings = ImagingReading.objects.filter(file__case_id=case_id)
        if readings.filter(work__in=UNDER_WAY).exists():
            return
        for pk in sorted(_chosen(case_id)):
            row, is_new = ImagingPictures.objects.get_or_create(reading_id=pk)
            if is_new:
                row.ring()


def _chosen(case_id: uuid.UUID) -> set[uuid.UUID]:
    """Of each series that has no pictures, the file that lies in its middle."""
    parts: dict[tuple[Any, ...], list[tuple[int, str, uuid.UUID]]] = {}
    drawn = set()
    for series in _series_with_images(case_id):
        reading = series.study.person.reading
        key = (reading.file.record_id, series.study.uid, series.uid, series.modality)
        parts.setdefault(key, []).append((series.number, str(reading.pk), reading.pk))
        if hasattr(reading, "pictures"):
            drawn.add(key)
    return {
        sorted(files)[len(files) // 2][2]
        for key, files in parts.items()
        if key not in drawn
    }


def _series_with_images(case_id: uuid.UUID) -> models.QuerySet[ImagingSeries]:
    return (
        ImagingSeries.objects.filter(
            study__person__reading__file__case_id=case_id,
            study__person__reading__file__removed_at=None,
            images__gt=0,
        )
        .exclude(study__person__reading__held=ImagingReading.Held.CHOOSE)
        .select_related(
            "study__person__reading__file", "study__person__reading__pictures"
        )
    )


def draw(pictures: ImagingPictures) -> None:
    """One child draws what stands for each series of one file."""
    file = File.objects.get(pk=pictures.pk)
    series = _to_draw(pictures)
    wanted = [
        [*place, f"s{number}-{n}.webp"]
        for number, one in enumerate(series)
        for n, place in enumerate(one.middle)
    ]
    if not wanted:
        pictures.finish()
        return
    made = Made(file.case_id)
    try:
        with vault.open_(file) as stored:
            found = parent.run(
                "scan_pictures",
                stored,
                arguments={"type": file.type, "wanted": wanted},
                limits=LIMITS,
                sink=made.sink,
                progress=pictures.report,
            )
        if found.get("code") == "killed":
            raise TryAgainError("killed")
        if found.get("code"):
            pictures.give_up(str(found["code"])[:60], again=False)
        else:
            made.kept(_write(pictures, series, found, made))
    finally:
        made.discard()


def _to_draw(pictures: ImagingPictures) -> list[ImagingSeries]:
    series = ImagingSeries.objects.filter(
        study__person__reading=pictures.pk, images__gt=0, copies=None
    )
    return list(series.select_related("study")[:MOST_SERIES])


def _write(
    pictures: ImagingPictures,
    series: list[ImagingSeries],
    found: dict[str, Any],
    made: Made,
) -> set[str]:
    """The names of the outputs that rows remember: none when another worker has the row,
    and none of a series that was forgotten meanwhile.
    """
    sizes = found.get("pictures")
    sizes = sizes if isinstance(sizes, dict) else {}
    with transaction.atomic():
        file = File.objects.get(pk=pictures.pk)
        hold(file.case_id)
        here = ImagingSeries.objects.in_bulk([one.pk for one in series])
        if not pictures.finish():
            return set()
        copies = {
            name: _copy(file, one, n, made.sealed[name], sizes.get(name))
            for number, one in enumerate(series)
            for n in range(told.MOST_MIDDLE)
            if one.pk in here and (name := f"s{number}-{n}.webp") in made.sealed
        }
        ImagingCopy.objects.bulk_create(copies.values())
    return set(copies)


def _copy(
    file: File, series: ImagingSeries, place: int, sealed: Sealed, size: Any
) -> ImagingCopy:
    width, height = size if told.is_pair(size) else (None, None)
    return ImagingCopy(
        case_id=file.case_id,
        study=series.study,
        series=series,
        kind=ImagingCopy.Kind.PICTURE,
        position=place,
        width=width,
        height=height,
        **sealed.columns(),
    )
