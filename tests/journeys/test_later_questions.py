"""Questions that wait for an answer, in a browser: hidden until it is chosen, else shown."""

from __future__ import annotations

import pytest

from intake.models import Diagnosis
from intake.tests.filling import step_url

pytestmark = pytest.mark.django_db(transaction=True)
OTHER, SIDE = "#div_id_site_other", "#div_id_side"


def shown(page) -> tuple[bool, bool]:
    return page.is_visible(OTHER), page.is_visible(SIDE)


def test_place_and_side_are_asked_once_the_cancer_calls_for_them(
    open_page, live_server, wen, case
):
    page = open_page(wen)
    page.goto(live_server.url + step_url(case, "cancer"))
    seen = [shown(page)]

    for site in ("breast", "colorectal", "other", "breast"):
        page.select_option("#id_site", site)
        seen.append(shown(page))
    page.check(f"{SIDE} input[value=left]")
    page.click("text=Save and continue")
    page.wait_for_load_state()

    found = Diagnosis.objects.get(case=case)
    no, place, side = (False, False), (True, False), (False, True)
    assert seen == [no, side, no, place, side]
    assert (found.site, found.side) == ("breast", "left")


def test_without_a_script_every_question_is_there(open_page, live_server, wen, case):
    page = open_page(wen, javascript=False)

    page.goto(live_server.url + step_url(case, "cancer"))

    assert shown(page) == (True, True)


def test_end_of_a_treatment_is_asked_until_it_is_said_to_go_on(
    open_page, live_server, wen, case
):
    page = open_page(wen)
    page.goto(live_server.url + step_url(case, "treatments"))
    fields = ("#div_id_ended_on", "#div_id_why_stopped")
    before = [page.is_visible(field) for field in fields]

    page.check("#id_is_ongoing")

    assert before == [True, True]
    assert [page.is_visible(field) for field in fields] == [False, False]
