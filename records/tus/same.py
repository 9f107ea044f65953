"""The same file chosen again, by the same person, on this device or another: it goes on.

The page sends a mark of the file, a hash over its length and samples from all of it. Name
and length alone would glue a new file to the beginning of an older one.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from intake.models import Case
from records.models import Upload
from records.models.uploads import kept_for


def find(
    case: Case, by: User, name: str, length: int, beside: dict[str, Any]
) -> Upload | None:
    """What came of this file before; None without a mark, as other clients begin."""
    if not beside.get("mark"):
        return None
    coming = Upload.objects.coming().filter(case=case, by=by, name=name, length=length)
    return coming.filter(told__mark=beside["mark"]).order_by("begun_at").first()


def go_on(upload: Upload, beside: dict[str, Any], header: str) -> None:
    """What was said with it now counts; what was said only before stays.

    A page stays the page of its document: the others of it may have arrived.
    """
    before = upload.told
    form = _both(before.get("form", ""), beside.get("form", ""))
    upload.told = beside | before | {"form": form}
    upload.metadata = header
    upload.expires_at = timezone.now() + kept_for()
    upload.save(update_fields=["told", "metadata", "expires_at"])


def _both(before: str, now: str) -> str:
    """The later answers, and the earlier ones where there is none now."""
    answers = QueryDict(before, mutable=True)
    for name, value in QueryDict(now).items():
        if value.strip():
            answers[name] = value
    return answers.urlencode()
