"""People in a folder: caregivers, invitations, who looked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import entries_about
from intake import access, people
from intake.forms.people import AccessForm, InviteForm, InvitePatientForm
from intake.models import Case, CaseMember
from intake.pages_context import case_context
from intake.trail import in_words

LOOKED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def people_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who may see and do what; the patient invites here."""
    inviting = request.method == "POST"
    door = access.invite if inviting else access.see
    case = access.case_for(request.user, case_id, can=door)
    if not inviting:
        return _page(request, case, InviteForm())
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        people.invite(
            case,
            by=request.user,
            email=form.cleaned_data["email"],
            relationship=form.cleaned_data["relationship"],
            scopes=form.given,
            access_until=form.cleaned_data["until"],
        )
    except people.TooManyError:
        form.add_error(None, _("That is enough for today. Invite more people tomorrow"))
        return _page(request, case, form, status=422)
    messages.success(
        request,
        _("The invitation is sent. This person sees nothing before saying yes."),
    )
    return redirect("intake:people_list", case_id)


@require_POST
def patient_invite(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A caregiver who began the folder asks the patient to join."""
    case = access.case_for(request.user, case_id, can=access.see)
    if case.member.is_patient or access.has_patient(case):
        raise Http404
    form = InvitePatientForm(request.POST)
    if form.is_valid():
        people.invite(
            case,
            by=request.user,
            email=form.cleaned_data["email"],
            role=CaseMember.Role.PATIENT,
        )
        messages.success(request, _("The invitation is sent."))
        return redirect("intake:people_list", case_id)
    return _page(request, case, InviteForm(), patient_form=form, status=422)


def _page(
    request: HttpRequest,
    case: Case,
    form: InviteForm,
    *,
    patient_form: InvitePatientForm | None = None,
    status: int = 200,
) -> HttpResponse:
    members = list(access.members_of(case))
    context = case_context(case, nav="folder") | {
        "form": form,
        "patient": next((m for m in members if m.is_patient), None),
        "caregivers": [m for m in members if m.is_caregiver],
        "invitations": access.open_invitations(case),
        "patient_form": patient_form or InvitePatientForm(),
        "looked": [in_words(entry) for entry in entries_about(case.pk)[:LOOKED]]
        if access.see_answers(case.member)
        else [],
    }
    return render(request, "intake/people_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_edit(
    request: HttpRequest, case_id: uuid.UUID, member_id: int
) -> HttpResponse:
    """Changes what a caregiver may do, and until when."""
    case = access.case_for(request.user, case_id, can=access.invite)
    member = _caregiver(case, member_id)
    initial = {"scopes": member.scopes, "until": member.expires_on}
    form = AccessForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    if form.is_valid():
        people.change_access(
            member,
            scopes=form.given,
            expires_on=form.cleaned_data["until"],
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("intake:people_list", case_id)
    context = case_context(case, nav="folder") | {"caregiver": member, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "intake/people_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_end(
    request: HttpRequest, case_id: uuid.UUID, member_id: int
) -> HttpResponse:
    """Ends access at once: by whoever may invite, or by the caregiver for themselves."""
    case = access.case_for(request.user, case_id, can=access.see)
    member = _caregiver(case, member_id)
    own = member.user_id == request.user.pk
    if not own:
        case = access.case_for(request.user, case_id, can=access.invite)
    if request.method == "POST":
        people.end_access(member, by=request.user)
        messages.success(request, _("The access has ended."))
        return redirect(
            "portal:folder_list" if own else "intake:people_list",
            *([] if own else [case_id]),
        )
    context = case_context(case, nav="folder") | {"caregiver": member, "own": own}
    return render(request, "intake/people_end.html", context)


def _caregiver(case: Case, member_id: int) -> CaseMember:
    for member in access.members_of(case):
        if member.pk == member_id and member.is_caregiver:
            return member
    raise Http404


@require_POST
def invitation_end(
    request: HttpRequest, case_id: uuid.UUID, invitation_id: uuid.UUID
) -> HttpResponse:
    """Cancels an open invitation, or sends it again with a new link."""
    case = access.case_for(request.user, case_id, can=access.invite)
    if request.POST.get("do") == "again":
        done = people.send_again(case, invitation_id, by=request.user)
        text = _("A new invitation is sent. The old link has ended.")
    else:
        done = people.cancel(case, invitation_id, by=request.user)
        text = _("The invitation is cancelled.")
    messages.success(request, text if done else _("This invitation has ended already."))
    return redirect("intake:people_list", case_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what it would mean, yes or no. Ended and unknown links look the same."""
    invitation = people.find(token)
    if invitation is None:
        return _private(render(request, "intake/invitation_ended.html", status=404))
    if request.method == "POST" and request.POST.get("answer") == "no":
        people.decline(invitation)
        return _private(render(request, "intake/invitation_declined.html"))
    if request.method == "POST":
        return _accept(request, invitation, token)
    return _private(_invitation_page(request, invitation))


def _accept(request: HttpRequest, invitation: Any, token: str) -> HttpResponse:
    here = reverse("intake:invitation_answer", args=[token])
    if not request.user.is_authenticated:
        return _private(
            redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
        )
    try:
        member = people.accept(invitation, by=request.user)
    except people.NotYoursError:
        page = _invitation_page(request, invitation, wrong_account=True, status=409)
        return _private(page)
    messages.success(request, _("Thank you. You are in the folder now."))
    return _private(redirect("portal:folder_detail", member.case_id))


def _invitation_page(
    request: HttpRequest,
    invitation: Any,
    *,
    wrong_account: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "may": invitation.scopes,
        "as_patient": invitation.role == CaseMember.Role.PATIENT,
        "wrong_account": wrong_account,
    }
    return render(request, "intake/invitation_answer.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: it goes to nobody else."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
