"""Apps know only the apps below them: accounts <- intake <- records <- consultations <- portal.

An import, a model named as a string or a template of a higher app: each is an arrow that
runs up, and fails here. An address may lead up: it is only a name, and tests/test_links.py
proves that it leads somewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["accounts", "intake", "records", "consultations", "portal"]
NAMED = re.compile(r"^[a-z_]+\.[A-Z][A-Za-z]+$")
HTML = re.compile(r"""{%\s*(?:extends|include)\s+["']([a-z_]+)/""")


def sources(app: str) -> list[Path]:
    """Python files of an app. Tests may know anything."""
    return [
        path
        for path in sorted((ROOT / app).rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts
    ]


def higher(app: str) -> set[str]:
    return set(FLOORS[FLOORS.index(app) + 1 :])


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and first name of every import, also those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def named_models(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of every model named as a string ("records.Record")."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and NAMED.match(node.value)
        ):
            yield node.lineno, node.value.split(".")[0]


def rendered(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and folder of every template named in the code."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.match(r"^[a-z_]+/[a-z_/]+\.(html|txt)$", node.value)
        ):
            yield node.lineno, node.value.split("/")[0]


def arrows_up(app: str, find) -> list[str]:
    found = []
    for path in sources(app):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            f"{path.relative_to(ROOT)}:{line} {name}"
            for line, name in find(tree)
            if name in higher(app)
        ]
    return found


@pytest.mark.parametrize("app", FLOORS[:-1])
@pytest.mark.parametrize("find", [imported, named_models, rendered])
def test_app_names_no_app_above_it(app, find):
    assert arrows_up(app, find) == []


@pytest.mark.parametrize("app", FLOORS[:-1])
def test_templates_of_an_app_include_no_template_of_an_app_above_it(app):
    found = []
    for path in sorted((ROOT / "templates" / app).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found += [
            f"{path.relative_to(ROOT)} {name}"
            for name in HTML.findall(text)
            if name in higher(app)
        ]
    assert found == []


def test_the_guard_sees_an_arrow_that_runs_up():
    tree = ast.parse(
        "def f():\n from consultations import access\nm = 'records.Record'\n"
        "t = 'portal/home.html'\n"
    )

    found = [*imported(tree), *named_models(tree), *rendered(tree)]

    assert found == [(2, "consultations"), (3, "records"), (4, "portal")]
