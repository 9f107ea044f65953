"""Every verb the code writes into the audit trail has words on the pages that show it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from consultations.admin import words
from intake import trail

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("accounts", "intake", "records", "consultations", "portal")
OF_ACCOUNTS = {  # about a person or a folder that is gone: shown nowhere but in the rows
    "changed_account",
    "changed_password",
    "erased",
    "looked_at_account",
    "opened_account",
    "sent_mail_again",
    "sign_in_refused",
    "signed_in",
    "signed_out_everywhere",
}
OF_THE_DESK = {
    "handed_over",
    "looked_at",
    "noted",
    "kept_out",
}  # "worked on", or unsaid


@cache
def noted() -> set[str]:
    files = (path for part in PARTS for path in (ROOT / part).rglob("*.py"))
    return {
        verb
        for path in files
        if "tests" not in path.parts and "migrations" not in path.parts
        for verb in verbs_in(ast.parse(path.read_text()))
    }


def verbs_in(tree: ast.AST) -> Iterator[str]:
    """Texts given as `verb=` or put into a name `verb`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "verb":
            yield from texts(node.value)
        if isinstance(node, ast.Assign) and any(
            isinstance(name, ast.Name) and name.id == "verb" for name in node.targets
        ):
            yield from texts(node.value)


def texts(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from texts(value.body)
        yield from texts(value.orelse)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def test_the_desk_has_words_for_every_verb():
    assert noted() - OF_ACCOUNTS - set(words.VERBS) == set()


def test_the_family_has_words_for_every_verb_it_may_read():
    assert noted() - OF_ACCOUNTS - OF_THE_DESK - set(trail.VERBS) == set()
