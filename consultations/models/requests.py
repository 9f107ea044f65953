"""The consultation request: what is asked, and where it stands."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations import choices
from intake.models import Answered, Case

TEXT = 4000


class Status(models.TextChoices):
    """States of a request; the labels are the patient's words."""

    DRAFT = "draft", _("Not sent")
    READY = "ready", _("Ready to send, not sent yet")
    SUBMITTED = "submitted", _("Received")
    CHECKING = "checking", _("We are checking your folder")
    NEEDS_INFO = "needs_info", _("We need something from you")
    COMPLETE = "complete", _("The folder is complete")
    WITH_MDT = "with_mdt", _("With the team of doctors")
    DRAFTING = "opinion_drafting", _("The team is writing the opinion")
    TRANSLATING = "translating", _("The opinion is being translated")
    DELIVERED = "delivered", _("The opinion is ready")
    FOLLOW_UP = "follow_up", _("Questions about the opinion")
    CLOSED = "closed", _("Finished")
    REDIRECTED = "redirected_urgent", _("Please get care near you now")
    DECLINED = "declined", _("We cannot take this on")
    WITHDRAWN = "withdrawn", _("You took it back")
    PAUSED = "paused", _("Paused")


S = Status
NOT_SENT = frozenset({S.DRAFT, S.READY})
ENDED = frozenset({S.CLOSED, S.REDIRECTED, S.DECLINED, S.WITHDRAWN})
_EXITS = frozenset({S.REDIRECTED, S.DECLINED, S.WITHDRAWN, S.PAUSED})

# Which state may follow which. The one table: nothing else knows.
TRANSITIONS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.READY, S.SUBMITTED}),
    S.READY: frozenset({S.DRAFT, S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.CHECKING}) | _EXITS,
    S.CHECKING: frozenset({S.NEEDS_INFO, S.COMPLETE}) | _EXITS,
    S.NEEDS_INFO: frozenset({S.CHECKING}) | _EXITS,
    S.COMPLETE: frozenset({S.WITH_MDT, S.NEEDS_INFO}) | _EXITS,
    S.WITH_MDT: frozenset({S.DRAFTING, S.NEEDS_INFO}) | _EXITS,
    S.DRAFTING: frozenset({S.TRANSLATING, S.DELIVERED, S.NEEDS_INFO}) | _EXITS,
    S.TRANSLATING: frozenset({S.DELIVERED}) | _EXITS,
    S.DELIVERED: frozenset({S.FOLLOW_UP, S.CLOSED}),
    S.FOLLOW_UP: frozenset({S.DELIVERED, S.CLOSED}),
    S.PAUSED: frozenset({S.CHECKING, S.REDIRECTED, S.DECLINED, S.WITHDRAWN}),
    S.REDIRECTED: frozenset({S.CHECKING, S.CLOSED}),
    S.DECLINED: frozenset({S.CLOSED}),
    S.WITHDRAWN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}


class WaitingOn(models.TextChoices):
    US = "us", _("Us")
    FAMILY = "family", _("Family")
    TEAM = "team", _("Team")
    NOBODY = "nobody", _("Nobody")


WAITS: dict[str, WaitingOn] = {
    S.DRAFT: WaitingOn.FAMILY,
    S.READY: WaitingOn.FAMILY,
    S.NEEDS_INFO: WaitingOn.FAMILY,
    S.PAUSED: WaitingOn.FAMILY,
    S.WITH_MDT: WaitingOn.TEAM,
    S.DRAFTING: WaitingOn.TEAM,
    S.TRANSLATING: WaitingOn.TEAM,
    S.DELIVERED: WaitingOn.FAMILY,  # they read it, and say when it is finished
    S.FOLLOW_UP: WaitingOn.TEAM,
    S.CLOSED: WaitingOn.NOBODY,
    S.REDIRECTED: WaitingOn.NOBODY,
    S.DECLINED: WaitingOn.NOBODY,
    S.WITHDRAWN: WaitingOn.NOBODY,
}


class Urgency(models.IntegerChoices):
    """Triage levels, most pressing first (proposal; the medical lead must approve)."""

    RED = 0, _("Red: not for this portal")
    AMBER_1 = 1, _("Amber 1: today")
    AMBER_2 = 2, _("Amber 2: within 2 working days")
    GREEN = 3, _("Green: within 3 working days")
    GREY = 4, _("Grey: file incomplete")


class TransitionError(Exception):
    """The move is not in the table, or somebody else was faster."""


class RequestQuerySet(models.QuerySet["ConsultationRequest"]):
    def sent(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def unsent(self) -> Self:
        return self.filter(status__in=NOT_SENT)

    def open(self) -> Self:
        """Sent and not ended: what the desk works on."""
        return self.filter(is_open=True)

    def ended(self) -> Self:
        """Taken back, answered and closed, or not taken on: nothing new is built of it."""
        return self.filter(status__in=ENDED)


class ConsultationRequest(Answered):
    """One consultation about a case. `move_to` is the only code that writes `status`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # What the person asks (intake 7.5)
    reasons = models.JSONField(default=list, blank=True)  # Reason
    reason_other = models.CharField(max_length=300, blank=True)
    proposed_plan = models.TextField(max_length=TEXT, blank=True)
    no_plan_yet = models.BooleanField(default=False)
    plan_records = models.JSONField(default=list, blank=True)  # ids, intake.papers
    main_question = models.TextField(max_length=300, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    decide_by_certainty = models.CharField(
        max_length=10, choices=choices.Certainty.choices, blank=True
    )
    decide_by_reason = models.CharField(
        max_length=10, choices=choices.DeadlineReason.choices, blank=True
    )
    decide_by_note = models.CharField(max_length=300, blank=True)
    decision_role = models.CharField(
        max_length=12, choices=choices.DecisionRole.choices, blank=True
    )
    leaning = models.CharField(max_length=300, blank=True)
    what_matters = models.JSONField(default=list, blank=True)  # Matters, most first
    what_matters_note = models.TextField(max_length=TEXT, blank=True)
    after_opinion = models.CharField(
        max_length=10, choices=choices.After.choices, blank=True
    )
    disciplines = models.JSONField(default=list, blank=True)  # Discipline
    video = models.CharField(max_length=12, choices=choices.Video.choices, blank=True)
    travel_limits = models.TextField(max_length=TEXT, blank=True)
    dates_unavailable = models.CharField(max_length=300, blank=True)
    budget = models.CharField(max_length=10, choices=choices.Budget.choices, blank=True)
    declared = models.BooleanField(default=False)

    # Where it stands
    status = models.CharField(
        max_length=18, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_requests",
    )

    # For the queue: kept by consultations/triage.py, so that a list needs no sums
    is_open = models.BooleanField(default=False, editable=False)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency.choices, default=Urgency.GREY, editable=False
    )
    waiting_on = models.CharField(
        max_length=8,
        choices=WaitingOn.choices,
        default=WaitingOn.FAMILY,
        editable=False,
    )
    waiting_since = models.DateTimeField(default=timezone.now, editable=False)
    missing = models.JSONField(default=list, editable=False)  # record kinds
    queue_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=sorted(NOT_SENT)),
                name="one_unsent_request_in_a_case",
                violation_error_message=_("This folder already has a draft request."),
            ),
            models.UniqueConstraint(
                fields=["case", "number"], name="request_number_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(NOT_SENT))
                | Q(submitted_at__isnull=False),
                name="sent_request_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue_key", "id"],
                name="queue_all",
                condition=Q(submitted_at__isnull=False),
            ),
            models.Index(fields=["is_open", "queue_key", "id"], name="queue_order"),
            models.Index(
                fields=["is_open", "waiting_on", "queue_key", "id"],
                name="queue_waiting",
            ),
            models.Index(
                fields=["is_open", "owner", "queue_key", "id"], name="queue_owner"
            ),
            models.Index(
                fields=["is_open", "status", "queue_key", "id"], name="queue_status"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people say on the telephone: the case, and which request if not the first."""
        text = self.case.reference
        return text if self.number == 1 else f"{text}/{self.number}"

    @property
    def is_sent(self) -> bool:
        return self.status not in NOT_SENT

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    def days_left(self, today: date | None = None) -> int | None:
        """Whole days until the decide-by date; negative when it has passed."""
        if self.decide_by is None:
            return None
        return (self.decide_by - (today or timezone.localdate())).days

    def may_move_to(self, status: str) -> bool:
        return status in TRANSITIONS[self.status]

    def move_to(
        self,
        status: str,
        *,
        by: Any,
        note: str = "",
        patient_note: str = "",
        **changes: Any,
    ) -> RequestEvent:
        """Moves the request and writes one event; raises TransitionError when it cannot.

        Updates only if the status is still the one seen here: of two people at once, one
        wins and the other is told.
        """
        if not self.may_move_to(status):
            raise TransitionError(f"{self.status} -> {status}")
        seen, now = self.status, timezone.now()
        waiting = WAITS.get(status, WaitingOn.US)
        changes |= {
            "status": status,
            "waiting_on": waiting,
            "is_open": status not in NOT_SENT | ENDED,
        }
        if waiting != self.waiting_on or seen in NOT_SENT:
            changes["waiting_since"] = now
        if status == Status.SUBMITTED:
            changes |= {"submitted_at": now, "submitted_by": by}
        with transaction.atomic():
            changed = ConsultationRequest.objects.filter(
                pk=self.pk, status=seen
            ).update(**changes)
            if not changed:
                raise TransitionError(f"{seen} has changed meanwhile")
            event = RequestEvent.objects.create(
                request=self,
                from_status=seen,
                to_status=status,
                by=by,
                at=now,
                note=note,
                patient_note=patient_note,
            )
        for name, value in changes.items():
            setattr(self, name, value)
        return event


class RequestEvent(models.Model):
    """One move of a request. Never edited."""

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="events"
    )
    from_status = models.CharField(max_length=18, choices=Status.choices)
    to_status = models.CharField(max_length=18, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(max_length=TEXT, blank=True)  # only the desk sees it
    patient_note = models.TextField(max_length=TEXT, blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"
