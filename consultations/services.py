"""Verbs of a request: send it, take it back, ask for its summary."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from consultations import access, mail, readiness, triage
from consultations.models import ConsultationRequest, Packet, Status, Summary
from intake import services as intake
from intake.models import Case

BUSY = {Summary.Work.QUEUED, Summary.Work.WORKING}


class NotReadyError(Exception):
    """Something that sending needs is still missing; `gaps` says what."""

    def __init__(self, gaps: list[readiness.Gap]) -> None:
        super().__init__(f"{len(gaps)} missing")
        self.gaps = gaps


class EndedError(Exception):
    """The request was taken back or has ended: nothing new is built of it."""


def send_folder(case: Case, *, by: User) -> ConsultationRequest:
    """Sends the folder to the coordinators; returns the sent request.

    Everything is checked again inside one transaction in which nobody else changes the
    request. A folder that was sent already stays as it is: twice equals once. Raises
    NotReadyError and changes nothing when something is missing.
    """
    with transaction.atomic():
        request = _locked(case)
        if request.is_sent:
            return request
        gaps = readiness.gaps_of(case, request)
        if gaps:
            raise NotReadyError(gaps)
        request.move_to(Status.SUBMITTED, by=by, declared=True)
        intake.open_to_desk(case)
        intake.touch(case)
        audit.note(by=by, verb="sent", obj=request, case_id=case.pk)
        mail.send_receipt(request, by=by)
        request_summary(request, by=by)
        triage.refresh(request)
    return request


def withdraw(case: Case, *, reason: str, by: User) -> bool:
    """Takes the request back; False when there was nothing to take back.

    The reason is for the desk and may be empty.
    """
    with transaction.atomic():
        request = _locked(case)
        if not request.may_move_to(Status.WITHDRAWN):
            return False
        request.move_to(Status.WITHDRAWN, by=by, note=reason)
        audit.note(by=by, verb="withdrew", obj=request, case_id=case.pk)
        triage.refresh(request)
    return True


def pause_without_consent(case: Case, code: str, *, by: User) -> None:
    """Stops work on an open request whose needed consent was taken back."""
    with transaction.atomic():
        request = _locked(case)
        if request.is_open and request.may_move_to(Status.PAUSED):
            note = f"Consent {code} was taken back."
            request.move_to(Status.PAUSED, by=by, note=note)
            triage.refresh(request)


def summary_without_genes(case: Case) -> None:
    """A new version in place of those that tell of gene tests, once one was begun."""
    with transaction.atomic():
        request = _locked(case)
        if request.is_open and request.summaries.exists():
            request_summary(request, by=None)


def request_summary(
    request: ConsultationRequest, *, by: User | None, pseudonymous: bool = False
) -> tuple[Summary, bool]:
    """Queues the next version of the case summary and rings the bell; the row is the work.

    Returns the version and whether it is new: one of the same kind, with the name or with
    initials, that waits or is being built is enough.
    Raises EndedError when the request was taken back or has ended.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        _refuse_if_ended(request)
        waiting = request.summaries.filter(work__in=BUSY)
        busy = waiting.filter(pseudonymous=pseudonymous).first()
        if busy is not None:
            return busy, False
        newest = request.summaries.aggregate(newest=Max("version"))["newest"] or 0
        summary = Summary.objects.create(
            request=request,
            version=newest + 1,
            asked_by=by,
            pseudonymous=pseudonymous,
        )
        summary.ring()
    return summary, True


def try_summary_again(request: ConsultationRequest, version: int) -> Summary | None:
    """Queues the newest version once more when it was not built; None otherwise.

    An older one would tell newer answers than the versions after it.
    Raises EndedError as `request_summary` does.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        _refuse_if_ended(request)
        newest = request.summaries.order_by("-version").first()
        wanted = newest is not None and newest.version == version
        return newest if wanted and newest.try_again() else None


def request_packet(
    request: ConsultationRequest, *, by: User | None, nameless: bool, per_sheet: int
) -> tuple[Packet, bool]:
    """Queues the next version of the packet and rings the bell; the row is the work.

    Returns the version and whether it is new: one of the same kind that waits or is being
    built is enough. Raises EndedError when the request was taken back or has ended.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        _refuse_if_ended(request)
        waiting = request.packets.filter(work__in=BUSY, nameless=nameless)
        busy = waiting.filter(per_sheet=per_sheet).first()
        if busy is not None:
            return busy, False
        newest = request.packets.aggregate(newest=Max("version"))["newest"] or 0
        packet = Packet.objects.create(
            request=request,
            version=newest + 1,
            asked_by=by,
            nameless=nameless,
            per_sheet=per_sheet,
        )
        packet.ring()
    return packet, True


def try_packet_again(request: ConsultationRequest, version: int) -> Packet | None:
    """Queues the newest version once more when it was not built; None otherwise.

    Raises EndedError as `request_packet` does.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        _refuse_if_ended(request)
        newest = request.packets.order_by("-version").first()
        wanted = newest is not None and newest.version == version
        return newest if wanted and newest.try_again() else None


def _refuse_if_ended(request: ConsultationRequest) -> None:
    """Reads the status anew: the family may have taken the request back meanwhile."""
    if ConsultationRequest.objects.ended().filter(pk=request.pk).exists():
        raise EndedError


def _locked(case: Case) -> ConsultationRequest:
    """The newest request as it is now, held against everybody else; unsaved when none.

    The folder is held first: answers and consents being saved now are in, or wait.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    held = case.requests.select_for_update().order_by("-number").first()
    if held is None:
        return access.newest_request(case)
    held.case = case
    return held
