"""The pages of the story: who may open them, what they save, what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake import steps

SLUGS = [step.slug for step in steps.STEPS]


def url(case, slug: str) -> str:
    return reverse("intake:step_edit", args=[case.pk, slug])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_opens_for_the_patient(client, wen, case, slug):
    client.force_login(wen)

    response = client.get(url(case, slug))

    assert response.status_code == 200
