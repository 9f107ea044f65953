"""Says whether Redis takes what we give it: asked at the start and by /readyz."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.management.base import CommandError
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError, ResponseError
from redis.retry import Retry

OK, AWAY, REFUSED = "ok", "away", "refused"
SECONDS = 1
# What Redis says when it will say the same tomorrow: no right, no such database.
FOR_GOOD = (
    "NOAUTH",
    "WRONGPASS",
    "NOPERM",
    "DENIED",
    "DB INDEX",
    "PASSWORD",
    "PERMISSION",
)
# Among the keys of the cache: who may not write it cannot use the cache either.
KEY = ":1:broker-asked"


def ask(*, patient: bool = True) -> tuple[str, str]:
    """Whether the broker works, is away or refuses us, and why; never the password.

    A refusal does not pass by itself: a password, a database number, TLS on one side only.
    Who is not patient waits half a second and is not told about TLS.
    """
    if not settings.REDIS_URL:
        return OK, ""
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=SECONDS if patient else SECONDS / 2,
        socket_timeout=SECONDS if patient else SECONDS / 2,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.set(KEY, 1, ex=60)
    except AuthenticationError:
        return REFUSED, "its password is missing or wrong"
    except ResponseError as error:
        said = str(error).partition("\n")[0]
        # Full, loading, a replica for now: that passes, and rows wait meanwhile.
        return (REFUSED if _is_for_good(said) else AWAY), said
    except (RedisError, OSError) as error:
        fault = _tls_fault(error) if patient else ""
        return (REFUSED, fault) if fault else (AWAY, type(error).__name__)
    finally:
        client.close()
    return OK, ""


def _is_for_good(said: str) -> bool:
    return any(words in said.upper() for words in FOR_GOOD)


def require_no_refusal() -> str:
    """Stops with one sentence when Redis refuses us; gives one when it is only away.

    Nothing is lost without Redis: the row is the truth, and the clock rings again.
    """
    state, reason = ask()
    if state == REFUSED:
        raise CommandError(f"The Redis named by REDIS_URL refuses us: {reason}.")
    if state == AWAY:
        return (
            f"The Redis named by REDIS_URL does not answer ({reason}): "
            "mail, files and case summaries wait until it does."
        )
    return ""


def _tls_fault(error: BaseException | None) -> str:
    """What is wrong when a certificate is not taken or only one side speaks TLS."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return f"TLS failed, {error.reason or 'it hung up'}"
        error = error.__cause__ or error.__context__
    # Either way the other side only hangs up or says nothing, as if it were away.
    url = urlsplit(settings.REDIS_URL)
    if url.scheme == "rediss" and _speaks(url.hostname, url.port, tls=False):
        return "it does not speak TLS. Write redis:// instead of rediss://"
    if url.scheme == "redis" and _speaks(url.hostname, url.port, tls=True):
        return "it speaks TLS. Write rediss:// instead of redis://"
    return ""


def _speaks(host: str | None, port: int | None, *, tls: bool) -> bool:
    """Whether the server answers at all this way. No secret is sent."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host, port or 6379), timeout=SECONDS) as link:
            if tls:
                context.wrap_socket(link).close()
                return True
            link.sendall(b"PING\r\n")
            return link.recv(1) in {b"+", b"-"}
    except OSError:
        return False
