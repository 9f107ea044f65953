"""A key for each case: made with its first byte, destroyed with the case."""

from __future__ import annotations

import time
import uuid
from functools import lru_cache

import tink
from django.db import IntegrityError, connection, transaction
from tink import streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2 as stream_pb2
from tink.proto import common_pb2, tink_pb2

from records import master_key
from records.models import CaseKey

SEGMENT_BYTES = 64 * 1024  # what Tink seals at once: little memory for each stream
REMEMBERED_SECONDS = 300  # how long an opened key saves a question to the KMS
STREAM = "type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey"

Primitive = streaming_aead.StreamingAead


class KeyGoneError(Exception):
    """The key of the case was destroyed, or there never was one."""


def for_writing(case_id: uuid.UUID | str) -> Primitive:
    """The key of a case, made now if it is the first time.

    A new key lives and dies with the transaction around this call: whatever is sealed with
    it must be remembered by rows of the same transaction, or of a later one.
    """
    try:
        return for_reading(case_id)
    except KeyGoneError:
        _make(case_id)
    return for_reading(case_id)


def for_reading(case_id: uuid.UUID | str) -> Primitive:
    """The key of a case; raises KeyGoneError when there is none."""
    row = CaseKey.objects.filter(pk=case_id).values_list("wrapped", "master").first()
    if row is None:
        raise KeyGoneError(f"no key for the case {case_id}")
    period = int(time.monotonic() // REMEMBERED_SECONDS)
    return _opened(bytes(row[0]), row[1], str(case_id), period)


def destroy(case_id: uuid.UUID | str) -> bool:
    """Nothing of this case can ever be opened again. False when there was no key."""
    gone = bool(CaseKey.objects.filter(pk=case_id).delete()[0])
    _opened.cache_clear()
    forget_deleted_rows()
    return gone


def forget_deleted_rows() -> None:
    """Takes what was deleted out of the files of the database, too."""
    if connection.in_atomic_block:
        transaction.on_commit(forget_deleted_rows)
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # it overwrites what it deletes: see settings
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {CaseKey._meta.db_table}")


def rewrap(*, most: int = 500) -> int:
    """Wraps keys with the master key of today; returns how many. Files stay as they are."""
    today = master_key.name()
    done = 0
    for row in CaseKey.objects.exclude(master=today).order_by("pk")[:most]:
        about = _about(row.pk)
        keyset = master_key.unwrap(bytes(row.wrapped), row.master, about)
        done += CaseKey.objects.filter(pk=row.pk, master=row.master).update(
            wrapped=master_key.wrap(keyset, about), master=today
        )
    return done


def _make(case_id: uuid.UUID | str) -> None:
    keyset = tink.new_keyset_handle(_template())
    wrapped = master_key.wrap(keyset, _about(case_id))
    try:
        with transaction.atomic():
            CaseKey.objects.create(
                case_id=case_id, wrapped=wrapped, master=master_key.name()
            )
    except IntegrityError:  # another made it at the same moment
        return


@lru_cache(maxsize=256)
def _opened(wrapped: bytes, master: str, case_id: str, period: int) -> Primitive:
    keyset = master_key.unwrap(wrapped, master, _about(case_id))
    return keyset.primitive(streaming_aead.StreamingAead)


def _about(case_id: uuid.UUID | str) -> bytes:
    return f"case:{case_id}".encode()


def _template() -> tink_pb2.KeyTemplate:
    """AES-256-GCM-HKDF streaming: a key of its own for each stream, sealed in segments."""
    form = stream_pb2.AesGcmHkdfStreamingKeyFormat(
        params=stream_pb2.AesGcmHkdfStreamingParams(
            ciphertext_segment_size=SEGMENT_BYTES,
            derived_key_size=32,
            hkdf_hash_type=common_pb2.SHA256,
        ),
        key_size=32,
    )
    return tink_pb2.KeyTemplate(
        type_url=STREAM,
        value=form.SerializeToString(),
        output_prefix_type=tink_pb2.RAW,
    )
