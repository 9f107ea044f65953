"""The page of promises names only tests that exist, and a test for each promise."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text()
LINES = (
    "A1 A2 A3 S2 S3 S4 S5 S6 S7 S8",
    "U1 U2 U3 U4 U5 U6 U7 U8 F1 F2 F3 F4 F5 F6 F7 F8 Z1 Z2 Z3 L1 L2 L3 L4 C1 C2 C4",
    "G1 G2 G3 G4 J1 J2 J3 J4 J5 J6 J7 J8 J9 J10",
    "N1 N2 N3 N4 N5 P1 P2 P3 W1 W2 W3 W4 X1 O2",
)
PROMISED = [row for line in LINES for row in line.split()]


def rows() -> dict[str, list[str]]:
    found = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[A-Z]\d+", cells[0]):
            found[cells[0]] = re.findall(r"`([^`]+::[^`]+)`", cells[-1])
    return found


def exists(named: str) -> bool:
    path, _colons, function = named.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    defined = ast.parse(file.read_text()).body
    return function in {n.name for n in defined if isinstance(n, ast.FunctionDef)}


def test_each_promise_has_a_row_with_a_proof():
    assert {row: bool(tests) for row, tests in rows().items()} == dict.fromkeys(
        PROMISED, True
    )


def test_every_test_the_page_names_exists():
    missing = [t for tests in rows().values() for t in tests if not exists(t)]

    assert missing == []
