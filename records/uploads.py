"""Receiving files in a plain form: each is measured while it comes in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from records import names

MB = 1024 * 1024


class MeasuringHandler(TemporaryFileUploadHandler):
    """Stops writing a file that grows past the limit; the others go on.

    `too_big` holds the names of those, so that each gets its sentence.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_big: list[str] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.MAX_FILE_MB * MB:
            self.too_big.append(names.label(self.file_name or ""))
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received > settings.MAX_FILE_MB * MB:
            return None
        return super().file_complete(file_size)


def announced_too_much(request: HttpRequest) -> bool:
    """The form says it is larger than all files together may be: not read at all."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return length > settings.MAX_FILES_AT_ONCE * settings.MAX_FILE_MB * MB
