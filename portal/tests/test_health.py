"""What machines ask: are you alive, can you work?"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import OutgoingMail
from portal.views import health


def test_livez_answers_without_a_database(client):
    assert client.get("/livez").text == "ok\n"


def test_readyz_is_ready_with_nothing_to_do(client, db):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "disk": "ok",
        "queue": "ok",
        "oldest_waiting_seconds": 0,
    }


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


def _refuse(*args):
    from django.db import OperationalError

    raise OperationalError("gone")
