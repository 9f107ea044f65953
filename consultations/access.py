"""Doors to requests, questions and summaries. The case's own door comes first."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from consultations import later
from consultations.already_sent import AlreadySentError
from consultations.models import ConsultationRequest, Question, Summary
from intake import access as intake_access
from intake import genes
from intake.access import Deed
from intake.models import Case, CaseMember, Consent
from records.kinds import GENETIC
from records.models import File, Parcel, Record


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
    summary = (
        Summary.objects.filter(pk=summary_id)
        .select_related("request", "request__case")
        .first()
    )
    if summary is None:
        raise Http404
    case = summary.request.case
    if user.is_coordinator and case.desk_opened_at is not None:
        return summary
    asked = intake_access.readable_cases(user).filter(
        pk=case.pk, members__user=user, members__role="specialist"
    )
    if not summary.request.is_sent or not asked.exists():
        raise Http404
    if _told_too_much(summary, genes.last_answers([case]).get(case.pk)):
        raise Http404
    return summary


def _told_too_much(summary: Summary, answer: Consent | None) -> bool:
    """A version begun before the consent to gene tests was taken back tells of them."""
    taken_back = answer is not None and not answer.agreed
    return taken_back and summary.begun_at <= answer.at


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
    answer was changed after that version was begun, else None) and its records.
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
    for case in cases:
        case.newest = newest.get(case.pk)
        if case.newest and _told_too_much(case.newest, genes_of.get(case.pk)):
            case.newest = None
        changed_at = changed.get(case.pk)
        older = case.newest is not None and later.is_older(case.newest, changed_at)
        case.corrected_at = changed_at if older else None
        case.files = files.get(case.pk, [])
    return cases


def _newest_summaries(cases: list[Case]) -> dict[uuid.UUID, Summary]:
    done = Summary.objects.filter(
        request__case__in=cases, work=Summary.Work.DONE
    ).select_related("request")
    ordered = done.order_by("request__number", "version")
    return {summary.request.case_id: summary for summary in ordered}


def _files_of(cases: list[Case], agreed: set[uuid.UUID]) -> dict[uuid.UUID, list[File]]:
    """What the team may open; gene tests of the cases `agreed` to only."""
    kept = File.objects.kept().filter(case__in=cases, record__removed_at=None)
    found: dict[uuid.UUID, list[File]] = {}
    for file in kept.select_related("record").order_by("record__number", "position"):
        is_open = file.record.kind not in GENETIC or file.case_id in agreed
        if file.record.about.in_packet and is_open:
            found.setdefault(file.case_id, []).append(file)
    return found
