"""How long packets are kept: the last two finished ones of each kind (decision 0026).

And that nothing stays of attempts that were killed: a packet may be gigabytes.
"""

from __future__ import annotations

from django.db import transaction

from consultations.models import Packet, PacketFile
from records import vault

KEPT = 2


def note_begun(packet: Packet, names: list[str]) -> bool:
    """Before the first byte: what this attempt writes. False when the row is another's."""
    return packet.note(begun=names)


def sweep(packet: Packet) -> None:
    """Removes what earlier attempts at this packet, and at those given up, left behind."""
    over = Packet.objects.exclude(pk=packet.pk).filter(work=Packet.Work.FAILED)
    for one in [*over.exclude(begun=[]), packet]:
        for name in one.begun:
            vault.sweep(name)
        Packet.objects.filter(pk=one.pk).update(begun=[])


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
