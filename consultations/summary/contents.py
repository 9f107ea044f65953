"""What the template prints: every part of the case summary, ready to be laid out."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from consultations.models import Question
from consultations.summary import drawing, front, parts, texts, timeline, words
from consultations.summary.source import Source
from intake import statements
from intake.models import Consent
from records.models import File, Record


def contents(source: Source) -> dict[str, Any]:
    return {
        **front.front(source),
        "timeline": (rows := timeline.timeline(source)),
        "drawing": drawing.draw(source) if len(rows) > 3 else "",
        "clinical": parts.clinical_parts(source),
        "questions": _questions(source),
        "annex": [
            row for record in source.records for row in _annex_rows(source, record)
        ],
        "annex_note": _annex_note(source),
        "consents": _consents(source),
        "end_line": _end_line(source),
    }


def _questions(source: Source) -> list[dict[str, Any]]:
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
                "lacks": "",
                "lines": range(3),
            }
        )
    for number, question in enumerate(source.questions, start=1):
        asked.append(_question(source, number, question))
    return asked


def _question(source: Source, number: int, question: Question) -> dict[str, Any]:
    line = front.question_line(source, number, question)
    entry = line["entry"]
    who = texts.label_of(Question.Who, question.who)
    kind = texts.bi("自拟", "own words") if line["own"] else question.code
    routes = ", ".join(entry.routes_to) if entry and not line["own"] else ""
    return {
        **line,
        "line": line["full"],
        "first": question.is_first,
        "meta": texts.joined([kind, who, routes]),
        "lines": range(2 if question.is_first else 1),
    }


def _annex_rows(source: Source, record: Record) -> list[dict[str, Any]]:
    """One row a file; a record without a file still stands here, saying so."""
    files = list(record.files.all())
    return [_annex_row(source, record, file) for file in files or [None]]


def _annex_row(source: Source, record: Record, file: File | None) -> dict[str, Any]:
    by = str(record.added_by)
    translation = texts.label_of(Record.Translation, record.translation)
    if record.translation_of is not None:
        translation = texts.joined(
            [translation, f"→ #{record.translation_of.number:02d}"], " "
        )
    row = {
        "number": f"#{record.number:02d}",
        "kind": parts.record_title(source, record),
        "date": words.partial(record.dated_on) or texts.NOT_PROVIDED,
        "by": texts.clean(
            words.initials(by) if source.is_pseudonymous else by, most=60
        ),
        "language": words.language(record.language) or texts.NOT_PROVIDED,
        "translation": translation or texts.NOT_PROVIDED,
        "pages": _pages(file),
        "sha": file.sha256 if file else "",
    }
    return {**row, "line": _annex_line(row)}


def _annex_line(row: dict[str, Any]) -> list[Any]:
    """What a file is, and on a line of its own the hash to check it by."""
    first = format_html("<b>{}</b> {}", row["number"], row["date"])
    pages = row["pages"]
    if str(pages).isdigit():
        pages = texts.bi(f"{pages} 页", "p.")
    last = row["translation"]
    if row["sha"]:
        last = format_html("{}<br>SHA-256 {}", last, row["sha"])
    return [first, pages, row["kind"], row["by"], row["language"], last]


def _pages(file: File | None) -> Any:
    if file is None:
        return texts.bi("无文件", "no file")
    if file.verdict == File.Verdict.WAITING:
        return texts.bi("未检查", "not checked yet")
    return file.pages if file.pages is not None else "–"


def _annex_note(source: Source) -> Any:
    files = sum(len(record.files.all()) for record in source.records)
    count = len(source.records)
    return texts.bi(
        "编号、日期、页数、种类、添加人、语言、译文。"
        f"{count} 份资料，{files} 个文件。每个文件的 SHA-256 校验值完整列出。",
        "Number, date, pages, kind, added by, language, translation. "
        f"{count} records, {files} files. Under each file stands its whole SHA-256.",
    )


def _consents(source: Source) -> list[dict[str, Any]]:
    """The latest answer to each statement."""
    latest: dict[str, Consent] = {consent.code: consent for consent in source.consents}
    titles = _titles()
    return [
        {
            "title": format_html("{} {}", code, titles.get(code, "")),
            "agreed": consent.agreed,
            "state": texts.bi("同意", "agreed")
            if consent.agreed
            else texts.bi("未同意", "not agreed"),
            "day": words.day(consent.at.astimezone(source.service_zone).date()),
            "by": texts.clean(
                words.initials(str(consent.by))
                if source.is_pseudonymous
                else consent.by,
                most=60,
            ),
            "version": consent.version,
        }
        for code, consent in sorted(
            latest.items(), key=lambda item: (len(item[0]), item[0])
        )
    ]


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
