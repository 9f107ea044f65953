"""The sign-in pages: django-allauth's views, with this portal's answers.

There is one way in for known and unknown addresses: write the address, type the code. An
address we do not know gets an empty account, so nothing on the page or in its speed tells
who is known.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import people


class ShownAgain:
    """A page with an error is shown again with status 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class Entrance:
    """A page for somebody who is not in yet: it offers no other link to sign in."""

    extra_context = {"hide_sign_in": True}


class StartsAnew(Entrance):
    """Coming back to the sign-in page gives up a code asked for earlier."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class SignIn(StartsAnew, ShownAgain, allauth.LoginView):
    """Asks for an address (answered by CodeRequest) or, with ?with=password, for both."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = self.request.GET
        context["with_password"] = (
            self.request.method == "POST" or query.get("with") == "password"
        )
        away = query.get("away", "")
        context["away"] = away if away in {"1", "files", "lost"} else ""
        return context


class CodeRequest(StartsAnew, ShownAgain, allauth.RequestLoginCodeView):
    """Sends a code and shows the page to type it in, whoever the address belongs to."""

    def form_valid(self, form: Any) -> HttpResponse:
        if form.staff is not None:
            get_adapter().send_mail("account/email/use_password", form.staff.email, {})
        elif form._user is None:
            form._user = people.newcomer(form.cleaned_data["email"])
        return super().form_valid(form)


class CodeConfirm(Entrance, ShownAgain, allauth.ConfirmLoginCodeView):
    pass


class PasswordReset(Entrance, ShownAgain, allauth.PasswordResetView):
    pass


class PasswordResetFromKey(Entrance, ShownAgain, allauth.PasswordResetFromKeyView):
    pass


class PasswordChange(ShownAgain, allauth.PasswordChangeView):
    pass


class PasswordSet(ShownAgain, allauth.PasswordSetView):
    pass


class Reauthenticate(ShownAgain, allauth.ReauthenticateView):
    pass


class SignUp(CodeRequest):
    """The same question under a heading for newcomers."""

    template_name = "account/signup.html"


class SignOut(allauth.LogoutView):
    """Asks once, then signs out. Somebody already signed out goes to the first page."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login"))
        return super().get(*args, **kwargs)
