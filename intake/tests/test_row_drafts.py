"""What was typed on a page with rows comes back after an ended session."""

from __future__ import annotations

import pytest

from intake.models import Health
from intake.tests.filling import _Controls, step_url


def forms_of(response):
    page = _Controls()
    page.feed(response.text)
    return [form for form in page.forms if "shown" in form]


@pytest.mark.parametrize(
    ("number", "deed", "typed"),
    [
        (1, "answers", {"blood_thinner": ["yes"]}),
        (0, "add", {"name": ["Metformin"], "dose": ["500 mg"]}),
    ],
)
def test_typed_answers_come_back_in_their_own_form(
    client, wen, case, number, deed, typed
):
    Health.objects.create(case=case, blood_thinner="no")
    client.force_login(wen)
    url = step_url(case, "medicines")
    sent = forms_of(client.get(url))[number] | typed | {"do": [deed]}
    other = forms_of(client.get(url))[1 - number]

    client.logout()
    client.post(url, sent)
    client.force_login(wen)
    page = client.get(url)

    back, untouched = forms_of(page)[number], forms_of(page)[1 - number]
    assert {name: back.get(name) for name in typed} == typed
    drop = {"form_key", "csrfmiddlewaretoken", "kept_for"}
    assert {k: v for k, v in untouched.items() if k not in drop} == {
        k: v for k, v in other.items() if k not in drop
    }
    assert "not saved yet" in page.text
