"""The audit trail: written by explicit calls, chained by hash, checked by `verify_audit`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import AuditEntry

START = "0" * 64
LOCK = 7_405_112  # any number, as long as only the audit trail uses it


def note(
    *,
    by: Any,
    verb: str,
    obj: models.Model,
    case_id: Any = None,
    at: datetime | None = None,
    **facts: Any,
) -> AuditEntry:
    """Adds one entry to the end of the chain, inside the caller's transaction.

    `facts` may hold codes, counts and ids; never an answer, a name or a file name. `at` is
    for the made-up past of the demo world alone: everything else happens now.
    """
    if case_id is None:
        case_id = getattr(obj, "case_id", None)
    person = by if by is not None and getattr(by, "pk", None) else None
    with transaction.atomic():
        _wait_for_turn()
        last = (
            AuditEntry.objects.order_by("-number").values("number", "hash").first()
        ) or {"number": 0, "hash": START}
        entry = AuditEntry(
            number=last["number"] + 1,
            at=at or timezone.now(),
            by=person,
            by_key=str(person.pk) if person else "system",
            verb=verb,
            thing=obj._meta.label_lower,
            thing_id=str(obj.pk),
            case_id=str(case_id or ""),
            facts=facts,
            previous_hash=last["hash"],
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and every field of the entry."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [
        entry.previous_hash,
        entry.number,
        at,
        entry.by_key,
        entry.verb,
        entry.thing,
        entry.thing_id,
        entry.case_id,
        entry.facts,
    ]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> Iterator[str]:
    """Every edit, gap or cut found in the chain, one sentence each."""
    expected, previous = 1, START
    anchor_number, anchor_hash = read_anchor()
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield f"Entry {expected} is missing: {entry.number} follows."
        elif entry.previous_hash != previous:
            yield f"Entry {entry.number} does not follow the entry before it."
        if digest(entry) != entry.hash:
            yield f"Entry {entry.number} was changed after it was written."
        if entry.number == anchor_number and entry.hash != anchor_hash:
            yield f"Entry {entry.number} differs from the anchor kept outside."
        expected, previous = entry.number + 1, entry.hash
    if anchor_number >= expected:
        yield f"The end is cut off: entries {expected} to {anchor_number} are gone."


def anchor_path() -> Path:
    return Path(settings.DATA_DIR) / "audit.anchor"


def write_anchor() -> None:
    """Keeps the newest number and hash outside the database, so a cut tail is found."""
    last = AuditEntry.objects.order_by("-number").values("number", "hash").first()
    if last is None or last["number"] <= read_anchor()[0]:
        return
    path = anchor_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    new = path.with_suffix(".new")
    new.write_text(f"{last['number']} {last['hash']} {stamp}\n")
    new.replace(path)


def read_anchor() -> tuple[int, str]:
    try:
        number, digest_, _stamp = anchor_path().read_text().split()
    except (FileNotFoundError, ValueError):
        return 0, START
    return int(number), digest_


def _wait_for_turn() -> None:
    """One writer at a time. SQLite's IMMEDIATE transactions already see to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
