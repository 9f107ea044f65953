"""What you agree to: each statement on its own, never ticked beforehand, never bundled."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import drafts
from accounts.listing import listed
from intake import access, consents, way_back
from intake.models import Case
from intake.pages_context import case_context

REWORDED = gettext_lazy(
    "The words on this page changed after you opened it, or its language did. Ticks beside "
    "changed words were not saved. Please read them and tick again."
)


@require_http_methods(["GET", "HEAD", "POST"])
def consent_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """All statements this case meets; a caregiver without authority reads them only."""
    answering = request.method == "POST"
    door = access.agree if answering else access.read_consents
    case = access.case_for(request.user, case_id, can=door)
    if not answering:
        return _page(request, case)
    reworded = _reworded(request, case)
    count = _keep(request, case)
    lacking = consents.lacking(case)
    if count:
        text = ngettext("%d agreement is saved.", "%d agreements are saved.", count)
        messages.success(request, text % count)
    if reworded:
        messages.warning(request, REWORDED)
    if lacking:
        titles = listed(f"“{asked.shown.title}”" for asked in lacking)
        text = _("Without %s we cannot ask for an opinion. Your folder stays yours.")
        messages.info(request, text % titles)
    elif not count and not reworded:
        messages.info(request, _("Nothing was ticked, so nothing changed."))
    if way_back.from_check(request) and not reworded and not lacking:
        return redirect(way_back.check_url(case_id))
    here = reverse("intake:consent_list", args=[case_id])
    return redirect(way_back.keep(request, here))


def _reworded(request: HttpRequest, case: Case) -> bool:
    """Whether words beside a tick have changed since the page was drawn."""
    return any(
        request.POST.get(f"agree_{asked.code}") == "on"
        and request.POST.get(f"text_{asked.code}", asked.hash_now) != asked.hash_now
        for asked in consents.state_of(case)
    )


def _keep(request: HttpRequest, case: Case) -> int:
    """Keeps what is ticked; an empty box is no answer and takes nothing back.

    A tick beside words that have changed since the page was drawn is not kept: the page
    then shows the new words with an empty box.
    """
    basis = consents.basis_of(case.member)
    kept = [
        consents.record_answer(
            case, asked.code, agreed=True, by=request.user, basis=basis
        )
        for asked in consents.state_of(case)
        if request.POST.get(f"agree_{asked.code}") == "on"
        and request.POST.get(f"text_{asked.code}", asked.hash_now) == asked.hash_now
    ]
    return sum(consent is not None for consent in kept)


def _page(request: HttpRequest, case: Case) -> HttpResponse:
    state = consents.state_of(case)
    context = case_context(case, nav="folder") | {
        "needed": [asked for asked in state if asked.statement.group == "needed"],
        "folder": [asked for asked in state if asked.statement.group == "folder"],
        "choice": [asked for asked in state if asked.statement.group == "choice"],
        "agreed": sum(asked.is_agreed for asked in state),
        "all": len(state),
        "left": sum(not asked.is_agreed for asked in state),
        "has_patient": access.agree(case.member) or access.has_patient(case),
        "from_check": way_back.from_check(request),
        "were_ticked": _ticked_before(request, case, state),
    }
    return render(request, "intake/consent_list.html", context)


def _ticked_before(
    request: HttpRequest, case: Case, state: list[consents.Asked]
) -> str:
    """Titles of what was ticked before the session ended.

    Only named, never ticked again: the words may be others by now, or another language.
    """
    typed = drafts.take(request) if access.agree(case.member) else None
    ticked = typed or {}
    return listed(
        f"“{asked.shown.title}”"
        for asked in state
        if f"agree_{asked.code}" in ticked and not asked.is_agreed
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consent_take_back(
    request: HttpRequest, case_id: uuid.UUID, code: str
) -> HttpResponse:
    """Asks once more, says what stops, and takes the agreement back."""
    case = access.case_for(request.user, case_id, can=access.agree)
    asked = next((a for a in consents.state_of(case) if a.code == code), None)
    if asked is None or asked.answer is None:
        raise Http404
    if not asked.answer.agreed:  # taken back already
        return redirect("intake:consent_list", case_id)
    if request.method == "POST":
        consents.record_answer(
            case,
            code,
            agreed=False,
            by=request.user,
            basis=consents.basis_of(case.member),
        )
        messages.success(request, _("You took it back."))
        return redirect("intake:consent_list", case_id)
    context = case_context(case, nav="folder") | {"asked": asked}
    return render(request, "intake/consent_take_back.html", context)


@require_safe
def consent_text(
    request: HttpRequest, case_id: uuid.UUID, consent_id: int
) -> HttpResponse:
    """The exact words of one answer, as they were shown."""
    case = access.case_for(request.user, case_id, can=access.read_consents)
    consent = consents.answer_of(case, consent_id)
    text = consents.text_of(consent) if consent else None
    if text is None:
        raise Http404
    context = case_context(case, nav="folder") | {
        "consent": consent,
        "text": text,
        "parts": consents.labelled(text),
    }
    return render(request, "intake/consent_text.html", context)
