"""A bad value stops the start with one sentence; the production settings are safe."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from portal.environment import BASE_DIR
from portal.tests.machine import MASTER, SECRET, environment, free_port, manage


def load(env: dict[str, str]) -> tuple[int, str]:
    """Exit code and words of a start that only reads the settings."""
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


pytestmark = pytest.mark.own_engines


def test_embedded_default_starts(tmp_path):
    assert load(environment(tmp_path)) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "shorter than 50"),
        ("SECRET_KEY", "abcd" * 20, "has fewer than 5 different characters"),
        ("MASTER_KEY", "", "MASTER_KEY is missing"),
        ("MASTER_KEY", "c2hvcnQ", "MASTER_KEY is not 32 random bytes"),
        ("MASTER_KEY", MASTER + "A", "MASTER_KEY is not 32 random bytes"),
        ("MASTER_KEY", "A" * 43, "MASTER_KEY is not 32 random bytes"),
        ("MASTER_KEY", MASTER + ",old", "MASTER_KEY is not 32 random bytes"),
        ("MASTER_KEY_URI", "https://kms.example.org", "MASTER_KEY_URI must start with"),
        ("FILES_BUCKET", "Not a name", "FILES_BUCKET must be the name of a bucket"),
        ("FILES_ENDPOINT", "s3.example.org", "FILES_ENDPOINT must look like https"),
        ("DATABASE_URL", "mysql://u:p@h/db", "must start with sqlite:/// or postgres"),
        ("DATABASE_URL", "nonsense", "must start with sqlite:/// or postgres"),
        ("DATABASE_URL", "postgres://u:p@h:abc/db", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "postgres://u:p@host", "DATABASE_URL cannot be read"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL cannot be read"),
        ("REDIS_URL", "http://localhost", "REDIS_URL cannot be read"),
        ("REDIS_URL", "redis://host:port/0", "REDIS_URL cannot be read"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "pop3://mail.example.org", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "smtp://", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "smtp://h:port", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "filemail://var/mail", "needs three slashes"),
        ("ALLOWED_HOSTS", "*", "may not contain *"),
        ("ALLOWED_HOSTS", "a.example.org,*", "may not contain *"),
        ("LOCAL_HTTP", "maybe", "Use on or off"),
        ("SITE_URL", "portal.example.org", "must look like https://"),
        ("SITE_URL", "https://example.org/portal", "must look like https://"),
        ("SITE_URL", "http://[::1", "must look like https://"),
        ("SITE_URL", "http://a b", "must look like https://"),
        ("SITE_URL", "https://x:99999", "must look like https://"),
        ("SITE_URL", "http://a?b", "must look like https://"),
        ("SITE_URL", "http://u:pw@b", "must look like https://"),
        ("DATABASE_URL", "postgres://u:p@[::1/d", "DATABASE_URL cannot be read"),
        ("MAIL_FROM", "x\r\nBcc: y@z.org <a@b.org>", "MAIL_FROM is no e-mail"),
        ("ALLOWED_HOSTS", "a" * 1000, "Write only the name"),
        ("MAX_CASE_MB", "9" * 30, "MAX_CASE_MB is too large"),
        ("MAX_CASE_MB", "9" * 9000, "MAX_CASE_MB must be a whole number"),
        ("MAX_FILE_MB", "many", "MAX_FILE_MB must be a whole number"),
        ("MAX_FILE_MB", "0", "It cannot be less than 1"),
        ("TRUSTED_PROXIES", "-1", "It cannot be less than 0"),
        ("SESSION_IDLE_MINUTES", "1.5", "must be a whole number"),
        ("SERVICE_TIME_ZONE", "Moon/Base", "SERVICE_TIME_ZONE"),
        ("DATA_DIR", "/proc/nowhere", "DATA_DIR /proc/nowhere cannot be made"),
        ("DATABASE_URL", "sqlite:///", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL cannot be read"),
        ("REDIS_URL", "redis://host:1/abc", "REDIS_URL cannot be read"),
        ("REDIS_URL", "redis://h:1/0?foo=bar", "REDIS_URL has 'foo'"),
        ("REDIS_URL", "redis://h/0?socket_timeout=abc", "REDIS_URL has 'socket_"),
        ("REDIS_URL", "redis://h/0?ssl_cert_reqs=none", "with rediss://"),
        ("REDIS_URL", "rediss://h/0?ssl_cert_reqs=bogus", "Use required or optional"),
        ("REDIS_URL", "rediss://h/0?ssl_ca_certs=/no/ca.pem", "cannot be read"),
        (
            "REDIS_URL",
            "rediss://h/0?ssl_cert_reqs=none&ssl_cert_reqs=required",
            "once each",
        ),
        ("REDIS_URL", "redis://h/0;redis://g/0", "REDIS_URL cannot be read"),
        ("EMAIL_URL", "filemail:///proc/nope", "EMAIL_URL /proc/nope cannot be made"),
        ("MAIL_FROM", "garbage", "MAIL_FROM is no e-mail address"),
        ("MAIL_FROM", "Sidelight <garbage>", "MAIL_FROM is no e-mail address"),
        ("SERVICE_EMAIL", "notmail", "SERVICE_EMAIL is no e-mail address"),
        ("EXTRA_LANGUAGES", "xx", "EXTRA_LANGUAGES has 'xx'"),
        ("SERVICE_LANGUAGES", "en,klingon", "SERVICE_LANGUAGES has 'klingon'"),
        ("ALLOWED_HOSTS", ".*", "may not contain *"),
        ("ALLOWED_HOSTS", "http://a.com", "Write only the name"),
        ("ALLOWED_HOSTS", "a.com:8000", "Write only the name"),
        ("CSRF_TRUSTED_ORIGINS", "a.com", "Write it like https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://", "Write it like https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.org:notaport", "Write it like https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.org:99999", "Write it like https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.org/path", "Write it like https://"),
        *[
            ("CLAMD_URL", address, "CLAMD_URL cannot be read")
            for address in (
                "localhost:3310",
                "unix:",
                "unix://host/clamd.ctl",
                "tcp://host",
                "tcp://:3310",
                "tcp://host:notaport",
                "tcp://host:3310/path",
                "tcp://u:p@host:3310",
                "http://host:3310",
            )
        ],
        ("CLAMD_MOST_MB", "0", "It cannot be less than 1"),
        ("EMAIL_URL", "dummymail://", "EMAIL_URL cannot be read"),
        ("EMAIL_URL", "memorymail://", "EMAIL_URL cannot be read"),
        ("DATA_DIR", str(BASE_DIR), "Choose a folder of its own"),
        ("DATA_DIR", str(BASE_DIR / "static" / "var"), "Choose a folder of its own"),
    ],
)
def test_bad_value_stops_the_start_with_one_sentence(tmp_path, name, value, words):
    code, said = load(environment(tmp_path, **{name: value}))

    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith("Sidelight cannot start: ")
    assert words in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "portal.example.org,.example.org,[::1],10.0.0.7"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example.org:8443,https://*.example.org"),
        ("REDIS_URL", "rediss://name:secret@host:6379/3"),
        ("REDIS_URL", "rediss://host/0?ssl_cert_reqs=none&ssl_check_hostname=false"),
        ("REDIS_URL", f"rediss://host/0?ssl_ca_certs={BASE_DIR}/pytest.ini"),
        ("EMAIL_URL", "consolemail://"),
        ("MAIL_FROM", "office@localhost"),
        ("MAIL_FROM", "Büro Nord <office@example.org>"),
        ("SITE_URL", "https://Portal.example.org:8443/"),
        ("SITE_URL", "http://[::1]:8000"),
        ("SECRET_KEY", "$ecret" + SECRET),
        ("SERVICE_LANGUAGES", "en,zh-hans,vi"),
        ("DATABASE_URL", "postgres:///sidelight"),
    ],
)
def test_good_value_is_taken(tmp_path, name, value):
    assert load(environment(tmp_path, **{name: value})) == (0, "")


@pytest.mark.parametrize(
    "url",
    [
        "redis://:a,b@127.0.0.1:{}/0",  # a comma in the password cuts nothing
        "rediss://127.0.0.1:{}/0?ssl_cert_reqs=optional&ssl_check_hostname=true",
    ],
)
def test_redis_url_that_is_taken_is_taken_by_cache_and_broker(tmp_path, url):
    """Both meet a closed port, and neither an address it cannot read."""
    words = (
        "from django.conf import settings\n"
        "from django.core.cache import caches\n"
        "from kombu import Connection\n"
        "from kombu.exceptions import OperationalError\n"
        "from redis.exceptions import ConnectionError\n"
        "try: caches['default']._cache.get_client().ping()\n"
        "except ConnectionError: print('cache')\n"
        "try: Connection(settings.CELERY_BROKER_URL).default_channel\n"
        "except OperationalError: print('broker')\n"
    )
    env = environment(tmp_path, REDIS_URL=url.format(free_port()))

    done = manage("shell", "-v0", "-c", words, env=env)

    assert done.stdout.split() == ["cache", "broker"], done.stderr


def test_certificate_of_redis_is_checked_by_the_broker_as_by_the_cache(tmp_path):
    """Unasked Celery would take any certificate."""
    done = manage(
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings; print(settings.CELERY_BROKER_URL)",
        env=environment(tmp_path, REDIS_URL="rediss://h/0"),
    )

    assert done.stdout.strip() == "rediss://h/0?ssl_cert_reqs=required"


def test_hosts_must_be_named_in_production(tmp_path):
    code, said = load(environment(tmp_path, LOCAL_HTTP="off"))

    assert (code, said) == (
        1,
        "Sidelight cannot start: ALLOWED_HOSTS is empty. "
        "Name the hosts this portal answers to.",
    )


def test_mail_to_the_console_is_for_ones_own_computer(tmp_path):
    code, said = load(production(tmp_path) | {"EMAIL_URL": "consolemail://"})

    assert (code, "LOCAL_HTTP=on" in said) == (1, True)


def test_data_folder_and_what_is_made_in_it_are_for_this_user_only(tmp_path):
    home = tmp_path / "new" / "home"

    done = manage("migrate", "accounts", "0001", "-v0", env=environment(home))

    assert done.returncode == 0, done.stderr
    made = [home, home / "mail", home / "sidelight.sqlite3"]
    assert [path.stat().st_mode & 0o077 for path in made] == [0, 0, 0]


def test_secret_values_are_not_repeated_in_the_sentence(tmp_path):
    env = environment(tmp_path, DATABASE_URL="postgres://u:canary-secret@h:abc/db")

    _code, said = load(env)

    assert "canary-secret" not in said


def production(data_dir, **more: str) -> dict[str, str]:
    return environment(
        data_dir,
        LOCAL_HTTP="off",
        ALLOWED_HOSTS="portal.example.org",
        SITE_URL="https://portal.example.org",
        EMAIL_URL="smtp+tls://me:secret@mail.example.org:587",
        SECRET_KEY=SECRET,
        **more,
    )


def test_deployment_check_of_production_settings_is_clean(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", env=production(tmp_path)
    )

    assert (done.returncode, "no issues" in done.stdout) == (0, True)


def test_debug_cannot_be_switched_on(tmp_path):
    done = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.DEBUG)",
        env=production(tmp_path, DEBUG="on", DJANGO_DEBUG="on"),
    )

    assert done.stdout.strip().endswith("False")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres://u:p@127.0.0.1:{port}/db", "does not answer"),
        ("sqlite:////proc/nowhere/db.sqlite3", "does not answer"),
        ("", "not up to date"),
    ],
)
def test_serve_says_in_one_sentence_that_the_database_is_not_there(
    tmp_path, url, words
):
    env = environment(tmp_path)
    if url:
        env["DATABASE_URL"] = url.format(port=free_port())

    done = manage("serve", "--port", str(free_port()), env=env)

    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert words in done.stderr


@pytest.mark.parametrize("command", ["serve", "check_machine"])
@pytest.mark.parametrize("value", ["0", "many", "1000", ""])
def test_bad_number_of_web_processes_stops_before_anything_runs(
    tmp_path, command, value
):
    done = manage(command, env=environment(tmp_path, WEB_PROCESSES=value))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Sidelight cannot start: WEB_PROCESSES ")


def test_a_disk_without_room_is_said_before_the_first_table(tmp_path, monkeypatch):
    nearly_full = shutil.disk_usage(tmp_path)._replace(free=3 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: nearly_full)

    with pytest.raises(CommandError, match="has less than 100 MB left"):
        call_command("check_machine")


def test_serve_says_that_a_port_is_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        done = manage("serve", "--port", str(port), env=environment(tmp_path))

    assert done.stderr.strip() == (
        f"CommandError: Port {port} is in use by another program. "
        f"Choose another one: make run PORT={port + 1}"
    )


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "80 80"])
def test_serve_refuses_what_is_not_a_port(tmp_path, port):
    done = manage("serve", f"--port={port}", env=environment(tmp_path))

    assert "is not a port" in done.stderr


def test_migrations_are_complete(tmp_path):
    done = manage("makemigrations", "--check", "--dry-run", env=environment(tmp_path))

    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


@pytest.mark.parametrize(
    "url", ["postgres://u:p@127.0.0.1:{port}/db", "sqlite:////nonexist/x.db"]
)
def test_make_run_says_in_one_sentence_that_the_database_is_not_there(tmp_path, url):
    env = environment(tmp_path, DATABASE_URL=url.format(port=free_port()))
    # The packages are there already, and no .env is wanted in the project's folder.
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    ready = f"-o {tmp_path}/venv/installed -o {tmp_path}/venv/bin/python -o .env"
    wanted = f"run VENV={tmp_path}/venv PORT={free_port()}"

    done = subprocess.run(
        [shutil.which("make"), *ready.split(), *wanted.split()],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert (done.returncode > 0, len(said), done.stdout) == (True, 1, "")
    assert "The database named by DATABASE_URL does not answer" in said[0]
