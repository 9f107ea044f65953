"""What several tests of this app need."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from accounts.models import User
from accounts.tests.signing import PASSWORD


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """Failed sign-ins of one test do not slow the next one."""
    cache.clear()


@pytest.fixture(autouse=True)
def after_sign_in(settings) -> None:
    """Where people go is the business of the app above."""
    settings.LOGIN_REDIRECT_URL = "/folders/"


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


@pytest.fixture
def wen_with_password(wen) -> User:
    wen.set_password(PASSWORD)
    wen.save()
    return wen


@pytest.fixture
def mei_with_password(mei) -> User:
    mei.set_password(PASSWORD)
    mei.save()
    return mei
