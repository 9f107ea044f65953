"""What the template prints: every part of the case summary, ready to be laid out."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from consultations.summary import (
    annex,
    drawing,
    front,
    parts,
    questions,
    texts,
    timeline,
    words,
)
from consultations.summary.source import Source
from intake import statements
from intake.models import Consent


def contents(source: Source) -> dict[str, Any]:
    return {
        **front.front(source),
        "timeline": (rows := timeline.timeline(source)),
        "drawing": drawing.draw(source) if len(rows) > 3 else "",
        "clinical": parts.clinical_parts(source),
        "questions": questions.question_rows(source),
        "annex": (files := annex.annex_rows(source)),
        "annex_note": annex.annex_note(source, files),
        "consents": _consents(source),
        "end_line": _end_line(source),
        "longer": _longer(source),  # last: by now every part has shortened its own
    }


def _longer(source: Source) -> list[dict[str, Any]]:
    """Part 11: whole texts that stand shortened elsewhere, by the number that points here."""
    language = source.patient.language
    return [
        {"number": number, "text": texts.original(whole, language)}
        for whole, number in source.longer.items()
    ]


def _consents(source: Source) -> list[dict[str, Any]]:
    """The latest answer to each statement; those of today nobody answered as well."""
    latest: dict[str, Consent] = {consent.code: consent for consent in source.consents}
    titles = _titles()
    answered = [
        {
            "code": code,
            "title": format_html("{} {}", code, titles.get(code, "")),
            "agreed": consent.agreed,
            "state": texts.bi("同意", "agreed")
            if consent.agreed
            else texts.bi("未同意", "not agreed"),
            "day": words.day(consent.at.astimezone(source.service_zone).date()),
            "by": words.told_name(source, consent.by),
            "version": consent.version,
        }
        for code, consent in latest.items()
    ]
    open_ones = [
        {
            "code": code,
            "title": format_html("{} {}", code, title),
            "agreed": False,
            "state": texts.bi("未回答", "not answered"),
        }
        for code, title in titles.items()
        if code not in latest
    ]
    return sorted(
        [*answered, *open_ones], key=lambda row: (len(row["code"]), row["code"])
    )


def _titles() -> dict[str, Any]:
    return {
        statement.code: texts.bi(
            statements.shown(statement, "zh-hans").title,
            statements.shown(statement, "en").title,
        )
        for statement in statements.current()
    }


def _end_line(source: Source) -> Any:
    return texts.joined(
        [
            texts.bi(
                "由患者及家属填写，由程序整理",
                "Entered by the family, set by a program",
            ),
            words.service_name(),
            texts.bi(
                f"第 {source.summary.version} 版；旧版保留",
                f"version {source.summary.version}; earlier versions are kept",
            ),
        ]
    )
