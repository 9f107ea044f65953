"""Where the bytes of patients' files lie: a folder with no public address."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Files on disk that only code can reach: `url()` does not exist on purpose."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(
            location=location,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def url(self, name: str | None) -> str:
        raise ValueError("Patients' files have no address: they go through the door.")


def vault() -> Storage:
    """The one place of patients' bytes. Encryption and S3 slot in here."""
    return storages["records"]


def new_key(case_id: uuid.UUID) -> str:
    """A server-made name: nothing a person wrote ever becomes a path."""
    return str(PurePosixPath("cases", str(case_id), uuid.uuid4().hex))
