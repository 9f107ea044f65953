"""How a deed of the desk is refused, and what it reads from the form that asks for it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.text_fields import is_blank

LONGEST = 4000


class Refused(Exception):
    """A deed that cannot be done, with one sentence; `keep` draws what was typed again."""

    def __init__(self, sentence: str, *, keep: bool = False) -> None:
        super().__init__(sentence)
        self.keep = keep


class OldPage(Exception):
    """The page showed something else than how things stand now."""


def text(request: HttpRequest, name: str) -> str:
    said = request.POST.get(name, "").replace("\0", "").strip()
    if len(said) > LONGEST:
        raise Refused(
            _("This text is too long. Use up to 4,000 characters."), keep=True
        )
    return "" if is_blank(said) else said


def number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
