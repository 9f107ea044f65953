"""Language, and light or dark: kept, and back to the same page."""

import pytest
from django.urls import reverse

LANGUAGE = reverse("portal:language_set")
THEME = reverse("portal:theme_set")


def test_language_is_kept_in_a_cookie_and_the_page_is_the_same(client):
    response = client.post(LANGUAGE, {"language": "ar", "next": "/guide/?a=1"})

    assert (response.status_code, response["Location"]) == (302, "/guide/?a=1")
    assert client.cookies["django_language"].value == "ar"
    assert '<html lang="ar" dir="rtl">' in client.get("/").text


def test_language_decides_which_bootstrap_is_loaded(client):
    page = client.get("/", headers={"accept-language": "ar"}).text

    assert page.count("bootstrap.rtl.min.css") == 1
    assert "bootstrap.min.css" not in page


def test_language_of_a_signed_in_person_is_kept_on_the_person(client, wen):
    client.force_login(wen)

    client.post(LANGUAGE, {"language": "zh-hans", "next": "/"})

    wen.refresh_from_db()
    assert wen.language == "zh-hans"
    assert '<html lang="zh-Hans" dir="ltr">' in client.get("/").text


@pytest.mark.parametrize("code", ["", "tlh", "en'--", "x" * 10_000, "\0"])
def test_language_nobody_offers_changes_nothing(client, wen, code):
    client.force_login(wen)

    response = client.post(LANGUAGE, {"language": code, "next": "/guide/"})

    wen.refresh_from_db()
    assert (response["Location"], wen.language) == ("/guide/", "en")
    assert "django_language" not in client.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:x",
        "guide/",
        "",
        "http:///evil.example",
    ],
)
def test_language_never_leads_to_another_site(client, elsewhere):
    response = client.post(LANGUAGE, {"language": "en", "next": elsewhere})

    assert response["Location"] == "/"


@pytest.mark.parametrize("address", [LANGUAGE, THEME])
def test_switches_do_nothing_on_get(client, wen, address):
    client.force_login(wen)

    assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    ("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("auto", ""), ("x", "")]
)
def test_theme_is_kept_on_the_person(client, wen, chosen, kept):
    client.force_login(wen)

    response = client.post(THEME, {"theme": chosen, "next": "/guide/"})

    wen.refresh_from_db()
    assert (response["Location"], wen.theme) == ("/guide/", kept)


def test_theme_is_drawn_by_the_server(client, wen):
    wen.theme = "dark"
    wen.save()
    client.force_login(wen)

    assert 'dir="ltr" data-bs-theme="dark">' in client.get("/").text


def test_theme_without_sign_in_is_asked_to_sign_in(client, db):
    assert client.post(THEME, {"theme": "dark"}).status_code == 302
