"""What is missing: how many needed records are here, and each that is not."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.source import Source
from records.models import ChecklistAnswer


def core(source: Source) -> dict[str, Any]:
    needed = [slot for slot in source.slots if slot.is_needed]
    have = sum(slot.is_here for slot in needed)
    cells = [True] * have + [False] * (len(needed) - have)
    return {"have": have, "all": len(needed), "cells": cells}


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
