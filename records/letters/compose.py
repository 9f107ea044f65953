"""What a letter says: sheets of blocks, from which the page, the text and the PDF are made.

A sheet is {"language", "is_reading", "is_form", "blocks"}. What a person typed stands in
blocks and values of its own, never inside a sentence: so no language has to bend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.dates import PartialDate
from intake.models import Case
from records.cancer_items import BY_ITEM, NAMES, kind_of
from records.letters import language, law
from records.letters.known import Fact, told_of
from records.models import Letter

Block = dict[str, Any]
TEXTS_OF = {"zh": "zh-hans"}  # as the pages call it


def sheets_of(letter: Letter, case: Case, facts: Iterable[Fact]) -> list[dict]:
    """Everything that is printed: what goes to the hospital first, then the reading copy."""
    told = [fact for fact in facts if fact.key in letter.facts]
    made = [_Writer(letter, case, told, letter.language)]
    if letter.reading_language != letter.language:
        made.append(_Writer(letter, case, told, letter.reading_language))
    return [sheet for writer in made for sheet in writer.sheets()]


class _Writer:
    """Writes one letter in one language."""

    def __init__(
        self, letter: Letter, case: Case, facts: list[Fact], code: str
    ) -> None:
        self.letter, self.case, self.facts, self.code = letter, case, facts, code
        self.words = language.words_of(code)
        self.says = self.words["letter"]
        self.is_reading = code != letter.language

    def sheets(self) -> list[dict]:
        made = [self._sheet(self._letter(), is_form=False)]
        if self.letter.has_form:
            made.append(self._sheet(self._form(), is_form=True))
        return made

    def _sheet(self, blocks: list[Block | None], *, is_form: bool) -> dict[str, Any]:
        return {
            "language": self.code,
            "is_reading": self.is_reading,
            "is_form": is_form,
            "blocks": [block for block in blocks if block],
        }

    def _letter(self) -> list[Block | None]:
        says, letter = self.says, self.letter
        right = law.sentences(letter.country, self.code, self.words["law"])
        return [
            self._reading(),
            {"is": "title", "text": says["title"]},
            self._hospital(),
            self._patient(),
            self._text(says["greeting"]),
            self._text(says[f"open_{letter.signs}"]),
            {"is": "items", "head": says["list"], "items": self._items()},
            self._text(says["how"], says["lacking"]),
            {"is": "typed", "label": says["note"], "lines": _lines(letter.note)}
            if letter.note
            else None,
            {"is": "typed", "label": says["send"], "lines": _lines(letter.send_to)},
            self._text(*right, says["fee"], says["identity"]),
            self._text(says["thanks"]),
            self._text(says["close"]),
            self._signature(),
            self._enclosed(),
        ]

    def _form(self) -> list[Block | None]:
        says, letter = self.words["form"], self.letter
        return [
            self._reading(),
            {"is": "title", "text": says["title"]},
            self._hospital(),
            self._patient(),
            self._text(says["grant"]),
            {"is": "pairs", "rows": [_row(says["helper"], letter.signer)]},
            {"is": "items", "head": says["scope"], "items": self._names()},
            {"is": "pairs", "rows": [self._until()]},
            self._text(says["free"], says["revoke"]),
            {
                "is": "signs",
                "rows": [
                    _row(says["patient_signature"]),
                    _row(self.says["name"]),
                    _row(self.says["date"]),
                    _row(says["place"]),
                    _row(says["other"]),
                ],
            },
        ]

    def _text(self, *sentences: str) -> Block:
        return {"is": "text", "text": language.joined(self.code, sentences)}

    def _until(self) -> Block:
        says, until = self.words["form"], self.letter.valid_until
        if not until:
            return _row(says["until_blank"])
        return _row(says["until"], self._day(until))

    def _reading(self) -> Block | None:
        if not self.is_reading:
            return None
        named = self.words["languages"][self.code]
        text = self.words["reading_copy"].format(language=named)
        return {"is": "reading", "text": text}

    def _hospital(self) -> Block:
        letter = self.letter
        department = self.words["departments"][letter.department]
        typed = [letter.hospital, *_lines(letter.address)]
        return {"is": "typed", "label": self.says["to"], "lines": [department, *typed]}

    def _patient(self) -> Block:
        """Names and numbers as the hospital knows them; an unknown one is left to fill in."""
        patient = self.case.patient
        born, names = patient.date_of_birth, [patient.full_name, patient.name_in_script]
        name = " / ".join(dict.fromkeys(name for name in names if name))
        rows = [
            _row(self.says["patient"], name),
            _row(self.says["born"], self._day(PartialDate.of(born)) if born else ""),
            _row(self.says["number"], self.letter.hospital_number),
        ]
        return {"is": "pairs", "rows": rows}

    def _items(self) -> list[Block]:
        return [
            {
                "title": self._title(code),
                "what": "" if code in BY_ITEM else self.words["items"][code][1],
                "known": self._known(code),
            }
            for code in self.letter.kinds
        ]

    def _names(self) -> list[Block]:
        return [{"title": self._title(code)} for code in self.letter.kinds]

    def _title(self, code: str) -> str:
        """An item is named after the kind of record that holds it."""
        title = self.words["items"][kind_of(code)][0]
        return f"{title}: {self._item_name(code)}" if code in BY_ITEM else title

    def _item_name(self, code: str) -> str:
        """As the letter's language has it; in English where it has none."""
        texts = NAMES[code]
        return texts.get(TEXTS_OF.get(self.code, self.code)) or texts["en"]

    def _known(self, code: str) -> list[Block]:
        """Sentences with a place for each value, so that every value keeps its direction.

        Of an item only where its kind, that tells the same, is not asked for as well.
        """
        kind = kind_of(code)
        if code in BY_ITEM and (
            kind in self.letter.kinds or kind not in told_of([code])
        ):
            return []
        return [
            {"say": self.words["facts"][fact.code], "with": fact.values(self.code)}
            for fact in self.facts
            if fact.kind == kind
        ]

    def _day(self, day: PartialDate) -> str:
        return language.day_in(self.code, day)

    def _signature(self) -> Block:
        says, signs = self.says, self.letter.signs
        patient = self.case.patient.short_name
        name = patient if signs == Letter.Signs.PATIENT else self.letter.signer
        rows = [_row(says["signature"]), _row(says["name"], name), _row(says["date"])]
        return {"is": "signs", "rows": rows}

    def _enclosed(self) -> Block | None:
        named = {
            Letter.Signs.HELPER: "enclosed_form",
            Letter.Signs.AUTHORITY: "enclosed_authority",
        }.get(self.letter.signs)
        if named is None:
            return None
        return {
            "is": "typed",
            "label": self.says["enclosed"],
            "lines": [self.says[named]],
        }


def _row(label: str, value: str = "") -> Block:
    """A label with its value, or with a line to write on."""
    return {"label": label, "value": value}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
