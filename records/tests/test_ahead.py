"""What a child asks for before it reads it is what it would have read."""

from __future__ import annotations

import io
import os
import random

import pytest

from records.sandbox import ahead, parent, remote
from records.sandbox.limits import MB, Limits
from records.tests.hostile.ahead import STEP
from records.tests.test_sandbox import Sink


class Line(remote.Line):
    """Remembers what was asked for, and answers when somebody listens."""

    def __init__(self, content: bytes) -> None:
        super().__init__(-1)
        self.content, self.asked, self.answered = content, [], 0

    def _send(self, kind: bytes, data: bytes | memoryview) -> None:
        start, length = remote.wire.ASK.unpack(data)
        self.asked.append((start, length))

    def listen(self) -> bytearray:
        start, length = self.asked[self.answered]
        self.answered += 1
        return bytearray(self.content[start : start + length])


def opened(content: bytes, places) -> tuple[Line, io.BufferedReader]:
    line = Line(content)
    source = remote.opened(line, len(content))
    source.raw.expect(places)
    return line, source


CONTENT = random.Random(5).randbytes(3 * MB)


@pytest.mark.parametrize(
    "places",
    [
        [],
        [0],
        range(0, 3 * MB, 300_000),
        range(0, 3 * MB, 5_000),
        range(0, 3 * MB, ahead.PIECE),
        [3 * MB - 1, 7, 9, 9, -4, 5 * MB, 3 * MB],
    ],
)
def test_whatever_is_expected_each_read_gives_what_lies_there(places):
    _line, source = opened(CONTENT, places)
    dice = random.Random(6)
    orderly = [(place, 9_000) for place in places if place >= 0]
    wild = [(dice.randrange(3 * MB), dice.randrange(90_000)) for _ in range(60)]

    for start, length in [*orderly, *wild, *orderly]:
        source.seek(start)
        assert source.read(length) == CONTENT[start : start + length]


def test_little_more_is_asked_for_than_was_expected_and_before_it_is_read():
    places = range(0, 3 * MB, 100_000)
    line, source = opened(CONTENT, places)

    source.seek(0)
    source.read(100)
    assert (len(line.asked), line.answered) == (ahead.UNDER_WAY, 1)
    for place in places:
        source.seek(place)
        source.read(9_000)

    assert line.asked == [
        (place, min(ahead.PIECE, len(CONTENT) - place)) for place in places
    ]


def test_small_things_side_by_side_come_together():
    line, source = opened(CONTENT, range(0, 3 * MB, 5_000))

    while source.read(5_000):
        pass

    assert sum(length for _start, length in line.asked) == len(CONTENT)
    assert len(line.asked) < 3 * MB / ahead.MOST_PIECE + 1


def test_a_file_that_became_shorter_is_no_answer():
    line, source = opened(CONTENT, [0, 2 * MB])
    line.content = CONTENT[:MB]

    source.read(10)
    source.seek(2 * MB)
    with pytest.raises(OSError, match="shorter"):
        source.read(10)


def test_a_child_that_asked_ahead_can_hand_out_much(monkeypatch):
    monkeypatch.setattr(parent, "JOBS", "records.tests.hostile")
    content = os.urandom(2 * MB)

    found = parent.run(
        "ahead",
        io.BytesIO(content),
        limits=Limits(wall_seconds=5, output_bytes=50 * MB, outputs=1),
        sink=Sink(),
    )

    places = range(0, len(content), STEP)
    assert found == {"found": [content[at : at + 8].hex() for at in places]}
