"""Background work with a real broker and a real worker that is killed, starved and flooded.

Run with SERVICES=1: on the folder broker, and on Redis when REDIS_URL names one.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socketserver
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from django.conf import settings as django_settings
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from accounts import tasks, work
from accounts.models import OutgoingMail
from portal.tests.machine import environment, running, wait_until

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
]
Work = OutgoingMail.Work
REDIS_URL = os.environ.get("REDIS_URL", "")
needs_redis = pytest.mark.skipif(not REDIS_URL, reason="REDIS_URL names no server")


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail and keeps its first line; can be made slow."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.subjects: list[str] = []
        self.wait_seconds = 0.0


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        in_letter = False
        subject = ""
        for line in self.rfile:
            text = line.decode().strip()
            if in_letter and text.startswith("Subject: "):
                subject = text.removeprefix("Subject: ")
            if in_letter and text == ".":
                in_letter = False
                time.sleep(self.server.wait_seconds)
                self.server.subjects.append(subject)
                self.say("250 kept")
            elif in_letter:
                continue
            elif text.upper() == "DATA":
                in_letter = True
                self.say("354 go on")
            elif text.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def broker(broker_at, tmp_path, settings) -> dict[str, str]:
    """An empty broker of this test; the bell of this process rings it."""
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
    if REDIS_URL:
        redis.from_url(REDIS_URL).flushdb()
        broker_at(REDIS_URL)
        return {"REDIS_URL": REDIS_URL}
    for name in ("queue", "control"):
        (tmp_path / "broker" / name).mkdir(parents=True)
    broker_at(
        "filesystem://",
        {
            "data_folder_in": str(tmp_path / "broker" / "queue"),
            "data_folder_out": str(tmp_path / "broker" / "queue"),
            "control_folder": str(tmp_path / "broker" / "control"),
        },
    )
    return {"REDIS_URL": ""}


@pytest.fixture
def worker(broker, tmp_path, mail_server):
    """A function that starts a worker on the database of the tests."""
    port = mail_server.server_address[1]
    env = environment(
        tmp_path,
        DATABASE_URL=database_of_tests(),
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        SECRET_KEY=django_settings.SECRET_KEY,  # it opens what this process sealed
        **broker,
    )
    command = ["-m", "celery", "--quiet", "-A", "portal", "worker", "--concurrency=2"]
    command += ["--queues=fast,inspect,build", "--without-gossip", "--without-mingle"]
    command += ["--loglevel=WARNING"]
    return lambda: running(command, env)


def database_of_tests() -> str:
    """DATABASE_URL of the database the running test uses."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = f"{found['USER']}:{found['PASSWORD']}@" if found["USER"] else ""
    return f"postgres://{who}{found['HOST']}:{found['PORT']}/{found['NAME']}"


def post(number: int) -> OutgoingMail:
    send_mail(f"letter {number}", "Text", "a@example.org", ["wen@example.org"])
    return OutgoingMail.objects.latest("pk")


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("work", flat=True))


def time_passes() -> None:
    """Leases of dead workers run out and waiting times are over, without the waiting."""
    long_ago = timezone.now() - timedelta(hours=1)
    OutgoingMail.objects.filter(work=Work.WORKING).update(leased_until=long_ago)
    OutgoingMail.objects.update(queued_at=long_ago, not_before=long_ago)
    work._silent_until = 0.0


def all_done() -> bool:
    return set(states()) == {Work.DONE}


def test_worker_does_the_work_a_page_asked_for(worker, mail_server):
    with worker():
        row = post(1)
        wait_until(all_done)

    row.refresh_from_db()
    assert (mail_server.subjects, row.body) == (["letter 1"], "")


def test_work_asked_for_while_no_worker_ran_is_done_when_one_starts(
    worker, mail_server
):
    for number in range(20):
        post(number)

    with worker():
        wait_until(all_done)

    expected = sorted(f"letter {n}" for n in range(20))
    assert sorted(mail_server.subjects) == expected


def test_messages_delivered_three_times_do_the_work_once(worker, mail_server):
    rows = [post(number) for number in range(5)]
    for row in rows * 2:
        row.ring()

    with worker():
        wait_until(all_done)
        time.sleep(2)  # the copies are taken and dropped

    assert sorted(mail_server.subjects) == [f"letter {n}" for n in range(5)]


def test_worker_killed_at_random_moments_loses_no_work_and_ends_it_once(
    worker, mail_server
):
    rounds = 6
    for number in range(rounds):
        mail_server.wait_seconds = 0.3
        post(number)
        with worker() as process:
            time.sleep(random.uniform(1.5, 4))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    mail_server.wait_seconds = 0
    time_passes()
    with worker():
        wait_until(lambda: swept() and all_done(), seconds=60)

    # A mail the server had taken when its worker died may come a second time; none is
    # missing, and every row ended once.
    assert set(mail_server.subjects) == {f"letter {n}" for n in range(rounds)}
    assert states() == [Work.DONE] * rounds


def swept() -> bool:
    time_passes()
    work.sweep()
    time.sleep(1)
    return True


def test_poison_row_fails_in_sight_and_the_others_go_on(worker, mail_server):
    poison = post(1)
    OutgoingMail.objects.filter(pk=poison.pk).update(
        to=["nobody\nX: y@example.org"], attempts=OutgoingMail.most_attempts - 1
    )
    good = post(2)

    with worker():
        wait_until(lambda: states() == [Work.FAILED, Work.DONE])

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.error_code, mail_server.subjects) == ("ValueError", ["letter 2"])


@needs_redis
def test_broker_that_lost_everything_loses_no_work(worker, mail_server):
    for number in range(50):
        post(number)
    redis.from_url(REDIS_URL).flushdb()

    with worker():
        wait_until(lambda: swept() and all_done(), seconds=60)

    assert sorted(mail_server.subjects) == sorted(f"letter {n}" for n in range(50))


@needs_redis
def test_work_asked_for_while_redis_was_away_is_done_later(
    worker, mail_server, broker_at, closed_port
):
    broker_at(f"redis://127.0.0.1:{closed_port}/0")
    start = time.monotonic()
    for number in range(200):
        post(number)
    lasted = time.monotonic() - start

    broker_at(REDIS_URL)
    with worker():
        wait_until(lambda: swept() and all_done(), seconds=90)

    assert len(set(mail_server.subjects)) == 200
    assert lasted < 20  # 0.1 s a page, rows and all


@needs_redis
def test_cache_counts_on_in_the_database_while_redis_is_away(settings, closed_port):
    from django.core.cache import caches
    from django.core.management import call_command

    settings.CACHES = {
        "default": {
            "BACKEND": "accounts.cache.RedisOrDatabaseCache",
            "LOCATION": f"redis://127.0.0.1:{closed_port}/0",
        },
        "database": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        },
    }
    call_command("createcachetable")

    caches["default"].set("tries", 3)

    assert caches["default"].get("tries") == 3
    assert caches["database"].get("tries") == 3


def test_the_engines_are_the_ones_that_were_asked_for():
    wanted = os.environ.get("DATABASE_URL", "sqlite:").split(":")[0]

    assert connection.vendor.startswith(wanted.removesuffix("ql")[:6])
    assert django_settings.REDIS_URL == REDIS_URL
    assert tasks.sweep.app.conf.broker_url.startswith("redis" if REDIS_URL else "file")
