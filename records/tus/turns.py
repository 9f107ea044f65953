"""Uploads of one process at a time: some threads are always left for pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_free = threading.BoundedSemaphore(settings.UPLOADS_AT_ONCE)


@contextmanager
def turn() -> Iterator[bool]:
    """True while this upload may take a thread; False when too many do already."""
    mine = _free.acquire(blocking=False)
    try:
        yield mine
    finally:
        if mine:
            _free.release()
