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
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import drafts
from accounts.access import work_on
from intake import access, consents, people
from intake.forms.folders import HelperForm
from intake.forms.people import AccessForm, InviteForm, InvitePatientForm
from intake.models import Case, CaseMember, Invitation
from intake.pages_context import case_context
from intake.trail import in_words

LOOKED, ALL_LOOKED = 20, 500
ENOUGH = _lazy("That is enough for today. Invite more people tomorrow")


@require_http_methods(["GET", "HEAD", "POST"])
def people_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who may see and do what; the patient invites here."""
    inviting = request.method == "POST"
    door = access.invite if inviting else access.see
    case = access.case_for(request.user, case_id, can=door)
    members = list(access.members_of(case))
    if not inviting:
        typed = drafts.take(request) if access.invite(case.member) else None
        form = InviteForm(typed, case=case, **_known(request, members))
        return _page(request, case, members, form, was_away=typed is not None)
    form = InviteForm(request.POST, case=case, **_known(request, members))
    if form.is_valid():
        try:
            _invite(request, case, form)
        except people.TooManyError:
            form.add_error(None, ENOUGH)
        else:
            return redirect("intake:people_list", case_id)
    return _page(request, case, members, form, status=422)


def _invite(request: HttpRequest, case: Case, form: InviteForm) -> None:
    people.invite(
        case,
        by=request.user,
        email=form.cleaned_data["email"],
        relationship=form.cleaned_data["relationship"],
        scopes=form.given,
        access_until=form.cleaned_data["until"],
    )
    text = _("The invitation is sent. This person sees nothing before saying yes.")
    messages.success(request, text)


@require_POST
def patient_invite(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A caregiver who began the folder asks the patient to join."""
    case = access.case_for(request.user, case_id, can=access.see)
    if case.member.is_patient or access.has_patient(case):
        raise Http404
    case = access.case_for(request.user, case_id, can=access.invite_patient)
    members = list(access.members_of(case))
    known = _known(request, members)
    form = InvitePatientForm(request.POST, **known)
    if form.is_valid():
        try:
            people.invite(
                case,
                by=request.user,
                email=form.cleaned_data["email"],
                role=CaseMember.Role.PATIENT,
            )
        except people.TooManyError:
            form.add_error("email", ENOUGH)
        else:
            messages.success(request, _("The invitation is sent."))
            return redirect("intake:people_list", case_id)
    return _page(
        request,
        case,
        members,
        InviteForm(case=case, **known),
        patient_form=form,
        status=422,
    )


def _known(request: HttpRequest, members: list[CaseMember]) -> dict[str, Any]:
    """Addresses that need no invitation."""
    return {
        "own": request.user.email,
        "here": [m.user.email for m in members if m.is_patient or m.is_caregiver],
    }


def _page(
    request: HttpRequest,
    case: Case,
    members: list[CaseMember],
    form: InviteForm,
    *,
    patient_form: InvitePatientForm | None = None,
    was_away: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = case_context(case, nav="folder") | {
        "form": form,
        "was_away": was_away,
        "patient": next((m for m in members if m.is_patient), None),
        "caregivers": [m for m in members if m.is_caregiver],
        "ended": access.ended_caregivers(case),
        "invitations": access.open_invitations(case),
        "patient_form": patient_form or InvitePatientForm(),
        "troubled": patient_form or form,
        "translator": _lets_translator(case),
        **_looked(request, case),
    }
    return render(request, "intake/people_list.html", context, status=status)


def _lets_translator(case: Case) -> bool:
    """Told to who may read the consents; the rest read that it needs one."""
    return access.read_consents(case.member) and consents.lets_translator(case)


def _looked(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The newest lines of the trail, or all of them; not for whoever may only add."""
    if not access.see_answers(case.member):
        return {"looked": [], "more_looked": False}
    most = ALL_LOOKED if request.GET.get("looked") == "all" else LOOKED
    found = [in_words(entry) for entry in work_on(case.pk)[: most + 1]]
    return {"looked": found[:most], "more_looked": most == LOOKED < len(found)}


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_edit(
    request: HttpRequest, case_id: uuid.UUID, member_id: int
) -> HttpResponse:
    """Changes what a caregiver may do, and until when."""
    case = access.case_for(request.user, case_id, can=access.invite)
    member = _caregiver(case, member_id)
    saving = request.method == "POST"
    typed = request.POST if saving else drafts.take(request)
    initial = AccessForm.initial_of(member)
    form = AccessForm(typed, case=case, initial=initial)
    if saving and form.is_valid():
        people.change_access(
            member,
            scopes=form.given,
            expires_on=form.cleaned_data["until"],
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("intake:people_list", case_id)
    context = case_context(case, nav="folder") | {
        "caregiver": member,
        "form": form,
        "was_away": typed is not None and not saving,
    }
    status = 422 if saving else 200
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
        if own and not people.may_leave(member):
            text = _(
                "Invite the patient first. Without you nobody can open the folder."
            )
            messages.error(request, text)
            return redirect("intake:people_list", case_id)
        people.end_access(member, by=request.user)
        messages.success(request, _("The access has ended."))
        if own:
            return redirect("portal:folder_list")
        return redirect("intake:people_list", case_id)
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
    invitation = access.invitation_of(case, invitation_id)
    if request.POST.get("do") == "again":
        try:
            done = people.send_again(case, invitation.pk, by=request.user)
        except people.TooManyError:
            messages.error(request, ENOUGH)
            return redirect("intake:people_list", case_id)
        text = _("A new invitation is sent. The old link has ended.")
    else:
        done = people.cancel(case, invitation.pk, by=request.user)
        text = _("The invitation is cancelled.")
    messages.success(request, text if done else _("This invitation has ended already."))
    return redirect("intake:people_list", case_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what it would mean, yes or no. Ended and unknown links look the same."""
    return _private(_answer(request, token))


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = people.find(token)
    posted = request.method == "POST"
    if invitation is None:
        member = people.joined_with(token, request.user) if posted else None
        if member is not None:  # the second of two clicks on yes
            return redirect("portal:folder_detail", member.case_id)
        return render(request, "intake/invitation_ended.html", status=404)
    answer = request.POST.get("answer")
    if posted and answer == "no":
        people.decline(invitation)
        return render(request, "intake/invitation_declined.html")
    if posted and answer == "yes":
        return _accept(request, invitation, token)
    return _invitation_page(request, invitation, status=422 if posted else 200)


def _accept(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    here = reverse("intake:invitation_answer", args=[token])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
    form = _helper_form(request, invitation)
    if form and not form.is_valid():
        return _invitation_page(request, invitation, form=form, status=422)
    try:
        member = people.accept(invitation, by=request.user)
    except people.NotYoursError:
        return _invitation_page(request, invitation, wrong_account=True, status=409)
    if form:
        form.keep()
    messages.success(request, _("Thank you. You are in the folder now."))
    return redirect("portal:folder_detail", member.case_id)


def _helper_form(request: HttpRequest, invitation: Invitation) -> HelperForm | None:
    """Asks a caregiver's name, once it is known who answers; the patient has a page."""
    as_patient = invitation.role == CaseMember.Role.PATIENT
    if as_patient or not request.user.is_authenticated:
        return None
    saying_yes = request.POST.get("answer") == "yes"
    return HelperForm(request.POST if saying_yes else None, by=request.user)


def _invitation_page(
    request: HttpRequest,
    invitation: Invitation,
    *,
    form: HelperForm | None = None,
    wrong_account: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "who": str(invitation.invited_by),
        "may": invitation.scopes,
        "as_patient": invitation.role == CaseMember.Role.PATIENT,
        "wrong_account": wrong_account,
        "form": form or _helper_form(request, invitation),
    }
    return render(request, "intake/invitation_answer.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: no Referer carries it, no search engine keeps it.

    "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
