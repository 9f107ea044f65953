"""Whether the folder changed since a packet was begun: answers, records, files or consents."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from consultations.models import Packet
from intake import genes
from intake.models import Case, Consent
from records.models import File, Record


def last_change(case: Case, answers_at: datetime | None) -> datetime | None:
    """When anything a packet is made of was changed last: three queries.

    `answers_at`: when an answer was last changed, see `later`.
    """
    records = Record.objects.filter(case=case).aggregate(
        Max("added_at"), Max("changed_at"), Max("removed_at")
    )
    files = File.objects.filter(case=case).aggregate(
        Max("added_at"), Max("removed_at"), Max("derivative__ended_at")
    )
    consents = Consent.objects.filter(case=case, code=genes.STATEMENT)
    times = [*records.values(), *files.values(), answers_at]
    times.append(consents.aggregate(at=Max("at"))["at"])
    return max((at for at in times if at is not None), default=None)


def is_older(packet: Packet, changed_at: datetime | None) -> bool:
    """Whether something was changed after this version was begun."""
    return changed_at is not None and changed_at > packet.begun_at
