"""Receiving files in a plain form: each is hashed, measured and judged while it comes in.

The bytes go straight to the vault, where no row knows them yet.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from records import names, quota, sniff
from records.incoming import EDGE_BYTES, Incoming
from records.storage import why_not

MB = 1024 * 1024
FIELD = "files"


class ReceivedFile(UploadedFile):
    """A file that came whole and waits under no name; closing it unsettled discards it."""

    def __init__(self, incoming: Incoming, name: str) -> None:
        super().__init__(file=None, name="file", size=incoming.size)
        self.incoming = incoming
        self.label = name

    def close(self) -> None:
        self.incoming.discard()


class NoFilesHandler(FileUploadHandler):
    """Pages without files take none: nothing of an upload is written anywhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


class VaultHandler(FileUploadHandler):
    """Writes each file into the vault as it comes.

    `refused` holds the name and the reason of each that was stopped on its way; the others
    go on. `unread` is how many parts of the form had a name nobody could read.
    """

    def __init__(self, request: HttpRequest, *, case_id: uuid.UUID, room: int) -> None:
        super().__init__(request)
        self.case_id = case_id
        self.room = room
        self.refused: list[tuple[str, str]] = []
        self.begun = 0
        self.incoming: Incoming | None = None
        self.parts: CountedStream | None = None

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: bytes, *a: Any
    ) -> None:
        if hasattr(input_data, "_stream"):
            self.parts = CountedStream(input_data._stream, b"--" + boundary)
            input_data._stream = self.parts

    def new_file(
        self, field_name: str, file_name: str, *args: Any, **kwargs: Any
    ) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self.begun += 1
        self.label = names.label(file_name or "")
        self.incoming = None
        if field_name != FIELD:
            raise SkipFile
        if self.begun > settings.MAX_FILES_AT_ONCE:
            self._refuse("too_many")
        try:
            self.incoming = Incoming(self.case_id)
        except OSError as error:
            self._refuse(why_not(error))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        incoming = self.incoming
        type_ = sniff.sniff(incoming.head or raw_data[:EDGE_BYTES])
        if incoming.size + len(raw_data) > quota.most_bytes(type_):
            self._refuse(quota.too_big(type_))
        if len(raw_data) > self.room:
            self._refuse("no_space")
        try:
            incoming.write(raw_data)
        except OSError as error:
            self._refuse(why_not(error))
        self.room -= len(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        received, self.incoming = ReceivedFile(self.incoming, self.label), None
        return received

    def upload_interrupted(self) -> None:
        self._drop()

    def unread(self, request: HttpRequest) -> int:
        """Parts that came and that the form does not hold: their names were unreadable."""
        if self.parts is None:
            return 0
        fields = sum(len(values) for _name, values in request.POST.lists())
        return max(0, self.parts.found - 1 - fields - self.begun)

    def _refuse(self, code: str) -> None:
        self.refused.append((self.label, code))
        self._drop()
        raise SkipFile

    def _drop(self) -> None:
        if self.incoming is not None:
            self.room += self.incoming.size
            self.incoming.discard()
            self.incoming = None


class CountedStream:
    """Passes bytes on and counts how often a mark went by: one more than there are parts."""

    def __init__(self, stream: Any, mark: bytes) -> None:
        self._stream = stream
        self._mark = mark
        self._end = b""
        self.found = 0

    def read(self, *args: Any) -> bytes:
        data = self._stream.read(*args)
        seen = self._end + data
        self.found += seen.count(self._mark)
        self._end = seen[-(len(self._mark) - 1) :]
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def announced_too_much(request: HttpRequest) -> bool:
    """The form says it is larger than all files together may be: not read at all."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return length > settings.MAX_CASE_MB * MB + MB
