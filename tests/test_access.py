"""Every route × every person: the right answer, and nothing of a stranger's in any body."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.matrix import CAST, NOBODY
from tests.world import (
    CANARY,
    POST_ROWS,
    ROWS,
    SAFE_TO_ANYBODY,
    everything,
    route_names,
)


def test_every_route_has_a_row():
    assert route_names() == sorted(ROWS)


def lets_somebody_in(name: str) -> bool:
    """A page, a form shown again, or a step onwards, for somebody who is signed in.

    Whoever has no desk is led from it to the front door: that is no step onwards.
    """
    staff = {"mei", "max", "chief"}
    people = staff if name.startswith("admin:") else set(CAST) - {"anon", "off"}
    tables = (ROWS, POST_ROWS)
    answers = {table[name][who] for table in tables if name in table for who in people}
    return bool(answers & {200, 302, 422})


def test_every_route_lets_somebody_in_or_says_why_nobody():
    """A row of refusals alone would pass with its page broken for everybody."""
    closed = {name for name in ROWS if not lets_somebody_in(name)}

    assert closed == set(NOBODY)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", sorted(ROWS))
def test_route_answers_each_person_as_the_matrix_says(world, name, settings):
    url = world.url(name)

    answers = {who: world.client(who).get(url).status_code for who in CAST}

    assert answers == ROWS[name]


@pytest.mark.parametrize("name", sorted(ROWS))
def test_route_gives_strangers_nothing_of_the_case(world, name):
    """Whoever is refused the page gets no word of it, by any method."""
    url = world.url(name)
    strangers = ("anon", "zed", "bo", "roy", "off", "max")

    for who in strangers:
        client = world.client(who)
        for method in ("get", "post", "head", "options", "put", "delete"):
            response = getattr(client, method)(url)
            body = b"".join(response) if response.streaming else response.content
            told = CANARY.encode() in body + str(response.headers).encode()
            assert (who, method, told) == (who, method, False)
            refused = ROWS[name][who] not in {200, 302}
            if refused and ROWS[name][who] == 404:
                assert (who, method, response.status_code in SAFE_TO_ANYBODY) == (
                    who,
                    method,
                    True,
                )


REFUSED = {403, 404, 405}


def post_of(client: Client, url: str) -> tuple[int, dict]:
    """The answer to an empty form, and all rows after it; what it did is taken back."""
    cache.clear()
    with transaction.atomic():
        status = client.post(url).status_code
        after = everything() if status in REFUSED else {}
        transaction.set_rollback(True)
    return status, after


@pytest.mark.both_engines
@pytest.mark.parametrize("name", sorted(ROWS))
def test_route_answers_the_form_of_each_person_as_the_matrix_says(world, name):
    """A route without a row takes no forms: everybody is refused or sent to sign in."""
    clients = {who: world.client(who) for who in CAST}
    before = everything()

    answers = {}
    for who, client in clients.items():
        answers[who], after = post_of(client, world.url(name))
        if answers[who] in REFUSED:
            assert (who, after) == (who, before)

    if name in POST_ROWS:
        assert answers == POST_ROWS[name]
    else:
        assert set(answers.values()) <= {302, 403, 404, 405}
        assert {answers[who] for who in ("wen", "mei", "osei")} <= {302, 403, 404, 405}
        assert 405 in answers.values()


@pytest.mark.parametrize("name", sorted(POST_ROWS))
def test_form_without_its_token_is_refused_everywhere_and_changes_nothing(world, name):
    """S8: nobody is made to press a button of ours from another page."""
    clients = {
        who: Client(enforce_csrf_checks=True) for who in ("wen", "ana", "mei", "max")
    }
    for who, client in clients.items():
        client.force_login(world.people[who])
    before = everything()

    for who, client in clients.items():
        status = client.post(world.url(name), {"agreed": "on"}).status_code

        assert (who, status in {302, 403, 404, 405}) == (who, True)
        if POST_ROWS[name][who] not in {403, 404}:
            assert (who, status) == (who, 403)
        assert (who, everything()) == (who, before)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_looking_changes_nothing(world, name):
    """S8: a GET never changes a row, whoever sends it."""
    clients = {who: world.client(who) for who in CAST}
    before = everything()

    for client in clients.values():
        client.get(world.url(name))
        client.head(world.url(name))

    assert everything() == before
