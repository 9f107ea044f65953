"""Which papers of the folder belong to an answer."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.forms.base import MANY, AnswerForm
from intake.forms.fields import TicksField
from intake.papers import Papers, papers_of

TICKED = "ticked"  # what a page sends of the boxes that stood ticked on it


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

    def kept(self, ticked: list[str], stored: list[str], seen: set[str]) -> list[str]:
        """What to keep: all but the boxes that stood ticked before this reader.

        `seen` names those boxes. One that is unticked now was unticked on purpose; a page
        that showed no box ticked, or an older one, takes nothing away.
        """
        unticked = (seen & set(self.names)) - set(ticked)
        still = [key for key in stored if key not in unticked]
        return [*still, *(key for key in ticked if key not in stored)]


def _none_yet(add_url: str) -> Any:
    said = _("There are no records in the folder yet.")
    if not add_url:
        return said
    link = '{} <a href="{}">{}</a>'
    return format_html(link, said, add_url, _("Add a record"))


class PaperForm(AnswerForm):
    """A page of answers, one of which names papers of the folder."""

    typed: QueryDict | None = None  # kept during an absence

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.case_id:  # without a case only the labels are asked for
            for name in self._naming():
                self.fields[name].offer(papers_of(self.instance.case))

    @property
    def ticked(self) -> str:
        """For the page: each box that stands ticked on it, or did on the one before it."""
        boxes = [
            f"{name}:{key}"
            for name in self._naming()
            for key in self[name].value() or ()
            if key in self.fields[name].names
        ]
        return " ".join(dict.fromkeys([*boxes, *self._boxes_seen()]))

    def _boxes_seen(self) -> list[str]:
        """What a page that was sent says of itself; also one kept during an absence."""
        return str((self.typed or self.data or {}).get(TICKED, "")).split()

    def _seen(self, name: str) -> set[str]:
        boxes = (box.partition(":") for box in self._boxes_seen())
        return {key for field, _colon, key in boxes if field == name}

    def fill(self, data: QueryDict) -> None:
        super().fill(data)
        self.typed = data

    def _naming(self) -> list[str]:
        return [n for n, f in self.fields.items() if isinstance(f, PapersField)]

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        for name in set(given) & set(self._naming()):
            stored = getattr(self.instance, name)
            seen = self._seen(name)
            given[name] = self.fields[name].kept(given[name], stored, seen)
        return given

    def taken_away(self) -> set[str]:
        """With the answers of which the last box was unticked."""
        emptied = {
            name
            for name, left in self.answers().items()
            if name in self._naming() and not left and getattr(self.instance, name)
        }
        return super().taken_away() | emptied
