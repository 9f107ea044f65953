"""Writes the page of examples anew: read the difference before you commit it."""

from __future__ import annotations

import os

import django

from records.sandbox.cage import ROOT


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    django.setup()
    from records.tests.suggest import table

    (ROOT / "docs" / "suggestions.md").write_text(table.published())


if __name__ == "__main__":
    main()
