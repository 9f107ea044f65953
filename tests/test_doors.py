"""Every page goes through a door: rows come from access.py, never from a manager in a view."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
OURS = ("accounts.", "intake.", "records.", "consultations.", "portal.")
# Ways to rows that pass by the doors, however they are reached or renamed.
MANAGERS = {
    *("objects", "_default_manager", "_base_manager"),
    *("default_manager", "base_manager", "managers", "managers_map"),
    *("get_object_or_404", "get_list_or_404", "get_model", "QuerySet", "Manager"),
}
# Pages for any signed-in person that show nothing of a case, each with its reason.
FREE = {
    "intake.views.folders.case_new": "opens a folder of one's own",
    "portal.views.language.theme_set": "changes only how pages look to oneself",
    "portal.views.gallery.component_gallery": "shows components, checks for staff itself",
}


def view_files() -> list[Path]:
    return sorted(
        path
        for app in OURS
        for pattern in ("views.py", "views/*.py")
        for path in (ROOT / app.rstrip(".")).glob(pattern)
    )


def patterns(urls: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in urls:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                yield from patterns(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def our_views() -> dict[str, Callable]:
    """Every view function of this project that an address leads to."""
    found = {}
    for _address, entry in patterns(get_resolver().url_patterns):
        view = inspect.unwrap(entry.callback)
        name = f"{view.__module__}.{view.__qualname__}"
        if view.__module__.startswith(OURS) and inspect.isfunction(view):
            found[name] = entry.callback
    return found


def first_deed(view: Callable) -> ast.stmt:
    """The first statement that calls anything; choosing a right before it is no deed."""
    source = inspect.getsource(inspect.unwrap(view))
    body = ast.parse(source.lstrip()).body[0].body
    calls = (
        part for part in body if any(isinstance(n, ast.Call) for n in ast.walk(part))
    )
    return next(calls, body[0])


def calls_a_door(statement: ast.stmt) -> bool:
    """True for `case = access.case_for(...)` and its like."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id.endswith("access")
        for node in ast.walk(statement)
    )


def is_open(view: Callable) -> bool:
    return getattr(view, "login_required", True) is False


def managers_in(tree: ast.AST) -> Iterator[int]:
    """Lines that name a manager or a shortcut to one: used, imported or as a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names = {node.attr}
        elif isinstance(node, ast.Name):
            names = {node.id}
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant):
            names = {node.value}
        else:
            continue
        if names & MANAGERS:
            yield node.lineno


def test_views_use_no_managers():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in view_files()
        for line in managers_in(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "K.objects.get(pk=1)",
        "K._default_manager.get(pk=1)",
        "K._meta.default_manager.get(pk=1)",
        "K._meta.base_manager.get(pk=1)",
        "K._meta.managers_map['objects']",
        "getattr(K, 'objects')",
        "from django.shortcuts import get_object_or_404 as g",
        "shortcuts.get_list_or_404(K)",
        "from django.db.models import QuerySet as Q",
        "apps.get_model('records.Record')",
    ],
)
def test_the_guard_sees_a_manager_under_any_name(code):
    assert set(managers_in(ast.parse(code))) == {1}


@pytest.mark.parametrize("name", sorted(our_views()))
def test_view_is_open_to_all_or_starts_with_its_door(name):
    view = our_views()[name]
    if is_open(view) or name in FREE:
        return

    assert calls_a_door(first_deed(view)), name


def test_list_of_free_views_names_only_views_that_exist():
    assert set(FREE) - set(our_views()) == set()


def test_admin_classes_of_ours_answer_for_every_right():
    """A model in the admin says itself who may do what; no right comes from a checkbox."""
    rights = [f"has_{deed}_permission" for deed in ("view", "add", "change", "delete")]
    missing = [
        f"{type(model_admin).__name__}.{right}"
        for model, model_admin in admin.site._registry.items()
        for right in rights
        if not getattr(type(model_admin), right).__module__.startswith(OURS)
    ]

    assert missing == []


def test_the_guard_sees_a_view_without_a_door():
    with_door = ast.parse("case = access.case_for(request.user, case_id)").body[0]
    without = ast.parse("form = CaseForm(request.POST)").body[0]

    assert (calls_a_door(with_door), calls_a_door(without)) == (True, False)
