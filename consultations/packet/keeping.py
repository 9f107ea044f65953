"""How long packets are kept: the last two finished ones of each kind (decision 0026)."""

from __future__ import annotations

from django.db import transaction

from consultations.models import Packet, PacketFile
from records import vault

KEPT = 2


def throw_away_older(packet: Packet) -> None:
    """The bytes of older versions go once this one is safe; their rows stay. In a transaction.

    Everything in them can be made again from the records.
    """
    same = Packet.objects.finished().filter(
        request=packet.request_id, nameless=packet.nameless
    )
    kept = list(same.order_by("-version").values_list("pk", flat=True)[:KEPT])
    older = PacketFile.objects.filter(
        packet__request=packet.request_id, packet__nameless=packet.nameless
    ).exclude(packet__in=kept)
    sealed = [file.sealed for file in older]
    older.delete()
    transaction.on_commit(lambda: [vault.delete(one) for one in sealed], robust=True)
