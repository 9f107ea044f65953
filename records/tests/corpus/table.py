"""The table of verdicts: what it says, what a look says now, and how it is published."""

from __future__ import annotations

import hashlib
import io
import os
from collections import Counter
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from records import inspection, verdicts
from records.sandbox import parent
from records.tests import test_kinds_of_files as made
from records.tests.corpus import fetch

EXPECTED = Path(__file__).with_name("expected.tsv")
MADE = "made here"
DEBIAN = "clamav-testfiles"  # its bytes change with Debian, its kinds of files do not


@dataclass(frozen=True, order=True)
class Row:
    source: str
    file: str
    sha256: str
    verdict: str
    code: str
    type: str
    pages: str


def folder() -> Path:
    """Where the files are kept from one run to the next."""
    kept = os.environ.get("CORPUS_DIR") or Path.home() / ".cache" / "sidelight-corpus"
    return Path(kept)


def expected() -> list[Row]:
    lines = EXPECTED.read_text().splitlines()[1:]
    return [Row(*line.split("\t")) for line in lines]


def contents() -> dict[tuple[str, str], bytes | Path]:
    """Every file by its source and name: those that were fetched and those made here."""
    found: dict[tuple[str, str], bytes | Path] = {}
    for path in sorted(folder().rglob("*")):
        if path.is_file():
            source, _slash, name = path.relative_to(folder()).as_posix().partition("/")
            if source in fetch.places():  # another run may be fetching beside us
                found[source, name] = path
    for group in (made.PAPERS, made.SCANS, made.POLYGLOTS):
        found |= {(MADE, what): content for what, (content, *_) in group.items()}
    return found


def look(source: str, name: str, held: bytes | Path) -> Row:
    content = held if isinstance(held, bytes) else held.read_bytes()
    found = parent.run("look", io.BytesIO(content), limits=inspection.LIMITS)
    code = verdicts.known(found.get("code"))
    fixed = source not in (MADE, DEBIAN)
    return Row(
        source=source,
        file=name,
        sha256=hashlib.sha256(content).hexdigest() if fixed else "-",
        verdict=str(verdicts.of(code)),
        code=code or "-",
        type=found.get("type", "-"),
        pages=str(found.get("pages") or "-"),
    )


def write(rows: list[Row]) -> None:
    lines = [[field.name for field in fields(Row)], *(astuple(row) for row in rows)]
    EXPECTED.write_text("".join("\t".join(line) + "\n" for line in lines))


INTRODUCTION = """# What becomes of each kind of file

Every file a person adds is opened in a child process by the reader that is the proof of its
kind (`docs/decisions/0018-sandbox.md`). Its verdict is *kept*, *warned* (kept, with a sentence
beside it) or *refused* (not kept, with a sentence that says what to do). `records/verdicts.py`
has the verdict of each code, `records/refusals.py` its sentence.

Below are the verdicts of {count} files: {others} that nobody here made, and {made} made here to
do harm or to be odd. The whole list, file by file, is `records/tests/corpus/expected.tsv`;
`records/tests/corpus/test_corpus.py` looks at every one of them and fails when a verdict is
another.
"""


def published(rows: list[Row]) -> str:
    ours = sum(row.source == MADE for row in rows)
    head = INTRODUCTION.format(count=len(rows), others=len(rows) - ours, made=ours)
    return "\n".join([head, *_by_source(rows), "", *_by_kind(rows), ""])


def _by_source(rows: list[Row]) -> list[str]:
    lines = ["## Where they come from", "", "| source | files |", "|---|---|"]
    counts = Counter(row.source for row in rows)
    return lines + [
        f"| {source} | {count} |" for source, count in sorted(counts.items())
    ]


def _by_kind(rows: list[Row]) -> list[str]:
    lines = [
        "## Verdicts by kind",
        "",
        "| type | verdict | code | files | for example |",
    ]
    lines.append("|---|---|---|---|---|")
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in sorted(rows):
        groups.setdefault((row.type, row.verdict, row.code), []).append(row.file)
    for (type_, verdict, code), names in sorted(groups.items()):
        example = names[0].rpartition("/")[2].replace("|", "\\|")
        lines.append(f"| {type_} | {verdict} | {code} | {len(names)} | {example} |")
    return lines
