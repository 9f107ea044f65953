"""Sealed bytes in a bucket of the S3 kind. Loaded only where FILES_BUCKET is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from records.storage import NoAddress, SpooledUpload, StorageAwayError


class BucketStorage(NoAddress, S3Storage):
    """A bucket that only code can reach. Each part is sent with its SHA-256, which the
    service compares before it says that it has it."""

    def create(self, name: str) -> IO[bytes]:
        """A new object; closed, the bucket has it whole. Raises StorageAwayError."""
        return _Told(self, name)

    def open(self, name: str, mode: str = "rb") -> Any:
        """Raises FileNotFoundError when it is not there, StorageAwayError when nobody knows."""
        with told():
            return super().open(name, mode)

    def exists(self, name: str) -> bool:
        with told():
            return super().exists(name)

    def delete(self, name: str) -> None:
        with told():
            super().delete(name)

    def names(self) -> Iterator[str]:
        """Every stored name."""
        prefix = self.location.rstrip("/")
        with told():
            for item in self.bucket.objects.filter(
                Prefix=f"{prefix}/" if prefix else ""
            ):
                yield item.key.removeprefix(f"{prefix}/") if prefix else item.key


class _Told(SpooledUpload):
    def close(self) -> None:
        with told():
            super().close()


@contextmanager
def told() -> Iterator[None]:
    """Says in one word of ours what the client says in many of its own."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BotoCoreError, ClientError) as error:
        raise StorageAwayError(type(error).__name__) from error
