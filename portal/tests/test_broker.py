"""A Redis that refuses us is said at the start; one that is away stops nothing."""

from __future__ import annotations

import pytest
from django.conf import settings as in_use
from django.core.management import CommandError

from portal import broker
from portal.tests.machine import environment, free_port, manage
from portal.tests.redis_double import make_certificate, redis_that_says

WRONG = "-WRONGPASS invalid username-password pair or user is disabled."
MISSING = "-NOAUTH Authentication required."
NO_DATABASE = "-ERR DB index is out of range"


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path / "redis.pem")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (WRONG, "its password is missing or wrong"),
        (MISSING, "its password is missing or wrong"),
        (NO_DATABASE, "DB index is out of range"),
        ("-NOPERM this user has no permissions", "no permissions"),
    ],
)
def test_answer_that_refuses_us_stops_with_one_sentence(settings, answer, words):
    with redis_that_says(answer) as port:
        settings.REDIS_URL = f"redis://:canary@127.0.0.1:{port}/3"

        with pytest.raises(CommandError) as stopped:
            broker.require_no_refusal()

    said = str(stopped.value)
    assert said.startswith("The Redis named by REDIS_URL refuses us: ")
    assert (words in said, "canary" in said, "\n" in said) == (True, False, False)


@pytest.mark.parametrize(
    "answer",
    [
        "-READONLY You can't write against a read only replica.",
        "-OOM command not allowed when used memory > 'maxmemory'.",
        "-MISCONF Redis is configured to save RDB snapshots, but it cannot.",
        "-LOADING Redis is loading the dataset in memory",
        "-BUSY Redis is busy running a script.",
    ],
)
def test_what_passes_by_itself_keeps_nobody_from_starting(settings, answer):
    with redis_that_says(answer) as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"

        assert broker.ask()[0] == broker.AWAY
        assert "wait until it does" in broker.require_no_refusal()


def test_redis_without_tls_is_told_from_one_that_is_away(settings):
    with redis_that_says("+PONG") as port:
        settings.REDIS_URL = f"rediss://127.0.0.1:{port}/0"

        state, why = broker.ask()

    # Which of the two it is depends on what TLS happens to say first.
    assert state == broker.REFUSED
    assert "does not speak TLS" in why or why.startswith("TLS failed")


def test_redis_with_tls_only_is_told_from_one_that_is_away(settings, certificate):
    with redis_that_says("+PONG", certificate=certificate) as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"

        assert broker.ask() == (
            broker.REFUSED,
            "it speaks TLS. Write rediss:// instead of redis://",
        )


def test_certificate_nobody_vouches_for_is_a_refusal(settings, certificate):
    with redis_that_says("+PONG", certificate=certificate) as port:
        settings.REDIS_URL = f"rediss://127.0.0.1:{port}/0"

        assert broker.ask() == (
            broker.REFUSED,
            "TLS failed, CERTIFICATE_VERIFY_FAILED",
        )


@pytest.mark.parametrize("answer", ["", "-LOADING Redis is loading the dataset"])
def test_redis_that_is_away_is_said_in_one_line(settings, answer):
    with redis_that_says(answer) as port:
        # Without an answer: a port where nobody listens.
        settings.REDIS_URL = f"redis://127.0.0.1:{port if answer else free_port()}/0"

        said = broker.require_no_refusal()

    assert "does not answer" in said
    assert "\n" not in said


@pytest.mark.services
@pytest.mark.skipif(not in_use.REDIS_URL, reason="REDIS_URL names no server")
def test_redis_that_takes_it_is_ok():
    assert broker.ask() == (broker.OK, "")


@pytest.mark.own_engines
def test_check_machine_stops_when_redis_refuses_us(tmp_path):
    with redis_that_says(WRONG) as port:
        url = f"redis://:wrong@127.0.0.1:{port}/0"
        done = manage("check_machine", env=environment(tmp_path, REDIS_URL=url))

    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "refuses us: its password is missing or wrong" in done.stderr


@pytest.mark.own_engines
def test_check_machine_goes_on_without_redis_and_says_so(tmp_path):
    url = f"redis://127.0.0.1:{free_port()}/0"
    done = manage("check_machine", env=environment(tmp_path, REDIS_URL=url))

    assert (done.returncode, len(done.stderr.strip().splitlines())) == (0, 1)
    assert "does not answer" in done.stderr
