"""The triage queue with 100,000 requests against 1,000: the first page as a ratio."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict

from benchmarks import servers
from benchmarks.pages import _python as python

FEW, MANY = 1_000, 100_000
TARGET = 1.2
MOST_QUERIES = 10
VIEWS = ("todo", "all")

ROUNDS = 4

FILL = """
import django; django.setup()
from benchmarks import queue_rows
queue_rows.fill({rows})
"""
MEASURE = """
import django; django.setup()
from benchmarks import queue_rows
for view in {views!r}:
    print(view, *queue_rows.measure(view))
"""
Found = dict[tuple[int, str], list[float]]


def main() -> bool:
    """Each size in a database of its own that is thrown away, on one PostgreSQL.

    They are looked at in turn: a busy moment of the machine harms both.
    """
    queries = 0
    times: Found = defaultdict(list)
    with servers.postgres() as server, tempfile.TemporaryDirectory() as data:
        places = {rows: _filled(server, rows, data) for rows in (FEW, MANY)}
        for _ in range(ROUNDS):
            for rows, env in places.items():
                for line in python(
                    ["-c", MEASURE.format(views=VIEWS)], env
                ).splitlines():
                    view, asked, *found = line.split()
                    queries = max(queries, int(asked))
                    times[rows, view] += map(float, found)
    ratio = max(_ratio(times, view) for view in VIEWS)
    print(f"ratio {ratio:.2f}, wanted {TARGET} or less")
    print(f"{queries} queries, wanted {MOST_QUERIES} or fewer")
    return ratio <= TARGET and queries <= MOST_QUERIES


def _filled(server: str, rows: int, data: str) -> dict[str, str]:
    """The environment of a portal with so many requests."""
    database = servers.database(server, f"queue_{rows}")
    env = servers.environment(DATABASE_URL=database, DATA_DIR=data, REDIS_URL="")
    env["DJANGO_SETTINGS_MODULE"] = "benchmarks.queue_settings"
    for command in (["migrate"], ["createcachetable"]):
        python(["manage.py", *command, "--verbosity", "0"], env)
    python(["-c", FILL.format(rows=rows)], env)
    return env


def _ratio(times: Found, view: str) -> float:
    few, many = (statistics.median(times[rows, view]) for rows in (FEW, MANY))
    print(f"{view}: {few:.1f} ms with {FEW:,}, {many:.1f} ms with {MANY:,} requests")
    return many / few


if __name__ == "__main__":
    sys.exit(not main())
