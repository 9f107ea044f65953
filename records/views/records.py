"""The records page, one record, and what may be done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from intake import access as intake_access
from intake.models import Case
from intake.pages_context import case_context
from records import access, checklist, refusals, services, timeline, uploads
from records.forms import RecordForm, UploadForm

RESULTS = "records_results"
MB = 1024 * 1024


# Exempt outside, protected inside: the door is asked before a large body is read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def record_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """All records, oldest first, and the form to add more."""
    adding = request.method == "POST"
    door = intake_access.upload if adding else intake_access.see
    case = intake_access.case_for(request.user, case_id, can=door)
    if not adding:
        return _list_page(
            request, case, UploadForm(initial={"kind": request.GET.get("kind", "")})
        )
    if uploads.announced_too_much(request):
        return _too_much(request, case)
    handler = uploads.MeasuringHandler(request)
    request.upload_handlers = [handler]
    return _add(request, case, handler)


@csrf_protect
def _add(
    request: HttpRequest, case: Case, handler: uploads.MeasuringHandler
) -> HttpResponse:
    form = UploadForm(request.POST)
    files = request.FILES.getlist("files")
    form.is_valid()
    if not files and not handler.too_big:
        form.add_error(None, _("Choose a file, or take a photo"))
    if form.non_field_errors() or (form.errors and not files):
        return _list_page(request, case, form, status=422)
    results = _keep(request, case, form, files)
    results += [services.Result(name, "too_big") for name in handler.too_big]
    request.session[RESULTS] = [str(case.pk), [(r.name, r.code) for r in results]]
    return redirect("records:record_list", case.pk)


def _keep(request: HttpRequest, case: Case, form: UploadForm, files: list) -> list:
    """Files are kept even when a detail beside them is wrong: it can be mended later."""
    details = {
        name: value
        for name, value in form.cleaned_data.items()
        if name in {"title", "dated_on", "issued_by", "language"} and value
    }
    return services.add_files(
        case,
        files,
        by=request.user,
        kind=form.cleaned_data.get("kind") or "other",
        one_document=form.cleaned_data.get("one_document", False),
        **details,
    )


def _list_page(
    request: HttpRequest, case: Case, form: UploadForm, *, status: int = 200
) -> HttpResponse:
    context = case_context(case, nav="records") | {"form": form} | limits(case)
    context["results"] = _results(request, case)
    if intake_access.see_answers(case.member):
        records = list(access.records_of(case))
        slots = checklist.slots_from(
            checklist.facts_of(case), records, access.answers_of(case).values()
        )
        open_slots = checklist.still_needed(slots)
        context |= {
            "records": records,
            "groups": timeline.groups_of(case, records, open_slots),
            "missing": open_slots,
            "removed": access.removed_of(case),
            "here": [slot for slot in slots if slot.is_here],
        }
    else:
        own = access.records_of(case).filter(added_by=request.user)
        context |= {"records": list(own), "groups": timeline.groups_of(case, own, [])}
    return render(request, "records/record_list.html", context, status=status)


def limits(case: Case) -> dict[str, Any]:
    """What may be sent, and the room that is left: said before choosing."""
    used = access.space_used(case)
    return {
        "most_mb": settings.MAX_FILE_MB,
        "most_files": settings.MAX_FILES_AT_ONCE,
        "used_mb": -(-used // MB),
        "room_mb": settings.MAX_CASE_MB,
    }


def _results(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """What became of the files sent a moment ago; shown once."""
    case_id, results = request.session.get(RESULTS, ["", []])
    if case_id != str(case.pk):
        return []
    del request.session[RESULTS]
    return [
        {
            "name": name,
            "is_kept": not code,
            "text": refusals.sentence(code, **_values(code)),
        }
        for name, code in results
    ]


def _values(code: str) -> dict[str, Any]:
    return {"most": settings.MAX_FILE_MB} if code == "too_big" else {}


def _too_much(request: HttpRequest, case: Case) -> HttpResponse:
    context = case_context(case, nav="records") | limits(case)
    response = render(request, "records/too_much.html", context, status=413)
    response["Connection"] = "close"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """One record: its files, and what is known about it. The human's date always wins."""
    changing = request.method == "POST"
    door = intake_access.upload if changing else intake_access.see_answers
    record = access.record_for(request.user, case_id, record_id, can=door)
    initial = {name: getattr(record, name) for name in RecordForm.base_fields}
    form = RecordForm(request.POST if changing else None, initial=initial)
    if changing and form.is_valid():
        services.change_record(record, _kept(form, initial), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("records:record_list", case_id)
    context = case_context(record.case, nav="records") | {
        "record": record,
        "form": form,
        "files": [_file_row(file) for file in record.files.all()],
        "history": _date_note(record),
    }
    status = 422 if form.is_bound else 200
    return render(request, "records/record_edit.html", context, status=status)


def _kept(form: RecordForm, initial: dict[str, Any]) -> dict[str, Any]:
    """A blank re-save never deletes: empty answers leave what was there."""
    return {
        name: value or initial[name]
        for name, value in form.cleaned_data.items()
        if name in form.data or f"{name}_year" in form.data
    }


def _date_note(record: Any) -> str:
    return str(record.about.date_asked)


def _file_row(file: Any) -> dict[str, Any]:
    return {
        "file": file,
        "text": refusals.sentence(file.verdict_code),
        "is_waiting": file.verdict == file.Verdict.WAITING,
        "can_be_shown": file.type in {"application/pdf", "image/jpeg", "image/png"},
    }


@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """Asks once more; after sending, taking away is the coordinator's."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    context = case_context(record.case, nav="records") | {"record": record}
    if record.case.desk_opened_at is not None:
        return render(request, "records/record_stays.html", context, status=403)
    if request.method == "POST":
        services.remove_record(record, by=request.user)
        messages.success(
            request, _("The record is removed. You can take it back below.")
        )
        return redirect("records:record_list", case_id)
    return render(request, "records/record_remove.html", context)


@require_POST
def record_take_back(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    record = access.removed_record_for(request.user, case_id, record_id)
    services.take_back_record(record, by=request.user)
    messages.success(request, _("The record is back in the folder."))
    return redirect("records:record_list", case_id)


@require_POST
def page_move(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Moves one page of a record up or down."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.file_for(request.user, case_id, file_id)
    services.move_page(
        record, file, up=request.POST.get("way") == "up", by=request.user
    )
    return redirect("records:record_edit", case_id, record_id)
