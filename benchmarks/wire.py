"""What a first visit and a later page cost over the wire, compressed, as a browser asks."""

from __future__ import annotations

import gzip
import re
import sys
import tempfile
import urllib.request

import brotli

from benchmarks import servers
from benchmarks.pages import _python

FIRST, LATER = 150 * 1024, 15 * 1024


def main() -> bool:
    with tempfile.TemporaryDirectory() as data:
        env = servers.environment(DATABASE_URL="", REDIS_URL="", DATA_DIR=data)
        del env["DATABASE_URL"]
        for command in (
            ["migrate"],
            ["createcachetable"],
            ["collectstatic", "--no-input"],
        ):
            _python(["manage.py", *command, "--verbosity", "0"], env)
        with servers.gunicorn("portal.wsgi:application", env) as site:
            page, text = _get(site + "/")
            first = page + sum(_get(site + path)[0] for path in _parts(site, text))
            later, _ = _get(site + "/guide/how-to-ask/")
    print(f"first visit {first / 1024:.0f} KB of {FIRST // 1024}")
    print(f"later page {later / 1024:.1f} KB of {LATER // 1024}")
    return first <= FIRST and later <= LATER


def _parts(site: str, text: str) -> set[str]:
    """Everything the page loads: styles, scripts, pictures, and the fonts of English text."""
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    fonts: set[str] = set()
    for style in [path for path in found if path.endswith(".css")]:
        css = _get(site + style)[1]
        for url in re.findall(r"url\(\"?([^)\"]+latin[^)\"]+woff2)", css):
            fonts.add(url if url.startswith("/") else _beside(style, url))
    return found | fonts


def _beside(path: str, url: str) -> str:
    base = path.rsplit("/", 1)[0].split("/")
    for part in url.split("/"):
        if part == "..":
            base.pop()
        else:
            base.append(part)
    return "/".join(base)


def _get(url: str) -> tuple[int, str]:
    """Bytes on the wire, and the text."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br, gzip"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        body = answer.read()
        coding = answer.headers.get("Content-Encoding")
    plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)(body)
    return len(body), plain.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(not main())
