"""Fills in pages as a browser would: reads what the page shows and sends it back changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.urls import reverse


def step_url(case: Any, slug: str) -> str:
    return reverse("intake:step_edit", args=[case.pk, slug])


class _Controls(HTMLParser):
    """Every form of a page: what each control would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select = self.area = ""

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        name, kind = facts.get("name") or "", facts.get("type", "text")
        if tag == "input" and name:
            ticked = kind not in ("checkbox", "radio") or "checked" in facts
            if ticked:
                bare = "on" if kind in ("checkbox", "radio") else ""
                self._add(name, facts.get("value", bare))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in facts:
            self._add(self.select, facts.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self._add(name, "")

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area][-1] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "select":
            if self.select not in self.forms[-1]:
                self._add(self.select, "")
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def _add(self, name, value):
        self.forms[-1].setdefault(name, []).append(value)


def sent_by(response: Any) -> dict[str, list[str]]:
    """What the first form of answers on a page sends when nothing is typed."""
    page = _Controls()
    page.feed(response.text)
    return next(form for form in page.forms if "shown" in form)


def fill_in(client: Any, address: str, **typed: Any) -> Any:
    """Opens the page, changes some answers, sends the whole form."""
    return send(client, address, client.get(address), **typed)


def send(client: Any, address: str, opened: Any, **typed: Any) -> Any:
    """Sends a page that was opened before, with some answers changed."""
    data = sent_by(opened) | typed
    return client.post(address, {k: v for k, v in data.items() if v is not None})
