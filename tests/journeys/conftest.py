"""A real browser for the journeys: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.line import Line, line_to
from tests.world import World, make_world

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SOON = 20_000  # milliseconds
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.fspath).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would refuse the database otherwise.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver) -> Iterator[Any]:
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium, live_server) -> Iterator[Callable[..., Any]]:
    """`open_page(user)` gives a page where that person is signed in; None: nobody is.

    A page that asks another host for anything, breaks the CSP or throws fails the test.
    """
    contexts, faults = [], []

    def make(user: Any = None, *, javascript: bool = True, size: dict = PHONE) -> Any:
        context = chromium.new_context(viewport=size, java_script_enabled=javascript)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if "Content Security" in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "blob:", "about:"))
                else faults.append(f"asked another host: {request.url}")
            ),
        )
        page.set_default_timeout(10_000)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def line(live_server) -> Iterator[Line]:
    with line_to(live_server.url) as line:
        yield line


@pytest.fixture
def visit(chromium, line, case, wen) -> Iterator[Callable[..., Any]]:
    """`visit()` opens the page of records over the line; nothing on it may throw."""
    contexts, faults = [], []

    def open_(who: Any = wen, path: str = "", **more: Any) -> Any:
        context = chromium.new_context(viewport=PHONE, **more)
        contexts.append(context)
        sign_in(context, who, line.url)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(SOON)
        page.goto(line.url + (path or reverse("records:record_list", args=[case.pk])))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def full_browser(driver, live_server) -> Iterator[Callable[[Any], Any]]:
    """Like `open_page`, in the whole browser: only it has a viewer of PDFs."""
    browser = driver.chromium.launch(
        executable_path=CHROMIUM, args=["--headless=new", *FLAGS], headless=False
    )

    def make(user: Any) -> Any:
        context = browser.new_context(viewport=DESK)
        sign_in(context, user, live_server.url)
        return context.new_page()

    yield make
    browser.close()


@pytest.fixture
def world(transactional_db) -> World:
    """For one test: the server under test reads it in a thread of its own."""
    return make_world()


def sign_in(context: Any, user: Any, address: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def look(page: Any) -> None:
    """The page as phone and desk see it: no accessibility finding, no sideways scroll."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        findings = [
            (rule["id"], [node["target"] for node in rule["nodes"]]) for rule in results
        ]
        assert (page.url, size["width"], findings) == (page.url, size["width"], [])
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{page.url} scrolls sideways at {size['width']}"
    page.set_viewport_size(PHONE)
