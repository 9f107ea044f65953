"""What goes wrong gets a kind page, a code, and no trace."""

import logging
import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect


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


urlpatterns = [
    path("broken/", broken),
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


def test_error_page_needs_no_database(visitor):
    # No database fixture here: a query would be an error of the test.
    assert visitor.get("/broken/").status_code == 500


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
