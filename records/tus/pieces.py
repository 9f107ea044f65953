"""Takes one piece of an upload from the line into the vault."""

from __future__ import annotations

import hashlib
import time
import uuid

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from records import vault
from records.models import Sealed, Upload
from records.tus.patience import Line, patient_with
from records.tus.protocol import Checksum

# After so much or so long a row remembers what came: a killed server costs no more than that.
SAFE_BYTES = 64 * 1024 * 1024
SAFE_SECONDS = 5
HASHED_BYTES = 64 * 1024 * 1024  # larger files are hashed by the worker


class ClaimLostError(Exception):
    """Somebody else goes on with this upload: what came here is not kept."""


class WrongChecksumError(Exception):
    """The piece is not what was sent: nothing of it is kept."""


class Piece:
    """Bytes after `upload.size_bytes`, made safe step by step, or all at once."""

    def __init__(self, upload: Upload, checksum: Checksum | None = None) -> None:
        self.upload = upload
        self._checksum = checksum
        self._writer = vault.resume(upload.sealed)
        # Of a file that comes in one piece the hash is known at once.
        is_whole = upload.size_bytes == 0 and upload.length <= HASHED_BYTES
        self._digest = hashlib.sha256() if is_whole else None
        self._saved_at, self._saved = time.monotonic(), upload.size_bytes

    @property
    def sha256(self) -> str:
        """Of the whole file, when it came in this one piece; else nothing."""
        whole = self._digest is not None and self.upload.is_whole
        return self._digest.hexdigest() if whole else ""

    def receive(self, request: HttpRequest, length: int) -> None:
        """Takes `length` bytes, or as many as come before the line breaks.

        Raises WrongChecksumError, ClaimLostError, or OSError when it cannot be stored.
        """
        try:
            with patient_with(request) as line:
                self._take(line, length)
            self._end(length)
        except OSError:
            if self._checksum is None:
                self._save(self._writer.salvaged())
            raise
        finally:
            self._writer.discard()  # what no row remembers

    def _take(self, line: Line, length: int) -> None:
        left = length
        while left > 0:
            try:
                data = line.read(left)
            except (UnreadablePostError, TimeoutError, ConnectionError):
                return
            if not data:
                return
            left -= len(data)
            self._keep(data)

    def _keep(self, data: bytes) -> None:
        self._writer.write(data)
        for digest in (self._checksum, self._digest):
            if digest is not None:
                digest.update(data)
        # A piece with a checksum counts whole or not at all.
        if self._checksum is not None:
            return
        if time.monotonic() - self._saved_at > SAFE_SECONDS:
            self._save(self._writer.checkpoint())
        elif self._writer.size - self._saved >= SAFE_BYTES:
            # A quick line does not wait for the disk: what is safe by now is enough.
            self._save(self._writer.settled())

    def _end(self, length: int) -> None:
        if self._checksum is not None and not self._checksum.is_right:
            raise WrongChecksumError
        if self._writer.size > self._saved:
            self._save(self._writer.checkpoint())

    def _save(self, sealed: Sealed) -> None:
        """The bytes first, then the row: the row never says more than is there."""
        if sealed.size_bytes <= self._saved:
            return
        remember(self.upload, sealed)
        self._writer.kept(sealed)
        self._writer.tidy()
        self._saved_at, self._saved = time.monotonic(), sealed.size_bytes


def claim(upload: Upload) -> None:
    """From now on this request goes on with the upload, whoever did before.

    A phone that changed its network comes back while the old line still seems open.
    """
    upload.claim = uuid.uuid4()
    rows = Upload.objects.filter(pk=upload.pk, size_bytes=upload.size_bytes)
    if not rows.filter(ended_at__isnull=True).update(claim=upload.claim):
        raise ClaimLostError


def remember(upload: Upload, sealed: Sealed) -> None:
    """The row says what is safe; raises ClaimLostError when another has the upload."""
    rows = Upload.objects.filter(
        pk=upload.pk, claim=upload.claim, ended_at__isnull=True
    )
    if not rows.update(**sealed.columns()):
        raise ClaimLostError
    upload.key, upload.parts = sealed.key, list(sealed.parts)
    upload.size_bytes = sealed.size_bytes
