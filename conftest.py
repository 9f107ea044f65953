"""The cast. Every test knows these people.

wen is the patient, ana her caregiver, bo another patient, mei a coordinator, dr_osei a
specialist asked about wen's case, dr_roy one who was not.
"""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from kombu import pools

from accounts import work
from accounts.models import COORDINATORS, SPECIALISTS, User
from intake.models import Case, CaseMember, Patient

# Their tests look at the broker, the cache and the sessions, too.
NEAR_THE_ENGINES = ("accounts/", "portal/")
JOURNEYS = "tests/journeys/"
SQLITE = "django.db.backends.sqlite3"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what can come out differently on another engine: .ci/run tests it on both.

    See docs/decisions/0028-what-runs-on-both-engines.md.
    """
    for item in items:
        if item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.both_engines)
            if settings.DATABASES["default"]["ENGINE"] != SQLITE:
                item.add_marker(pytest.mark.skip(reason="reads the files of SQLite"))
        elif may_differ(item):
            item.add_marker(pytest.mark.both_engines)


def may_differ(item: pytest.Item) -> bool:
    """Near the engines, or with transactions that end. Why no journey is: see 0028."""
    if item.get_closest_marker("own_engines") or item.nodeid.startswith(JOURNEYS):
        return False
    asks = item.get_closest_marker("django_db")
    commits = asks is not None and asks.kwargs.get("transaction", False)
    return (
        commits
        or "transactional_db" in item.fixturenames
        or item.nodeid.startswith(NEAR_THE_ENGINES)
    )


def make_user(name: str, *, group: str = "", **extra) -> User:
    user = User.objects.create_user(
        email=f"{name}@example.org", name=name.replace("_", " ").title(), **extra
    )
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def make_folder(user: User, name: str) -> Case:
    """A folder of this patient, not sent."""
    case = Case.objects.create(created_by=user)
    CaseMember.objects.create(case=case, user=user, role=CaseMember.Role.PATIENT)
    Patient.objects.create(case=case, full_name=name, email=user.email)
    return case


def make_caregiver(user: User, case: Case) -> User:
    """Helps in this folder with every right but sending."""
    CaseMember.objects.create(
        case=case,
        user=user,
        role=CaseMember.Role.CAREGIVER,
        relationship=CaseMember.Relationship.CHILD,
        basis=CaseMember.Basis.CONSENT,
        may_see=True,
        may_upload=True,
        may_question=True,
        may_answer=True,
        may_message=True,
    )
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gave when all begin at the same moment, each in a thread of its own.

    For tests with `transaction=True`. The first error of any deed is raised.
    """
    start = threading.Barrier(len(deeds), timeout=30)

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


@pytest.fixture
def wen(db) -> User:
    return make_user("wen")


@pytest.fixture
def bo(db) -> User:
    return make_user("bo")


@pytest.fixture
def mei(db) -> User:
    return make_user("mei", group=COORDINATORS, is_staff=True)


@pytest.fixture
def dr_osei(db, case) -> User:
    user = make_user("dr_osei", group=SPECIALISTS)
    CaseMember.objects.create(case=case, user=user, role=CaseMember.Role.SPECIALIST)
    return user


@pytest.fixture
def dr_roy(db) -> User:
    return make_user("dr_roy", group=SPECIALISTS)


@pytest.fixture
def case(wen) -> Case:
    """Wen's folder, not sent."""
    return make_folder(wen, "Wen Li")


@pytest.fixture
def bos_case(bo) -> Case:
    return make_folder(bo, "Bo Canary")


@pytest.fixture
def ana(db, case) -> User:
    """Wen's caregiver: may do everything but send."""
    return make_caregiver(make_user("ana"), case)


@pytest.fixture
def written_log() -> Iterator[io.StringIO]:
    """What our own log handler writes while a test runs."""
    text = io.StringIO()
    ours = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    before = [(handler, handler.setStream(text)) for handler in ours]
    yield text
    for handler, stream in before:
        handler.setStream(stream)


@pytest.fixture
def broker_at() -> Iterator:
    """A function that points the bell at another broker, with real messages."""
    conf = current_app.conf
    before = {
        name: conf[name]
        for name in ("broker_url", "broker_transport_options", "task_always_eager")
    }

    def change(url: str, options: dict | None = None) -> None:
        conf.update(
            broker_url=url,
            broker_read_url=url,
            broker_write_url=url,
            task_always_eager=False,
            broker_transport_options=options or before["broker_transport_options"],
        )
        forget_connections()

    yield change
    conf.update(before, broker_read_url=None, broker_write_url=None)
    forget_connections()


def forget_connections() -> None:
    pools.reset()
    current_app._pool = None
    current_app.amqp._producer_pool = None
    work._silent_until = 0.0
