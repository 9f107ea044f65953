"""Doors to records and files. The case's own door comes first."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake import genes
from intake.access import Deed
from intake.models import Case, CaseMember
from records.kinds import GENETIC
from records.models import (
    Derivative,
    File,
    JoinedPdf,
    Letter,
    LetterPdf,
    PagePreview,
    Parcel,
    ParcelItem,
    ParcelPdf,
    Record,
    Upload,
)


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
    get it; nor do they get an earlier version of a page, or a gene test without the consent
    to it.
    """
    file = (
        File.objects.readable()
        .filter(pk=file_id, case_id=case_id, record__removed_at=None)
        .select_related("record")
        .first()
    )
    if file is None or not _may_have(user, [file]):
        raise Http404
    return file


def _may_have(user: User, files: list[File]) -> bool:
    """Whether all of these files of one record are for this person's eyes; see `file_for`."""
    case_id = files[0].case_id
    works_here = intake_access.cases_for(user).filter(pk=case_id).exists()
    if works_here and all(file.added_by_id == user.pk for file in files):
        return True
    if not intake_access.readable_cases(user).filter(pk=case_id).exists():
        return False
    if works_here or user.is_coordinator:
        return True
    if any(file.is_being_checked or file.removed_at is not None for file in files):
        return False
    return not _is_withheld(files[0])


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


def joined_of(record: Record) -> JoinedPdf | None:
    """The PDF of all pages of a record this person sees, made or being made."""
    row = JoinedPdf.objects.filter(pk=record.pk).first()
    if row is None or not (row.is_being_made or row.is_current):
        return None
    return row


def _is_withheld(file: File) -> bool:
    """A gene test that nobody agreed to send: the team does not get it."""
    if file.record.kind not in GENETIC:
        return False
    answer = genes.last_answers([file.case_id]).get(file.case_id)
    return answer is None or not answer.agreed


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


def ended_of(user: User, case: Case, since: datetime) -> QuerySet[Upload]:
    """What this person sent and what became of it since then, in the order it was begun."""
    ended = Upload.objects.filter(case=case, by=user, ended_at__gte=since)
    return ended.exclude(result__in=["left_out", "given_up"]).order_by("begun_at")


def write_letters(member: CaseMember) -> bool:
    """Write letters to hospitals: whoever adds records and sees what is missing."""
    return intake_access.upload(member) and intake_access.see_answers(member)


def letters_of(case: Case) -> list[Letter]:
    """The letters of a case with their PDFs, the newest first: two queries."""
    letters = Letter.objects.here().filter(case=case).select_related("made_by")
    return list(letters.with_pdfs())


def letter_for(
    user: User, case_id: uuid.UUID, letter_id: uuid.UUID, *, can: Deed
) -> Letter:
    """One letter of a case the person works in; raises Http404 when it is not there."""
    case = intake_access.case_for(user, case_id, can=can)
    letters = Letter.objects.here().filter(pk=letter_id, case=case)
    letter = letters.select_related("made_by").with_pdfs().first()
    if letter is None:
        raise Http404
    letter.case = case
    return letter


def letter_pdf_for(user: User, case_id: uuid.UUID, letter_id: uuid.UUID) -> LetterPdf:
    """The newest finished PDF of a letter; for the family, and for coordinators to read.

    Raises Http404 to everybody else, and while there is none.
    """
    cases = _read_by_family_or_desk(user)
    pdf = (
        LetterPdf.objects.filter(letter_id=letter_id, letter__case_id=case_id)
        .filter(letter__removed_at__isnull=True, work=LetterPdf.Work.DONE)
        .filter(letter__case__in=cases)
        .select_related("letter__case")
        .order_by("-revision")
        .first()
    )
    if pdf is None:
        raise Http404
    return pdf


def _read_by_family_or_desk(user: User) -> QuerySet[Case]:
    """Folders this person sees as one of the family, and those sent, for coordinators."""
    family = (
        CaseMember.objects.current()
        .filter(user=user)
        .exclude(role=CaseMember.Role.SPECIALIST)
    )
    may_see = Q(role=CaseMember.Role.PATIENT) | Q(may_see=True)
    allowed = Q(members__in=family.filter(may_see))
    if user.is_coordinator:
        allowed |= Q(desk_opened_at__isnull=False)
    return Case.objects.filter(allowed)


def post_parcels(member: CaseMember) -> bool:
    """Pack and post parcels: whoever adds records and sees the folder."""
    return write_letters(member)


def parcels_of(case: Case) -> list[Parcel]:
    """The parcels of a case, the newest first: four queries."""
    parcels = list(Parcel.objects.filter(case=case).with_contents())
    for parcel in parcels:
        parcel.case = case
    return parcels


def parcel_for(
    user: User, case_id: uuid.UUID, parcel_id: uuid.UUID, *, can: Deed
) -> Parcel:
    """One parcel of a case the person works in; raises Http404 when it is not there."""
    case = intake_access.case_for(user, case_id, can=can)
    parcel = Parcel.objects.filter(pk=parcel_id, case=case).with_contents().first()
    if parcel is None:
        raise Http404
    parcel.case = case
    return parcel


def item_of(parcel: Parcel, item_id: int) -> ParcelItem:
    """One thing in this parcel; raises Http404 when it is in another."""
    item = next((i for i in parcel.items.all() if i.pk == item_id), None)
    if item is None:
        raise Http404
    return item


def parcel_pdf_for(user: User, case_id: uuid.UUID, parcel_id: uuid.UUID) -> ParcelPdf:
    """The newest finished papers of a parcel, for the family and for coordinators."""
    pdf = (
        ParcelPdf.objects.filter(parcel_id=parcel_id, parcel__case_id=case_id)
        .filter(
            work=ParcelPdf.Work.DONE, parcel__case__in=_read_by_family_or_desk(user)
        )
        .select_related("parcel__case")
        .order_by("-revision")
        .first()
    )
    if pdf is None:
        raise Http404
    return pdf
