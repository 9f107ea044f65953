"""Files and bytes one after another, read as one."""

from __future__ import annotations

import pytest

from records import vault
from records.row import OPEN_AT_ONCE, TOGETHER, Behind, Row


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
    with django_assert_num_queries(1), Row(pieces) as row:
        whole(row)


def test_a_file_that_is_gone_is_told_to_who_asks_for_it(pieces):
    vault.delete(pieces[2])

    with Row(pieces) as row:
        row.seek(4)
        assert row.read(10) == b"b" * 10
        with pytest.raises(FileNotFoundError):
            row.read(10)


def test_what_is_written_behind_is_written_in_order():
    made = []
    behind = Behind(made.append)

    for number in range(50):
        behind.write(bytes([number]) * 100_000)
    behind.finish()

    wanted = b"".join(bytes([number]) * 100_000 for number in range(50))
    assert (b"".join(made), len(made) < 10) == (wanted, True)


def test_an_error_behind_is_told_and_nothing_is_written_after_the_end():
    made = []

    def full(data: bytes) -> None:
        if b"2" in data:
            raise OSError(28, "No space left on device")
        made.append(data)

    behind = Behind(full)
    behind.write(b"1" * TOGETHER)
    behind.write(b"2")
    with pytest.raises(OSError, match="No space left"):
        behind.finish()
    behind.end()

    assert made == [b"1" * TOGETHER]
    with pytest.raises(RuntimeError):
        behind.write(b"3" * TOGETHER)
