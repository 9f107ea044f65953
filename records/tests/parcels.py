"""What the tests of parcels make."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from intake.models import Case
from records.models import Parcel
from records.parcels import services

ADDRESS = ["Second Opinion Desk", "651 Example Road", "Guangzhou 510060, China"]
ITEM = {
    "content": "disc",
    "count": 1,
    "stain": "",
    "specimen_numbers": "",
    "record": None,
    "note": "",
}


def open_to_desk(case: Case) -> None:
    case.desk_opened_at = timezone.now()
    case.save()


def pack(case: Case, **item: Any) -> Parcel:
    """A parcel of a sent folder with one thing in it, still at home."""
    open_to_desk(case)
    by = case.created_by
    parcel = services.begin(case, by=by)
    services.write_address(parcel, "Wen Li\n1 Home Street", wants_return=True, by=by)
    services.add_item(parcel, ITEM | item, by=by)
    return Parcel.objects.with_contents().get(pk=parcel.pk)


def post(case: Case, **item: Any) -> Parcel:
    """A parcel on its way to us."""
    parcel = pack(case, **item)
    today = timezone.localdate()
    services.family_moves(
        parcel,
        "sent",
        by=case.created_by,
        courier="DHL",
        tracking="JD014600",
        sent_on=today,
        expected_on=today,
    )
    return parcel
