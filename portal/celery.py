"""The Celery application: workers and beat load this."""

import logging
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
# A message waits so long for a process that is free. A healthy pool hands it over at once,
# and takes back what a killed process had begun after ten seconds.
STUCK_SECONDS = 20

log = logging.getLogger(__name__)

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


class EndsWhenStuck(bootsteps.StartStopStep):
    """A worker whose pool takes no work although a process is free ends, to be started again.

    On the folder broker the processes of a pool share locks. One that is killed while it
    waits for work takes the lock along, and whoever replaces it waits for that for ever.
    Only a new worker has new locks. The clock's messages find it on an idle portal, too.
    """

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: object, **kwargs: object) -> None:
        super().__init__(worker, **kwargs)
        self.over = threading.Event()

    def include_if(self, worker: object) -> bool:
        return worker.pool_cls.uses_semaphore  # only a pool of processes does

    def start(self, worker: object) -> None:
        threading.Thread(target=self.watch, args=[worker], daemon=True).start()

    def close(self, worker: object) -> None:
        self.over.set()

    def watch(self, worker: object) -> None:
        """Looks once a second. Looks are counted, not time: the machine may sleep."""
        looks: dict[object, int] = {}
        while not self.over.wait(1):
            looks = {one: looks.get(one, 0) + 1 for one in left_waiting(worker)}
            if max(looks.values(), default=0) >= STUCK_SECONDS:
                log.critical("the pool takes no work any more: the worker ends")
                os._exit(1)  # its processes end with it, and rows have leases


def left_waiting(worker: object) -> set[object]:
    """Messages that no living process began; none while every process is busy."""
    processes = worker.pool.info["processes"]
    try:
        active = set(worker.state.active_requests)
        held = set(worker.state.reserved_requests)
    except RuntimeError:  # changed by another thread meanwhile: work moves on
        return set()
    begun = {one for one in active if one.worker_pid in processes}
    return held - begun if len(begun) < worker.concurrency else set()


app.steps["worker"].update([EndsWhenBroken, EndsWhenStuck])


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


@worker_process_init.connect
def tell_cage(**kwargs: object) -> None:
    """What holds a look inside a stranger's file on this machine, for /readyz."""
    from portal import cages

    cages.tell()
