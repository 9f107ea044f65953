"""Uploads over lines that break, and servers that die: what came is kept."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from records import reconcile, vault
from records.models import File, Upload
from records.tests.test_records import a_pdf
from records.tests.tus_client import BODY, TUS, ask, begin, send
from records.tus import pieces, turns, uploads


def test_what_came_before_the_line_broke_is_kept(door, case):
    """A body that ends before its announced length: the client goes on from there."""
    content = b"%PDF-1.7\n" + random.Random(3).randbytes(100_000)
    url = begin(door, case, len(content))["Location"]

    broken = door.generic(
        "PATCH",
        url,
        headers=TUS | {"Upload-Offset": "0"},
        CONTENT_TYPE=BODY,
        CONTENT_LENGTH=str(len(content)),
        **{"wsgi.input": io.BytesIO(content[:60_000])},
    )

    assert broken["Upload-Offset"] == ask(door, url)["Upload-Offset"] == "60000"


def test_a_large_file_in_many_pieces_is_byte_exact(door, case):
    content = b"%PDF-1.7\n" + random.Random(4).randbytes(3 * vault.PART_BYTES)
    url = begin(door, case, len(content))["Location"]
    chance, done = random.Random(5), 0

    while done < len(content):
        size = chance.choice([1, 1000, 70_000, 900_000, vault.PART_BYTES])
        done = int(send(door, url, done, content[done : done + size])["Upload-Offset"])

    assert vault.open_(File.objects.get()).read() == content


def test_who_comes_back_on_a_new_line_takes_over(door, case):
    """The old line still seems open: what it brings from now on is not kept."""
    url = begin(door, case, 10)["Location"]
    old = Upload.objects.get()
    pieces.claim(old)
    slow = pieces.Piece(old)
    slow._keep(b"12345")

    taken = send(door, url, 0, b"abcdefghij"[:5])

    with pytest.raises(pieces.ClaimLostError):
        slow._end(5)
    slow._writer.discard()
    assert taken["Upload-Offset"] == "5"
    send(door, url, 5, b"fghij")
    assert vault.open_(File.objects.get()).read() == b"abcdefghij"


def test_a_server_that_died_after_the_last_byte_loses_nothing(door, case, monkeypatch):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]
    with monkeypatch.context() as broken:
        broken.setattr("records.tus.whole.end", lambda *args: "")  # never came to it
        send(door, url, 0, content)
    assert File.objects.count() == 0

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        uploads.tidy()
        uploads.tidy()

    assert vault.open_(File.objects.get()).read() == content


def test_the_lost_answer_to_the_last_piece_is_given_again(door, case, monkeypatch):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]
    with monkeypatch.context() as broken:
        broken.setattr("records.tus.whole.end", lambda *args: "")
        send(door, url, 0, content)

    answer = ask(door, url)

    assert answer["Upload-Offset"] == answer["Upload-Length"] == str(len(content))
    assert File.objects.count() == 1


def test_reconcile_finds_nothing_while_a_file_is_coming(door, case):
    url = begin(door, case, 10)["Location"]
    send(door, url, 0, b"12345")
    mine = set(Upload.objects.get().sealed.names())

    found = reconcile.compare()

    assert len(mine) == 1
    assert not mine & (set(found.rows) | set(found.names))


def test_a_lost_refusal_is_told_again(door, case):
    content = b"MZ" + bytes(20_000)
    url = begin(door, case, len(content))["Location"]
    send(door, url, 0, content[:10_000])

    standing = ask(door, url)
    late = send(door, url, 10_000, content[10_000:])

    assert (standing.status_code, standing["Upload-Result"]) == (410, "program")
    assert late.status_code in (409, 410)


def test_the_result_of_what_ended_is_told_again(door, case):
    content = a_pdf()
    kept = begin(door, case, len(content))["Location"]
    send(door, kept, 0, content)
    twice = begin(door, case, len(content))["Location"]
    send(door, twice, 0, content)

    assert [ask(door, url)["Upload-Result"] for url in (kept, twice)] == [
        "kept",
        "twice",
    ]


def test_too_many_at_once_are_asked_to_wait(door, case):
    url = begin(door, case, 10)["Location"]
    held = [turns._free.acquire(blocking=False) for _ in range(200)]

    response = send(door, url, 0, b"12345")

    for taken in held:
        if taken:
            turns._free.release()
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert ask(door, url)["Upload-Offset"] == "0"
