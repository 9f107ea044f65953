"""Part 2: treatment lines, with response and why each ended."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.blocks import SOURCE, Block, Heads, note, table
from consultations.summary.source import Source
from intake import choices as answers
from intake.models import TreatmentLine


def span(line: TreatmentLine) -> SafeString:
    """From when to when, or that it goes on."""
    begin = words.partial(line.began_on) or texts.NOT_PROVIDED
    if line.is_ongoing:
        end: Any = texts.bi("进行中", "ongoing")
    else:
        end = words.partial(line.ended_on) or texts.NOT_PROVIDED
    return begin if begin == end else format_html("{} – {}", begin, end)


def treatment_line(source: Source, line: TreatmentLine, *, most: int) -> SafeString:
    """One treatment in one line, for the front sheet and the timeline."""
    return texts.joined(
        [
            texts.label_of(answers.TreatmentType, line.type),
            format_html("<b>{}</b>", source.own(texts.cut(line.name, most))),
            span(line),
            _cycles(line),
            texts.label_of(answers.Response, line.response),
            source.row_mark(line),
        ]
    )


def _cycles(line: TreatmentLine) -> SafeString | str:
    if not line.cycles:
        return ""
    told = texts.clean(line.cycles)
    return format_html("{} {}", texts.bi("疗程", "rounds:"), told)


def treatment_blocks(source: Source) -> list[Block]:
    if not source.treatments:
        none = texts.bi("患者称尚无治疗", "no treatment yet, the family says")
        told = source.diagnosis.no_treatment_yet
        return [
            note(
                texts.joined([none, texts.mark_patient()])
                if told
                else texts.NOT_PROVIDED
            )
        ]
    heads: Heads = [
        ("线", "Line"),
        ("起止", "Dates"),
        ("治疗", "Treatment"),
        ("目的", "Intent"),
        ("周期", "Cycles"),
        ("最佳疗效", "Best response"),
        ("停用原因", "Why stopped"),
        SOURCE,
    ]
    rows = [
        _treatment_row(source, number, line)
        for number, line in enumerate(source.treatments, start=1)
    ]
    return [table(heads, rows)]


def _treatment_row(source: Source, number: int, line: TreatmentLine) -> list[Any]:
    stopped = (
        "–"
        if line.is_ongoing
        else texts.joined(
            [
                texts.label_of(answers.WhyStopped, line.why_stopped),
                source.own(line.why_stopped_note),
            ]
        )
        or texts.NOT_PROVIDED
    )
    name = texts.joined(
        [
            texts.label_of(answers.TreatmentType, line.type),
            format_html("<b>{}</b>", source.own(line.name)),
            texts.clean(line.dose),
            source.own(line.hospital),
            format_html(
                "{} {}",
                texts.bi("严重副作用", "serious side effects:"),
                source.own(line.side_effects, most=300),
            )
            if line.side_effects
            else "",
        ],
        " · ",
    )
    return [
        number,
        span(line),
        name or texts.NOT_PROVIDED,
        texts.label_of(answers.Intent, line.intent) or texts.NOT_PROVIDED,
        texts.clean(line.cycles) or texts.NOT_PROVIDED,
        texts.label_of(answers.Response, line.response) or texts.NOT_PROVIDED,
        stopped,
        source.row_mark(line),
    ]
