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
    begin = texts.told(line, "began_on", words.partial(line.began_on))
    if line.is_ongoing:
        end: Any = texts.bi("进行中", "ongoing")
    else:
        end = texts.told(line, "ended_on", words.partial(line.ended_on))
    return begin if begin == end else format_html("{} – {}", begin, end)


def treatment_in_short(source: Source, line: TreatmentLine, *, most: int) -> SafeString:
    """What, since when and from where, for a line that holds several."""
    return texts.joined(
        [
            texts.joined([_bold_name(source, line, most), span(line)], ", "),
            source.row_mark(line),
        ],
        " ",
    )


def _bold_name(source: Source, line: TreatmentLine, most: int) -> SafeString:
    name = texts.told(line, "name", source.own(texts.cut(line.name, most)))
    return format_html("<b>{}</b>", name)


def treatment_line(source: Source, line: TreatmentLine, *, most: int) -> SafeString:
    """One treatment in one line, for the front sheet and the timeline."""
    return texts.joined(
        [
            texts.label_of(answers.TreatmentType, line.type),
            _bold_name(source, line, most),
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
    effects = ("严重副作用", "serious side effects")
    name = texts.joined(
        [
            texts.told(line, "type", texts.label_of(answers.TreatmentType, line.type)),
            format_html("<b>{}</b>", texts.told(line, "name", source.own(line.name))),
            texts.clean(line.dose) or texts.unknown(line, "dose", ("剂量", "dose")),
            source.own(line.hospital)
            or texts.unknown(line, "hospital", ("医院", "hospital")),
            format_html(
                "{}: {}", texts.bi(*effects), source.own(line.side_effects, most=300)
            )
            if line.side_effects
            else texts.unknown(line, "side_effects", effects),
        ],
        " · ",
    )
    return [
        number,
        span(line),
        name,
        texts.label_of(answers.Intent, line.intent) or texts.NOT_PROVIDED,
        texts.told(line, "cycles", texts.clean(line.cycles)),
        texts.label_of(answers.Response, line.response) or texts.NOT_PROVIDED,
        stopped,
        source.row_mark(line),
    ]
