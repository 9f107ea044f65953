"""What is on a disc: the receipt, whose it is, and what was made of it to be looked at."""

from __future__ import annotations

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.access import looked_lately
from intake import access as intake_access
from intake.meanwhile import OverwrittenError
from intake.pages_context import case_context
from records import access, notes, readings
from records.forms_scans import WhoseForm
from records.imaging import answers, missing
from records.imaging.receipt import State, receipt_of
from records.models import ImagingPerson
from records.views.apart import show

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def scan_receipt(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """The receipt of a disc, and the question whose it is."""
    changing = request.method == "POST"
    door = intake_access.upload if changing else access.read_or_upload
    record = access.record_for(request.user, case_id, record_id, can=door)
    receipt = receipt_of(record, record.case.patient)
    if receipt is None:
        raise Http404
    form = WhoseForm(request.POST if changing else None, receipt=receipt)
    if changing and not form.asks:
        return redirect("records:scan_receipt", case_id, record_id)
    overwritten = False
    if changing and form.is_valid():
        try:
            return _keep(request, form)
        except OverwrittenError:
            overwritten = True
            form = WhoseForm(receipt=receipt_of(record, record.case.patient))
    return _page(
        request, form, overwritten=overwritten, status=_status(changing, overwritten)
    )


def _status(changing: bool, overwritten: bool) -> int:
    return 409 if overwritten else 422 if changing else 200


def _keep(request: HttpRequest, form: WhoseForm) -> HttpResponse:
    record, said = form.receipt.record, form.said()
    answers.answer(record, said, by=request.user, seen=form.cleaned_data["seen"])
    for file in record.files.all():
        readings.ask(
            file.pk
        )  # the day on the labels is offered once they are the patient's
    if ImagingPerson.Answer.NO in said.values():
        messages.success(request, _("We took the scans of somebody else out."))
    else:
        messages.success(request, _("Saved."))
    if all(word == ImagingPerson.Answer.NO for word in said.values()):
        return redirect("records:record_edit", record.case_id, record.pk)
    return redirect("records:scan_receipt", record.case_id, record.pk)


def _page(
    request: HttpRequest, form: WhoseForm, *, overwritten: bool, status: int
) -> HttpResponse:
    receipt = form.receipt
    record, case = receipt.record, receipt.record.case
    notes.write_notes([record], born=case.patient.date_of_birth)
    sees_all = intake_access.see_answers(case.member)
    is_sure = sees_all and receipt.state != State.CHOOSE
    others = list(access.records_of(case)) if is_sure else []
    context = case_context(case, nav="records") | {
        "record": record,
        "receipt": receipt,
        "form": form,
        "overwritten": overwritten,
        "lacks": missing.lines_for(receipt, others) if is_sure else [],
        "linked": missing.linked_reports(receipt, others),
        "is_waiting": receipt.state == State.READING or receipt.awaits_pictures,
    }
    return render(request, "records/scan_receipt.html", context, status=status)


@require_safe
def scan_copy(
    request: HttpRequest, case_id: uuid.UUID, copy_id: uuid.UUID
) -> HttpResponse:
    """A picture of a scan, or a paper that was packed in one."""
    copy = access.scan_copy_for(request.user, case_id, copy_id)
    if request.method == "GET" and not looked_lately(
        request.user, case_id, copy.file.pk
    ):
        audit.note(
            by=request.user,
            verb="viewed",
            obj=copy.file,
            record=copy.file.record.number,
        )
    return show(request, copy)
