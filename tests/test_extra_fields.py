"""A3: what a form does not ask for cannot be sent with it, on any page that takes forms."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models import Field, Model

from accounts.models import User
from tests.world import POST_ROWS

FORGED = "2001-01-01"
COLUMNS = (
    *("status", "verdict", "key", "role", "reference", "work", "sha256", "claim"),
    *("owner", "case", "created_by", "added_by", "changed_by", "checked_by", "user"),
    *("desk_opened_at", "submitted_at", "checked_at", "joined_at", "left_at", "at"),
    *("is_staff", "is_superuser", "is_demo", "may_send", "agreed_at", "progress"),
)
PEOPLE = {"owner", "created_by", "added_by", "changed_by", "checked_by", "user"}
SAID = {"status": "delivered", "verdict": "warned", "role": "specialist"}
SAID |= {"work": "failed", "key": "forged/key", "reference": "ZZZZ-ZZZZ"}


class FormReader(HTMLParser):
    """What a browser would send when the button is pressed on the page as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag, attrs) -> None:
        a = dict(attrs)
        name, value = a.get("name") or "", a.get("value") or ""
        if tag == "input" and name and a.get("type") not in {"submit", "file"}:
            ticked = a.get("type") not in {"checkbox", "radio"} or "checked" in a
            if ticked:
                self.sent.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in a:
            self.sent.setdefault(self.select, []).append(value)

    def handle_endtag(self, tag) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data) -> None:
        if self.area:
            self.sent.setdefault(self.area, []).append(data.lstrip("\n"))


def form_on(client, url: str) -> dict[str, list[str]]:
    reader = FormReader()
    answer = client.get(url)
    if answer.status_code == 200:
        reader.feed(answer.text)
    return reader.sent


def forged_by(world) -> dict[str, str]:
    """One value for each column that no page lets anybody set so."""
    bo = str(world.people["bo"].pk)
    values = {name: "on" for name in COLUMNS}
    values |= {name: FORGED for name in COLUMNS if name.endswith("_at") or name == "at"}
    values |= SAID | dict.fromkeys(PEOPLE, bo)
    values["case"] = values["case_id"] = str(world.people["bo"].folder)
    return values | {f"{name}_id": bo for name in PEOPLE}


def columns() -> dict[tuple[Field, object], object]:
    """Every value of a column of these names, by column and row.

    Read without models: it is asked hundreds of times.
    """
    found = {}
    for model in apps.get_models():
        fields = [f for f in model._meta.local_concrete_fields if f.name in COLUMNS]
        for key, *values in rows_of(model, fields):
            found |= {
                (field, key): value for field, value in zip(fields, values, strict=True)
            }
    return found


def rows_of(model: type[Model], fields: list[Field]) -> list[tuple]:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(f.column) for f in (model._meta.pk, *fields))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quoted(model._meta.db_table)}")  # noqa: S608
        return cursor.fetchall()


def is_forged(field: Field, read: object, bo: User) -> bool:
    name, value = field.name, field.to_python(read)
    if name in PEOPLE:
        return value == bo.pk
    if name == "case":
        return value == bo.folder
    if name.startswith(("is_", "may_")):
        return value is True
    return str(value).startswith(FORGED) or value == SAID.get(name, object())


@pytest.mark.parametrize("name", sorted(POST_ROWS))
def test_form_sets_nothing_it_does_not_ask_for(world, name):
    bo = world.people["bo"]
    bo.folder = world.bos_case.pk
    for who in ("wen", "ana", "mei"):
        cache.clear()
        client = world.client(who)
        sent = form_on(client, world.url(name)) | forged_by(world)
        before = columns()

        client.post(world.url(name), sent)

        changed = {
            place: value
            for place, value in columns().items()
            if before.get(place) != value and is_forged(place[0], value, bo)
        }
        assert (who, changed) == (who, {})
