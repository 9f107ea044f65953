"""Which cage the workers look at files in: they say so when they start, /readyz tells it."""

from __future__ import annotations

import logging

from django.core.cache import cache

from records.sandbox.cage import cage

log = logging.getLogger(__name__)
KEY = "sandbox-cage"


def tell() -> None:
    """A worker says which cage it found. One that cannot say so works all the same."""
    try:
        cache.set(KEY, cage(), timeout=None)
    except Exception as error:  # whatever the cache throws while it is away
        log.warning("cage not told: %s", type(error).__name__)


def told() -> str:
    """What the worker that started last found: bubblewrap, landlock, limits, or unknown."""
    return cache.get(KEY) or "unknown"
