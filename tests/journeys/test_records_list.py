"""What is still missing stands on the page of records once, at either width."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.journeys.conftest import DESK, PHONE, look


@pytest.mark.parametrize(("size", "times"), [(PHONE, 1), (DESK, 2)])
def test_what_is_missing_is_not_read_twice_on_a_phone(
    open_page: Any, live_server: Any, case: Any, wen: Any, size: dict, times: int
) -> None:
    page = open_page(wen, size=size)

    page.goto(live_server.url + reverse("records:record_list", args=[case.pk]))

    text = page.locator("main").inner_text()
    assert text.count("It names the type of cancer.") == times
    look(page)
    page.evaluate("location.hash = 'missing'")
    assert page.locator("#missing").inner_text() == "Still missing"
