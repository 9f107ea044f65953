"""Files and bytes one after another, read as one."""

from __future__ import annotations

import pytest

from records import row as row_
from records import vault
from records.row import OPEN_AT_ONCE, Ahead, Behind, Row


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


def test_a_row_is_read_on_while_its_reader_works(pieces, monkeypatch):
    monkeypatch.setattr(row_, "AHEAD_FROM", 8)

    with Row(pieces) as row, Ahead(row) as ahead:
        found = [ahead.read(8), ahead.read(8)]
        ahead._next[2].result()  # what nobody asked for yet
        read_on = row.tell()
        found += [ahead.read(8), ahead.read(40)]

    assert read_on == 24
    whole = b"a" * 4 + b"b" * 10 + b"c" * 10 + b"d" * 10 + b"e" * 10 + b"zz"
    assert b"".join(found) == whole


def test_after_a_look_elsewhere_a_row_reads_right(pieces, monkeypatch):
    monkeypatch.setattr(row_, "AHEAD_FROM", 8)

    with Row(pieces) as row, Ahead(row) as ahead:
        ahead.read(8)
        end = ahead.seek(-3, 2), ahead.read(9)
        ahead.seek(0)
        begin = ahead.read(8)

    assert end == (43, b"ezz")
    assert begin == b"aaaabbbb"


def test_a_file_that_is_gone_is_told_to_who_asks_for_it(pieces, monkeypatch):
    monkeypatch.setattr(row_, "AHEAD_FROM", 8)
    vault.delete(pieces[2])

    with Row(pieces) as row, Ahead(row) as ahead:
        assert ahead.read(14) == b"a" * 4 + b"b" * 10
        with pytest.raises(FileNotFoundError):
            ahead.read(14)


def test_reading_on_asks_no_database(pieces, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(row_, "AHEAD_FROM", 4)

    with django_assert_num_queries(1), Row(pieces) as row:
        known = row._opener._keys
        with Ahead(row) as ahead:
            assert (len(known), ahead.read(4), ahead.read(4)) == (1, b"aaaa", b"bbbb")


def test_what_is_written_behind_is_written_in_order():
    made = []
    behind = Behind(made.append)

    for number in range(50):
        behind.write(bytes([number]))
    behind.finish()

    assert made == [bytes([number]) for number in range(50)]


def test_an_error_behind_is_told_and_nothing_is_written_after_the_end():
    made = []

    def full(data: bytes) -> None:
        if data == b"2":
            raise OSError(28, "No space left on device")
        made.append(data)

    behind = Behind(full)
    behind.write(b"1")
    behind.write(b"2")
    with pytest.raises(OSError, match="No space left"):
        behind.finish()
    behind.end()

    assert made == [b"1"]
    with pytest.raises(RuntimeError):
        behind.write(b"3")
