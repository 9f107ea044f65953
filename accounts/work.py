"""Background work as rows: the row is the truth, the message is only a doorbell.

A task takes an id, claims its row with one conditional update and does nothing when the
row is already claimed or done. While it works it keeps its short lease alive; the lease of
a worker that dies runs out within a minute, and the sweep rings again. So an empty broker,
a killed worker and a message delivered twice all end the same way: the work is done once.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar, Self

from celery import current_app
from django.core.cache import cache
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import KombuError

log = logging.getLogger(__name__)

SILENT_SECONDS = 5
PULSE = "worker-pulse"
_silent_until = 0.0


class WorkRow(models.Model):
    """A piece of background work. Subclasses name the task that does it."""

    class Work(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        WORKING = "working", _("Being prepared")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Not made")

    task_name: ClassVar[str]
    # Short, so that the row of a dead worker is soon free; `kept` renews it.
    lease: ClassVar[timedelta] = timedelta(seconds=60)
    renewed_every: ClassVar[timedelta] = timedelta(seconds=15)
    most_attempts: ClassVar[int] = 3
    back_off: ClassVar[timedelta] = timedelta(seconds=20)
    longest_wait: ClassVar[timedelta] = timedelta(hours=6)

    # What else a row says once it failed for good, for whoever waits for it.
    when_failed: ClassVar[dict[str, Any]] = {}

    work = models.CharField(
        max_length=10, choices=Work.choices, default=Work.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)  # per cent
    error_code = models.CharField(max_length=60, blank=True, editable=False)
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def due(cls) -> models.QuerySet[Self]:
        """Rows nobody is working on whose time has come."""
        now = timezone.now()
        waiting = Q(work=cls.Work.QUEUED, not_before__lte=now)
        abandoned = Q(work=cls.Work.WORKING, leased_until__lt=now)
        return cls._default_manager.filter(waiting | abandoned)

    @classmethod
    def take(cls, pk: Any) -> Self | None:
        """Claims the row for this worker; None when it is not to be had.

        A row abandoned on its last attempt is marked failed instead of claimed: a file
        that kills every worker must not do so for ever.
        """
        now = timezone.now()
        if (
            cls.due()
            .filter(pk=pk, attempts__gte=cls.most_attempts)
            .update(
                work=cls.Work.FAILED,
                error_code="worker_lost",
                ended_at=now,
                claim=None,
                leased_until=None,
                **cls.when_failed,
            )
        ):
            return None
        token = uuid.uuid4()
        changed = (
            cls.due()
            .filter(pk=pk)
            .update(
                work=cls.Work.WORKING,
                claim=token,
                attempts=F("attempts") + 1,
                leased_until=now + cls.lease,
                started_at=now,
                progress=0,
                error_code="",
            )
        )
        return cls._default_manager.get(pk=pk) if changed else None

    def report(self, per_cent: int) -> bool:
        """Says how far the work is and renews the lease; False when the claim is lost."""
        return bool(
            self._mine().update(
                progress=per_cent, leased_until=timezone.now() + self.lease
            )
        )

    def note(self, **facts: Any) -> bool:
        """Writes something down about the work under way; False when the claim is lost."""
        return bool(self._mine().update(**facts))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renews the lease from a thread while the work inside goes on.

        Drawing a PDF says nothing for a minute; a worker that dies takes its thread along.
        """
        over = threading.Event()
        thread = threading.Thread(target=self._renew_until, args=[over], daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _renew_until(self, over: threading.Event) -> None:
        try:
            while not over.wait(self.renewed_every.total_seconds()):
                try:
                    self._mine().update(leased_until=timezone.now() + self.lease)
                except DatabaseError as error:  # the next turn may do better
                    log.warning("lease not renewed: %s", type(error).__name__)
                    connection.close()
        finally:
            connection.close()

    def finish(self, **results: Any) -> bool:
        """Keeps the results and marks the row done; False when the claim is lost.

        Whoever lost the claim must throw its results away: another worker has the row.
        """
        return bool(
            self._mine().update(
                work=self.Work.DONE,
                progress=100,
                ended_at=timezone.now(),
                claim=None,
                leased_until=None,
                **results,
            )
        )

    def give_up(self, error_code: str, *, again: bool = True, **results: Any) -> bool:
        """Puts the row back for a later try, or marks it failed after the last one.

        The results are kept only of a row that failed.
        """
        at = self.next_try() if again else None
        if at is not None:
            return bool(
                self._mine().update(
                    work=self.Work.QUEUED,
                    claim=None,
                    leased_until=None,
                    not_before=at,
                    error_code=error_code[:60],
                )
            )
        return bool(
            self._mine().update(
                work=self.Work.FAILED,
                claim=None,
                leased_until=None,
                ended_at=timezone.now(),
                error_code=error_code[:60],
                **{**self.when_failed, **results},
            )
        )

    def next_try(self) -> datetime | None:
        """When to try once more, each time after a longer wait; None after the last."""
        if self.attempts >= self.most_attempts:
            return None
        wait = self.back_off * 4 ** (self.attempts - 1)
        return timezone.now() + min(wait, self.longest_wait)

    def try_again(self) -> bool:
        """Queues a failed row anew; False when it is not failed. Rings the bell."""
        changed = (
            type(self)
            ._default_manager.filter(pk=self.pk, work=self.Work.FAILED)
            .update(
                work=self.Work.QUEUED,
                attempts=0,
                not_before=timezone.now(),
                error_code="",
                ended_at=None,
            )
        )
        if changed:
            self.ring()
        return bool(changed)

    def ring(self) -> None:
        """Tells a worker about this row once the transaction is committed."""
        pk = str(self.pk)
        transaction.on_commit(lambda: ring(self.task_name, pk), robust=True)

    def _mine(self) -> models.QuerySet[Self]:
        return type(self)._default_manager.filter(
            pk=self.pk, work=self.Work.WORKING, claim=self.claim
        )


def ring(task_name: str, pk: str) -> bool:
    """Sends one message; False when the broker did not take it.

    Nothing is lost by that: the sweep rings again. A broker that hangs costs one page two
    seconds, not every page: for a moment after a failure nobody tries.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        _send(task_name, pk)
    except (KombuError, OSError) as error:
        _silent_until = time.monotonic() + SILENT_SECONDS
        log.warning("bell not rung for %s: %s", task_name, type(error).__name__)
        return False
    except Exception:  # the row is safe, and so is the page
        log.exception("bell not rung for %s", task_name)
        return False
    return True


def _send(task_name: str, pk: str) -> None:
    if current_app.conf.task_always_eager:
        import_module(task_name.rpartition(".")[0])
        current_app.tasks[task_name].apply_async(args=[pk])
    else:
        # By name: the web process never loads the code that does the work.
        current_app.send_task(task_name, args=[pk], retry=False)


def sweep(most: int = 200) -> int:
    """Rings for every row that waited too long; returns how many bells were rung."""
    rung = 0
    for model in WorkRow.__subclasses__():
        # A fresh row has its own bell on the way; leave it a moment.
        patience = timezone.now() - timedelta(seconds=5)
        late = model.due().filter(queued_at__lt=patience).order_by("queued_at")
        for pk in list(late.values_list("pk", flat=True)[:most]):
            rung += ring(model.task_name, str(pk))
    return rung


def write_pulse() -> None:
    """The clock asks for it, a worker writes it: proof that both are alive."""
    cache.set(PULSE, time.time(), timeout=None)


def pulse_seconds() -> int | None:
    """How long ago a worker was last alive; None when nobody knows of one."""
    at = cache.get(PULSE)
    return None if at is None else max(0, int(time.time() - at))
