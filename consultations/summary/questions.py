"""The questions: one line each on the front sheet, in full with room in part 8."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import bank
from consultations.choices import Discipline
from consultations.models import Question
from consultations.summary import texts
from consultations.summary.source import Source
from records.kinds import BY_CODE

FIVE_ROOM = 58  # columns that surely fit in one line of the front sheet
TWO_LINES = 110


def question_line(source: Source, number: int, question: Question) -> dict[str, Any]:
    """One question: the reading language first when the bank has it, else the own words."""
    entry = bank.get(question.code) if question.code else None
    lacking = _lacking(source, entry.needs if entry else ())
    own = entry is None or question.text not in set(entry.text.values())
    if own:
        language = question.language or source.patient.language
        full = source.own(question.text)
        line, brief = (
            texts.original(texts.cut(question.text, room), language)
            for room in (TWO_LINES, FIVE_ROOM)
        )
        other = texts.NO_TRANSLATION if not language.startswith(("zh", "en")) else ""
    else:
        chinese = entry.text_in("zh-hans")
        full = format_html('<span lang="zh-Hans">{}</span>', chinese)
        line, brief = (
            format_html('<span lang="zh-Hans">{}</span>', texts.cut(chinese, room))
            for room in (TWO_LINES, FIVE_ROOM)
        )
        other = entry.text_in("en")
    return {
        "number": number,
        "line": line,
        "brief": brief,  # where the front sheet has one line for it
        "other": other,
        "lacks": _lacks(lacking, most=1),
        "lacks_all": _lacks(lacking, most=len(lacking)),
        "entry": entry,
        "own": own,
        "full": full,
    }


def _lacking(source: Source, needs: tuple[str, ...]) -> list[SafeString]:
    """What would make a question answerable and is not here."""
    here = {slot.kind.code for slot in source.slots if slot.is_here}
    lacking = [
        texts.label_in_both(BY_CODE[code].label)
        for code in needs
        if code not in here and code in BY_CODE
    ]
    if "imaging_files" in needs and source.unseen_scan:
        lacking.append(texts.bi("最近一次检查的影像", "pictures of the newest scan"))
    return lacking


def _lacks(lacking: list[SafeString], *, most: int) -> SafeString | str:
    if not lacking:
        return ""
    more = f"+{len(lacking) - most}" if len(lacking) > most else ""
    named = texts.joined(lacking[:most], ", ")
    return texts.joined([texts.bi("缺", "needs"), named, more], " ")


def question_rows(source: Source) -> list[dict[str, Any]]:
    """The main question first, then the family's order; each with room for its answer."""
    asked: list[dict[str, Any]] = []
    if source.request.main_question:
        asked.append(
            {
                "number": "★",
                "first": True,
                "line": source.own(source.request.main_question),
                "other": "",
                "meta": texts.bi("主要问题", "main question"),
                "lacks_all": "",
                "lines": range(3),
            }
        )
    for number, question in enumerate(source.questions, start=1):
        asked.append(_question(source, number, question))
    return asked


def _question(source: Source, number: int, question: Question) -> dict[str, Any]:
    line = question_line(source, number, question)
    entry = line["entry"]
    who = texts.label_of(Question.Who, question.who)
    kind = texts.bi("自拟", "own words") if line["own"] else question.code
    routes = _routes(entry.routes_to) if entry and not line["own"] else ""
    return {
        **line,
        "line": line["full"],
        "first": question.is_first,
        "meta": texts.joined([kind, who, routes]),
        "lines": range(2 if question.is_first else 1),
    }


def _routes(codes: tuple[str, ...]) -> SafeString:
    """Who of the team a question is for."""
    return texts.joined(
        (
            texts.label_of(Discipline, code) or texts.bi("协调员", "coordinator")
            for code in codes
        ),
        ", ",
    )
