"""Doors to what leaves on paper: letters to hospitals, and parcels."""

from __future__ import annotations

import uuid

from django.db.models import F, Q, QuerySet
from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake.access import Deed
from intake.models import Case, CaseMember
from records.models import Letter, LetterPdf, Parcel, ParcelItem, ParcelPdf


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
    """The finished PDF of a letter as it is now; for the family, and for coordinators to read.

    Raises Http404 to everybody else, and while there is none, or only one of an older text.
    """
    cases = _read_by_family_or_desk(user)
    pdf = (
        LetterPdf.objects.filter(letter_id=letter_id, letter__case_id=case_id)
        .filter(letter__removed_at__isnull=True, work=LetterPdf.Work.DONE)
        .filter(letter__case__in=cases, revision=F("letter__revision"))
        .select_related("letter__case")
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
