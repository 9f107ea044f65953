"""Settings of the web server. Why threads and not an event loop: docs/decisions/0004."""

import ctypes
import gc
from contextlib import suppress
from pathlib import Path

from gunicorn.glogging import Logger
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.base import Worker

from accounts.logs import MaskingFormatter
from portal.environment import Environment

_env = Environment()

wsgi_app = "portal.wsgi:application"
worker_class = "gthread"
workers, threads = _env.web()
# A page takes milliseconds; only a worker that hangs meets this limit.
timeout = 60
graceful_timeout = 10
keepalive = 5
# A slow leak never grows for weeks; the spread keeps workers from leaving together.
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Addresses of pages hold the numbers of folders: they are not written to a log here.
accesslog = None
errorlog = "-"
loglevel = "warning"
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


# A body is taken from the line in pieces as large as uploads ask for: what is left over of
# a larger one is copied at every turn (measured: 0.3 instead of 1.6 s of processor time for
# each GB), and 20 uploads at once hold 20 of them.
SocketUnreader.max_body_chunk = 128 * 1024
M_ARENA_MAX = -8  # of malloc.h


def post_worker_init(worker: Worker) -> None:
    mask(worker.log)
    share_memory()
    keep_what_stays()


def share_memory() -> None:
    """Threads share two heaps instead of keeping one each: what one gives back, all can use."""
    with suppress(AttributeError):  # glibc alone has it
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def mask(log: Logger) -> None:
    """A request the server itself cannot answer is written with its address, too."""
    for handler in log.error_log.handlers:
        handler.setFormatter(MaskingFormatter(log.error_fmt, log.datefmt))


def keep_what_stays() -> None:
    """Spares the rubbish collector what lives as long as the worker: code and settings.

    A page makes thousands of small objects and few rings of them; looking for rings less
    often costs some memory and saves a tenth of the time of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
