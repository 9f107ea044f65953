"""The bell of background work: a message names its row, and a lost one loses nothing."""

from __future__ import annotations

import base64
import inspect
import json
import re
import time
import uuid
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction

from accounts.models import OutgoingMail
from accounts.tests.rows import kinds_of_work, make_mail

Work = OutgoingMail.Work
BASE = Path(__file__).resolve().parents[2]


@pytest.mark.django_db(transaction=True)
def test_row_stays_queued_and_page_quick_when_the_broker_refuses(
    broker_at, closed_port
):
    broker_at(f"redis://127.0.0.1:{closed_port}/0", QUICK)
    start = time.monotonic()

    row = make_mail()
    row.ring()

    row.refresh_from_db()
    assert row.work == Work.QUEUED
    assert time.monotonic() - start < 10


@pytest.mark.django_db(transaction=True)
def test_row_stays_queued_and_page_quick_when_the_broker_never_answers(
    broker_at, silent_port
):
    broker_at(f"redis://127.0.0.1:{silent_port}/0", QUICK)
    start = time.monotonic()

    rows = [make_mail() for _ in range(5)]
    for row in rows:
        row.ring()

    states = {OutgoingMail.objects.get(pk=row.pk).work for row in rows}
    assert states == {Work.QUEUED}
    assert time.monotonic() - start < 9  # the first refusal is enough for all five


# What settings.py says when REDIS_URL is set.
QUICK = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
}


@pytest.mark.django_db(transaction=True)
def test_row_of_a_transaction_that_failed_rings_no_bell(broker_at, tmp_path):
    folder = tmp_path / "queue"
    folder.mkdir()
    broker_at("filesystem://", folder_broker(tmp_path))

    with transaction.atomic():
        make_mail().ring()
        transaction.set_rollback(True)

    assert list(folder.iterdir()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", kinds_of_work())
def test_message_on_the_folder_broker_names_the_row_and_nothing_else(
    broker_at, tmp_path, model
):
    """P3, for each kind of work: the key of the row is all that a task is given."""
    folder = tmp_path / "queue"
    folder.mkdir()
    broker_at("filesystem://", folder_broker(tmp_path))

    row = model(pk=7 if model is OutgoingMail else uuid.uuid4())
    row.ring()

    (message,) = folder.iterdir()
    told = json.loads(message.read_text())
    args, kwargs, more = json.loads(base64.b64decode(told["body"]))
    assert (args, kwargs, set(more.values())) == ([str(row.pk)], {}, {None})
    headers, task = told["headers"], model.task_name
    bare = current_app.amqp.create_task_message("1", task, args, kwargs).headers
    assert (headers["task"], set(headers)) == (task, set(bare))
    assert (headers["argsrepr"], headers["kwargsrepr"]) == (f"['{row.pk}']", "{}")


def test_tasks_take_the_key_of_a_row_or_nothing():
    """P3: whatever is added to a message would need a place to arrive at."""
    current_app.loader.import_default_modules()
    ours = {
        name: list(inspect.signature(task.run).parameters)
        for name, task in current_app.tasks.items()
        if not name.startswith("celery.")
    }

    of_rows = {model.task_name for model in kinds_of_work()}
    assert {name for name, taken in ours.items() if taken} == of_rows
    assert all(len(taken) == 1 for name, taken in ours.items() if name in of_rows)


def test_messages_are_sent_from_one_place_only():
    """P3: nobody else rings, so nobody else can add a word to a message."""
    senders = re.compile(
        r"\.(delay|delay_on_commit|apply_async|apply_async_on_commit|send_task|s|si"
        r"|signature)\("
    )
    apps_of_ours = ("accounts", "intake", "records", "consultations", "portal")
    files = (path for app in apps_of_ours for path in (BASE / app).rglob("*.py"))

    found = {
        str(path.relative_to(BASE))
        for path in files
        if "tests" not in path.parts and senders.search(path.read_text())
    }

    assert found == {"accounts/work.py"}


def folder_broker(tmp_path) -> dict[str, str]:
    control = tmp_path / "control"
    control.mkdir(exist_ok=True)
    return {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(control),
    }
