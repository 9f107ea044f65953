"""What several tests of this app need."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest
from celery import current_app
from django.core.cache import cache
from kombu import pools

from accounts import work


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """Failed sign-ins of one test do not slow the next one."""
    cache.clear()


@pytest.fixture(autouse=True)
def after_sign_in(settings) -> None:
    """Where people go is the business of the app above."""
    settings.LOGIN_REDIRECT_URL = "/folders/"


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


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0), backlog=64)) as it:
        yield it.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """A port nobody listens on."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as it:
        return it.getsockname()[1]
