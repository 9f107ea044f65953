"""Two people on one small page: what it showed, in short, and who was faster."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class OverwrittenError(Exception):
    """Somebody saved the same answer since the page was drawn; nothing is written."""

    def __init__(self, now: Any) -> None:
        super().__init__("saved meanwhile")
        self.now = now


def mark_of(*shown: Any) -> str:
    """Another mark means that something else stands there by now. 20 signs."""
    held = "\0".join(str(value or "") for value in shown)
    return hashlib.sha256(held.encode()).hexdigest()[:20]


def refuse_unseen(seen: str, now: Any, *, shown: str, wished: str) -> None:
    """Raises OverwrittenError where `seen` is neither what stands there nor what is wished.

    All three are marks; a page that tells none is trusted.
    """
    if seen and seen != shown and wished != shown:
        raise OverwrittenError(now)


def show_again(form: forms.Form, seen: str) -> None:
    """The same form with the newer mark: sent once more, it is written."""
    form.data = form.data.copy()
    form.data["seen"] = seen


def who_else(by: Any, reader: Any) -> str:
    if by is None:
        return _("Somebody")
    return _("You, in another window,") if by == reader else str(by)
