"""What happened to one record, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import work_on
from accounts.listing import listed
from accounts.models import AuditEntry
from records.models import File, Record

LOOKS = ("viewed", "opened", "listed", "downloaded")  # told in a list of its own
MOST = 200
NAMES: dict[str, Promise] = {
    "kind": gettext_lazy("what it is"),
    "title": gettext_lazy("the name"),
    "dated_on": gettext_lazy("the date"),
    "dated_to": gettext_lazy("the last day"),
    "reported_on": gettext_lazy("the day of the report"),
    "issued_by": gettext_lazy("where it is from"),
    "language": gettext_lazy("the language"),
    "translation": gettext_lazy("the translation"),
    "translation_of": gettext_lazy("what it translates"),
    "specimen_number": gettext_lazy("the number of the sample"),
    "body_part": gettext_lazy("the part of the body"),
    "note": gettext_lazy("the note"),
}
SENTENCES: dict[tuple[str, str], Promise] = {
    ("records.file", "added"): gettext_lazy("%(who)s added a page"),
    ("records.file", "replaced"): gettext_lazy("%(who)s replaced a page"),
    ("records.record", "removed"): gettext_lazy("%(who)s removed it"),
    ("records.record", "put_together"): gettext_lazy(
        "%(who)s put the pages of another record into it"
    ),
    ("records.record", "parted"): gettext_lazy(
        "%(who)s made one of its pages a record of its own"
    ),
    ("records.record", "restored"): gettext_lazy("%(who)s took it back"),
    ("records.record", "checked"): gettext_lazy("%(who)s checked it"),
    ("records.record", "changed"): gettext_lazy(
        "%(who)s changed the order of the pages"
    ),
    ("records.record", "asked"): gettext_lazy(
        "%(who)s asked for another look into its files"
    ),
    ("records.record", "answered"): gettext_lazy("%(who)s said whose the scans are"),
    ("records.file", "changed"): gettext_lazy("%(who)s turned or cropped a page"),
    ("records.file", "removed"): gettext_lazy(
        "A file that the virus check held back was erased"
    ),
}
# Said of a page, where the trail tells which of the two it was.
SHAPED: dict[str, Promise] = {
    "turned": gettext_lazy("%(who)s turned a page"),
    "cropped": gettext_lazy("%(who)s cropped a page"),
    "uncropped": gettext_lazy("%(who)s showed a cropped page whole again"),
}
NOT_OURS = gettext_lazy("%(who)s said that scans in it belong to somebody else")
MERGED = gettext_lazy("Images of the same study were put into it")


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str


def lines_of(record: Record) -> list[Line]:
    """Newest first; two queries. The first page that was added to it is the record itself."""
    entries = _entries(record)
    is_parted = any(_made(entry, record) for entry in entries)
    added = (e for e in entries if _is_added(e) and _is_own(e, record))
    # Of a very long history only the newest is told, and how it began.
    first = None if len(entries) > MOST else next(added, None)
    lines = [_line(entry, record) for entry in entries]
    if first is not None and not is_parted:
        lines[entries.index(first)] = _whole(first.at, _who(first))
    elif not is_parted:
        lines.insert(0, _whole(record.added_at, str(record.added_by)))
    return sorted(lines, key=lambda line: line.at)[::-1]


def _entries(record: Record) -> list[AuditEntry]:
    """About the record, the pages it has and the pages it had, and where it came from: the
    newest, one more than are told, oldest first."""
    files = File.objects.filter(record=record).values_list("pk", flat=True)
    here = Q(thing_id__in=[str(record.pk), *map(str, files)])
    here |= Q(thing="records.file", verb="added", facts__record=record.number)
    here |= Q(thing="records.record", verb="parted", facts__also=record.number)
    entries = work_on(record.case_id).filter(here).exclude(verb__in=LOOKS)
    return list(entries.order_by("-number")[: MOST + 1])[::-1]


def _is_added(entry: AuditEntry) -> bool:
    return (entry.thing, entry.verb) == ("records.file", "added")


def _is_own(entry: AuditEntry, record: Record) -> bool:
    """It came to this record, not to another one whose pages were put into it."""
    return entry.facts.get("record", record.number) == record.number


def _made(entry: AuditEntry, record: Record) -> bool:
    """The record was a page of another one before."""
    return entry.verb == "parted" and entry.facts.get("also") == record.number


def _who(entry: AuditEntry) -> str:
    return str(entry.by) if entry.by else "Sidelight"


def _whole(at: datetime, who: str) -> Line:
    return Line(at, _("%s added this record") % who)


def _line(entry: AuditEntry, record: Record) -> Line:
    who = _who(entry)
    fields = [str(NAMES[f]) for f in entry.facts.get("fields", ()) if f in NAMES]
    if fields and entry.facts.get("suggested"):
        words = _("%(who)s used what was suggested: %(what)s")
        return Line(entry.at, words % {"who": who, "what": listed(fields)})
    if fields:
        words = _("%(who)s changed: %(what)s") % {"who": who, "what": listed(fields)}
        return Line(entry.at, words)
    return Line(entry.at, str(_sentence(entry, record)) % {"who": who})


def _sentence(entry: AuditEntry, record: Record) -> str | Promise:
    facts = entry.facts
    if _made(entry, record):
        return _("%(who)s made it a record of its own")
    if _is_added(entry) and not _is_own(entry, record):
        return _("%(who)s added a page, at first to another record")
    if facts.get("did") in SHAPED:
        return SHAPED[facts["did"]]
    if "no" in facts.get("answers", ()):
        return NOT_OURS
    if "merged" in facts:
        return MERGED
    unnamed = gettext_lazy("%(who)s worked on it")
    return SENTENCES.get((entry.thing, entry.verb), unnamed)
