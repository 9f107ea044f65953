"""Letters to hospitals: the list, writing one, and what becomes of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import audit, drafts
from intake import access as intake_access
from intake.meanwhile import OverwrittenError, show_again
from intake.models import Case
from intake.pages_context import case_context
from records import access, checklist, vault
from records.letters import known, plain, services, start
from records.letters.forms import LetterForm, SentForm
from records.models import Letter
from records.views.files import Given, protect

PAGE = ["GET", "HEAD", "POST"]


@require_safe
def letter_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """What could be asked for, by department, and the letters that were written."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    context = _context(case) | {
        "wanted": start.by_department(checklist.state_of(case)),
        "letters": access.letters_of(case),
    }
    return render(request, "records/letter_list.html", context)


@require_http_methods(PAGE)
def letter_new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    case = intake_access.case_for(request.user, case_id, can=access.write_letters)
    facts = known.facts_of(case)
    told = start.first_answers(
        case, checklist.state_of(case), facts, by=request.user, asked=request.GET.dict()
    )
    form, typed = _form(request, case, facts, told)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        letter = services.write(case, form.answers(), by=request.user, key=key)
        return redirect("records:letter_detail", case.pk, letter.pk)
    return _form_page(request, case, form, typed)


@require_http_methods(PAGE)
def letter_edit(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    letter = access.letter_for(
        request.user, case_id, letter_id, can=access.write_letters
    )
    if letter.is_sent:
        return _stays(request, letter)
    case = letter.case
    told = {name: getattr(letter, name) for name in LetterForm.FIELDS}
    told |= {"seen": str(letter.revision)}
    form, typed = _form(request, case, known.facts_of(case), told)
    clash = ""
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            services.change(letter, form.answers(), by=request.user, seen=seen)
        except services.AlreadySentError:
            return _stays(request, letter)
        except OverwrittenError as error:
            show_again(form, str(error.now.revision))
            clash = _(
                "Somebody changed this letter meanwhile. Save again to use yours."
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("records:letter_detail", case.pk, letter.pk)
    return _form_page(request, case, form, typed, letter=letter, clash=clash)


@require_safe
def letter_detail(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    """The letter to read, to copy and to print, and what to do with it next."""
    letter = access.letter_for(
        request.user, case_id, letter_id, can=intake_access.see_answers
    )
    return _detail_page(request, letter, None)


@require_POST
def letter_print(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    letter = access.letter_for(
        request.user, case_id, letter_id, can=access.write_letters
    )
    services.ask_for_pdf(letter, by=request.user)
    return redirect(f"{_url(letter)}#pdf")


@require_POST
def letter_sent(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    """The person says that the letter went out: its records now stand as asked for."""
    letter = access.letter_for(
        request.user, case_id, letter_id, can=access.write_letters
    )
    form = SentForm(request.POST, written_on=timezone.localdate(letter.made_at))
    if not form.is_valid():
        return _detail_page(request, letter, form, status=422)
    day, seen = form.cleaned_data["sent_on"], form.cleaned_data["seen"]
    try:
        services.mark_sent(letter, day, by=request.user, seen=seen)
    except OverwrittenError:
        messages.warning(
            request,
            _("Somebody changed what is missing meanwhile. Look again, then confirm."),
        )
    else:
        messages.success(request, _("The checklist now says that you asked for them."))
    return redirect(_url(letter))


@require_http_methods(PAGE)
def letter_remove(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    letter = access.letter_for(
        request.user, case_id, letter_id, can=access.write_letters
    )
    if letter.is_sent:
        return _stays(request, letter)
    if request.method == "POST":
        services.remove(letter, by=request.user)
        messages.success(request, _("The letter is gone."))
        return redirect("records:letter_list", letter.case.pk)
    context = case_context(letter.case, nav="records") | {
        "title": _("Remove this letter?"),
        "text": _("It was not sent. The records stay as they are."),
        "action": _("Remove the letter"),
        "cancel_href": _url(letter),
    }
    return render(request, "components/confirm.html", context)


@require_safe
def letter_download(
    request: HttpRequest, case_id: uuid.UUID, letter_id: uuid.UUID
) -> HttpResponse:
    """The PDF of a letter as it is now, through the door and into the audit trail."""
    pdf = access.letter_pdf_for(request.user, case_id, letter_id)
    if services.sheets_now(pdf.letter) != pdf.sheets:
        raise Http404  # it tells what the folder no longer says
    audit.note(by=request.user, verb="opened", obj=pdf.letter, case_id=case_id)
    name = f"{pdf.letter.case.reference}-letter-{pdf.letter.number}.pdf"
    response = Given(vault.open_(pdf), content_type="application/pdf")
    response["Content-Length"] = pdf.size_bytes
    return protect(response, name, inline=True)


def _context(case: Case) -> dict[str, Any]:
    may = access.write_letters(case.member)
    return case_context(case, nav="records") | {"can_write": may}


def _url(letter: Letter) -> str:
    return reverse("records:letter_detail", args=[letter.case.pk, letter.pk])


def _stays(request: HttpRequest, letter: Letter) -> HttpResponse:
    messages.warning(request, _("This letter was sent, so it stays as it is."))
    return redirect(_url(letter))


def _form(
    request: HttpRequest, case: Case, facts: list[known.Fact], told: dict[str, Any]
) -> tuple[LetterForm, Any]:
    """The form, and what was typed on it: now, or before the session ended."""
    saving = request.method == "POST"
    typed = request.POST if saving else drafts.take(request)
    hospitals = start.hospitals_of(case)
    return LetterForm(typed, initial=told, facts=facts, hospitals=hospitals), typed


def _form_page(
    request: HttpRequest,
    case: Case,
    form: LetterForm,
    typed: Any,
    *,
    letter: Letter | None = None,
    clash: str = "",
) -> HttpResponse:
    saving = request.method == "POST"
    back = _url(letter) if letter else reverse("records:letter_list", args=[case.pk])
    context = _context(case) | {
        "form": form,
        "letter": letter,
        "clash": clash,
        "was_away": typed is not None and not saving,
        "back": back,
    }
    status = 409 if clash else 422 if saving else 200
    return render(request, "records/letter_edit.html", context, status=status)


def _detail_page(
    request: HttpRequest, letter: Letter, form: SentForm | None, *, status: int = 200
) -> HttpResponse:
    slots, sheets = checklist.state_of(letter.case), services.sheets_now(letter)
    seen = services.mark_of_answers(letter, slots)
    today = timezone.localdate()
    written_on = timezone.localdate(letter.made_at)
    first = {"sent_on": today, "seen": seen}
    form = form or SentForm(initial=first, written_on=written_on)
    context = _context(letter.case) | {
        "letter": letter,
        "pdf": letter.pdf if sheets == letter.sheets else None,
        "is_older": letter.pdf is not None and sheets != letter.sheets,
        "texts": [(s, plain.text_of(s)) for s in sheets],
        "to_answer": services.to_answer(letter, slots),
        "form": form,
    }
    return render(request, "records/letter_detail.html", context, status=status)
