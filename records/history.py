"""What happened to one record, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import work_on
from accounts.listing import listed
from accounts.models import AuditEntry
from records.models import File, Record

LOOKS = ("viewed", "opened", "listed", "downloaded")  # told in a list of its own
MOST = 50
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
    """Newest first; two queries. The first page that came is the record itself."""
    keys = [str(record.pk), *map(str, _files(record))]
    entries = work_on(record.case_id).filter(thing_id__in=keys).exclude(verb__in=LOOKS)
    lines = [_line(entry) for entry in entries.order_by("number")[:MOST]]
    if lines:
        lines[0] = Line(lines[0].at, _("%s added this record") % record.added_by)
    else:
        lines = [Line(record.added_at, _("%s added this record") % record.added_by)]
    return lines[::-1]


def _files(record: Record) -> list[object]:
    return list(File.objects.filter(record=record).values_list("pk", flat=True))


def _line(entry: AuditEntry) -> Line:
    who = str(entry.by) if entry.by else "Sidelight"
    fields = [str(NAMES[f]) for f in entry.facts.get("fields", ()) if f in NAMES]
    if fields and entry.facts.get("suggested"):
        words = _("%(who)s used what was suggested: %(what)s")
        return Line(entry.at, words % {"who": who, "what": listed(fields)})
    if fields:
        words = _("%(who)s changed: %(what)s") % {"who": who, "what": listed(fields)}
        return Line(entry.at, words)
    return Line(entry.at, str(_sentence(entry)) % {"who": who})


def _sentence(entry: AuditEntry) -> Promise:
    facts = entry.facts
    if facts.get("did") in SHAPED:
        return SHAPED[facts["did"]]
    if "no" in facts.get("answers", ()):
        return NOT_OURS
    if "merged" in facts:
        return MERGED
    unnamed = gettext_lazy("%(who)s worked on it")
    return SENTENCES.get((entry.thing, entry.verb), unnamed)
