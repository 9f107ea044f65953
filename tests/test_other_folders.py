"""An id of one folder opens nothing under the address of another folder.

Each address with a folder's id and the id of a thing in it is walked from the URLconf, so
a new one is tested here without being named; it only needs its things in tests/world.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from conftest import make_user
from intake.models import CaseMember
from tests.world import CANARY, everything, things_of

WAYS = ("get", "post", "options")
METHODS = ("get", "post", "head", "options", "put", "patch", "delete")
# Parameters that choose from a list in the code: there is no such row of another folder.
WORDS = {"slug", "kind", "code"}
# Addresses with several parameters and no folder, each with its reason.
NOT_OF_A_FOLDER = {
    "account_reset_password_from_key": "a person and a signed secret",
    "admin:view_on_site": "answers 404 to everybody",
}


def routes(resolver: Any, space: str = "", above: tuple = ()) -> Iterator:
    """Name and parameters of every route, those of the prefixes above it included."""
    for item in resolver.url_patterns:
        names = (*above, *item.pattern.regex.groupindex)
        if isinstance(item, URLPattern):
            yield f"{space}{item.name}", names
        else:
            inner = f"{item.namespace}:" if item.namespace else ""
            yield from routes(item, space + inner, names)


WITH_SEVERAL = {name: names for name, names in routes(get_resolver()) if len(names) > 1}
NESTED = {
    name: names
    for name, names in WITH_SEVERAL.items()
    if "case_id" in names and set(names) - WORDS - {"case_id"}
}


def test_every_address_with_several_parameters_begins_with_its_folder():
    """Or it would be left out of the tests below."""
    without = {name for name, names in WITH_SEVERAL.items() if names[0] != "case_id"}

    assert without == set(NOT_OF_A_FOLDER)


@pytest.fixture
def bos_things(world) -> dict[str, list[Any]]:
    """The same things as Wen's, in the folder of Bo."""
    helper = CaseMember.objects.create(
        case=world.bos_case,
        user=make_user("bos_helper"),
        role=CaseMember.Role.CAREGIVER,
        basis=CaseMember.Basis.CONSENT,
        may_see=True,
    )
    return things_of(world.bos_case, by=world.people["bo"], helper=helper, word="Own")


def mixed(names: tuple, own: list[Any], others: list[Any]) -> Iterator[list[Any]]:
    """One's own folder with every mixture of ids that holds one of the other folder."""
    is_id = [name not in WORDS and name != "case_id" for name in names]
    for choice in product((False, True), repeat=sum(is_id)):
        turns = iter(choice)
        foreign = [mark and next(turns) for mark in is_id]
        if any(foreign):
            pairs = zip(foreign, own, others, strict=True)
            yield [theirs if taken else mine for taken, mine, theirs in pairs]


def asked(client: Client, method: str, url: str) -> tuple[int, bytes, dict]:
    """Answer, words and all rows after it; what it did is taken back."""
    cache.clear()
    with transaction.atomic():
        response = getattr(client, method)(url)
        body = b"".join(response) if response.streaming else response.content
        after = everything()
        transaction.set_rollback(True)
    return response.status_code, body + str(response.headers).encode(), after


@pytest.mark.parametrize("name", sorted(NESTED))
def test_id_of_another_folder_opens_nothing_under_ones_own(world, bos_things, name):
    names, own, others = NESTED[name], bos_things[name], world.args[name]
    client, before = world.client("bo"), everything()

    for method in METHODS:
        for args in mixed(names, own, others):
            status, told, after = asked(client, method, reverse(name, args=args))

            assert (method, status in {404, 405}) == (method, True)
            assert CANARY.encode() not in told
            assert (method, after) == (method, before)


@pytest.mark.parametrize("name", sorted(NESTED))
def test_id_of_ones_own_folder_opens_something(bos_things, world, name):
    """Without this the test above would prove nothing: the thing is there to be had."""
    url = reverse(name, args=bos_things[name])

    answers = {asked(world.client("bo"), way, url)[0] for way in WAYS}

    assert answers & {200, 204, 302, 422}
