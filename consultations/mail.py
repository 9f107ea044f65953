"""Mail about a request: its reference, never a name or a word about health."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts import outbox
from accounts.models import OutgoingMail, User
from consultations import progress, times
from consultations.models import ConsultationRequest
from intake.access import members_of
from intake.choices import ContactWay
from intake.models import CaseMember


def send_receipt(request: ConsultationRequest, *, by: User) -> None:
    """Queues one e-mail each to the sender and the patient: the folder has arrived.

    A patient who wants news only in the folder gets none.
    """
    members = list(members_of(request.case))
    patient = _patient_of(members)
    for person in _readers(request, patient, by):
        _queue("receipt", request, person, patient=patient and patient.pk)


def send_news(request: ConsultationRequest) -> None:
    """Queues one e-mail to everybody who works in the folder: something is to be read.

    A patient who wants news only in the folder gets none.
    """
    family = [m for m in members_of(request.case) if m.is_patient or m.is_caregiver]
    ways = request.case.patient.contact_ways
    patient = _patient_of(family)
    silent = ways and ContactWay.EMAIL not in ways
    for member in family:
        if not (member.is_patient and silent):
            _queue("news", request, member.user, patient=patient and patient.pk)


def _patient_of(members: list[CaseMember]) -> User | None:
    return next((m.user for m in members if m.is_patient), None)


def _readers(
    request: ConsultationRequest, patient: User | None, by: User
) -> list[User]:
    ways = request.case.patient.contact_ways
    readers = {by.pk: by}
    if patient is not None:
        readers[patient.pk] = patient
        if ways and ContactWay.EMAIL not in ways:
            del readers[patient.pk]
    return list(readers.values())


def _queue(
    name: str, request: ConsultationRequest, person: User, *, patient: int | None
) -> None:
    """In the person's own language and time zone; `patient` is the patient's account."""
    offered = {code for code, _name in settings.LANGUAGES}
    language = person.language if person.language in offered else "en"
    zone = times.reader_zone(
        person, request.case.patient, is_patient=person.pk == patient
    )
    with translation.override(language), timezone.override(zone):
        page = reverse("consultations:request_status", args=[request.case_id])
        first = times.first_answer_by(request.waiting_since)
        context = {
            "reference": request.reference,
            "first_answer": progress.in_words(first),
            "status_url": settings.SITE_URL.rstrip("/") + page,
            "service": settings.SERVICE,
        }
        subject = render_to_string(f"mail/{name}.subject.txt", context).strip()
        body = render_to_string(f"mail/{name}.body.txt", context).strip() + "\n"
    message = EmailMessage(subject, body, None, [person.email])
    outbox.marked(message, OutgoingMail.Kind.REQUEST).send()
