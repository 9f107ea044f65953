"""Looks at the whole corpus and writes the table and its page anew."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import django

from records.sandbox.cage import ROOT
from records.tests.corpus import fetch


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    django.setup()
    from records.tests.corpus import table

    fetch.fetch(table.folder())
    named = table.contents()
    with ThreadPoolExecutor(2) as threads:
        rows = sorted(threads.map(lambda key: table.look(*key, named[key]), named))
    table.write(rows)
    (ROOT / "docs" / "verdicts.md").write_text(table.published(rows))


if __name__ == "__main__":
    main()
