"""The headers of every kind of page, as a browser would judge them."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from consultations.tests.desk_make import sent
from portal.environment import BASE_DIR
from portal.static_headers import static_headers
from portal.tests.machine import manage
from portal.tests.test_settings import production

APPS = ("accounts", "intake", "records", "consultations", "portal")
PUBLIC = [
    "/",
    "/guide/",
    "/start/",
    "/accounts/login/",
    "/accounts/signup/",
    "/nothing/",
]
# The desk at work: the queue, and the page of one request.
DESK = [
    "/admin/consultations/consultationrequest/",
    "/admin/consultations/consultationrequest/{request}/change/",
]
SIGNED_IN = ["/me/", "/me/sessions/", "/accounts/password/set/", "/accounts/logout/"]
ADMIN = ["/admin/", "/admin/accounts/user/", "/admin/accounts/auditentry/"]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def chief(db) -> User:
    return User.objects.create_superuser("chief@example.org", "kettle-lamp-river-9")


@pytest.fixture
def page(client, wen, chief, case, mei):
    """A function that opens a page as somebody who may see it."""

    def get(path: str):
        if path in SIGNED_IN:
            client.force_login(wen)
        if path in ADMIN:
            client.force_login(chief)
        if path not in DESK:
            return client.get(path)
        asked = case.requests.first() or sent(case, wen)
        client.force_login(mei)
        return client.get(path.format(request=asked.pk))

    return get


@pytest.mark.parametrize("path", PUBLIC + SIGNED_IN + ADMIN + DESK)
def test_page_allows_only_our_own_files_and_nothing_inline(page, path):
    response = page(path)

    parts = response.headers["Content-Security-Policy"].split("; ")
    assert dict(part.split(" ", 1) for part in parts) == POLICY
    inline = r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+="
    assert re.findall(inline, response.text) == []


@pytest.mark.parametrize("path", PUBLIC + SIGNED_IN + ADMIN + DESK)
def test_page_has_the_headers_that_protect_its_reader(page, path):
    headers = page(path).headers

    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        ),
    }
    assert {name: headers.get(name) for name in expected} == expected
    assert "no-store" in headers["Cache-Control"]


def test_page_loads_nothing_from_another_host(page):
    texts = [page(path).text for path in PUBLIC + SIGNED_IN + ADMIN + DESK]

    loaded = re.findall(r'(?:src|href)="(https?://[^"]+)"', "".join(texts))
    assert [
        link for link in loaded if re.search(r"\.(js|css|woff2?|png|svg)", link)
    ] == []


def test_answers_name_no_software_and_no_version(page):
    responses = [page(path) for path in PUBLIC]

    told = {name for r in responses for name in r.headers if name in ("X-Powered-By",)}
    words = " ".join(r.text for r in responses)
    assert (told, re.findall(r"Django|Traceback|gunicorn", words)) == (set(), [])


@pytest.mark.parametrize("path", ["/me/", "/accounts/logout/", "/language/", "/theme/"])
def test_form_without_its_token_is_refused(wen, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wen)

    assert client.post(path, {"language": "en"}).status_code == 403


SCRIPT = """
import json
from django.test import Client
from accounts.models import User
User.objects.create_user("wen@example.org", "kettle-lamp-river-9")
client = Client(headers={"host": "portal.example.org"})
plain = client.get("/accounts/login/")
page = client.get("/accounts/login/", secure=True)
entry = {"login": "wen@example.org", "password": "kettle-lamp-river-9"}
steps = [
    page,
    client.post("/accounts/login/", entry, secure=True),
    client.post("/language/", {"language": "zh-hans"}, secure=True),
    client.post(
        "/me/",
        {"name": "Wen", "language": "en", "time_zone": "Asia/Shanghai"},
        secure=True,
    ),
]
cookies = [(n, dict(m.items())) for step in steps for n, m in step.cookies.items()]
print(json.dumps([dict(page.headers), cookies, plain.status_code, plain["Location"]]))
"""
# Every cookie of the portal. The prefix makes a browser refuse the two that open anything
# when another host of the same domain wrote them; the others open nothing.
COOKIES = {"__Host-session", "__Host-csrf", "messages", "django_language"}
LOCKED = {
    "secure": True,
    "httponly": True,
    "samesite": "Lax",
    "path": "/",
    "domain": "",
}


@pytest.mark.own_engines
def test_production_pages_are_https_only_with_locked_cookies(make_home, tmp_path):
    env = production(make_home(tmp_path))

    done = manage("shell", "-v0", "-c", SCRIPT, env=env)

    headers, cookies, status, location = json.loads(done.stdout.splitlines()[-1])
    assert headers["Strict-Transport-Security"] == (
        "max-age=63072000; includeSubDomains; preload"
    )
    assert (status, location) == (301, "https://portal.example.org/accounts/login/")
    assert {name for name, _parts in cookies} == COOKIES
    for name, parts in cookies:
        kept = {part: parts[part] for part in LOCKED}
        assert (name, kept) == (name, LOCKED)


def test_every_page_that_sets_a_cookie_of_its_own_is_known():
    """Another one would be missing from the list of cookies above."""
    ours = (path for app in APPS for path in (BASE_DIR / app).rglob("*.py"))
    files = (path for path in ours if "tests" not in path.parts)

    writes = [p.name for p in files if re.search(r"set_\w*cookie\(", p.read_text())]

    assert writes == ["language.py"]


def test_static_files_may_be_used_by_our_own_pages_only():
    headers: dict[str, str] = {}

    static_headers(headers, "/srv/static/css/site.css", "/static/css/site.css")

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert settings.WHITENOISE_ADD_HEADERS_FUNCTION is static_headers
    assert settings.WHITENOISE_ALLOW_ALL_ORIGINS is False
