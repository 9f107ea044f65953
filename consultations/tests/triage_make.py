"""A request with nothing that presses, and what the rules say of one."""

from __future__ import annotations

from accounts.models import User
from consultations import triage
from consultations.models import ConsultationRequest
from consultations.summary.source import load_request
from consultations.tests.desk_make import sent
from consultations.tests.make import add_record
from intake.models import Case

MORE = ("clinic_letters", "lab_results", "imaging_files", "medication_list")


def whole_request(case: Case, by: User) -> ConsultationRequest:
    """A sent request without a date and with every core record."""
    request = sent(case, by)
    for kind in MORE:
        add_record(case, kind, by)
    triage.refresh(request)
    return request


def codes(request: ConsultationRequest) -> list[str]:
    fresh = ConsultationRequest.objects.select_related("case").get(pk=request.pk)
    return [rule.code for rule in triage.reasons(load_request(fresh))]
