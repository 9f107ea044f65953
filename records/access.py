"""Doors to records and files. The case's own door comes first."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake import genes
from intake.access import Deed
from intake.models import Case, CaseMember
from records.kinds import GENETIC
from records.models import (
    ChecklistAnswer,
    File,
    ImagingCopy,
    ImagingReading,
    Record,
    Upload,
)


def read_or_upload(member: CaseMember) -> bool:
    """Look at records: all of them, or only the ones this person added."""
    return intake_access.see_answers(member) or intake_access.upload(member)


def records_of(case: Case) -> QuerySet[Record]:
    """The records of a case with their files, oldest first: three queries."""
    return (
        Record.objects.filter(case=case)
        .here()
        .oldest_first()
        .select_related("added_by")
        .with_files()
        .with_refused_files()
    )


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


def removed_record_for(user: User, case_id: uuid.UUID, record_id: uuid.UUID) -> Record:
    """A record that was taken away, to be taken back; raises Http404 after 30 days."""
    case = intake_access.case_for(user, case_id, can=intake_access.upload)
    record = Record.objects.filter(pk=record_id, case=case).recently_removed().first()
    if record is None or not _may_touch(case, record, user):
        raise Http404
    record.case = case
    return record


def file_for(user: User, case_id: uuid.UUID, file_id: uuid.UUID) -> File:
    """One stored file for anybody who may read the case, in any role; else Http404.

    A refused file is given to nobody. A person who may only add files can open their own.
    Until somebody looked inside a file and the virus scanner answered, specialists do not
    get it; nor do they get a gene test without the consent to it. A disc that holds scans
    of somebody else, or may, stays with the family.
    """
    file = _file(case_id, pk=file_id)
    works_here, at_work = _may_open(user, file)
    reading = ImagingReading.objects.filter(pk=file.pk).first()
    if reading is not None and not works_here and reading.held:
        raise Http404
    if reading is not None and not at_work and reading.is_under_way:
        raise Http404
    return file


def copy_for(user: User, case_id: uuid.UUID, copy_id: uuid.UUID) -> ImagingCopy:
    """A picture or paper from a disc, for whoever may open the file; else Http404.

    While nobody said who is the patient, nobody gets it. Of a disc that held scans of
    somebody else, what is left is the patient's, and for the team, too.
    """
    copy = (
        ImagingCopy.objects.filter(pk=copy_id, case=case_id)
        .select_related("study__person__reading")
        .first()
    )
    if copy is None:
        raise Http404
    reading = copy.study.person.reading
    if reading.held == ImagingReading.Held.CHOOSE:
        raise Http404
    copy.file = _file(case_id, pk=reading.pk)
    _may_open(user, copy.file)
    return copy


def _file(case_id: uuid.UUID, **wanted: object) -> File:
    file = (
        File.objects.kept()
        .filter(case_id=case_id, record__removed_at=None, **wanted)
        .select_related("record")
        .first()
    )
    if file is None:
        raise Http404
    return file


def _may_open(user: User, file: File) -> tuple[bool, bool]:
    """Whether the person is of the family, and of the family or the desk; else Http404."""
    case_id = file.case_id
    works_here = intake_access.cases_for(user).filter(pk=case_id).exists()
    if works_here and file.added_by_id == user.pk:
        return True, True
    if not intake_access.readable_cases(user).filter(pk=case_id).exists():
        raise Http404
    at_work = works_here or user.is_coordinator
    if not at_work and (file.is_being_checked or _is_withheld(file)):
        raise Http404
    return works_here, at_work


def _is_withheld(file: File) -> bool:
    """A gene test that nobody agreed to send: the team does not get it."""
    if file.record.kind not in GENETIC:
        return False
    answer = genes.last_answers([file.case_id]).get(file.case_id)
    return answer is None or not answer.agreed


def page_for(record: Record, file_id: uuid.UUID) -> File:
    """One file of this record; raises Http404 when it is another record's."""
    file = next((f for f in record.files.all() if f.pk == file_id), None)
    if file is None:
        raise Http404
    return file


def answers_of(case: Case) -> dict[str, ChecklistAnswer]:
    return {a.kind: a for a in ChecklistAnswer.objects.filter(case=case)}


def same_file(
    case: Case, sha256: str, *, other_than: File | None = None
) -> File | None:
    """A file with these very bytes that is in the folder already.

    Of a large upload the hash is not known yet: the worker looks again.
    """
    if not sha256:
        return None
    kept = File.objects.kept().filter(case=case, record__removed_at=None)
    if other_than is not None:
        kept = kept.exclude(pk=other_than.pk)
    return kept.filter(sha256=sha256).select_related("record").first()


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
    files = File.objects.kept().filter(record=OuterRef("pk"))
    first = files.order_by("position", "added_at").values("name")[:1]
    here = Record.objects.filter(case=case).here().oldest_first()
    return here.annotate(first_file=Subquery(first))


def others_of(record: Record) -> list[Record]:
    """The other records of the same case, to say which one this is a translation of."""
    others = Record.objects.filter(case=record.case).here().exclude(pk=record.pk)
    return list(others.oldest_first())


def upload_for(user: User, case_id: uuid.UUID, upload_id: uuid.UUID) -> Upload:
    """An upload of this person that is still coming, or just ended; else Http404.

    Nobody goes on with another's: what it is the page of, and who added it, is theirs.
    """
    case = intake_access.case_for(user, case_id, can=intake_access.upload)
    upload = Upload.objects.filter(pk=upload_id, case=case, by=user).first()
    if upload is None:
        raise Http404
    return upload


def uploads_of(user: User, case: Case) -> QuerySet[Upload]:
    """What this person began to send and has not finished, newest first."""
    return Upload.objects.coming().filter(case=case, by=user).order_by("-begun_at")
