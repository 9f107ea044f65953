"""Reads the forms of a page and fills in every place where a person can type."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "tel", "url", "number", "email", "password", ""}


@dataclass
class Form:
    """One form of a page: what a browser would send, and where a person can type."""

    page: str
    action: str
    method: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # name: kind of field
    files: list[str] = field(default_factory=list)

    def filled(self, word: str, *, free_only: bool = False) -> dict[str, list[str]]:
        """The form with this word typed everywhere, or only where any words may stand."""
        typed = {
            name: [self._value(kind, name, word)]
            for name, kind in self.typed.items()
            if not free_only or kind == "free"
        }
        return self.sent | typed

    @staticmethod
    def _value(kind: str, name: str, word: str) -> str:
        return f"{name.lower()}@example.org" if kind == "email" else word


class FormsReader(HTMLParser):
    """Every form of a page, in the order in which they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select, self._first, self._must = "", "", False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            action, method = a.get("action") or self.page, a.get("method", "get")
            self._form = Form(self.page, action, method.lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, a, self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._form is not None and self._select:
            self._form.sent.setdefault(self._select, [self._first])
            self._select = ""

    def _field(self, tag: str, a: dict[str, str], form: Form) -> None:
        name, kind = a.get("name", ""), a.get("type", "")
        if tag == "textarea":
            form.typed[name] = "free"
        elif tag == "select":
            self._select, self._first = name, ""
            self._must = "required" in a
        elif tag == "option" and self._select:
            if self._must and not self._first:  # the first that says anything
                self._first = a.get("value", "")
            if "selected" in a and a.get("value"):
                form.sent[self._select] = [a["value"]]
        elif tag == "input" and name:
            self._input(name, kind, a, form)
        elif tag == "button" and name:
            form.sent.setdefault(name, [a.get("value", "")])

    @staticmethod
    def _input(name: str, kind: str, a: dict[str, str], form: Form) -> None:
        if kind == "file":
            form.files.append(name)
        elif kind in {"checkbox", "radio"}:
            form.sent.setdefault(name, [a.get("value", "on")])
        elif kind in TYPED:
            plain = kind in {"text", ""} and a.get("inputmode", "text") == "text"
            form.typed[name] = "email" if kind == "email" else "free" if plain else kind
        else:
            form.sent.setdefault(name, []).append(a.get("value", ""))


def forms_of(page: str, text: str) -> list[Form]:
    reader = FormsReader(page)
    reader.feed(text)
    return reader.forms
