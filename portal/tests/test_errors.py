"""What goes wrong gets a kind page, a code, and no trace."""

import contextlib
import errno
import logging
import re
import sqlite3

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect
from gunicorn.config import Config
from gunicorn.glogging import Logger

from portal import gunicorn


@login_not_required
def broken(request):
    raise RuntimeError("secret of Elena")


@login_not_required
def forbidden(request):
    raise PermissionDenied


@login_not_required
def too_big(request):
    raise RequestDataTooBig


@login_not_required
@csrf_protect
def guarded(request):
    return HttpResponse("done")


NUMBER = "0f8fad5b-d9cb-469f-a165-70867728950e"
FOLDER = f"/folders/{NUMBER}/broken/"


@login_not_required
def broken_folder(request, case_id):
    raise RuntimeError(request.path)


urlpatterns = [
    path("broken/", broken),
    path("folders/<uuid:case_id>/broken/", broken_folder),
    path("forbidden/", forbidden),
    path("too-big/", too_big),
    path("guarded/", guarded),
    path("", include("portal.urls")),
]
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

pytestmark = pytest.mark.usefixtures("broken_pages")


@pytest.fixture
def broken_pages():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


WORDS = {
    "/broken/": (500, "Something went wrong on our side"),
    "/forbidden/": (403, "You cannot do this here"),
    "/nowhere/": (404, "We cannot find this page"),
    "/too-big/": (413, "This is too much at once"),
}


@pytest.mark.parametrize("address", WORDS)
def test_error_page_is_kind(visitor, address):
    response = visitor.get(address)

    status, heading = WORDS[address]
    assert response.status_code == status
    assert response.text.count(f"<h1>{heading}</h1>") == 1


@pytest.mark.parametrize("address", WORDS)
def test_error_code_on_the_page_is_in_the_log(visitor, address, caplog):
    with caplog.at_level(logging.WARNING, logger="portal.errors"):
        page = visitor.get(address).text

    shown = re.search(r'sl-code" translate="no">([0-9A-Z]{8})<', page)[1]
    logged = [r.getMessage() for r in caplog.records if r.name == "portal.errors"]
    assert [line.endswith(f"error id {shown}") for line in logged] == [True]


def test_error_page_and_its_line_hold_no_trace(visitor, caplog):
    page = visitor.get("/broken/").text

    ours = [r.getMessage() for r in caplog.records if r.name == "portal.errors"]
    assert "Elena" not in page
    assert "RuntimeError" not in page
    assert [line for line in ours if "Elena" in line] == []


@pytest.mark.parametrize("address", [FOLDER, FOLDER.replace("broken", "nowhere")])
def test_address_of_a_folder_reaches_no_line_of_the_log(visitor, written_log, address):
    """Django's own line has it, the traceback too: what our handlers write has not."""
    visitor.get(address)

    told = written_log.getvalue()
    assert ("portal.errors answer" in told, NUMBER in told) == (True, False)


def test_line_of_django_about_a_broken_folder_is_there_without_its_address(
    visitor, written_log
):
    visitor.get(FOLDER)

    told = written_log.getvalue()
    assert "django.request Internal Server Error: /folders/…/broken/" in told
    assert "RuntimeError: /folders/…/broken/" in told


def test_web_server_masks_what_it_writes_itself(capsys):
    log = Logger(Config())
    gunicorn.mask(log)

    log.error("Error handling request %s", FOLDER)

    told = capsys.readouterr().err
    assert told.endswith("Error handling request /folders/…/broken/\n")


@pytest.mark.parametrize("address", [*WORDS, FOLDER])
def test_our_own_line_about_an_error_names_no_address(visitor, caplog, address):
    """Said of the line before it is masked."""
    visitor.get(address)

    ours = [r.getMessage() for r in caplog.records if r.name == "portal.errors"]
    assert len(ours) == 1
    assert "/" not in ours[0]


def test_error_page_needs_no_database(visitor):
    # No database fixture here: a query would be an error of the test.
    assert visitor.get("/broken/").status_code == 500


def full_of_sqlite(code: int) -> Exception:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = code
    return error


@pytest.fixture
def sessions_cannot_be_kept():
    """A function that makes the database fail with this cause whenever it keeps a session."""

    @contextlib.contextmanager
    def failing(cause: Exception):
        def refuse(execute, sql, params, many, context):
            if sql.startswith('UPDATE "django_session"'):
                raise OperationalError(str(cause)) from cause
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            yield

    return failing


@pytest.mark.parametrize(
    "cause",
    [
        full_of_sqlite(sqlite3.SQLITE_FULL),
        full_of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE),
        psycopg.errors.DiskFull("could not extend file"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
    ids=["SQLite", "SQLite at its first look", "PostgreSQL", "files"],
)
def test_full_disk_is_said_and_not_blamed_on_the_browser(
    visitor, wen, sessions_cannot_be_kept, cause
):
    visitor.force_login(wen)

    with sessions_cannot_be_kept(cause):
        response = visitor.get("/folders/")

    assert response.status_code == 507
    assert response.text.count("<h1>We had no room for this</h1>") == 1


def test_other_failures_to_keep_a_session_are_ours_too(
    visitor, wen, sessions_cannot_be_kept
):
    visitor.force_login(wen)

    with sessions_cannot_be_kept(sqlite3.OperationalError("database is locked")):
        response = visitor.get("/folders/")

    assert response.status_code == 500


def test_error_page_speaks_the_readers_language(visitor):
    page = visitor.get("/nowhere/", headers={"accept-language": "ar"}).text

    assert '<html lang="ar" dir="rtl">' in page


def test_csrf_failure_says_how_to_go_on(visitor):
    response = visitor.post("/guarded/", {"x": "1"})

    assert response.status_code == 403
    assert response.text.count("Your answers are still there: go back") == 1


def test_bad_request_is_a_page_of_ours():
    from portal import errors

    response = errors.bad_request(RequestFactory().get("/"), ValueError())

    assert response.status_code == 400
