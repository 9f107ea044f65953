"""Parcels: what is inside, where it is, everything that happened to it, and its papers."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.models import Case
from records.models.printed import Printed
from records.models.records import Record
from records.parcels.states import AWAY, TISSUE, TRANSITIONS, Condition, Content, State

MOST_ITEMS = 40


class ParcelMoveError(Exception):
    """The parcel cannot go there from where it is, or somebody was faster."""


class TissueRequest(models.Model):
    """The team asks for tissue of a case: until then none is to be posted."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="tissue_requests"
    )
    words = models.TextField(max_length=500)  # what exactly; the family reads it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("request for tissue")
        verbose_name_plural = _("requests for tissue")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_open_request_for_tissue",
            )
        ]

    def __str__(self) -> str:
        return f"request for tissue {self.pk}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def away(self) -> Self:
        """Parcels that left home and are not back: somebody has to watch over them."""
        return self.filter(state__in=AWAY)

    def with_contents(self) -> Self:
        """With items, events and papers: three more queries, however many parcels."""
        items = ParcelItem.objects.select_related("record")
        events = ParcelEvent.objects.select_related("by")
        return self.select_related("case").prefetch_related(
            models.Prefetch("items", queryset=items),
            models.Prefetch("events", queryset=events),
            models.Prefetch("pdfs", queryset=ParcelPdf.objects.order_by("-revision")),
        )


class Parcel(models.Model):
    """One parcel. `move_to` is the only code that writes `state`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parcels")
    number = models.PositiveIntegerField(editable=False)  # 1, 2, ... within the case
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PACKING, editable=False
    )
    from_address = models.TextField(max_length=500, blank=True)  # where it goes back to
    wants_return = models.BooleanField(default=True)
    courier = models.CharField(max_length=100, blank=True)
    tracking = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    condition = models.CharField(max_length=10, choices=Condition.choices, blank=True)
    return_by = models.DateField(null=True, blank=True)
    return_courier = models.CharField(max_length=100, blank=True)
    return_tracking = models.CharField(max_length=100, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    return_expected_on = models.DateField(null=True, blank=True)
    home_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # of its contents
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="parcel_number_once_in_a_case"
            )
        ]
        indexes = [models.Index(fields=["state", "expected_on"])]

    def __str__(self) -> str:
        return f"parcel {self.number}"

    @property
    def reference(self) -> str:
        """On the label, in letters and as a QR code: it tells nothing of the patient."""
        return f"{self.case.reference}-P{self.number}"

    @property
    def is_packing(self) -> bool:
        return self.state == State.PACKING

    @property
    def is_away(self) -> bool:
        return self.state in AWAY

    @property
    def is_on_way_here(self) -> bool:
        """Posted and not arrived, searched for or not: its number can be put right."""
        return self.state in {State.SENT, State.LOST} and self.received_on is None

    @property
    def holds_tissue(self) -> bool:
        return any(item.is_tissue for item in self.items.all())

    @property
    def pdf(self) -> ParcelPdf | None:
        """The papers of the contents as they are now."""
        return next((p for p in self.pdfs.all() if p.revision == self.revision), None)

    def may_move_to(self, state: str) -> bool:
        return state in TRANSITIONS[self.state]

    def move_to(
        self, state: str, *, by: Any, note: str = "", **facts: Any
    ) -> ParcelEvent:
        """Moves the parcel and writes one event; raises ParcelMoveError when it cannot.

        Updates only if it still is where it was seen: of two people at once one wins.
        """
        if not self.may_move_to(state):
            raise ParcelMoveError(f"{self.state} -> {state}")
        seen = self.state
        with transaction.atomic():
            here = Parcel.objects.filter(pk=self.pk, state=seen)
            if not here.update(state=state, **facts):
                raise ParcelMoveError(f"{seen} has changed meanwhile")
            event = ParcelEvent.objects.create(
                parcel=self, from_state=seen, to_state=state, by=by, note=note
            )
        for name, value in {"state": state, **facts}.items():
            setattr(self, name, value)
        return event


class ParcelItem(models.Model):
    """One kind of thing in a parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="items")
    content = models.CharField(max_length=10, choices=Content.choices)
    count = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    stain = models.CharField(max_length=100, blank=True)
    specimen_numbers = models.CharField(max_length=200, blank=True)  # as printed
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("thing in a parcel")
        verbose_name_plural = _("things in a parcel")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.count} {self.content}"

    @property
    def is_tissue(self) -> bool:
        return self.content in TISSUE


class ParcelEvent(models.Model):
    """One move of a parcel. Never edited."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=10, choices=State.choices)
    to_state = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("move of a parcel")
        verbose_name_plural = _("moves of parcels")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"


class ParcelPdf(Printed, WorkRow):
    """Label, contents sheet and customs letter of a parcel; the row is the work."""

    task_name = "records.tasks.print_parcel"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="pdfs")
    revision = models.PositiveIntegerField()
    contents = models.JSONField(default=dict, editable=False)  # as they are printed

    class Meta:
        verbose_name = _("papers of a parcel")
        verbose_name_plural = _("papers of parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "revision"], name="papers_once_for_each_contents"
            )
        ]

    def __str__(self) -> str:
        return f"{self.parcel} r{self.revision}"

    @property
    def case_id(self) -> Any:
        return self.parcel.case_id
