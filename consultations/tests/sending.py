"""Short ways to the pages of sending."""

from __future__ import annotations

from django.urls import reverse

DECLARED = {"own_records": "on", "true_answers": "on", "no_emergency": "on"}


def url(name, case) -> str:
    return reverse(f"consultations:{name}", args=[case.pk])


def press_send(client, case, **more):
    return client.post(url("request_send", case), DECLARED | more)
