"""How people come in: the rules this portal adds to django-allauth."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import outbox, people
from accounts.models import OutgoingMail, User

log = logging.getLogger(__name__)

Kind = OutgoingMail.Kind
# Mail that opens an account: what it is, and for how many seconds it does.
SHORT_LIVED = {
    "account/email/login_code": (Kind.CODE, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "account/email/password_reset_key": (Kind.RESET, settings.PASSWORD_RESET_TIMEOUT),
}
TOO_MANY = _("Wait 10 minutes, then try again. Your folder is safe.")


class Entrance(DefaultAccountAdapter):
    """Plain words, links that follow SITE_URL, and no staff account by code alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to us if you need it."),
        "email_password_mismatch": _(
            "The address or the password is not right. Check both, "
            "or ask for a code by e-mail."
        ),
        "enter_current_password": _("Type the password you use now."),
        "incorrect_code": _(
            "This code is not the one we sent. Check it, or ask for a new one."
        ),
        "incorrect_password": _("This password is not right. Type it again."),
        "invalid_password_reset": _("This link has ended. Ask for a new one."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def pre_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        refused = super().pre_login(request, user, **kwargs)
        if refused is not None:
            return refused
        records = get_authentication_records(request, user)
        method = records[-1]["method"] if records else ""
        if method != "password" and people.needs_password(user):
            clear_login(request)
            messages.info(request, _("Sign in with your password."))
            return HttpResponseRedirect(reverse("account_login") + "?with=password")
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("sign-in refused")

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        return people.same_address(credentials.get("email") or "")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Coordinators and managers start at their desk, everybody else in their folders."""
        if request.user.is_staff:
            return reverse("admin:index")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:person_edit")

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        )
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Staff who forgot their password ask a manager: a mailbox is no second key."""
        if people.needs_password(user):
            self.send_mail("account/email/staff_reset", user.email, {})
            return
        super().send_password_reset_mail(user, user.email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        self.send_mail(template_prefix, user.email, context or {})

    def render_mail(
        self, template_prefix: str, *args: Any, **kwargs: Any
    ) -> EmailMessage:
        message = super().render_mail(template_prefix, *args, **kwargs)
        kind, seconds = SHORT_LIVED.get(template_prefix, (Kind.ACCOUNT, None))
        end = seconds and timezone.now() + timedelta(seconds=seconds)
        return outbox.marked(message, kind, expires_at=end)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        words = {"service": settings.SERVICE, "site_url": settings.SITE_URL}
        super().send_mail(template_prefix, email, words | context)
