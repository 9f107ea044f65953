"""One sentence for each reason a file is not kept, or is kept with a note."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "empty": _("This file is empty. Send it again, or take a photo of the paper."),
    "too_big": _("It is larger than %(most)s MB. Split it, or ask us for another way."),
    "too_many": _("You can send %(count)s files at once. Choose this one again now."),
    "no_space": _("There is no room left in this folder. Ask us for more."),
    "program": _("This file is a program and not kept. Send a PDF, photo, Word or zip file."),
    "page": _("This file is a web page. Print it to PDF, or take a photo of it."),
    "archive": _("This archive is of a kind we cannot open. Pack it as a zip file."),
    "slides": _("We cannot take slides. Save them as PDF and send that."),
    "film": _("We cannot take films or sound. Send a PDF, photo, Word or zip file."),
    "unknown": _("We do not know this kind of file. Send a PDF, photo, Word or zip file."),
    "twice": _("This file is in the folder already, so it was not added again."),
    "named": _("This file is in the folder already. We kept what you say it is."),
    "disk": _("We had no room for it. Nothing else was lost. Try this one again later."),
    "away": _("We could not store it just now. Nothing else was lost. Try again in a while."),
    "day": _("You sent very much today. Go on tomorrow, or ask us for another way."),
    "left": _("It was not added: you do not work in this folder any more."),
    "name": _("We could not read the name of this file. Give it a short name and try again."),
    "gone": _("The record was removed meanwhile. Take it back first, then add the page."),
    "password": _("This file has a password. Remove it, or photograph the pages."),
    "worker_lost": _("We could not look inside this file. It is kept as it is."),
    "broken": _("This file may be damaged: we could not open it. If you can, send it again."),
    "no_pages": _("We found no page in this file. If you can, send it again."),
    "small": _("This picture is small and hard to read. If you can, take it again, closer."),
    "slow": _("This file took too long to look at. It is kept as it is."),
}  # fmt: skip


def sentence(code: str) -> str:
    """The sentence for a code; empty when there is nothing to say."""
    limits = {"most": settings.MAX_FILE_MB, "count": settings.MAX_FILES_AT_ONCE}
    return str(REFUSALS[code]) % limits if code in REFUSALS else ""
