"""Reads what differs from place to place; a bad value stops the start with one sentence."""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Container
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from portal import safekeeping

BASE_DIR = Path(__file__).resolve().parent.parent
# A name, `.name` for it and everything below it, or an address in brackets (IPv6).
_HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)

# What may follow the `?` of REDIS_URL: words that Celery and the cache both take. With any
# other word one of them breaks at its first use. No values: the name of a file.
_REDIS_WORDS = {
    "ssl_cert_reqs": ["required", "optional", "none"],
    "ssl_check_hostname": ["true", "false"],
    "ssl_ca_certs": [],
    "ssl_certfile": [],
    "ssl_keyfile": [],
}

LONGEST_HOST = 253  # characters of a name in the DNS
LARGEST = 1_000_000  # of any number: minutes, days, megabytes


def stop(sentence: str) -> NoReturn:
    """Ends the program with one sentence a person can act on, without a traceback."""
    raise SystemExit(f"Sidelight cannot start: {sentence}")


class Environment:
    """Typed reads from the process environment and the file `.env` beside manage.py."""

    def __init__(self) -> None:
        self._env = environ.Env()
        if (file := BASE_DIR / ".env").exists():
            environ.Env.read_env(file)

    def text(self, name: str, default: str) -> str:
        """As it stands: a `$` at its beginning names no other variable."""
        return os.environ.get(name, default)

    def words(self, name: str, default: list[str]) -> list[str]:
        """Words separated by commas."""
        if name not in os.environ:
            return default
        return [word for word in os.environ[name].split(",") if word]

    def yes(self, name: str, default: bool = False) -> bool:
        raw = self.text(name, "on" if default else "off").strip().lower()
        if raw in {"on", "true", "yes", "1"}:
            return True
        if raw in {"off", "false", "no", "0", ""}:
            return False
        stop(f"{name} is {raw!r}. Use on or off.")

    def number(
        self, name: str, default: int, *, least: int = 0, most: int = LARGEST
    ) -> int:
        try:
            value = int(self.text(name, str(default)))
        except ValueError:
            stop(f"{name} must be a whole number.")
        if value < least:
            stop(f"{name} is {value}. It cannot be less than {least}.")
        if value > most:
            stop(f"{name} is too large. It cannot be more than {most}.")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """A folder this process can write in; made when missing."""
        path = Path(self.text(name, str(default))).expanduser().resolve()
        # What lies under the static files of the program is given to anybody.
        if path == BASE_DIR or path.is_relative_to(BASE_DIR / "static"):
            stop(f"{name} {path} holds the program. Choose a folder of its own.")
        return _writable(name, path)

    def codes(self, name: str, default: list[str], known: Container[str]) -> list[str]:
        """Codes of languages; one nobody knows is refused by name."""
        found = [code.strip().lower() for code in self.words(name, default)]
        for code in found:
            if code not in known:
                stop(f"{name} has {code!r}, which is no language code known here.")
        return found

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """The host names this portal answers to: names alone, never all of them."""
        found = self.words(name, default)
        if any("*" in host for host in found):
            stop(f"{name} may not contain *. Name the hosts this portal answers to.")
        for host in found:
            if not _is_host(host):
                stop(
                    f"{name} has {host[:60]!r}. Write only the name, "
                    "like portal.example.org."
                )
        if not found:
            stop(f"{name} is empty. Name the hosts this portal answers to.")
        return found

    def other_host(self, name: str, hosts: list[str]) -> str:
        """One more host name, with its port where that is not the usual one; or ""."""
        found = self.text(name, "").strip()
        if "/" in found or (found and not _is_host(found.partition(":")[0])):
            stop(
                f"{name} has {found[:60]!r}. Write only the name, like files.example.org."
            )
        if found in hosts:
            stop(
                f"{name} is a name of the portal itself. Give it a host name of its own."
            )
        return found

    def origins(self, name: str) -> list[str]:
        """Other origins that may post, each with its scheme."""
        found = self.words(name, [])
        for origin in found:
            if not _is_address(origin.replace("://*.", "://", 1)):
                stop(
                    f"{name} has {origin!r}. Write it like https://portal.example.org."
                )
        return found

    def mailbox(self, name: str, default: str) -> str:
        """An e-mail address, perhaps with a name before it."""
        written = self.text(name, default)
        try:
            validate_email(parseaddr(written)[1] if written.isprintable() else "")
        except ValidationError:
            stop(f"{name} is no e-mail address. Write it like office@example.org.")
        return written

    def web_address(self, name: str, default: str) -> str:
        """Where people reach the portal, without a slash at the end."""
        address = self.text(name, default).rstrip("/")
        if not _is_address(address):
            stop(f"{name} must look like https://portal.example.org.")
        return address

    def time_zone(self, name: str, default: str) -> str:
        zone = self.text(name, default)
        if zone not in zoneinfo.available_timezones():
            stop(f"{name} {zone} is not a time zone. Write it like Asia/Shanghai.")
        return zone

    def database(self, default: str) -> dict[str, Any]:
        url = self.text("DATABASE_URL", default)
        scheme = url.partition(":")[0] if ":" in url else ""
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            stop(
                "DATABASE_URL must start with sqlite:/// or postgres://"
                f", not {scheme or 'nothing'}."
            )
        try:
            config = self._env.db_url_config(url)
        except (ImproperlyConfigured, ValueError):
            config = {}
        # A database in memory would be another one in every process.
        if config.get("NAME") in {None, "", ":memory:"}:
            stop(
                "DATABASE_URL cannot be read. Write it like "
                "postgres://name:password@host:5432/database "
                "or sqlite:////full/path/of/file."
            )
        return config

    def redis(self) -> str:
        url = self.text("REDIS_URL", "")
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            whole = bool(parts.hostname) and (parts.port or 1) > 0
            whole = whole and re.fullmatch(r"/?\d*", parts.path) is not None
        except ValueError:
            whole = False
        # Celery reads a semicolon as the end of one address and the start of another.
        if not whole or ";" in url or parts.scheme not in {"redis", "rediss"}:
            stop("REDIS_URL cannot be read. Write it like redis://host:6379/0.")
        words = _redis_words(parts)
        if parts.scheme == "rediss" and "ssl_cert_reqs" not in words:
            # Unasked the cache would check the certificate and Celery would not.
            url += ("&" if parts.query else "?") + "ssl_cert_reqs=required"
        return url

    def clamd(self) -> str:
        """Where the virus scanner listens; empty for none."""
        url = self.text("CLAMD_URL", "").strip()
        try:
            parts = urlsplit(url)
            by_file = (
                parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
            )
            by_host = parts.scheme == "tcp" and _is_host(parts.hostname or "")
            whole = by_file or (
                by_host and bool(parts.port) and parts.path in {"", "/"}
            )
            whole = whole and not (parts.query or parts.fragment or parts.username)
        except ValueError:
            whole = False
        if url and not whole:
            stop(
                "CLAMD_URL cannot be read. Write it like unix:/run/clamav/clamd.ctl "
                "or tcp://127.0.0.1:3310."
            )
        return url

    def email(self, default: str, *, local: bool = False) -> dict[str, Any]:
        """How mail leaves: a mail server, or readable files in a folder.

        On one's own computer the worker may write it to the console, too. The other kinds
        that the reader of the address knows would lose it without a word.
        """
        url = self.text("EMAIL_URL", default)
        try:
            config = self._env.email_url_config(url)
        except (ImproperlyConfigured, KeyError, ValueError):
            config = {}
        files = config.get("EMAIL_BACKEND", "").endswith("filebased.EmailBackend")
        smtp = config.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
        shown = config.get("EMAIL_BACKEND", "").endswith("console.EmailBackend")
        if shown and not local:
            stop(
                "EMAIL_URL consolemail:// is for LOCAL_HTTP=on: nobody would get mail."
            )
        if not (files or smtp or shown) or (smtp and not config["EMAIL_HOST"]):
            stop(
                "EMAIL_URL cannot be read. Write it like "
                "smtp+tls://name:password@mail.example.org:587 "
                "or filemail:///full/path/of/folder."
            )
        if files:
            if config["EMAIL_HOST"] or not config["EMAIL_FILE_PATH"]:
                stop("EMAIL_URL needs three slashes: filemail:///full/path/of/folder.")
            # The reader of the address drops the first slash of the path.
            config["EMAIL_FILE_PATH"] = "/" + config["EMAIL_FILE_PATH"]
            _writable("EMAIL_URL", Path(config["EMAIL_FILE_PATH"]))
        return config

    def web(self) -> tuple[int, int]:
        """How many processes answer people, and threads in each."""
        processes = self.number("WEB_PROCESSES", 2, least=1, most=256)
        return processes, self.number("WEB_THREADS", 16, least=1, most=256)

    def master_keys(self) -> tuple[list[str], str]:
        """The keys that wrap the keys of cases, newest first, and the address of a KMS."""
        try:
            return safekeeping.master_keys(
                self.text("MASTER_KEY", ""), self.text("MASTER_KEY_URI", "")
            )
        except safekeeping.Unreadable as error:
            stop(str(error))

    def files(self, folder: Path) -> dict[str, Any]:
        """Where sealed files lie."""
        endpoint = self.text("FILES_ENDPOINT", "")
        if endpoint and not _is_address(endpoint):
            stop("FILES_ENDPOINT must look like https://s3.example.org.")
        options = {
            "endpoint": endpoint,
            "region": self.text("FILES_REGION", ""),
            "prefix": self.text("FILES_PREFIX", ""),
        }
        try:
            return safekeeping.files(self.text("FILES_BUCKET", ""), folder, options)
        except safekeeping.Unreadable as error:
            stop(str(error))

    def secret_key(self) -> str:
        key = self.text("SECRET_KEY", "")
        if not key:
            fault = "is missing"
        elif len(key) < 50:
            fault = "is shorter than 50 characters"
        elif len(set(key)) < 5:
            fault = "has fewer than 5 different characters"
        else:
            return key
        stop(
            f"SECRET_KEY {fault}. Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )


def _is_address(address: str) -> bool:
    """Scheme, host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = f"[{host}]" if ":" in host else host
    whole = f"{parts.scheme}://{named}" + (f":{port}" if port else "")
    known = parts.scheme in {"http", "https"} and _is_host(named)
    return known and whole == address.lower()


def _is_host(name: str) -> bool:
    return len(name) <= LONGEST_HOST and _HOST.fullmatch(name) is not None


def _redis_words(parts: SplitResult) -> dict[str, str]:
    """What follows the `?`, each word known, said once and with a value that is taken."""
    words: dict[str, str] = {}
    for word, value in parse_qsl(parts.query, keep_blank_values=True):
        if parts.scheme != "rediss" or word not in _REDIS_WORDS or word in words:
            stop(
                f"REDIS_URL has {word[:60]!r} after its question mark. Only "
                f"{', '.join(_REDIS_WORDS)} may stand there, once each, with rediss://."
            )
        values = _REDIS_WORDS[word]
        if values and value not in values:
            stop(f"REDIS_URL has {word}={value[:60]!r}. Use {' or '.join(values)}.")
        if not values and not os.access(value, os.R_OK):
            stop(f"REDIS_URL names the file {value!r}, which cannot be read.")
        words[word] = value
    return words


def _writable(name: str, path: Path) -> Path:
    try:
        # Made here it is for this user only; one that is there is left as it is.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{name} {path} cannot be made: {error.strerror}.")
    if not os.access(path, os.W_OK | os.X_OK):
        stop(f"{name} {path} cannot be written by this user.")
    return path
