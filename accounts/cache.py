"""The shared cache: Redis, or the database while Redis does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST_SECONDS = 30


class RedisOrDatabaseCache(RedisCache):
    """Answers from the database cache for half a minute after Redis failed to answer.

    Sign-in counts its failed tries here: it must neither break nor stop counting.
    """

    # On the class: there is one cache object a thread, and one wait is enough for all.
    rest_until = 0.0

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def _ask(self, deed: str, *args: Any, **kwargs: Any) -> Any:
        fallback: Callable = getattr(caches["database"], deed)
        if time.monotonic() < self.rest_until:
            return fallback(*args, **kwargs)
        try:
            return getattr(super(), deed)(*args, **kwargs)
        except (RedisError, OSError) as error:
            type(self).rest_until = time.monotonic() + REST_SECONDS
            log.warning("cache uses the database: %s", type(error).__name__)
            return fallback(*args, **kwargs)
