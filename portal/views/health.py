"""Two questions a machine asks: are you alive, and can you work?"""

from __future__ import annotations

import shutil
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import OutgoingMail
from accounts.work import WorkRow, pulse_seconds
from portal import broker, cages
from records import clamd

LEAST_FREE_BYTES = 500 * 1024 * 1024
LATE_AFTER_SECONDS = 2 * 60


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and the disk has room, else 503.

    A worker that is silent, work that waits long, mail that failed and a broker that
    refuses us are told but do not make the web unready: pages still work.
    """
    facts: dict[str, object] = {"database": "ok", "disk": _disk()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        age = oldest_waiting_seconds()
        facts["queue"] = _late_or_ok(age)
        facts["oldest_waiting_seconds"] = age
        facts |= _mail()
        silent = pulse_seconds()
        facts["worker"] = "silent" if silent is None else _late_or_ok(silent)
        facts["worker_seen_seconds_ago"] = silent
        facts["sandbox"] = cages.told()
    except DatabaseError:
        facts["database"] = "down"
    facts["broker"], _reason = broker.ask(patient=False)
    facts["virus_check"] = clamd.state()
    ready = facts["database"] == "ok" and facts["disk"] == "ok"
    return JsonResponse(facts, status=200 if ready else 503)


def _late_or_ok(seconds: int) -> str:
    return "late" if seconds > LATE_AFTER_SECONDS else "ok"


def oldest_waiting_seconds() -> int:
    """How long the oldest piece of background work that could be done has waited."""
    oldest: datetime | None = None
    for model in WorkRow.__subclasses__():
        since = model.due().order_by("not_before").values_list("not_before", flat=True)
        first = since.first()
        if first is not None and (oldest is None or first < oldest):
            oldest = first
    return 0 if oldest is None else int((timezone.now() - oldest).total_seconds())


def _mail() -> dict[str, int]:
    """How much mail failed, and how much waits for another try: the desk lists both."""
    failed = Count("pk", filter=Q(work=WorkRow.Work.FAILED))
    found = OutgoingMail.troubled().aggregate(failed=failed, all=Count("pk"))
    return {
        "mail_failed": found["failed"],
        "mail_tried_again": found["all"] - found["failed"],
    }


def _disk() -> str:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return "missing"
    return "ok" if free >= LEAST_FREE_BYTES else "full"
