"""A sent request on the desk, and one short way to do a deed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from consultations.models import ConsultationRequest, Summary
from consultations.services import send_folder
from consultations.tests.make import fill_folder
from intake.forms.health import MedicineForm
from intake.models import Case, CaseMember, Medicine, Patient
from intake.saving import save_answers
from records import vault

ADMIN = "admin:consultations_consultationrequest"
QUEUE = reverse(f"{ADMIN}_changelist")


def sent(case: Case, by: User, **changes: Any) -> ConsultationRequest:
    """A complete folder, sent; `changes` are written on the draft before it goes."""
    draft = fill_folder(case, by)
    ConsultationRequest.objects.filter(pk=draft.pk).update(**changes)
    send_folder(case, by=by)
    return ConsultationRequest.objects.select_related("case").get(pk=draft.pk)


def ready(request: ConsultationRequest) -> Summary:
    """The newest version of its case summary as a finished file."""
    content = b"%PDF-1.7 made for a test"
    summary = request.summaries.first()
    Summary.objects.filter(pk=summary.pk).update(
        work=Summary.Work.DONE,
        **vault.keep(request.case_id, content).columns(),
        pages=3,
        sha256="ab" * 32,
        ended_at=timezone.now(),
    )
    summary.refresh_from_db()
    return summary


def correct(asked: ConsultationRequest, by: User) -> Medicine:
    """Writes a medicine down after the request was sent."""
    form = MedicineForm({"name": "Amlodipine"}, instance=Medicine(case=asked.case))
    save_answers(form, case=asked.case, by=by)
    return form.instance


def another(name: str, number: int) -> ConsultationRequest:
    """Somebody else's sent request."""
    user = User.objects.create_user(f"p{number}@example.org", name=name)
    case = Case.objects.create(created_by=user)
    CaseMember.objects.create(case=case, user=user, role=CaseMember.Role.PATIENT)
    Patient.objects.create(case=case, full_name=name, email=user.email)
    return sent(case, user)


def listed(response: Any) -> list[str]:
    """References in the order of the queue."""
    return [row.case.reference for row in response.context["cl"].result_list]


def page_url(request: ConsultationRequest) -> str:
    return reverse(f"{ADMIN}_change", args=[request.pk])


def do(client: Client, request: ConsultationRequest, deed: str, **fields: Any) -> Any:
    """Presses the button of one deed, on a page that shows how things stand now."""
    now = ConsultationRequest.objects.values("status", "owner").get(pk=request.pk)
    if deed == "move":
        fields.setdefault("seen", now["status"])
    if deed == "hand_over":
        fields.setdefault("seen", now["owner"] or "")
    address = reverse(f"{ADMIN}_deed", args=[request.pk])
    return client.post(address, {"deed": deed, **fields})


def told(response: Any) -> list[str]:
    """The sentences the page says back."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def form_on(page: Any, deed: str, **typed: Any) -> dict[str, str]:
    """What the last form of this deed on a page sends: its hidden fields, and what is typed."""
    form = page.text.rsplit(f'name="deed" value="{deed}"', 1)
    before, after = form[0].rpartition("<form")[2], form[1].partition("</form")[0]
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)"'
    sent_with = {
        name: unescape(value) for name, value in re.findall(hidden, before + after)
    }
    return {**sent_with, "deed": deed, **typed}


def trail(verb: str) -> int:
    """How many entries of this kind the audit trail has."""
    return AuditEntry.objects.filter(verb=verb).count()
