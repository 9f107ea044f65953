"""Requests on their way from state to state."""

from __future__ import annotations

from django.urls import reverse

from consultations.models import Status
from consultations.models.requests import TRANSITIONS


def walk(asked, *statuses, by, **last) -> None:
    for status in statuses[:-1]:
        asked.move_to(status, by=by)
    asked.move_to(statuses[-1], by=by, **last)


def url(name, case) -> str:
    return reverse(f"consultations:{name}", args=[case.pk])


def route_to(status: str) -> list[str]:
    """The shortest way from a draft to this state."""
    ways = [[Status.DRAFT]]
    for way in ways:
        if way[-1] == status:
            return way[1:]
        ways += [[*way, there] for there in sorted(TRANSITIONS[way[-1]])]
    raise AssertionError(status)
