"""The Celery application: workers and beat load this."""

import os
import resource
import sys
import threading
from pathlib import Path

from celery import Celery, bootsteps
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Address space of one process that works, many times what the largest summary needs.
MEMORY = 2 * 1024 * 1024 * 1024
# For a worker that broke to end in; its rows are free again after their lease.
BROKEN_SECONDS = 30

app = Celery("sidelight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class EndsWhenBroken(bootsteps.StartStopStep):
    """A worker that met an error it cannot go on from ends for certain, to be started again.

    Celery waits for its pool before it ends, and once a process of the pool was killed it
    waits for ever: alive to whoever watches over it, and deaf.
    """

    def close(self, worker: object) -> None:
        if worker.exitcode:
            end = threading.Timer(BROKEN_SECONDS, os._exit, [worker.exitcode])
            end.daemon = True
            end.start()


app.steps["worker"].add(EndsWhenBroken)


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **kwargs: object) -> None:
    """The folder broker needs its folders before the first message."""
    options = sender.conf.broker_transport_options
    for key in ("data_folder_in", "control_folder"):
        if key in options:
            Path(options[key]).mkdir(parents=True, exist_ok=True)


@worker_process_init.connect
def limit_process(**kwargs: object) -> None:
    """A PDF that grows without end fails alone: it cannot take the machine's memory."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
