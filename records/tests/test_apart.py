"""F3: pages stay quick while files are looked into, because another process does that."""

from __future__ import annotations

import pytest
from celery import current_app

from accounts.tests.test_bell import folder_broker
from records.models import File
from records.sandbox import parent
from records.tests.test_inspection import a_png_bomb
from records.tests.test_records import send as send_form
from records.tests.tus_client import whole

# What may stand before a sign-in code: a few rows read, and no file opened.
QUICK = {"records.tasks.remind_of_asked"}


def by_form(door, case) -> int:
    return send_form(door, case, ("bomb.png", a_png_bomb())).status_code


def in_pieces(door, case) -> int:
    return whole(door, case, a_png_bomb(), filename="bomb.png").status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [by_form, in_pieces])
def test_f3_a_page_that_takes_a_bomb_looks_into_nothing(
    door, case, broker_at, tmp_path, monkeypatch, way
):
    (tmp_path / "queue").mkdir()
    broker_at("filesystem://", folder_broker(tmp_path))
    looks = []
    monkeypatch.setattr(parent, "run", lambda *args, **more: looks.append(args))

    status = way(door, case)

    messages = sorted(path.name for path in (tmp_path / "queue").iterdir())
    file = File.objects.get()
    assert status in (200, 204)
    assert (file.work, file.verdict) == (File.Work.QUEUED, File.Verdict.WAITING)
    assert looks == []
    assert [name.split(".")[-2] for name in messages] == ["inspect"]


def test_f3_no_work_on_files_stands_before_mail():
    current_app.loader.import_default_modules()
    ours = [name for name in current_app.tasks if name.startswith("records.")]
    router = current_app.amqp.router

    queues = {name: router.route({}, name)["queue"].name for name in ours}

    fast = {name for name, queue in queues.items() if queue == "fast"}
    assert fast == QUICK
    assert set(queues.values()) == {"fast", "inspect", "build"}
