"""The audit trail: written by explicit calls, chained by hash, checked by `verify_audit`."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User

START = "0" * 64
ANCHOR = re.compile(r"(\d{1,18}) ([0-9a-f]{64}) \S+")
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
            thing_id=str(obj.pk or ""),
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
    anchors, unreadable = read_anchors()
    for line in unreadable:
        yield f"Line {line} of the anchor kept outside cannot be read."
    people = {str(pk) for pk in User.objects.values_list("pk", flat=True)}
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield f"Entry {expected} is missing: {entry.number} follows."
        elif entry.previous_hash != previous:
            yield f"Entry {entry.number} does not follow the entry before it."
        if digest(entry) != entry.hash or not _names_its_person(entry, people):
            yield f"Entry {entry.number} was changed after it was written."
        if anchors.get(entry.number, entry.hash) != entry.hash:
            yield f"Entry {entry.number} differs from the anchor kept outside."
        expected, previous = entry.number + 1, entry.hash
    if (last := max(anchors, default=0)) >= expected:
        yield f"The end is cut off: entries {expected} to {last} are gone."


def _names_its_person(entry: AuditEntry, people: set[str]) -> bool:
    """The account shown is the one in the hash; none is, once the account is gone."""
    if entry.by_id is not None:
        return str(entry.by_id) == entry.by_key
    return entry.by_key not in people


def anchor_path() -> Path:
    return Path(settings.DATA_DIR) / "audit.anchor"


def write_anchor() -> None:
    """Adds the newest number and hash to a file outside the database.

    Lines are only ever added: an end that was cut, or a chain that was written anew, goes
    on differing from what an earlier line says.
    """
    last = AuditEntry.objects.order_by("-number").values("number", "hash").first()
    if last is None or last["number"] <= max(read_anchors()[0], default=0):
        return
    path = anchor_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    with path.open("a", encoding="ascii") as file:
        file.write(f"{last['number']} {last['hash']} {stamp}\n")
        file.flush()
        os.fsync(file.fileno())


def read_anchors() -> tuple[dict[int, str], list[int]]:
    """The hash of each anchored entry, and the numbers of lines that cannot be read."""
    try:
        lines = anchor_path().read_bytes().decode("ascii", "replace").splitlines()
    except FileNotFoundError:
        return {}, []
    found: dict[int, str] = {}
    unreadable = []
    for place, line in enumerate(lines, start=1):
        if match := ANCHOR.fullmatch(line):
            found[int(match[1])] = match[2]
        else:
            unreadable.append(place)
    return found, unreadable if lines else [1]


def _wait_for_turn() -> None:
    """One writer at a time. SQLite's IMMEDIATE transactions already see to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
