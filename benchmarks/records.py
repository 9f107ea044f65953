"""The page of records with 2,000 of them against 20: the first view as a ratio."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict

from benchmarks import servers
from benchmarks.pages import _python as python

FEW, MANY = 20, 2_000
TARGET = 1.3
ROUNDS = 4
RUN = """
import django; django.setup()
from benchmarks import record_rows
record_rows.{call}
"""


def main() -> bool:
    """Two folders of one database on PostgreSQL, looked at in turn."""
    queries: dict[tuple[int, int], int] = {}
    times: dict[tuple[int, int], list[float]] = defaultdict(list)
    with servers.postgres() as server, tempfile.TemporaryDirectory() as data:
        database = servers.database(server, "records")
        env = servers.environment(DATABASE_URL=database, DATA_DIR=data, REDIS_URL="")
        env["DJANGO_SETTINGS_MODULE"] = "benchmarks.queue_settings"
        for command in (["migrate"], ["createcachetable"]):
            python(["manage.py", *command, "--verbosity", "0"], env)
        for rows in (FEW, MANY):
            python(["-c", RUN.format(call=f"fill({rows})")], env)
        for _ in range(ROUNDS):
            for rows in (FEW, MANY):
                told = python(["-c", RUN.format(call=f"tell({rows})")], env)
                for view, line in enumerate(told.splitlines()):
                    asked, *found = line.split()
                    queries[rows, view] = int(asked)
                    times[rows, view] += map(float, found)
    ratio = max(_ratio(times, view) for view in (0, 1))
    print(f"ratio {ratio:.2f}, wanted {TARGET} or less")
    more = max(queries[MANY, view] - queries[FEW, view] for view in (0, 1))
    print(f"{queries[MANY, 0]} queries, {more} more than with few, wanted 0 or less")
    return ratio <= TARGET and more <= 0


def _ratio(times: dict[tuple[int, int], list[float]], view: int) -> float:
    few, many = (statistics.median(times[rows, view]) for rows in (FEW, MANY))
    name = ("first view", "whole part of a year")[view]
    print(f"{name}: {few:.1f} ms with {FEW}, {many:.1f} ms with {MANY:,} records")
    return many / few


if __name__ == "__main__":
    sys.exit(not main())
