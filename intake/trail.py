"""The audit trail in words for the people of a folder: who opened or changed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry

VERBS: dict[str, Promise] = {
    "opened": _("opened"),
    "viewed": _("looked at"),
    "listed": _("saw in a list"),
    "downloaded": _("saved a copy of"),
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("removed"),
    "replaced": _("put a newer version in place of"),
    "restored": _("took back"),
    "put_together": _("put together the pages of"),
    "parted": _("made a page a record of its own, from"),
    "answered": _("answered about"),
    "agreed": _("agreed to"),
    "refused": _("took back"),
    "invited": _("sent"),
    "joined": _("accepted"),
    "declined": _("declined"),
    "cancelled": _("cancelled"),
    "ended": _("ended"),
    "sent": _("sent"),
    "withdrew": _("took back"),
    "moved": _("moved"),
    "took": _("began to look after"),
    "built": _("built"),
    "asked": _("asked for"),
    "built_packet": _("put together"),
    "asked_packet": _("asked to put together"),
    "checked": _("checked"),
    "named": _("asked a specialist about"),
    "printed": _("made a PDF of"),
    "posted": _("said that they sent"),
    "asked_tissue": _("asked for tissue:"),
    "ended_tissue": _("asks no longer for tissue:"),
    "moved_parcel": _("said where it is:"),
}
THINGS: dict[str, Promise] = {
    "intake.case": _("the folder"),
    "intake.casemember": _("an access"),
    "intake.invitation": _("an invitation"),
    "intake.consent": _("an agreement"),
    "records.record": _("a record"),
    "records.file": _("a file"),
    "records.checklistanswer": _("a missing record"),
    "records.letter": _("a letter to a hospital"),
    "records.letterpdf": _("a letter to a hospital"),
    "records.parcel": _("a parcel"),
    "records.parcelpdf": _("the papers of a parcel"),
    "records.tissuerequest": _("slides or blocks"),
    "records.quietanswer": _("a gap in time"),
    "records.suggestion": _("a suggestion"),
    "consultations.consultationrequest": _("the request"),
    "consultations.question": _("a question"),
    "consultations.summary": _("the case summary"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    verb: Promise | str
    thing: Promise | str


def in_words(entry: AuditEntry) -> Line:
    """One entry without codes; things nobody named are "the answers"."""
    return Line(
        entry.at,
        str(entry.by) if entry.by else "Sidelight",
        VERBS.get(entry.verb, _("worked on")),
        _thing(entry),
    )


def _thing(entry: AuditEntry) -> Promise | str:
    number = entry.facts.get("record")
    if entry.thing == "records.file" and number:
        return gettext("a file of record %(n)s") % {"n": number}
    return THINGS.get(entry.thing, _("the answers"))
