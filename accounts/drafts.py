"""Keeps what was typed on a page whose session had ended, until the person signs in again."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.models import KeptDraft, User

FIELD = "kept_for"
FLAG = "has_drafts"  # in the session, so that a page without drafts asks for none
SALT = "accounts.drafts"
MOST_BYTES = 256 * 1024
LASTS = timedelta(days=7)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NOT_KEPT = {"csrfmiddlewaretoken", FIELD}
ASIDE = "aside"  # in the address of a form that does not show the draft of its page


def token_for(user: User, path: str) -> str:
    """A signed mark that a page was drawn for this person; goes into the form."""
    return signing.dumps([user.pk, path], salt=SALT)


def keep(request: HttpRequest) -> bool:
    """Keeps a signed-out POST for the person its page was drawn for; False when it cannot.

    Only a small form with a valid mark is kept, so a stranger can neither fill the table
    nor plant a draft. Files are not kept: they have to be chosen again.
    """
    if request.method != "POST" or not _is_small_form(request):
        return False
    try:
        user_id, path = signing.loads(
            request.POST.get(FIELD, ""), salt=SALT, max_age=LASTS.total_seconds()
        )
    except signing.BadSignature:
        return False
    if path != request.path or not User.objects.filter(pk=user_id).exists():
        return False
    pairs = [
        (k, v.replace("\0", ""))  # a database keeps no such sign
        for k, vs in request.POST.lists()
        if k not in NOT_KEPT
        for v in vs
    ]
    mine = KeptDraft.objects.filter(user_id=user_id)
    waits = ASIDE in request.GET and mine.filter(path=path).exists()
    KeptDraft.objects.update_or_create(
        user_id=user_id,
        path=_aside(path) if waits else path,
        defaults={"data": urlencode(pairs), "kept_at": timezone.now()},
    )
    if request.user.is_authenticated:  # an old page of somebody who has signed in since
        request.session[FLAG] = True
    return True


def remember(request: HttpRequest, user: User) -> None:
    """At sign-in: whether anything waits for this person."""
    if KeptDraft.objects.filter(user=user).exists():
        request.session[FLAG] = True


def take(request: HttpRequest, *, path: str = "") -> QueryDict | None:
    """What this person typed on this page before their session ended.

    `path` is where its forms go, when that is another address than the page's own. It
    waits until the page is saved, however often it is loaded before.
    """
    if FLAG not in request.session:
        return None
    mine = KeptDraft.objects.filter(user=request.user)
    draft = mine.filter(path=path or request.path).first()
    if draft is None or draft.kept_at < timezone.now() - LASTS:
        return None
    data = QueryDict(mutable=True)
    for key, value in parse_qsl(draft.data, keep_blank_values=True):
        data.appendlist(key, value)
    return data


def drop(request: HttpRequest) -> None:
    """The page was sent again, by somebody signed in: what was kept for it is done with.

    Unless the form that was sent did not show it.
    """
    if FLAG not in request.session or ASIDE in request.GET:
        return
    mine = KeptDraft.objects.filter(user=request.user)
    mine.filter(path=request.path).delete()
    mine.filter(path=_aside(request.path)).update(path=request.path)  # its turn now
    if not mine.exists():
        del request.session[FLAG]


def _aside(path: str) -> str:
    """Where a draft stands that came while another waits: it takes nobody's place."""
    return f"{path}?{ASIDE}"


def _is_small_form(request: HttpRequest) -> bool:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    return request.content_type in FORMS and 0 < length <= MOST_BYTES
