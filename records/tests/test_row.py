"""Files and bytes one after another, read as one."""

from __future__ import annotations

import pytest

from records import vault
from records.row import OPEN_AT_ONCE, Row


@pytest.fixture
def pieces(case):
    sealed = [vault.keep(case.pk, letter * 10) for letter in (b"b", b"c", b"d", b"e")]
    return [b"aaaa", *sealed, b"", b"zz"]


def whole(row: Row) -> bytes:
    found = b""
    while part := row.read(7):
        found += part
    return found


def test_a_row_reads_as_one_file(pieces):
    with Row(pieces) as row:
        assert (
            whole(row)
            == b"a" * 4 + b"b" * 10 + b"c" * 10 + b"d" * 10 + b"e" * 10 + b"zz"
        )


def test_a_row_reads_from_any_place(pieces):
    with Row(pieces) as row:
        row.seek(-3, 2)
        end = row.read() + row.read()
        row.seek(5)

        assert (end, row.read(2), row.tell()) == (b"ezz", b"bb", 7)


def test_a_row_keeps_few_files_open(pieces):
    with Row(pieces) as row:
        whole(row)

        assert len(row._open) == OPEN_AT_ONCE


def test_a_row_asks_for_the_key_of_a_case_once(pieces, django_assert_num_queries):
    with Row(pieces) as row, django_assert_num_queries(1):
        whole(row)
