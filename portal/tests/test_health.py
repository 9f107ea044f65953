"""What machines ask: are you alive, can you work?"""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as in_use
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts import tasks, work
from accounts.models import OutgoingMail
from portal import cages
from portal.tests.machine import free_port
from portal.tests.redis_double import redis_that_says
from portal.views import health


@pytest.fixture(autouse=True)
def no_pulse_of_another_test():
    cache.delete_many([work.PULSE, cages.KEY])


def test_livez_answers_without_a_database(client):
    assert client.get("/livez").text == "ok\n"


def test_readyz_is_ready_with_nothing_to_do(client, db):
    tasks.pulse()

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "disk": "ok",
        "queue": "ok",
        "oldest_waiting_seconds": 0,
        "mail_failed": 0,
        "mail_tried_again": 0,
        "worker": "ok",
        "worker_seen_seconds_ago": 0,
        "sandbox": "unknown",
        "broker": "ok",
        "virus_check": "off",
    }


def test_readyz_counts_mail_that_failed_or_is_tried_again(client, db):
    later = timezone.now() + timedelta(hours=1)
    for more in ({"work": "failed"}, {"work": "done"}, {}, {"attempts": 2}):
        OutgoingMail.objects.create(not_before=later, **more)
    OutgoingMail.objects.create(work="failed", attempts=18)

    facts = client.get("/readyz").json()

    assert (facts["mail_failed"], facts["mail_tried_again"]) == (2, 1)


def test_readyz_tells_that_the_broker_refuses_us(client, db, settings):
    with redis_that_says("-NOAUTH Authentication required.") as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"

        response = client.get("/readyz")

    # Pages still work: the web stays ready.
    assert (response.status_code, response.json()["broker"]) == (200, "refused")


def test_readyz_tells_that_the_broker_is_away(client, db, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["broker"]) == (200, "away")


def test_readyz_tells_that_no_worker_was_ever_seen(client, db):
    facts = client.get("/readyz").json()

    assert (facts["worker"], facts["worker_seen_seconds_ago"]) == ("silent", None)


def test_readyz_tells_that_the_worker_has_been_silent_for_long(client, db):
    tasks.pulse()

    with time_machine.travel(timezone.now() + timedelta(seconds=142), tick=False):
        facts = client.get("/readyz").json()

    assert facts["worker"] == "late"
    assert 140 <= facts["worker_seen_seconds_ago"] <= 143


def test_work_that_waited_142_seconds_is_late(client, db):
    OutgoingMail.objects.create(not_before=timezone.now() - timedelta(seconds=142))

    assert client.get("/readyz").json()["queue"] == "late"


def test_pulse_is_asked_for_often_enough_and_never_piles_up():
    entry = in_use.CELERY_BEAT_SCHEDULE["pulse"]

    assert entry["task"] == tasks.pulse.name
    assert entry["schedule"] * 3 <= health.LATE_AFTER_SECONDS
    assert entry["options"]["expires"] <= entry["schedule"]


def test_readyz_tells_how_long_the_oldest_work_has_waited(client, db):
    OutgoingMail.objects.create(not_before=timezone.now() - timedelta(minutes=5))
    OutgoingMail.objects.create(not_before=timezone.now() - timedelta(hours=1))

    facts = client.get("/readyz").json()

    assert facts["queue"] == "late"
    assert 3600 <= facts["oldest_waiting_seconds"] < 3660


def test_readyz_is_not_ready_when_the_disk_is_full(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 62)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["disk"]) == (503, "full")


def test_readyz_is_not_ready_without_a_database(client, db, settings):
    with connection.execute_wrapper(_refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "down")


@pytest.mark.parametrize(("path", "status"), [("/livez", 200), ("/readyz", 503)])
def test_somebody_signed_in_gets_an_answer_without_a_database(
    client, wen, path, status
):
    client.force_login(wen)

    with connection.execute_wrapper(_refuse):
        response = client.get(path)

    assert response.status_code == status


def _refuse(*args):
    from django.db import OperationalError

    raise OperationalError("gone")


def test_readyz_tells_which_cage_files_are_looked_at_in(client, db, monkeypatch):
    monkeypatch.setattr(cages, "cage", lambda: "landlock")
    cages.tell()

    assert client.get("/readyz").json()["sandbox"] == "landlock"
