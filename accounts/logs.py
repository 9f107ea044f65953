"""Log lines without secrets: some addresses of pages are keys to a folder or an account."""

from __future__ import annotations

import logging
import re

# Django writes the path of a page that was refused or went wrong into its log line.
_KEYS = re.compile(
    r"((?:/|%2F)(?:invitations|password(?:/|%2F)reset(?:/|%2F)key)(?:/|%2F))[^/\s\"'?#%]+",
    re.IGNORECASE,
)
# The number of a folder, a record or a file, wherever it stands and however it is quoted.
_NUMBER = re.compile(
    r"[0-9a-f]{8,}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12,}", re.IGNORECASE
)
# A whole part of a path that looks drawn by lot: long, with a digit, and no file name.
_TOKEN = re.compile(r"(?<=/)(?=[\w-]*\d)[\w-]{20,}(?![\w.-])")


class MaskingFormatter(logging.Formatter):
    """Writes every line and traceback with keys and numbers in addresses left out."""

    def format(self, record: logging.LogRecord) -> str:
        line = _KEYS.sub(r"\1…", super().format(record))
        return _TOKEN.sub("…", _NUMBER.sub("…", line))
