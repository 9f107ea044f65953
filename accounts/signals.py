"""What follows from signing in, signing out and a new password."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import audit, drafts, people
from accounts.models import User


@receiver(signals.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    records = get_authentication_records(request, user)
    method = records[-1]["method"] if records else "unknown"
    audit.note(by=user, verb="signed_in", obj=user, method=method)


@receiver(user_login_failed)
def note_refused_sign_in(credentials: dict[str, Any], **kwargs: Any) -> None:
    """The same work whether the address has an account or not."""
    email = str(credentials.get("email", "")).lower()
    person = User.objects.filter(email=email).first()
    audit.note(by=None, verb="sign_in_refused", obj=person or User())


@receiver(user_logged_in)
def look_for_drafts(request: HttpRequest, user: User, **kwargs: Any) -> None:
    drafts.remember(request, user)


@receiver(user_logged_out)
def mark_signed_out(request: HttpRequest | None, **kwargs: Any) -> None:
    """The headers middleware reads this and tells the browser to forget its copies."""
    if request is not None:
        request.signed_out = True


@receiver([signals.password_changed, signals.password_set, signals.password_reset])
def end_other_sessions(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password ends every session but the one it was chosen in."""
    mine = request.user.is_authenticated and request.user.pk == user.pk
    people.end_sessions(user, but=request.session.session_key if mine else None)
    audit.note(by=user, verb="changed_password", obj=user)
