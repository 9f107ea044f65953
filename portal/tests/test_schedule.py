"""What nobody asks for but the clock: each promise stands in its schedule."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings

# How long each may be late at most, and what is lost when it never comes.
PROMISES = {
    # A row whose message was lost waits for it: with the lease, two minutes in all (J1, J3).
    "accounts.tasks.sweep": timedelta(seconds=45),
    # /readyz calls the worker late without it (O2).
    "accounts.tasks.pulse": timedelta(seconds=45),
    # Whoever cuts the trail's tail sooner is not found (P1).
    "accounts.tasks.anchor_audit": timedelta(minutes=5),
    # Accounts never opened, old drafts and sent mail would be kept for ever.
    "accounts.tasks.tidy": timedelta(days=1),
    # A server that died after the last byte of an upload leaves no file; an upload that was
    # given up keeps its room.
    "records.tasks.tidy_uploads": timedelta(minutes=5),
    # Files from before copies were made would never be shown as pages, and old recipes stay.
    "records.tasks.show_what_lacks": timedelta(minutes=30),
    # A decide-by date that came near would not raise its request.
    "consultations.tasks.refresh_queue": timedelta(hours=1),
    "records.tasks.remind_of_asked": timedelta(hours=1),
}


def entries() -> dict[str, dict]:
    """The entries of the schedule by the name of their task."""
    return {entry["task"]: entry for entry in current_app.conf.beat_schedule.values()}


def test_schedule_holds_every_promise_and_nothing_else():
    assert sorted(entries()) == sorted(PROMISES)
    assert len(current_app.conf.beat_schedule) == len(PROMISES)
    assert current_app.conf.beat_schedule == settings.CELERY_BEAT_SCHEDULE


@pytest.mark.parametrize("name", sorted(PROMISES))
def test_promise_is_kept_often_enough_by_a_task_that_exists(name):
    current_app.loader.import_default_modules()
    every = maybe_schedule(entries()[name]["schedule"]).run_every
    needed = list(inspect.signature(current_app.tasks[name].run).parameters)

    assert timedelta(seconds=1) <= every <= PROMISES[name]
    assert needed == list(entries()[name].get("args", ()))
