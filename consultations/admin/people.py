"""Who belongs to the case, what was agreed, and what happened: lines for the work page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.listing import listed
from accounts.models import AuditEntry
from consultations.admin.words import entry_words, step_of
from consultations.models import RequestEvent
from consultations.summary.source import Source
from intake import languages, statements
from intake.models import CaseMember

# Moves tell these better, or the line beside them does.
TOLD_BY_MOVES = {"moved", "sent", "withdrew"}


def people_of(source: Source) -> list[dict[str, Any]]:
    """Everybody who can open the case now, the patient first."""
    order = {CaseMember.Role.PATIENT: 0, CaseMember.Role.CAREGIVER: 1}
    members = sorted(source.members, key=lambda m: order.get(m.role, 2))
    return [{"member": m, "words": _words_of(m, source)} for m in members]


def _words_of(member: CaseMember, source: Source) -> str:
    if member.is_patient:
        spoken = languages.name_of(source.patient.language).partition(",")[0]
        parts = [_("Patient"), spoken, _("Sends and agrees")]
        return " · ".join(part for part in parts if part)
    if not member.is_caregiver:
        return _("Specialist. Reads records and the case summary")
    scopes = [str(scope.label) for scope in member.scopes] or [_("Nothing yet")]
    until = member.expires_on and _("until %s") % date_format(member.expires_on)
    parts = [
        member.get_relationship_display(),
        member.get_basis_display(),
        listed(scopes),
        until,
    ]
    return " · ".join(part for part in parts if part)


def consents_of(source: Source) -> dict[str, list[dict[str, Any]]]:
    """The present statements: agreed, refused or taken back, and not answered."""
    latest = {consent.code: consent for consent in source.consents}
    found: dict[str, list[dict[str, Any]]] = {"agreed": [], "refused": [], "open": []}
    for statement in statements.current():
        consent = latest.get(statement.code)
        title = statements.shown(statement, get_language() or "en").title
        line = {"code": statement.code, "title": title, "consent": consent}
        if consent is None:
            found["open"].append(line)
        else:
            found["agreed" if consent.agreed else "refused"].append(line)
    return found


def history_of(
    events: Iterable[RequestEvent], entries: Iterable[AuditEntry], *, most: int
) -> list[dict[str, Any]]:
    """Moves and audit entries in one list, newest first."""
    lines: list[tuple[datetime, dict[str, Any]]] = [
        (event.at, _move_line(event)) for event in events
    ]
    lines += [
        (entry.at, {"by": entry.by, "words": entry_words(entry)})
        for entry in entries
        if entry.verb not in TOLD_BY_MOVES
    ]
    lines.sort(key=lambda line: line[0], reverse=True)
    return _without_repeats(lines)[:most]


def _without_repeats(
    lines: list[tuple[datetime, dict[str, Any]]],
) -> list[dict[str, Any]]:
    """The same person doing the same thing again and again is one line: the newest."""
    kept: list[dict[str, Any]] = []
    for at, line in lines:
        last = kept[-1] if kept else {}
        same = (last.get("by"), last.get("words")) == (line["by"], line["words"])
        if not same or "note" in line:
            kept.append({"at": at, **line})
    return kept


def _move_line(event: RequestEvent) -> dict[str, Any]:
    words = _("Step: %(old)s to %(new)s") % {
        "old": step_of(event.from_status),
        "new": step_of(event.to_status),
    }
    return {
        "by": event.by,
        "words": words,
        "note": event.note,
        "patient_note": event.patient_note,
    }
