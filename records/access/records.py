"""Doors to records. The case's own door comes first."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake.access import Deed
from intake.models import Case, CaseMember
from records.models import File, Record


def read_or_upload(member: CaseMember) -> bool:
    """Look at records: all of them, or only the ones this person added."""
    return intake_access.see_answers(member) or intake_access.upload(member)


def records_of(case: Case) -> QuerySet[Record]:
    """The records of a case with their files, oldest first: three queries."""
    return with_files(Record.objects.filter(case=case).here().oldest_first())


def with_files(records: QuerySet[Record]) -> QuerySet[Record]:
    """With who added them and their files, kept and refused: two more queries."""
    return records.select_related("added_by").with_files().with_refused_files()


def record_for(
    user: User, case_id: uuid.UUID, record_id: uuid.UUID, *, can: Deed
) -> Record:
    """One record of a case the person works in; raises Http404 when it is not there."""
    case = intake_access.case_for(user, case_id, can=can)
    record = (
        Record.objects.filter(pk=record_id, case=case)
        .here()
        .select_related("added_by", "checked_by", "translation_of")
        .with_files()
        .with_refused_files()
        .first()
    )
    if record is None or not _may_touch(case, record, user):
        raise Http404
    record.case = case
    return record


def _may_touch(case: Case, record: Record, user: User) -> bool:
    """Whoever may not see what others added works on their own records only."""
    return intake_access.see_answers(case.member) or record.added_by_id == user.pk


def card_to_go_on_with(user: User, record: Record) -> int | None:
    """The number of the record without a date that stands where this one stood.

    That is itself while it has none, else the next, or the last before it.
    """
    undated = Record.objects.filter(case=record.case, dated_on="").here()
    if not intake_access.see_answers(record.case.member):
        undated = undated.filter(added_by=user)
    rows = undated.oldest_first().values_list("added_at", "number")
    place = (record.added_at, record.number)
    before, after = [], []
    for row in rows:
        (after if row >= place else before).append(row)
    return (after or before[-1:])[0][1] if after or before else None


def gone_record_for(
    user: User, case_id: uuid.UUID, record_id: uuid.UUID, *, can: Deed
) -> Record:
    """What became of a record that is not there any more.

    The one that has its pages, or one that was removed and can be taken back; else Http404.
    """
    case = intake_access.case_for(user, case_id, can=can)
    rows = Record.objects.filter(case=case).select_related("part_of")
    record = rows.filter(pk=record_id).first()
    while record is not None and record.part_of_id is not None:
        record = rows.filter(pk=record.part_of_id).first()
    if record is None or not _may_touch(case, record, user):
        raise Http404
    recently = rows.filter(pk=record.pk).recently_removed()
    if not record.is_here and not recently.exists():
        raise Http404
    record.case = case
    return record


def may_take_back(record: Record) -> bool:
    """Whether the list of records offers it: to whoever sees all of it and may add."""
    member = record.case.member
    return intake_access.see_answers(member) and intake_access.upload(member)


def removed_record_for(user: User, case_id: uuid.UUID, record_id: uuid.UUID) -> Record:
    """A record that was taken away, to be taken back; raises Http404 after 30 days."""
    case = intake_access.case_for(user, case_id, can=intake_access.upload)
    record = Record.objects.filter(pk=record_id, case=case).recently_removed().first()
    if record is None or not _may_touch(case, record, user):
        raise Http404
    record.case = case
    return record


def records_named(case: Case, ids: set[str]) -> dict[str, Record]:
    """Those of the named records that are in the folder, with their files."""
    found = with_files(Record.objects.filter(case=case, pk__in=ids).here())
    return {str(record.pk): record for record in found}


def removed_of(case: Case) -> list[Record]:
    """Records taken away within the last 30 days."""
    return list(Record.objects.filter(case=case).recently_removed())


def papers_of(case: Case) -> QuerySet[Record]:
    """What an answer of the folder can name: one query; nothing for whoever may not see it.

    Each has `first_file`, the name of its first file, for records that have no name yet.
    """
    member = getattr(case, "member", None)
    if member is not None and not intake_access.see_answers(member):
        return Record.objects.none()
    return _with_first_file(Record.objects.filter(case=case).here().oldest_first())


def _with_first_file(records: QuerySet[Record]) -> QuerySet[Record]:
    files = File.objects.kept().filter(record=OuterRef("pk"))
    first = files.order_by("position", "added_at").values("name")[:1]
    return records.annotate(first_file=Subquery(first))


def others_for(user: User, record: Record) -> list[Record]:
    """The other records this person may work on; each has `first_file`. One query."""
    others = Record.objects.filter(case=record.case).here().exclude(pk=record.pk)
    if not intake_access.see_answers(record.case.member):
        others = others.filter(added_by=user)
    return list(_with_first_file(others.oldest_first()))


def others_of(record: Record) -> list[Record]:
    """The other records of the same case, to say which one this is a translation of.

    Each has `first_file`. One query.
    """
    others = Record.objects.filter(case=record.case).here().exclude(pk=record.pk)
    return list(_with_first_file(others.oldest_first()))
