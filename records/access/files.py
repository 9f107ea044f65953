"""Doors to files and to everything that is made of them."""

from __future__ import annotations

import uuid
from enum import Enum, auto

from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake import genes
from intake.models import Case
from records.kinds import is_withheld
from records.models import (
    Derivative,
    File,
    ImagingCopy,
    ImagingReading,
    JoinedPdf,
    PagePreview,
    Record,
)


class Eyes(Enum):
    """Whose eyes look at a file."""

    FAMILY = auto()
    DESK = auto()
    TEAM = auto()


def file_for(user: User, case_id: uuid.UUID, file_id: uuid.UUID) -> File:
    """One stored file for anybody who may read the case, in any role; else Http404.

    A refused file is given to nobody. A person who may only add files can open their own.
    Until somebody looked inside a file and the virus scanner answered, specialists do not
    get it; nor do they get an earlier version of a page, or a gene test without the consent
    to it. A disc that holds scans of somebody else, or may, stays with the family.
    """
    file = _file(case_id, file_id)
    if not _may_have(user, [file]):
        raise Http404
    return file


def _file(case_id: uuid.UUID, file_id: uuid.UUID) -> File:
    files = File.objects.readable().filter(case_id=case_id, record__removed_at=None)
    file = files.filter(pk=file_id).select_related("record").first()
    if file is None:
        raise Http404
    return file


def _may_have(user: User, files: list[File]) -> bool:
    """Whether all of these files of one record are for this person; see `file_for`."""
    eyes = _eyes_on(user, files)
    if eyes is None or eyes is Eyes.FAMILY:
        return eyes is Eyes.FAMILY
    readings = ImagingReading.objects.filter(pk__in=[file.pk for file in files])
    for reading in readings:
        if reading.held or (eyes is Eyes.TEAM and reading.is_under_way):
            return False
    return True


def _eyes_on(user: User, files: list[File]) -> Eyes | None:
    """As whom this person may look at these files; None when not at all.

    Whose scans lie in them is not asked here.
    """
    case_id = files[0].case_id
    works_here = intake_access.cases_for(user).filter(pk=case_id).exists()
    if works_here and all(file.added_by_id == user.pk for file in files):
        return Eyes.FAMILY
    if not intake_access.readable_cases(user).filter(pk=case_id).exists():
        return None
    if works_here:
        return Eyes.FAMILY
    if user.is_coordinator:
        return Eyes.DESK
    if any(file.is_being_checked or file.removed_at is not None for file in files):
        return None
    return None if _is_withheld(files[0]) else Eyes.TEAM


def preview_for(user: User, case_id: uuid.UUID, preview_id: uuid.UUID) -> PagePreview:
    """A picture of a page, for whoever may have its file; else Http404."""
    found = PagePreview.objects.filter(pk=preview_id, file__case_id=case_id).first()
    if found is None:
        raise Http404
    found.file = file_for(user, case_id, found.file_id)
    return found


def copy_for(user: User, case_id: uuid.UUID, file_id: uuid.UUID) -> Derivative:
    """The clean copy of a file, for whoever may have the file; else Http404."""
    file = file_for(user, case_id, file_id)
    found = Derivative.objects.filter(pk=file.pk).exclude(key="").first()
    if found is None:
        raise Http404
    found.file = file
    return found


def has_copy(file: File) -> bool:
    return Derivative.objects.filter(pk=file.pk).exclude(key="").exists()


def joined_for(user: User, case_id: uuid.UUID, record_id: uuid.UUID) -> JoinedPdf:
    """The PDF of all pages, for whoever may have every one of them; else Http404.

    One that is made of other pages than the record has now is given to nobody.
    """
    row = (
        JoinedPdf.objects.filter(pk=record_id, record__case_id=case_id)
        .filter(record__removed_at=None)
        .select_related("record")
        .first()
    )
    if row is None or not row.is_current:
        raise Http404
    files = list(File.objects.kept().filter(record=row.record).select_related("record"))
    if not files or not _may_have(user, files):
        raise Http404
    return row


def scan_copy_for(user: User, case_id: uuid.UUID, copy_id: uuid.UUID) -> ImagingCopy:
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
    copy.file = _file(case_id, reading.pk)
    if _eyes_on(user, [copy.file]) is None:
        raise Http404
    return copy


def joined_of(record: Record) -> JoinedPdf | None:
    """The PDF of all pages of a record this person sees, made or being made."""
    row = JoinedPdf.objects.filter(pk=record.pk).first()
    if row is None or not (row.is_being_made or row.is_current):
        return None
    return row


def _is_withheld(file: File) -> bool:
    """A gene test that nobody agreed to send: the team does not get it."""
    if not is_withheld(file.record.kind, agreed=False):
        return False  # of most files nobody's consent is asked
    answer = genes.last_answers([file.case_id]).get(file.case_id)
    agreed = answer is not None and answer.agreed
    return is_withheld(file.record.kind, agreed=agreed)


def earlier_versions_of(record: Record) -> list[File]:
    """Pages a newer one stands in for, the last replaced first."""
    old = File.objects.readable().filter(record=record, removed_at__isnull=False)
    return list(old.select_related("added_by").order_by("-removed_at"))


def page_for(record: Record, file_id: uuid.UUID) -> File:
    """One file of this record; raises Http404 when it is another record's."""
    file = next((f for f in record.files.all() if f.pk == file_id), None)
    if file is None:
        raise Http404
    return file


def own_page_for(user: User, record: Record, file_id: uuid.UUID) -> File:
    """The same, of what this person may see: who only adds files moves only their own."""
    file = page_for(record, file_id)
    if (
        not intake_access.see_answers(record.case.member)
        and file.added_by_id != user.pk
    ):
        raise Http404
    return file


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
