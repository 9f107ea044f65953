"""Every file of the corpus gets its verdict, in any order, and none takes a worker down."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from records.tests.corpus import fetch, table

PLACES = fetch.places()


def test_the_corpus_is_large_and_most_of_it_was_made_elsewhere():
    rows = table.expected()
    elsewhere = [row for row in rows if row.source != table.MADE]

    assert (len(elsewhere) >= 300, len(rows) - len(elsewhere) >= 50) == (True, True)


def test_the_published_page_is_the_table():
    page = (settings.BASE_DIR / "docs" / "verdicts.md").read_text()

    assert page == table.published(table.expected())


def test_every_source_is_in_the_table():
    assert {row.source for row in table.expected()} == {*PLACES, table.MADE}


@pytest.fixture(scope="module")
def _fetched() -> None:
    fetch.fetch(table.folder())


@pytest.mark.services
@pytest.mark.usefixtures("_fetched")
@pytest.mark.own_engines
@pytest.mark.parametrize("source", [*PLACES, table.MADE])
def test_f1_every_file_of_the_corpus_gets_its_verdict(source):
    """In an order of its own each time: nothing of one file may reach the next."""
    held = {key: value for key, value in table.contents().items() if key[0] == source}
    keys = random.sample(list(held), len(held))
    again = keys[: len(keys) // 10]  # some of them a second time

    with ThreadPoolExecutor(2) as threads:
        looks = threads.map(lambda key: table.look(*key, held[key]), keys + again)
        found = set(looks)

    assert sorted(found) == [row for row in table.expected() if row.source == source]
