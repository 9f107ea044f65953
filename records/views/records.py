"""The records page, one record, and what may be done with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import drafts
from intake import access as intake_access
from intake.models import Case
from intake.pages_context import case_context
from records import (
    access,
    checklist,
    history,
    linking,
    looks,
    notes,
    page_pictures,
    record_pages,
    services,
    suggestions,
)
from records.forms import RecordForm, UploadForm
from records.imaging import receipt
from records.imaging.receipt import State
from records.models import Record
from records.uploads import FIELD, VaultHandler
from records.views import gone, receiving, unfinished
from records.views.places import is_from_list, place_on_list, told_place

NOT_TYPED = ("one_document", "for_line")  # of the form to add files
DETAILS = ("title", "dated_on", "issued_by", "language")


# Exempt here, protected in `take_in`: the door is asked before a large body is read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def record_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """All records, oldest first, and the form to add more."""
    door = intake_access.upload if request.method == "POST" else intake_access.see
    case = intake_access.case_for(request.user, case_id, can=door)
    if request.method == "POST":
        return receiving.take_in(request, case, _add)
    draft = drafts.take(request)  # before the session ended; files are chosen again
    asked = {name: request.GET.get(name, "") for name in ("kind", "for_line")}
    typed = _typed_before(request, case, draft, asked)
    shown = {
        "was_away": draft is not None and typed is draft,
        "draft_waits": draft is not None and typed is not draft,
        "is_refilled": _says_something(typed or {}),
        "shows_removed": gone.REMOVED in request.GET,
    }
    form = _upload_form(case, typed, asked)
    return _list_page(request, case, form, shown)


def _upload_form(
    case: Case,
    typed: Mapping[str, str] | None = None,
    asked: dict[str, str] | None = None,
) -> UploadForm:
    is_sent, born = case.desk_opened_at is not None, case.patient.date_of_birth
    return UploadForm(typed, initial=asked, is_sent=is_sent, born=born)


def _typed_before(
    request: HttpRequest, case: Case, draft: QueryDict | None, asked: dict[str, str]
) -> Mapping[str, str] | None:
    """What fills the form. Never that of another paper: a link to add one wins over it."""
    if any(asked.values()):
        return None
    return receiving.typed_beside(request, case) or draft


def _says_something(typed: Mapping[str, str]) -> bool:
    names = tuple(UploadForm.base_fields)  # a date comes in parts: dated_on_year
    said = (name for name, value in typed.items() if value and name not in NOT_TYPED)
    return any(name.startswith(names) for name in said)


def _add(request: HttpRequest, case: Case, handler: VaultHandler) -> HttpResponse:
    if request.POST.get("do") == "empty":  # what was kept for the page is gone by now
        return redirect(f"{reverse('records:record_list', args=[case.pk])}#add")
    form = _upload_form(case, request.POST)
    files = request.FILES.getlist(FIELD)
    stopped = receiving.stopped(request, handler)
    form.is_valid()
    if request.POST.get("do") == "check":
        return _checked(request, case, form)
    if not files and not stopped:
        form.add_error(None, _("Choose a file, or take a photo"))
        waits = {"draft_waits": drafts.ASIDE in request.GET}
        return _list_page(request, case, form, waits, status=422)
    results = _keep(request, case, form, files)
    line = form.cleaned_data.get("for_line", "")
    linking.link(case, line, (r.record for r in results if r.record), by=request.user)
    some = any(result.is_kept or result.code == "named" for result in results)
    typed = request.POST if form.errors or not some else None
    receiving.remember(request, case, results + stopped, typed=typed)
    if form.errors and some:
        messages.warning(
            request,
            _(
                "The files are here. Something written beside them was not clear and is "
                "marked below. Put it right on the page of each record."
            ),
        )
    return receiving.show_results(reverse("records:record_list", args=[case.pk]))


def _checked(request: HttpRequest, case: Case, form: UploadForm) -> HttpResponse:
    """For the script that sends the files in pieces: what is not clear, or an empty form.

    Asked before it begins, so that nothing is sent with a date nobody can read.
    """
    is_clear = not form.errors
    shown = _upload_form(case) if is_clear else form
    line = "" if is_clear else form["for_line"].value() or ""
    context = case_context(case, nav="records") | receiving.limits(case)
    context |= {"form": shown, "for_title": linking.title_named(case, line)}
    status = 200 if is_clear else 422
    return render(request, "records/upload_check.html", context, status=status)


def _keep(request: HttpRequest, case: Case, form: UploadForm, files: list) -> list:
    """Files are kept even when a detail beside them is wrong: it can be mended later."""
    given = form.cleaned_data
    return services.add_files(
        case,
        files,
        by=request.user,
        kind=given.get("kind", ""),
        one_document=given.get("one_document", False),
        **{name: given[name] for name in DETAILS if given.get(name)},
    )


def _list_page(
    request: HttpRequest,
    case: Case,
    form: UploadForm,
    shown: dict[str, bool],
    *,
    status: int = 200,
) -> HttpResponse:
    context = case_context(case, nav="records") | receiving.limits(case)
    draw = record_pages.whole if context["can_see_answers"] else record_pages.own
    context |= draw(request, case)
    records = context["records"]
    receipt.write_receipts(records, case.patient)
    if context["can_see_answers"]:
        linking.write_answers(case, records)
    context |= {
        "form": form,
        **shown,
        "for_title": linking.title_named(case, form["for_line"].value() or ""),
        "is_preparing": any(_is_prepared(record) for record in records),
        "is_being_read": any(record.is_being_read for record in records),
    }
    if context["can_upload"]:
        suggestions.write_asked(records, born=case.patient.date_of_birth)
        context |= unfinished.for_page(request, case)
    return render(request, "records/record_list.html", context, status=status)


def _is_prepared(record: Record) -> bool:
    """Pictures of its pages are being made, or its scans read."""
    scans = record.receipt
    return record.is_preparing or (scans is not None and scans.state == State.READING)


def _say_saved(request: HttpRequest, form: RecordForm, is_changed: bool) -> None:
    """A day that cannot be right is kept, and asked about on the page that comes next."""
    record, given, keeps_date = form.record, form.answers(), form.keeps_date
    for name in ("dated_on", "kind"):
        setattr(record, name, given.get(name, getattr(record, name)))
    wrong = notes.of_date(record, record.case.patient.date_of_birth)
    said = [_("Saved.")] if is_changed or not keeps_date else []
    if keeps_date:
        kept = _("The date was kept. To take it away, tick “Take this date away”.")
        said.append(kept)
    if wrong or keeps_date:
        messages.warning(request, " ".join([*said, *wrong]))
    else:
        messages.success(request, " ".join(said))


@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """One record: its files, and what is known about it. The human's date always wins."""
    changing = request.method == "POST"
    door = intake_access.upload if changing else access.read_or_upload
    try:
        record = access.record_for(request.user, case_id, record_id, can=door)
    except Http404:
        return gone.lead_on(request, case_id, record_id, can=door, typed=changing)
    typed = request.POST if changing else drafts.take(request)
    form = RecordForm(typed, record=record, others=_others(record))
    is_changed = _saved(request, form) if changing and form.is_valid() else None
    if is_changed is not None:
        _say_saved(request, form, is_changed)
        if is_from_list(request):
            return redirect(place_on_list(request, record))
        return redirect("records:record_list", case_id)
    was_away = typed is not None and not changing
    status = 422 if changing else 200
    return record_page(request, record, form, was_away=was_away, status=status)


def _others(record: Record) -> list[Record]:
    sees_all = intake_access.see_answers(record.case.member)
    return access.others_of(record) if sees_all else []


def _saved(request: HttpRequest, form: RecordForm) -> bool | None:
    """Whether anything changed; None where it was not saved."""
    given = form.cleaned_data
    page = {"seen": given["revision"], "drawn": given["drawn"]}
    try:
        return services.change_record(
            form.record, form.answers(), by=request.user, **page
        )
    except services.ChangedMeanwhileError as meanwhile:
        form.show_theirs(meanwhile.names, meanwhile.record)
        return None


def record_page(
    request: HttpRequest,
    record: Record,
    form: RecordForm | None,
    *,
    was_away: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Its list of looks tells who came before; then this look is written, too."""
    case = record.case
    context = case_context(case, nav="records") | receiving.limits(case)
    aged = {}
    if context["can_see_answers"]:
        linking.write_answers(case, [record])
        context |= _looks(request, record)
        slots = checklist.state_of(case)
        aged = {slot.kind.code: (slot.held.newest, slot.aged) for slot in slots}
    notes.write_notes([record], born=case.patient.date_of_birth, aged=aged)
    files = list(record.files.all())
    page_pictures.write_pages(files)
    joined = access.joined_of(record)
    scans = receipt.receipt_of(record, case.patient)
    being_made = bool(joined and joined.is_being_made) or _is_drawn(scans)
    context |= {
        "record": record,
        "receipt": scans,
        "form": form,
        "come_from": told_place(request),
        "was_away": was_away,
        "files": files,
        "joined": joined,
        "is_waiting": record.is_waiting,
        "is_preparing": record.is_preparing or being_made,
        "is_being_read": record.is_being_read,
        "is_sent": case.desk_opened_at is not None,
        "earlier": access.earlier_versions_of(record),
        "history": history.lines_of(record),
    }
    if context["can_upload"]:
        suggestions.write_asked([record], born=case.patient.date_of_birth)
        context |= unfinished.for_page(request, case, page=str(record.pk))
    if request.method != "HEAD":
        looks.write(record, by=request.user)
    return render(request, "records/record_edit.html", context, status=status)


def _looks(request: HttpRequest, record: Record) -> dict[str, object]:
    most = looks.MANY if request.GET.get("looks") == "all" else looks.FEW
    found, more = looks.looks_at(record, most=most)
    return {"looks": found, "more_looks": more and most == looks.FEW}


def _is_drawn(scans: receipt.Receipt | None) -> bool:
    """The scans are being read, or their pictures made."""
    return scans is not None and (scans.state == State.READING or scans.awaits_pictures)


@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """Asks once more; after sending, taking away is the coordinator's."""
    door = intake_access.upload
    try:
        record = access.record_for(request.user, case_id, record_id, can=door)
    except Http404:
        return gone.lead_on(request, case_id, record_id, can=door)
    if record.case.desk_opened_at is not None:
        return _stays(request, record)
    if request.method == "POST":
        try:
            services.remove_record(record, by=request.user)
        except services.AlreadySentError:
            return _stays(request, record)
        messages.success(
            request, _("The record is removed. You can take it back below.")
        )
        return redirect("records:record_list", case_id)
    context = case_context(record.case, nav="records") | {"record": record}
    return render(request, "records/record_remove.html", context)


def _stays(request: HttpRequest, record: Record) -> HttpResponse:
    context = case_context(record.case, nav="records") | {"record": record}
    return render(request, "records/record_stays.html", context, status=403)


@require_POST
def record_take_back(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    record = access.removed_record_for(request.user, case_id, record_id)
    services.take_back_record(record, by=request.user)
    messages.success(request, _("The record is back in the folder."))
    return redirect("records:record_list", case_id)


@require_safe
def record_print(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """All records as one list for paper, with what stands between them on the timeline."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    groups = record_pages.on_paper(case)
    context = case_context(case, nav="records") | {"groups": groups}
    return render(request, "records/record_print.html", context)
