"""Names without accents and capitals, in every script, here and in both databases alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import Func, TextField

# Letters that are their own in Unicode, and that people type without their stroke.
STROKES = ("đðøłħı", "ddolhi")
MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str | None) -> str:
    """Small letters without accents: "María" and "MARIA" are both "maria"."""
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text or "")).lower()
    return plain.translate(str.maketrans(*STROKES))


class Fold(Func):
    """What `fold` does, done by the database."""

    function = "sidelight_fold"  # made for SQLite when a connection opens
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        marks = "[' || chr(768) || '-' || chr(879) || ']"
        bare = f"regexp_replace(normalize(x, NFKD), '{marks}', '', 'g')"
        folded = f"translate(lower({bare} COLLATE \"und-x-icu\"), '{{}}', '{{}}')"
        # Most names are plain ASCII, one byte a letter: they need only small letters.
        template = (
            "(SELECT CASE WHEN octet_length(x) = length(x) THEN lower(x) "  # noqa: S608 - constants of this file
            f"ELSE {folded.format(*STROKES)} END "
            "FROM (SELECT %(expressions)s AS x) AS told)"
        )
        return super().as_sql(compiler, connection, template=template, **more)


def teach_sqlite(sender: Any, connection: Any, **more: Any) -> None:
    """Gives a new SQLite connection the function; PostgreSQL has its own words for it."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            Fold.function, 1, fold, deterministic=True
        )
