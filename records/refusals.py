"""One sentence for each reason a file is not kept, or is kept with a note."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

_TOO_BIG = _("It is larger than %(most)s MB. Split it, or ask us for another way.")
REFUSALS: dict[str, Any] = {
    "empty": _("This file is empty. Send it again, or take a photo of the paper."),
    "too_big": _TOO_BIG,
    "too_big_scans": _TOO_BIG,  # an archive may be larger than a paper
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
    "broken": _(
        "This file may be damaged: we could not open all of it. If you can, send it again."
    ),
    "cut": _(
        "The end of this file is missing, and perhaps pages with it. Compare the pages below "
        "with the paper. If some are missing, send the file again."
    ),
    "no_pages": _("We found no page in this file. If you can, send it again."),
    "small": _("This picture is small and hard to read. If you can, take it again, closer."),
    "memory": _("This file is too heavy to look into. It is kept as it is."),
    "huge": _("This picture is too large for us to show. It is kept as it is."),
    "long": _("This file has too many pages for us to show. Send the parts that matter."),
    "form": _("This PDF is a form that opens in one program only. Print it to a new PDF."),
    "macros": _("This file carries small programs. We keep it, and show only its text."),
    "bomb": _("This file unpacks to far more than it should. Pack the papers anew as a zip."),
    "unsafe": _("This file is packed in a way that can do harm. Pack the papers anew."),
    "nested": _("There are zip files inside zip files here. Unpack them and send one zip."),
    "malware": _(
        "A virus was found in this file, so nobody can open it here. Check the computer it "
        "came from, and send the paper again as a photo or a new PDF."
    ),
    "not_ours": _("These scans belong to somebody else, so we took them out and kept no copy."),
    "viewer": _("The scans are here. The viewer program on the disc was left out."),
    "zip_papers": _("This zip holds papers. Send each as its own file, so all can be read."),
    "zip_mixed": _(
        "There are scans and papers in it. Send the papers as their own files, too."
    ),
    "zip_nothing": _("We found neither scans nor papers in this zip. Is it the right one?"),
    "zip_damaged": _("Parts of this zip are damaged. If you can, copy it anew and send it."),
    "slow": _("This file took too long to look at. It is kept as it is."),
}  # fmt: skip


def sentence(code: str) -> str:
    """The sentence for a code; empty when there is nothing to say."""
    is_archive = code == "too_big_scans"
    most = settings.MAX_ARCHIVE_MB if is_archive else settings.MAX_FILE_MB
    limits = {"most": most, "count": settings.MAX_FILES_AT_ONCE}
    return str(REFUSALS[code]) % limits if code in REFUSALS else ""
