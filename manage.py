#!/usr/bin/env python
"""Django's command line for Sidelight."""

import os
import sys


def main() -> None:
    # Database, files and mail that a command or `serve` makes are for this user only.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


if __name__ == "__main__":
    main()
