"""Log lines without secrets: some addresses of pages are keys to a folder or an account."""

from __future__ import annotations

import logging
import re

# Django writes the path of a page that was refused or went wrong into its log line.
_KEYS = re.compile(r"(/invitations/|/password/reset/key/)[^/\s\"'?#]+")


class MaskingFormatter(logging.Formatter):
    """Writes every line and traceback with the keys in addresses left out."""

    def format(self, record: logging.LogRecord) -> str:
        return _KEYS.sub(r"\1…", super().format(record))
