"""The master key, which wraps the key of each case: from the environment or from a KMS.

Everything here is Tink's: its AEAD, its keysets, its clients of key services.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

import tink
from django.conf import settings
from tink import aead, secret_key_access, streaming_aead
from tink.proto import aes_gcm_pb2, tink_pb2

aead.register()
streaming_aead.register()

AES_GCM = "type.googleapis.com/google.crypto.tink.AesGcmKey"


class MasterKeyError(Exception):
    """A wrapped key does not open with any master key we have."""


def name() -> str:
    """Which master key wraps new keys: its address in the KMS, or a mark of its bytes."""
    return settings.MASTER_KEY_URI or _mark(settings.MASTER_KEYS[0])


def wrap(keyset: tink.KeysetHandle, about: bytes) -> bytes:
    """A keyset that only the master key opens again, and only for what it is about."""
    return tink.proto_keyset_format.serialize_encrypted(keyset, _aead(name()), about)


def unwrap(wrapped: bytes, by: str, about: bytes) -> tink.KeysetHandle:
    """The keyset again; raises MasterKeyError when it is another's or its key is gone."""
    try:
        return tink.proto_keyset_format.parse_encrypted(wrapped, _aead(by), about)
    except tink.TinkError as error:
        raise MasterKeyError("a key does not open with the master key") from error


def _aead(name: str) -> aead.Aead:
    for key in settings.MASTER_KEYS:
        if _mark(key) == name:
            return _aead_of(key)
    if "://" not in name:
        raise MasterKeyError(f"the master key {name} is not among MASTER_KEY")
    return _client(name).get_aead(name)


@lru_cache(maxsize=8)
def _client(uri: str) -> tink.KmsClient:
    """The client of a key service. Loaded only where one is used."""
    if uri.startswith("aws-kms://"):
        from tink.integration import awskms

        return awskms.AwsKmsClient(uri, None)
    from tink.integration import gcpkms

    return gcpkms.GcpKmsClient(uri, "")


def _mark(key: str) -> str:
    """Tells keys apart and nothing about them."""
    return hashlib.sha256(b"master key mark:" + decoded(key)).hexdigest()[:12]


def decoded(key: str) -> bytes:
    """The 32 bytes of a key as `secrets.token_urlsafe(32)` writes it; else ValueError."""
    raw = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    if len(raw) != 32:
        raise ValueError("a master key has 32 bytes")
    return raw


@lru_cache(maxsize=8)
def _aead_of(key: str) -> aead.Aead:
    raw = decoded(key)
    content = aes_gcm_pb2.AesGcmKey(version=0, key_value=raw).SerializeToString()
    number = int.from_bytes(hashlib.sha256(raw).digest()[:4], "big") or 1
    keyset = tink_pb2.Keyset(
        primary_key_id=number,
        key=[
            tink_pb2.Keyset.Key(
                key_data=tink_pb2.KeyData(
                    type_url=AES_GCM,
                    value=content,
                    key_material_type=tink_pb2.KeyData.SYMMETRIC,
                ),
                status=tink_pb2.ENABLED,
                key_id=number,
                output_prefix_type=tink_pb2.TINK,
            )
        ],
    )
    return tink.proto_keyset_format.parse(
        keyset.SerializeToString(), secret_key_access.TOKEN
    ).primitive(aead.Aead)
