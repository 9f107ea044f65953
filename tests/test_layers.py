"""Apps know only the apps below them: accounts <- intake <- records <- consultations <- portal.

An import, also one by name at run time, a model or a table named as a string, the name by
which a model below leads back to one above (`case.requests`), a template of a higher app:
each is an arrow that runs up, and fails here. An address may lead up: it is only a name, and
tests/test_links.py proves that it leads somewhere.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["accounts", "intake", "records", "consultations", "portal"]
NAMED = re.compile(r"^[a-z_]+\.[A-Z][A-Za-z]+$")
IMPORTERS = {"import_module", "import_string", "__import__", "find_spec"}
REGISTRY = {"get_model", "get_registered_model", "get_app_config", "get_by_natural_key"}
DOTTED = re.compile(r"^[a-z_]+(\.\w+)+$")
LOOKUP = re.compile(r"^-?[a-z_]+$")
HTML = re.compile(r"""{%\s*(?:extends|include)\s+["']([a-z_]+)/""")


def sources(app: str) -> list[Path]:
    """Python files of an app. Tests may know anything."""
    return [
        path
        for path in sorted((ROOT / app).rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts
    ]


@cache
def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


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


def imported_by_name(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of every module or task named as a string ("records.models").

    A label ("consultations.summary") may look the same: it is one unless it is imported.
    """
    labels = {model._meta.label_lower for model in apps.get_models()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in IMPORTERS:
            yield from ((line, text.split(".")[0]) for line, text in strings(node))
    for line, text in strings(tree):
        if DOTTED.match(text) and text not in labels:
            app, module = text.split(".")[:2]
            if (ROOT / app / module).is_dir() or (
                ROOT / app / f"{module}.py"
            ).is_file():
                yield line, app


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def named_models(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of every model named as a string ("records.Record")."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and NAMED.match(node.value)
        ):
            yield node.lineno, node.value.split(".")[0]


def asked_of_registry(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of `get_model("records", …)` and of `app_label="records"`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in REGISTRY:
            given = node.args[:1]
        elif isinstance(node, ast.keyword) and node.arg == "app_label":
            given = [node.value]
        else:
            continue
        for part in given:
            yield from strings(part)


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


@cache
def ways_back() -> dict[str, set[str]]:
    """How rows lead back to rows that point at them, and which apps' rows those are."""
    found = defaultdict(set)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, Field) and field.remote_field:
                back = field.remote_field
                if field.related_model._meta.app_label == model._meta.app_label:
                    continue
                for name in {back.get_accessor_name(), field.related_query_name()}:
                    if name and not back.hidden:
                        found[name].add(model._meta.app_label)
    return found


def led_back(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of every way back: `case.requests`, `requests__status`, "requests"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            text, line = node.attr, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            text, line = node.arg, node.value.lineno
        elif isinstance(node, ast.Constant) and LOOKUP.match(str(node.value)):
            text, line = node.value.lstrip("-"), node.lineno
        else:
            continue
        for name in text.split("__"):
            yield from ((line, app) for app in ways_back().get(name, ()))


def tables(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and app of every table named in SQL."""
    owners = {m._meta.db_table: m._meta.app_label for m in apps.get_models()}
    for line, text in strings(tree):
        for word in re.findall(r"[a-z]+_[a-z_]+", text):
            if word in owners:
                yield line, owners[word]


def rendered(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and folder of every template named in the code."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.match(r"^[a-z_]+/[a-z_/]+\.(html|txt)$", node.value)
        ):
            yield node.lineno, node.value.split("/")[0]


FINDERS = [
    *(imported, imported_by_name, named_models, asked_of_registry),
    *(led_back, tables, rendered),
]


def arrows_up(app: str, find) -> list[str]:
    found = []
    for path in sources(app):
        found += [
            f"{path.relative_to(ROOT)}:{line} {name}"
            for line, name in find(parsed(path))
            if name in higher(app)
        ]
    return found


@pytest.mark.parametrize("app", FLOORS[:-1])
@pytest.mark.parametrize("find", FINDERS)
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


@pytest.mark.parametrize("app", FLOORS[:-1])
def test_templates_of_an_app_follow_no_way_back_to_an_app_above_it(app):
    found = []
    for path in sorted((ROOT / "templates" / app).rglob("*.html")):
        for tag in re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8")):
            for name in re.findall(r"\.([a-z_]+)", tag):
                if ways_back().get(name, set()) & higher(app):
                    found.append(f"{path.relative_to(ROOT)} {tag}")
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n from records import access",
        "import records.models as r",
        "importlib.import_module('records.models')",
        "import_string('records.access.records_of')",
        "import_string('records.record')",
        "__import__('records.models')",
        "m = 'records.Record'",
        "apps.get_model('records', 'Record')",
        "get_model('records', model_name='Record')",
        "apps.get_app_config('records')",
        "apps.get_model(app_label='records', model_name='Record')",
        "case.records.all()",
        "Case.objects.filter(records__kind='x')",
        "Case.objects.filter(**{'records__kind': 'x'})",
        "Case.objects.prefetch_related('records')",
        "Case.objects.order_by('-records__number')",
        "getattr(case, 'records')",
        "cursor.execute('SELECT * FROM records_record')",
        "t = 'records/record_edit.html'",
    ],
)
def test_the_guard_sees_an_arrow_that_runs_up(code):
    tree = ast.parse(code)

    assert "records" in {name for find in FINDERS for _line, name in find(tree)}


@pytest.mark.parametrize(
    "code", ["reverse('records:record_list')", "thing = 'records.record'"]
)
def test_the_guard_lets_an_address_and_a_label_pass(code):
    assert [app for find in FINDERS for _line, app in find(ast.parse(code))] == []
