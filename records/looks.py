"""Who opened a record and when, for the people of its folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.access import entries_about, looked_lately
from accounts.models import AuditEntry, User
from intake.models import CaseMember
from records.models import File, Record

FEW, MANY = 5, 500
# Apps above add a function that tells in what else these files of a case were handed on:
# the name of the model in the trail, and the ids.
carriers: list[Callable[[UUID, set[str]], tuple[str, list[str]]]] = []
HOW: dict[str, Promise] = {
    "opened": _("opened its page"),
    "viewed": _("looked at it"),
    "downloaded": _("saved a copy of it"),
}


def write(record: Record, *, by: User) -> None:
    """That this person opened its page, with its facts and small pictures: once an hour."""
    if not looked_lately(by, record.case_id, record.pk, verbs=["opened"]):
        audit.note(by=by, verb="opened", obj=record)


@dataclass(frozen=True)
class Look:
    at: datetime
    who: str
    role: Promise | str  # why this person may
    how: Promise | str


def looks_at(record: Record, *, most: int) -> tuple[list[Look], bool]:
    """The newest looks at a record and its pages, and whether there are more: five queries.

    Whoever opened what the record was bound into had it before them, so that counts as well.
    Pages are told by what they are, not by where they stood: a look stays with its page.
    Ask the record's own door first. What is in the trail cannot be edited or taken out.
    """
    files = {
        str(pk)
        for pk in File.objects.filter(record=record).values_list("pk", flat=True)
    }
    whole = Record.objects.filter(Q(pk=record.pk) | Q(part_of=record))
    one = Q(thing="records.file", thing_id__in=files)
    pdf = Q(thing="records.record", thing_id__in=[str(row.pk) for row in whole])
    within = Q()
    for carrier in carriers:
        thing, ids = carrier(record.case_id, files)
        within |= Q(thing=thing, thing_id__in=ids)
    seen = one | pdf | within
    entries = entries_about(record.case_id).filter(seen, verb__in=HOW)
    found = list(entries.order_by("-number")[: most + 1])
    members = CaseMember.objects.filter(case=record.case_id)
    roles = dict(members.order_by("joined_at").values_list("user_id", "role"))
    return [_look(entry, roles) for entry in found[:most]], len(found) > most


def _look(entry: AuditEntry, roles: dict[int, str]) -> Look:
    who = str(entry.by) if entry.by else "Sidelight"
    own = entry.thing.startswith("records.")
    how = HOW[entry.verb] if own else _("opened a packet for the team that holds it")
    return Look(entry.at, who, _role(entry.by, roles), how)


def _role(person: User | None, roles: dict[int, str]) -> Promise | str:
    if person is None:
        return ""
    if person.pk in roles:
        return CaseMember.Role(roles[person.pk]).label
    return _("Coordinator") if person.is_staff else ""
