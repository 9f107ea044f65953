"""Short pieces of the file that are asked for before they are read.

The parent unseals the next ones while the child works on those that came.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator

PIECE = 16 * 1024  # what a zip says of a member, and the labels of nearly every scan
MOST_PIECE = 256 * 1024  # small members that lie side by side come together
UNDER_WAY = 16


class Ahead:
    """What lies at some places of a file, to be read in their order; then it is gone."""

    def __init__(self, line, size: int, places) -> None:
        self._line = line
        inside = (place for place in places if 0 <= place < size)
        self._pieces = list(_pieces(sorted(inside), size))
        self._begins = [begin for begin, _length in self._pieces]
        self._first = 0  # the number of the piece that was asked for first
        self._asked: deque = deque()

    def at(self, place: int) -> memoryview | None:
        """The rest of a piece from there on; None where none is or was to be read."""
        number = bisect_right(self._begins, place) - 1
        if number < self._first:
            return None
        begin, length = self._pieces[number]
        if place >= begin + length:
            return None
        self._go_to(number)
        return memoryview(self._asked[0].taken())[place - begin :]

    def _go_to(self, number: int) -> None:
        passed = min(number - self._first, len(self._asked))
        for _ in range(passed):
            self._asked.popleft()
        self._first = number
        under_way = number + len(self._asked)
        for begin, length in self._pieces[under_way : number + UNDER_WAY]:
            self._asked.append(self._line.ask_ahead(begin, length))


def _pieces(places, size: int) -> Iterator[tuple[int, int]]:
    """Where each begins and how long it is; places near each other share one."""
    begin = end = -1
    for place in places:
        if place > end or end - begin >= MOST_PIECE:
            if end > begin:
                yield begin, end - begin
            begin = max(place, end)
        end = min(place + PIECE, size)
    if end > begin:
        yield begin, end - begin
