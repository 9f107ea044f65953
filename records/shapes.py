"""How a person wants a page seen: turned, cropped. The original stays as it came."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.services import hold
from records import derivatives
from records.models import PAGES_AT_ONCE, Derivative, File, PageShape

LEAST_SIDE = 500  # ten-thousandths: a paper is no line
NOT_CROPPED = [0, 0, 10_000, 0, 10_000, 10_000, 0, 10_000]


def turn_page(file: File, number: int, turns: int, *, by: User) -> bool:
    """So many quarter turns clockwise in all; the same again changes nothing.

    Corners are those of the turned picture: they turn along.
    """
    with transaction.atomic():
        hold(file.case_id)
        shape = _shape(file, number, by)
        if shape.turns == turns:
            return False
        for _quarter in range((turns - shape.turns) % 4):
            shape.corners = turned(shape.corners)
        shape.turns = turns
        _keep(file, shape, by, did="turned")
    return True


def crop_page(file: File, number: int, corners: list[int], *, by: User) -> bool:
    """Only what lies between these corners is shown; all of it for no corners."""
    corners = [] if corners == NOT_CROPPED else corners
    with transaction.atomic():
        hold(file.case_id)
        shape = _shape(file, number, by)
        if shape.corners == corners:
            return False
        shape.corners = corners
        _keep(file, shape, by, did="cropped" if corners else "uncropped")
    return True


def _shape(file: File, number: int, by: User) -> PageShape:
    held = PageShape.objects.filter(file=file, number=number).first()
    return held or PageShape(file=file, number=number, by=by)


def _keep(file: File, shape: PageShape, by: User, *, did: str) -> None:
    shape.by, shape.at = by, timezone.now()
    shape.save()
    number = file.record.number
    audit.note(by=by, verb="changed", obj=file, record=number, did=did)
    derivatives.ask(file)


def turned(corners: list[int]) -> list[int]:
    """Where corners stand after a quarter turn clockwise, the upper left one first."""
    points = [(corners[n], corners[n + 1]) for n in range(0, len(corners), 2)]
    moved = [(PageShape.WHOLE - y, x) for x, y in points]
    return [value for point in moved[-1:] + moved[:-1] for value in point]


def is_a_paper(corners: list[int]) -> bool:
    """Four corners inside the picture, in their order, of a shape that bends nowhere in."""
    if len(corners) != 8 or not all(0 <= value <= PageShape.WHOLE for value in corners):
        return False
    points = [(corners[n], corners[n + 1]) for n in range(0, 8, 2)]
    sides = [
        (points[(n + 1) % 4][0] - x, points[(n + 1) % 4][1] - y)
        for n, (x, y) in enumerate(points)
    ]
    if any(max(abs(x), abs(y)) < LEAST_SIDE for x, y in sides):
        return False
    return all(
        sides[n][0] * sides[(n + 1) % 4][1] - sides[n][1] * sides[(n + 1) % 4][0] > 0
        for n in range(4)
    )


def show_more(file: File) -> bool:
    """Pictures of the pages after those that are drawn; False when all are wanted already."""
    with transaction.atomic():
        hold(file.case_id)
        row = Derivative.objects.filter(pk=file.pk).first()
        if row is None or row.is_being_made or row.wanted >= (row.pages or 0):
            return False
        row.wanted += PAGES_AT_ONCE
        row.save(update_fields=["wanted"])
        derivatives.ask(file)
    return True
