"""Where a parcel can be, and which places may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PACKING = "packing", _("Being packed")
    SENT = "sent", _("On its way to us")
    RECEIVED = "received", _("With us")
    RETURNING = "returning", _("On its way back")
    HOME = "home", _("Back home")
    KEPT = "kept", _("Stays with us")
    LOST = "lost", _("Being searched for")
    CANCELLED = "cancelled", _("Not posted")


# The one table of moves. A parcel that was lost may turn up at either end.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PACKING: frozenset({State.SENT, State.CANCELLED}),
    State.SENT: frozenset({State.RECEIVED, State.LOST}),
    State.RECEIVED: frozenset({State.RETURNING, State.KEPT}),
    State.RETURNING: frozenset({State.HOME, State.LOST}),
    State.LOST: frozenset({State.RECEIVED, State.RETURNING, State.HOME}),
    State.HOME: frozenset(),
    State.KEPT: frozenset(),
    State.CANCELLED: frozenset(),
}
BY_FAMILY = frozenset({State.SENT, State.CANCELLED, State.HOME})
BY_DESK = frozenset({State.RECEIVED, State.RETURNING, State.KEPT, State.LOST})
# Something of the patient's is away from home.
AWAY = frozenset({State.SENT, State.RECEIVED, State.RETURNING, State.LOST})


class Condition(models.TextChoices):
    GOOD = "good", _("In good condition")
    DAMAGED = "damaged", _("Damaged")
    INCOMPLETE = "incomplete", _("Something is missing")


class Content(models.TextChoices):
    SLIDES = "slides", _("Stained glass slides")
    BLOCK = "block", _("Tissue block")
    SECTIONS = "sections", _("Unstained sections")
    DISC = "disc", _("Disc (CD or DVD)")
    USB = "usb", _("USB stick")
    PAPER = "paper", _("Papers")


# Irreplaceable: posted only when the team asked for it.
TISSUE = frozenset({Content.SLIDES, Content.BLOCK, Content.SECTIONS})
