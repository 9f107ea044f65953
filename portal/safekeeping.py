"""Reads what says where patients' files lie and which key seals them."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Any

MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_SERVICES = ("aws-kms://", "gcp-kms://")


class Unreadable(ValueError):
    """A setting that cannot be used, with the sentence that says so."""


def master_keys(written: str, uri: str) -> tuple[list[str], str]:
    """The keys of MASTER_KEY, newest first, and the address of MASTER_KEY_URI."""
    if uri and not uri.startswith(_SERVICES):
        raise Unreadable(f"MASTER_KEY_URI must start with {' or '.join(_SERVICES)}.")
    found = [key.strip() for key in written.split(",") if key.strip()]
    for key in found:
        if not _is_key(key):
            raise Unreadable(
                f"MASTER_KEY is not 32 random bytes. Make one with: {MAKE_ONE}"
            )
    if not found and not uri:
        raise Unreadable(f"MASTER_KEY is missing. Make one with: {MAKE_ONE}")
    return found, uri


def _is_key(key: str) -> bool:
    """32 bytes, and none that a tired hand typed."""
    try:
        padded = key + "=" * (-len(key) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 32 and len(set(raw)) >= 16


def files(bucket: str, folder: Path, options: dict[str, str]) -> dict[str, Any]:
    """The storage of sealed files, as Django's STORAGES names it."""
    if not bucket:
        return {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(folder)},
        }
    if not _BUCKET.fullmatch(bucket):
        raise Unreadable("FILES_BUCKET must be the name of a bucket, like records-eu.")
    return {
        "BACKEND": "records.bucket.BucketStorage",
        "OPTIONS": _bucket(bucket, options),
    }


def _bucket(bucket: str, options: dict[str, str]) -> dict[str, Any]:
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "bucket_name": bucket,
        "region_name": options["region"] or None,
        "endpoint_url": options["endpoint"] or None,
        "location": options["prefix"],
        "default_acl": None,
        "file_overwrite": True,  # names are made once; asking first would cost a question
        # The service compares each object with its SHA-256 before it says that it has it.
        "object_parameters": {"ChecksumAlgorithm": "SHA256"},
        "transfer_config": TransferConfig(use_threads=False),
        "client_config": Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 4, "mode": "standard"},
            signature_version="s3v4",
        ),
    }
