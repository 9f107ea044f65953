"""What is missing: how many needed records are here, and each that is not."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.papers import record_mark
from consultations.summary.source import Source
from records.models import ChecklistAnswer


def core(source: Source) -> dict[str, Any]:
    needed = [slot for slot in source.slots if slot.is_needed]
    have = sum(slot.is_here for slot in needed)
    cells = [True] * have + [False] * (len(needed) - have)
    return {"have": have, "all": len(needed), "cells": cells}


def gap_lines(source: Source) -> list[SafeString]:
    """Needed records that are not here, and the pictures of the newest scan."""
    lines = [gap_line(source, slot) for slot in source.slots if slot.is_gap]
    record = source.unseen_scan
    if record is not None:
        said = texts.bi("最近一次检查的影像", "pictures of the newest scan")
        day = words.partial(record.dated_on)
        only = texts.bi("只有报告", "only the report")
        lines.append(
            format_html("<b>{}</b>: {}, {} {}", said, day, only, record_mark(record))
        )
    return lines


def other_lines(source: Source) -> list[SafeString]:
    """What the family told of records that are not needed and not here."""
    told = (slot for slot in source.slots if slot.answer and not slot.is_needed)
    return [
        gap_line(source, slot)
        for slot in told
        if not slot.is_here and slot.answer.answer != ChecklistAnswer.Answer.UPLOADED
    ]


def gap_line(source: Source, slot: Any) -> SafeString:
    """One missing record with its reason, or the words that nobody gave one."""
    answer = slot.answer
    if answer is None or answer.answer == ChecklistAnswer.Answer.UPLOADED:
        reason = texts.bi("未说明原因", "no reason given")
    else:
        asked = words.partial(answer.requested_on)
        reason = texts.joined(
            [
                texts.label_of(ChecklistAnswer.Answer, answer.answer),
                asked,
                source.brief(answer.requested_from, 44),
                source.brief(answer.reason, 60),
                texts.mark_patient(),
            ]
        )
    return format_html("<b>{}</b>: {}", texts.label_in_both(slot.kind.label), reason)
