"""What one PDF may cost in seconds, memory and depth; its layout runs in one piece of stack."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from records.paper.errors import PaperError

MOST_SECONDS = 110  # below the soft limit of the Celery task
ROOM = 2**15  # values one frame of Python claims: 256 KiB
_one_at_a_time = threading.RLock()  # Pango's font map and the environment are shared


def bounded(function: Callable[..., Any], *values: Any) -> Any:
    """What the function gives, made alone in this process and within the limits.

    Raises PaperError with the cause.
    """
    with _one_at_a_time, time_limit(MOST_SECONDS), rare_garbage(), big_errors():
        return _with_room(function, *values)


def _call(function: Callable[..., Any], *values: Any) -> Any:
    return function(*values)


# Python keeps frames in pieces of 16 KiB and hands a piece back as soon as it is empty. A
# layout is deep: it crossed such an edge 19,000 times a summary, each time with two calls
# of the kernel. A frame that needs more gets a piece of twice its size, and all that is
# called below it stays in there.
_with_room = FunctionType(_call.__code__.replace(co_stacksize=ROOM), globals())


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Stops a build that takes too long; outside the main thread Celery's limit holds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise PaperError("too_slow", f"{seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    # Rings again each second: a first ring may fall into a callback that swallows errors.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def rare_garbage() -> Iterator[None]:
    """Lets the collector run seldom: a layout is a million objects that all stay in use."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    gc.freeze()  # what was there before stays: it need not be looked through
    try:
        yield
    finally:
        gc.collect()  # the layout goes now, not under the next one
        gc.unfreeze()
        gc.set_threshold(*before)


@contextmanager
def big_errors() -> Iterator[None]:
    """Contents that break the layout are a refusal with a cause, not an accident."""
    try:
        yield
    except RecursionError:
        raise PaperError("too_deep") from None
    except MemoryError:
        raise PaperError("too_big") from None
    except BaseException as error:
        if type(error).__name__ == "FatalURLFetchingError":
            raise PaperError("fetch_refused") from None
        raise
