"""Background work as rows: done once, whatever happens to messages and workers."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts import tasks, work
from accounts.models import OutgoingMail
from accounts.tests.rows import kinds_of_work, make_mail
from conftest import at_once

Work = OutgoingMail.Work


def test_take_claims_a_row_for_one_worker_only(db):
    row = make_mail()

    first, second = OutgoingMail.take(row.pk), OutgoingMail.take(row.pk)

    assert (first.work, first.attempts, second) == (Work.WORKING, 1, None)


@pytest.mark.django_db(transaction=True)
def test_take_by_twenty_threads_has_one_winner():
    row = make_mail()

    taken = at_once(*[lambda: OutgoingMail.take(row.pk)] * 20)

    row.refresh_from_db()
    assert (len([one for one in taken if one]), row.attempts) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_of_many_rows_meet_no_locked_database():
    """Each reads before it writes: that is what the embedded database would refuse."""

    def write() -> None:
        for _ in range(50):
            with transaction.atomic():
                OutgoingMail.objects.exists()
                row = make_mail()
                OutgoingMail.take(row.pk).finish()

    at_once(*[write] * 8)

    assert OutgoingMail.objects.filter(work=Work.DONE).count() == 400


def test_take_after_the_lease_ended_gives_the_row_to_another_worker(db):
    row = make_mail()
    lost = OutgoingMail.take(row.pk)

    with time_machine.travel(
        timezone.now() + OutgoingMail.lease + timedelta(seconds=1)
    ):
        taken = OutgoingMail.take(row.pk)

    assert (taken.attempts, taken.claim != lost.claim) == (2, True)


def test_kinds_of_work_are_tried_a_few_times_each():
    """J4: a file or a story that kills its worker does so three times, not for ever."""
    assert {model._meta.label: model.most_attempts for model in kinds_of_work()} == {
        "accounts.OutgoingMail": 18,  # a mail server may be down for days
        "consultations.Packet": 3,
        "consultations.Summary": 3,
        "records.Derivative": 3,
        "records.File": 3,
        "records.ImagingPictures": 3,
        "records.ImagingReading": 3,
        "records.JoinedPdf": 3,
        "records.LetterPdf": 3,
        "records.ParcelPdf": 3,
        "records.Reading": 3,
        "records.VirusCheck": 10_000,  # asked again for months: nothing is clean unasked
    }


@pytest.mark.parametrize("model", kinds_of_work())
def test_row_of_a_dead_worker_is_taken_again_within_two_minutes(model):
    until_free = model.lease.total_seconds() + settings.SWEEP_SECONDS

    # The bell of the sweep and the turn of a worker want a moment too.
    assert until_free + 15 <= 120
    assert model.renewed_every * 3 <= model.lease


@pytest.mark.django_db(transaction=True)
def test_slow_and_silent_work_keeps_its_row(monkeypatch):
    monkeypatch.setattr(OutgoingMail, "lease", timedelta(seconds=0.6))
    monkeypatch.setattr(OutgoingMail, "renewed_every", timedelta(seconds=0.1))
    row = OutgoingMail.take(make_mail().pk)

    with row.kept():
        time.sleep(1.2)
        taken_by_another = OutgoingMail.take(row.pk)
    time.sleep(0.7)

    assert taken_by_another is None
    assert OutgoingMail.take(row.pk) is not None


@pytest.mark.parametrize(
    ("task", "model", "worker"),
    [
        (
            "accounts.tasks.send_mail",
            "accounts.OutgoingMail",
            "accounts.outbox.deliver",
        ),
        (
            "consultations.tasks.build_summary",
            "consultations.Summary",
            "consultations.summary.build.build",
        ),
        ("records.tasks.inspect_file", "records.File", "records.inspection.inspect"),
    ],
)
def test_every_task_keeps_its_row_while_it_works(monkeypatch, task, model, worker):
    """Said of the code, for each kind of work: the worker runs inside `kept`."""
    row, steps = _Row(), []
    monkeypatch.setattr(apps.get_model(model), "take", lambda pk: row)
    monkeypatch.setattr(worker, lambda given: steps.append(row.is_kept))
    module, _dot, name = task.rpartition(".")

    getattr(import_module(module), name)("1")

    assert (steps, row.is_kept) == ([True], False)


class _Row:
    is_kept = False

    @contextmanager
    def kept(self):
        self.is_kept = True
        yield
        self.is_kept = False

    def finish(self, **results):
        return True


def test_message_of_a_lost_worker_comes_back():
    """Without these a worker that is killed takes its messages with it."""
    conf = current_app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.worker_prefetch_multiplier == 1


def test_finish_by_a_worker_that_lost_its_claim_keeps_nothing(db):
    row = make_mail(body="kept")
    lost = OutgoingMail.take(row.pk)
    with time_machine.travel(
        timezone.now() + OutgoingMail.lease + timedelta(seconds=1)
    ):
        OutgoingMail.take(row.pk)

        finished = lost.finish(body="")

    row.refresh_from_db()
    assert (finished, row.work, row.body) == (False, Work.WORKING, "kept")


def test_report_renews_the_lease(db):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        row = OutgoingMail.take(make_mail().pk)
        clock.shift(OutgoingMail.lease - timedelta(seconds=1))
        reported = row.report(40)
        clock.shift(OutgoingMail.lease - timedelta(seconds=1))
        taken_by_another = OutgoingMail.take(row.pk)

    row.refresh_from_db()
    assert (reported, row.progress, taken_by_another) == (True, 40, None)


def test_row_that_kills_every_worker_fails_after_its_last_attempt(db):
    row = make_mail()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(OutgoingMail.most_attempts):
            assert OutgoingMail.take(row.pk) is not None
            clock.shift(OutgoingMail.lease + timedelta(seconds=1))

        after = OutgoingMail.take(row.pk)

    row.refresh_from_db()
    assert (after, row.work, row.error_code) == (None, Work.FAILED, "worker_lost")


def test_give_up_tries_later_and_later_and_then_fails(db):
    row = make_mail()
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(OutgoingMail.most_attempts):
            OutgoingMail.take(row.pk).give_up("TimeoutError")
            row.refresh_from_db()
            waits.append(round((row.not_before - timezone.now()).total_seconds()))
            clock.move_to(max(row.not_before, timezone.now()))

    assert waits[:-1] == [20, 80, 320, 1280, 5120, 20480] + [6 * 3600] * 11
    assert sum(waits[:-1]) > 3 * 24 * 3600  # a mail server may be away for a weekend
    assert (row.work, row.error_code) == (Work.FAILED, "TimeoutError")


def test_try_again_queues_a_failed_row_anew_and_nothing_else(db):
    row = make_mail(work=Work.FAILED, attempts=18, error_code="TimeoutError")

    again, twice = row.try_again(), row.try_again()

    row.refresh_from_db()
    assert (again, twice) == (True, False)
    assert (row.work, row.attempts, row.error_code) == (Work.QUEUED, 0, "")


def test_task_delivered_twice_sends_one_mail(db):
    row = make_mail(body="Hi")

    tasks.send_mail(row.pk)
    tasks.send_mail(row.pk)

    assert len(mail.outbox) == 1


def test_sweep_rings_for_waiting_and_abandoned_rows_only(db):
    long_ago = timezone.now() - timedelta(hours=1)
    waiting = make_mail(queued_at=long_ago)
    abandoned = make_mail(
        queued_at=long_ago, work=Work.WORKING, leased_until=long_ago, attempts=1
    )
    later = make_mail(
        queued_at=long_ago, not_before=timezone.now() + timedelta(hours=1)
    )
    fresh = make_mail()
    failed = make_mail(queued_at=long_ago, work=Work.FAILED)

    rung = work.sweep()

    states = [
        OutgoingMail.objects.get(pk=row.pk).work
        for row in (waiting, abandoned, later, fresh, failed)
    ]
    assert rung == 2
    assert states == [Work.DONE, Work.DONE, Work.QUEUED, Work.QUEUED, Work.FAILED]


@pytest.mark.parametrize(
    "moment",
    [
        "2028-02-29T23:59:00+00:00",  # leap day
        "2026-03-29T00:59:00+00:00",  # clocks go forward in Europe
        "2026-10-25T00:59:00+00:00",  # and back
        "2026-12-31T23:59:59+00:00",
    ],
)
def test_lease_holds_over_strange_moments(db, moment):
    with time_machine.travel(moment, tick=False) as clock:
        row = OutgoingMail.take(make_mail().pk)
        clock.shift(OutgoingMail.lease - timedelta(seconds=1))
        held = OutgoingMail.take(row.pk) is None
        clock.shift(timedelta(seconds=2))
        free = OutgoingMail.take(row.pk) is not None

    assert (held, free) == (True, True)


def test_lease_after_the_clock_jumped_back_is_still_one_workers(db):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        row = OutgoingMail.take(make_mail().pk)
        clock.move_to(now - timedelta(hours=2))

        another = OutgoingMail.take(row.pk)
        finished = row.finish()

    assert (another, finished) == (None, True)
