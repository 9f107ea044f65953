"""The work page with a name or an address of one long word."""

from __future__ import annotations

from typing import Any

from consultations.tests.desk_make import page_url, sent
from tests.journeys.conftest import DESK

TOO_WIDE = """[...document.querySelectorAll('.q-kv dt, .q-kv dd')]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"""


def test_a_long_name_stays_in_its_column(
    open_page: Any, live_server: Any, case: Any, wen: Any, mei: Any
) -> None:
    wen.name = "Konstantinopolitanskaja.Rosenkranz@example.org"
    wen.save()
    asked = sent(case, wen)
    page = open_page(mei, size=DESK)

    page.goto(live_server.url + page_url(asked))

    assert page.evaluate(TOO_WIDE) == []
