"""A case summary of 200 records in a warm process against Chromium printing the same HTML."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
MOST_MEGABYTES = 400
TARGET = 1.0  # our seconds by Chromium's


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings_test",
            "DATA_DIR": folder,
        }
        env.pop("DATABASE_URL", None)
        child = subprocess.run(  # noqa: S603 - a process of its own: its peak is the worker's
            [sys.executable, "-m", "benchmarks.summary", "worker", folder],
            env=env,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        pages, ours, theirs, megabytes = (
            float(number) for number in child.stdout.split()[-4:]
        )
    ratio = ours / theirs
    print(f"200 records, 6 treatment lines, 20 questions: {pages:.0f} pages")
    print(f"warm worker {ours:.2f} s (median of {ROUNDS}), peak {megabytes:.0f} MB")
    print(f"Chromium, the same HTML {theirs:.2f} s; ratio {ratio:.2f}, wanted {TARGET}")
    return ratio <= TARGET and megabytes < MOST_MEGABYTES


def worker(folder: str) -> None:
    """Renders in turn with Chromium, so that both meet the same machine."""
    import resource

    import django

    django.setup()
    from consultations.summary import engine

    contents = _contents()
    page = _page(Path(folder), engine.html_of(contents))
    engine.render(contents)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        made, seconds = _timed(lambda: engine.render(contents))
        ours.append(seconds)
        theirs.append(_timed(lambda: _chromium(page))[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(made.pages, statistics.median(ours), statistics.median(theirs), peak)


def _contents() -> dict:
    from django.test.utils import setup_databases

    setup_databases(verbosity=0, interactive=False)
    from consultations.tests import summary_papers

    return summary_papers.contents_of("big")


def _page(folder: Path, html: str) -> Path:
    """The HTML with our style sheet and fonts, as a file a browser can open."""
    from consultations.summary import engine
    from records.paper import fonts

    faces = fonts.faces("paper:").replace("paper:/fonts", fonts.FOLDER.as_uri())
    css = faces + engine.SHEET.read_text(encoding="utf-8")
    page = folder / "summary.html"
    page.write_text(html.replace("</head>", f"<style>{css}</style></head>"))
    return page


def _chromium(page: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603
            [
                shutil.which("chromium") or "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--no-pdf-header-footer",
                f"--user-data-dir={profile}",
                f"--print-to-pdf={page.with_suffix('.pdf')}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def _timed(call):
    begin = time.perf_counter()
    result = call()
    return result, time.perf_counter() - begin


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(sys.argv[2])
    else:
        sys.exit(not main())
