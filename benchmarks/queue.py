"""The triage queue with 100,000 requests against 1,000: the first page as a ratio."""

from __future__ import annotations

import statistics
import sys
import tempfile

from benchmarks import servers
from benchmarks.pages import _python as python

FEW, MANY = 1_000, 100_000
TARGET = 1.2
MOST_QUERIES = 10
VIEWS = ("todo", "all")

MEASURE = """
import django; django.setup()
from benchmarks import queue_rows
queue_rows.fill({rows})
print(*queue_rows.measure({view!r}))
"""


def main() -> bool:
    """Both sizes in one database that is thrown away: PostgreSQL, as in production."""
    found = {}
    with servers.postgres() as database, tempfile.TemporaryDirectory() as data:
        env = servers.environment(DATABASE_URL=database, DATA_DIR=data, REDIS_URL="")
        env["DJANGO_SETTINGS_MODULE"] = "benchmarks.queue_settings"
        for command in (["migrate"], ["createcachetable"]):
            python(["manage.py", *command, "--verbosity", "0"], env)
        for rows in (FEW, MANY):
            for view in VIEWS:
                found[rows, view] = _look(rows, view, env)
    ratio = max(found[MANY, view][1] / found[FEW, view][1] for view in VIEWS)
    queries = max(asked for asked, _time in found.values())
    print(f"ratio {ratio:.2f}, wanted {TARGET} or less, at most {MOST_QUERIES} queries")
    return ratio <= TARGET and queries <= MOST_QUERIES


def _look(rows: int, view: str, env: dict[str, str]) -> tuple[int, float]:
    """Queries and the median milliseconds of the first page of a view."""
    out = python(["-c", MEASURE.format(rows=rows, view=view)], env).split()
    queries, median = int(out[0]), statistics.median(map(float, out[1:]))
    print(f"{rows:>7,} requests, {view}: {median:.1f} ms, {queries} queries")
    return queries, median


if __name__ == "__main__":
    sys.exit(not main())
