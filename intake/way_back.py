"""From the check page to one answer and back: the address of a page remembers the way.

A form without an `action` sends to the address of its page, so it is known when saving too.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.urls import reverse

FROM_CHECK = "?back=check"


def from_check(request: HttpRequest) -> bool:
    """Whether the page was opened from the check page, to change something there."""
    return request.GET.get("back") == "check"


def keep(request: HttpRequest, url: str) -> str:
    """The same address, which leads on to the check page if this page does."""
    return f"{url}{FROM_CHECK}" if from_check(request) else url


def check_url(case_id: uuid.UUID) -> str:
    return reverse("consultations:request_check", args=[case_id])
