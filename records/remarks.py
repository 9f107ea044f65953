"""What a person is told about the copy of a file: one sentence for each code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.models import File

REMARKS: dict[str, Any] = {
    "blurred": _("This photo looks blurred. If you can, take it again."),
    "signed": _(
        "This PDF carries a digital signature. It holds for the original, not for the "
        "pages shown here."
    ),
    "form": _(
        "This PDF is a form of a kind that only some programs show. Compare the pages "
        "below with your paper."
    ),
    "attached": _(
        "Other files are attached inside this PDF. They are not shown here: send each of "
        "them as a file of its own."
    ),
    "further": _(
        "This file holds more than one picture, and only the first is shown here. Send "
        "the others as files of their own."
    ),
    "unseen": _("Some pages could not be shown. They are in the original file."),
    "no_copy": _(
        "This PDF is damaged. We show what we could read; the original is kept."
    ),
    "not_converted": _(
        "Not converted: we cannot show this kind of file as pages here. The original is "
        "kept."
    ),
    "not_made": _("We could not make pictures of this file. The original is kept."),
}
# What stands beside the name of a record in the list, too, not only on its own page.
TO_ACT_ON = ("blurred", "attached", "further", "unseen", "no_copy", "not_made")
# How a child can end, told as one thing: the person cannot do more about it.
SAME_AS = {"no_cage": "not_converted"}


def known(codes: Any) -> list[str]:
    """What may be believed of a child's answer: codes that have a sentence, each once."""
    codes = codes if isinstance(codes, list) else []
    return [code for code in REMARKS if code in codes]


def of_failure(code: Any) -> str:
    """The code told to a person for a child that came to no end."""
    code = SAME_AS.get(code, code) if isinstance(code, str) else ""
    return code if code in REMARKS else "not_made"


def sentences(codes: list[str]) -> list[str]:
    return [str(REMARKS[code]) for code in codes if code in REMARKS]


def to_act_on(files: Iterable[File]) -> list[str]:
    """What somebody can do better, of all files of a record: each sentence once."""
    told = {code for file in files for code in of_file(file)}
    return sentences([code for code in TO_ACT_ON if code in told])


def of_file(file: File) -> list[str]:
    """The codes that hold for a file; of work that was given up, that nothing was made."""
    copy = getattr(file, "derivative", None)
    if copy is None:
        return []
    lost = copy.work == copy.Work.FAILED and not copy.key
    return copy.remarks or (["not_made"] if lost else [])
