"""Doors to requests, questions and summaries. The case's own door comes first."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from consultations import later
from consultations.already_sent import AlreadySentError
from consultations.models import (
    ConsultationRequest,
    Packet,
    PacketFile,
    Question,
    Summary,
)
from intake import access as intake_access
from intake import genes
from intake.access import Deed
from intake.models import Case, CaseMember, Consent
from records.kinds import is_withheld
from records.models import File, ImagingCopy, ImagingReading, Parcel, Record


def read_questions(member: CaseMember) -> bool:
    """Read the list of questions: whoever may read answers, or may write questions."""
    return intake_access.see_answers(member) or intake_access.question(member)


def request_for(
    user: User, case_id: uuid.UUID, *, can: Deed = intake_access.see
) -> ConsultationRequest:
    """The newest request of a case the person works in; `request.case.member` is theirs.

    A folder always has one: the first is made as an unsaved draft when there is none.
    """
    case = intake_access.case_for(user, case_id, can=can)
    return newest_request(case)


def newest_request(case: Case) -> ConsultationRequest:
    """The newest request of this case, or a new draft that is not saved yet."""
    newest = case.requests.order_by("-number").first()
    if newest is None:
        newest = ConsultationRequest(case=case)
    newest.case = case
    return newest


def questions_of(request: ConsultationRequest) -> QuerySet[Question]:
    """Questions in the order of asking, without the removed ones."""
    return request.questions.filter(removed_at__isnull=True)


def question_for(
    user: User,
    case_id: uuid.UUID,
    question_id: uuid.UUID,
    *,
    can: Deed,
    removed: bool = False,
) -> Question:
    """One question of the list; `removed`: one that was taken off it too."""
    request = request_for(user, case_id, can=can)
    asked = request.questions.all() if removed else questions_of(request)
    question = asked.filter(pk=question_id).first()
    if question is None:
        raise Http404
    question.request = request
    return question


def desk_requests(user: User) -> QuerySet[ConsultationRequest]:
    """Requests a coordinator may see: those that were sent. Others: none."""
    if not user.is_coordinator:
        return ConsultationRequest.objects.none()
    return ConsultationRequest.objects.sent()


def desk_request(user: User, request_id: uuid.UUID) -> ConsultationRequest:
    """One sent request for the desk; raises Http404 to everybody else."""
    request = (
        desk_requests(user)
        .select_related("case", "case__patient", "owner")
        .filter(pk=request_id)
        .first()
    )
    if request is None:
        raise Http404
    return request


def desk_parcels(user: User) -> QuerySet[Parcel]:
    """Parcels away from home, of cases that were sent; raises Http404 but to coordinators."""
    if not user.is_coordinator:
        raise Http404
    away = Parcel.objects.away().filter(case__desk_opened_at__isnull=False)
    return away.with_contents().order_by("expected_on", "number")


def summary_for(user: User, summary_id: uuid.UUID) -> Summary:
    """A finished summary: for coordinators, and specialists asked about the case.

    Patients and caregivers see their own answers on the check page instead; raises Http404.
    """
    rows = Summary.objects.select_related("request", "request__case")
    summary = rows.filter(pk=summary_id).first()
    if summary is None:
        raise Http404
    _require_team(user, summary)
    return summary


def packet_file_for(user: User, packet_id: uuid.UUID, kind: str) -> PacketFile:
    """The PDF or the zip of a finished packet, for the same people; raises Http404.

    Nobody gets one in which a file lies that is kept from the team by now.
    """
    rows = PacketFile.objects.select_related("packet__request__case")
    rows = rows.filter(packet=packet_id, packet__work=Packet.Work.DONE)
    found = rows.filter(kind=kind).first()
    if found is None:
        raise Http404
    _require_team(user, found.packet)
    if is_kept_back(found.packet):
        raise Http404
    return found


def is_kept_back(packet: Packet) -> bool:
    """A file of it turned out to be harmful, or to hold scans of somebody else."""
    refused = Q(verdict=File.Verdict.REFUSED) | Q(scan=File.Scan.FOUND)
    held = Q(scans__held__gt="")
    return File.objects.filter(refused | held, pk__in=packet.made_of).exists()


def _require_team(user: User, built: Summary | Packet) -> None:
    """Raises Http404 but to coordinators, and specialists asked about the case."""
    case = built.request.case
    if user.is_coordinator and case.desk_opened_at is not None:
        return
    asked = intake_access.readable_cases(user).filter(
        pk=case.pk, members__user=user, members__role="specialist"
    )
    if not built.request.is_sent or not asked.exists():
        raise Http404
    if tells_too_much(built, genes.last_answers([case]).get(case.pk)):
        raise Http404


def tells_too_much(built: Summary | Packet, answer: Consent | None) -> bool:
    """A version begun before the consent to gene tests was taken back tells of them."""
    taken_back = answer is not None and not answer.agreed
    return taken_back and built.begun_at <= answer.at


def require_unsent(request: ConsultationRequest) -> None:
    """Raises AlreadySentError once a request is sent: what was sent is not rewritten."""
    if request.is_sent:
        raise AlreadySentError


def counts_of(request: ConsultationRequest) -> dict[str, int]:
    """How much is in the folder of this request, for the receipt."""
    records = Record.objects.here().holding_files().filter(case=request.case)
    files = File.objects.kept().filter(case=request.case, record__removed_at=None)
    return {
        "record_count": records.count(),
        "file_count": files.count(),
        "question_count": questions_of(request).count(),
    }


def asked_cases(user: User) -> list[Case]:
    """Sent cases a specialist was asked to read; Http404 for everybody else.

    Each carries `newest` (its newest finished summary or None), `corrected_at` (when an
    answer was changed after that version was begun, else None), `packets` (of each kind
    the newest) and its records.
    """
    if not user.is_specialist:
        raise Http404
    asked = Case.objects.filter(
        members__in=CaseMember.objects.current().filter(
            user=user, role=CaseMember.Role.SPECIALIST
        )
    )
    cases = list(asked.open_to_desk().order_by("reference"))
    newest = _newest_summaries(cases)
    changed = later.last_changes(cases)
    genes_of = genes.last_answers(cases)
    agreed = {pk for pk, answer in genes_of.items() if answer.agreed}
    files = _files_of(cases, agreed)
    packets = _newest_packets(cases)
    for case in cases:
        case.newest = newest.get(case.pk)
        if case.newest and tells_too_much(case.newest, genes_of.get(case.pk)):
            case.newest = None
        changed_at = changed.get(case.pk)
        older = case.newest is not None and later.is_older(case.newest, changed_at)
        case.corrected_at = changed_at if older else None
        case.files = files.get(case.pk, [])
        case.packets = [
            packet
            for packet in packets.get(case.pk, [])
            if not tells_too_much(packet, genes_of.get(case.pk))
        ]
    return cases


def _newest_summaries(cases: list[Case]) -> dict[uuid.UUID, Summary]:
    done = Summary.objects.filter(
        request__case__in=cases, work=Summary.Work.DONE
    ).select_related("request")
    ordered = done.order_by("request__number", "version")
    return {summary.request.case_id: summary for summary in ordered}


def _newest_packets(cases: list[Case]) -> dict[uuid.UUID, list[Packet]]:
    """Of each kind the newest finished packet, with its files: two queries."""
    done = Packet.objects.finished().filter(request__case__in=cases)
    newest: dict[tuple[uuid.UUID, bool], Packet] = {}
    for packet in (
        done.select_related("request")
        .with_files()
        .order_by("request__number", "version")
    ):
        newest[packet.request.case_id, packet.nameless] = packet
    found: dict[uuid.UUID, list[Packet]] = {}
    for (case_id, _nameless), packet in newest.items():
        found.setdefault(case_id, []).append(packet)
    return found


def _files_of(cases: list[Case], agreed: set[uuid.UUID]) -> dict[uuid.UUID, list[File]]:
    """What the team may open; gene tests of the cases `agreed` to only.

    Of a disc that holds scans of somebody else, too, only pictures and papers are given.
    """
    kept = File.objects.kept().filter(case__in=cases, record__removed_at=None)
    found: dict[uuid.UUID, list[File]] = {}
    files = kept.select_related("record", "scans")
    for file in files.order_by("record__number", "position"):
        is_open = not is_withheld(file.record.kind, agreed=file.case_id in agreed)
        if is_open and file.record.about.in_packet and not _is_not_for_team(file):
            found.setdefault(file.case_id, []).append(file)
    _with_pictures([file for files_ in found.values() for file in files_])
    return found


def _is_not_for_team(file: File) -> bool:
    """Nothing of it is for the team, yet or at all."""
    reading = getattr(file, "scans", None)
    asked = reading is not None and reading.held == ImagingReading.Held.CHOOSE
    return (
        file.is_being_checked or asked or (reading is not None and reading.is_under_way)
    )


def _with_pictures(files: list[File]) -> None:
    """Of a disc that is given to nobody as it is, the pictures of the patient's scans."""
    held = {}
    for file in files:
        file.pictures, file.is_whole = [], not _is_partly_held(file)
        if not file.is_whole:
            held[file.pk] = file
    copies = ImagingCopy.objects.filter(study__person__reading__in=held)
    for copy in copies.select_related("study__person").order_by("study", "position"):
        held[copy.study.person.reading_id].pictures.append(copy)


def _is_partly_held(file: File) -> bool:
    reading = getattr(file, "scans", None)
    return reading is not None and reading.held == ImagingReading.Held.OTHERS
