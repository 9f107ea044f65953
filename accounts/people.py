"""People and their accounts: who may open one how, newcomers, sessions, tidying up."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts import audit
from accounts.models import KeptDraft, OutgoingMail, User
from accounts.work import WorkRow

UNUSED_AFTER = timedelta(days=7)
MAIL_KEPT_FOR = timedelta(days=30)


def needs_password(user: User) -> bool:
    """Accounts that open other people's folders are never opened by a mailed code."""
    return user.is_staff or user.is_superuser or user.is_specialist


def newcomer(email: str) -> User | None:
    """A new account for this address; None when the address already has one.

    It has no password and stays empty until the mailed code proves the address: allauth
    then marks it verified, and only a verified address may take an invitation.
    """
    offered = {code for code, _name in settings.LANGUAGES}
    language = translation.get_language()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, language=language if language in offered else "en"
            )
            user.emailaddress_set.create(email=user.email.lower(), primary=True)
            return user
    except IntegrityError:
        return None


def keep_name(user: User, name: str) -> None:
    """How the person is called from now on; a blank leaves the name that was there."""
    if name and name != user.name:
        user.name = name
        user.save(update_fields=["name"])
        audit.note(by=user, verb="changed", obj=user, fields=["name"])


def same_address(email: str) -> str:
    """One spelling for all spellings of an address: case, accents, width, blanks."""
    letters = unicodedata.normalize("NFKD", email.strip()).casefold()
    return "".join(c for c in letters if not unicodedata.combining(c))


def sessions_of(user: User) -> list[UserSession]:
    """Where this person is signed in, newest first."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at")[:50]
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(
            session_key__in=keys, expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Signs this person out everywhere, except in the session with the key `but`."""
    rows = UserSession.objects.filter(user=user)
    if but:
        rows = rows.exclude(session_key=but)
    ended = 0
    for row in rows:
        row.end()
        ended += 1
    return ended


def tidy() -> dict[str, int]:
    """Removes what nobody needs: accounts never opened, old drafts, old mail, old sessions.

    An account counts as never opened when its code was asked for but never typed in.
    """
    now = timezone.now()
    # Nobody can be let in by it any more, and nobody has to read it.
    OutgoingMail.objects.filter(work=WorkRow.Work.FAILED, expires_at__lte=now).update(
        body="", html=""
    )
    unused = User.objects.filter(
        last_login=None,
        is_staff=False,
        is_demo=False,
        groups=None,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        date_joined__lt=now - UNUSED_AFTER,
    )
    removed = {
        "accounts": unused.delete()[0],
        "drafts": KeptDraft.objects.filter(
            kept_at__lt=now - timedelta(days=7)
        ).delete()[0],
        "mail": OutgoingMail.objects.filter(
            work__in=[WorkRow.Work.DONE, WorkRow.Work.FAILED],
            ended_at__lt=now - MAIL_KEPT_FOR,
        ).delete()[0],
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
    }
    return removed
