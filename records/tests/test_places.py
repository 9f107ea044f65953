"""After a small form on the timeline the page goes on where it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from records import suggestions
from records.models import Record, Suggestion
from records.tests.test_suggestions import a_file, dated
from records.tests.timelines import fill, url
from tests.typing_in import forms_of


@pytest.fixture
def undated(case, wen, client) -> list[Record]:
    """Forty-five papers without a date: three parts."""
    fill(case, wen, [""] * 45)
    client.force_login(wen)
    return list(Record.objects.order_by("number"))


def save_the_day(client, record: Record, part: int, day: str = "2024"):
    page = client.get(f"{url(record.case)}?year=none&part={part}")
    assert f'id="r-{record.number}"' in page.text
    sent = {"from": "list", "year": "none", "part": str(part), "revision": 0}
    return client.post(
        reverse("records:record_edit", args=[record.case_id, record.pk]),
        sent | {"drawn": '{"dated_on": ""}', "dated_on_year": day},
    )


def answer(client, record: Record, use: str, year: str = "none", part: str = "2"):
    row = Suggestion.objects.offered().get()
    address = reverse("records:suggestion_answer", args=[record.case_id, record.pk])
    sent = {"suggestion": row.pk, "use": use, "from": "list"}
    return client.post(address, sent | {"year": year, "part": part})


def test_saving_the_day_leads_to_the_next_card_of_the_part(client, case, undated):
    response = save_the_day(client, undated[24], part=2)

    undated[24].refresh_from_db()
    assert str(undated[24].dated_on) == "2024"
    assert response.url == f"{url(case)}?year=none&part=2#r-26"
    assert 'id="r-26"' in client.get(response.url).text


def test_a_day_that_was_not_clear_is_put_right_and_leads_back_to_the_part(
    client, case, undated
):
    page = save_the_day(client, undated[24], part=2, day="20245")
    form = next(form for form in forms_of("", page.text) if "title" in form.typed)
    assert (page.status_code, form.sent["from"]) == (422, ["list"])

    response = client.post(form.action, form.sent | {"dated_on_year": "2024"})

    assert response.url == f"{url(case)}?year=none&part=2#r-26"


def test_after_the_last_card_stands_the_one_before(client, case, undated):
    response = save_the_day(client, undated[44], part=3)

    assert response.url == f"{url(case)}?year=none&part=3#r-44"


def test_answering_leads_to_the_next_card_of_the_part(client, case, wen, undated):
    suggestions.offer(a_file(undated[24], wen), [dated("2024-10-02")])

    response = answer(client, undated[24], "2024-10-02")

    assert response.url == f"{url(case)}?year=none&part=2#r-26"


def test_no_answer_stays_at_the_card(client, case, wen, undated):
    suggestions.offer(a_file(undated[24], wen), [dated("2024-10-02")])

    response = answer(client, undated[24], "none")

    assert response.url == f"{url(case)}?year=none&part=2#r-25"


@pytest.mark.parametrize(("year", "part"), [("none", "²"), ("x&y", "1"), ("", "1")])
def test_another_address_is_never_made_of_what_was_sent(
    client, case, wen, undated, year, part
):
    suggestions.offer(a_file(undated[24], wen), [dated("2024-10-02")])

    response = answer(client, undated[24], "none", year, part)

    assert response.url == f"{url(case)}#r-25"


def test_the_small_form_carries_its_part(client, case, wen, undated):
    a_file(undated[24], wen)

    page = client.get(f"{url(case)}?year=none&part=2").text

    form = page.split('class="sl-when')[1].split("</form>")[0]
    assert 'name="year" value="none"' in form
    assert 'name="part" value="2"' in form
