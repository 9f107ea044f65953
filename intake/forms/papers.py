"""Which papers of the folder belong to an answer."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.forms.base import MANY, AnswerForm
from intake.forms.fields import TicksField
from intake.papers import Papers, papers_of


class PapersField(TicksField):
    """Ticks beside the papers of one folder; never drawn for another."""

    folded = False  # a long list is opened by whoever wants it

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names: dict[str, str] = {}
        self.error_messages["invalid_choice"] = _(
            "One of these records is not in the folder any more. Tick again what belongs "
            "to it, then save"
        )

    def offer(self, papers: Papers) -> None:
        self.names = {paper.id: paper.words for paper in papers.listed}
        self.choices = [
            (paper.id, format_html("<bdi>{}</bdi> · {}", paper.title, paper.day))
            if paper.day
            else (paper.id, format_html("<bdi>{}</bdi>", paper.title))
            for paper in papers.listed
        ]
        self.folded = len(self.choices) > MANY
        if not self.choices:
            self.help_text = _none_yet(papers.add_url)

    def in_words(self, ids: list[str]) -> str:
        """The papers that are in the folder now, in its order."""
        return "; ".join(words for key, words in self.names.items() if key in ids)

    def kept(self, ticked: list[str], stored: list[str]) -> list[str]:
        """What to keep: the ticked ones, and those the page could not show.

        Nothing ticked is a blank, and a blank leaves what was there.
        """
        if not ticked:
            return [] if any(key in self.names for key in stored) else stored
        still = [key for key in stored if key in ticked or key not in self.names]
        return [*still, *(key for key in ticked if key not in stored)]


def _none_yet(add_url: str) -> Any:
    said = _("There are no records in the folder yet.")
    if not add_url:
        return said
    link = '{} <a href="{}">{}</a>'
    return format_html(link, said, add_url, _("Add a record"))


class PaperForm(AnswerForm):
    """A page of answers, one of which names papers of the folder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.case_id:  # without a case only the labels are asked for
            for name in self._naming():
                self.fields[name].offer(papers_of(self.instance.case))

    def _naming(self) -> list[str]:
        return [n for n, f in self.fields.items() if isinstance(f, PapersField)]

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        for name in set(given) & set(self._naming()):
            stored = getattr(self.instance, name)
            given[name] = self.fields[name].kept(given[name], stored)
        return given
