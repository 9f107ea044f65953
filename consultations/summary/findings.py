"""Parts 3 and 4: pathology with biomarkers, and imaging."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from consultations.summary import texts, words
from consultations.summary.blocks import (
    SOURCE,
    Block,
    Heads,
    note,
    pairs,
    table,
    yes_no,
)
from consultations.summary.papers import record_mark, record_row
from consultations.summary.source import Source
from records.models import Record

PATHOLOGY = {
    "pathology_report",
    "pathology_slides",
    "molecular_report",
    "germline_report",
    "bone_marrow",
}
IMAGING = {"imaging_report", "imaging_files", "endoscopy_report"}


def pathology_blocks(source: Source) -> list[Block]:
    blocks = []
    found = [record for record in source.records if record.kind in PATHOLOGY]
    if found:
        heads: Heads = [("取材或报告日期", "Taken or reported")]
        heads += [
            ("资料", "Record"),
            ("出具单位", "Issued by"),
            ("备注", "Note"),
            SOURCE,
        ]
        rows = [record_row(source, record) for record in found]
        blocks.append(table(heads, rows))
    else:
        blocks.append(
            note(
                texts.joined(
                    [texts.bi("病理资料", "Pathology records"), texts.NOT_PROVIDED],
                    ": ",
                )
            )
        )
    if source.biomarkers:
        heads = [("标志物", "Marker"), ("结果", "Result"), ("方法", "Method")]
        heads += [("报告日期", "Reported"), SOURCE]
        rows = [
            [
                format_html("<b>{}</b>", texts.clean(marker.marker, most=60)),
                source.own(marker.result, most=200) or texts.NOT_PROVIDED,
                texts.clean(marker.method, most=60) or texts.NOT_PROVIDED,
                words.partial(marker.tested_on) or texts.NOT_PROVIDED,
                source.row_mark(marker),
            ]
            for marker in source.biomarkers
        ]
        blocks.append(table(heads, rows))
    else:
        blocks.append(
            note(
                texts.joined(
                    [texts.bi("生物标志物", "Biomarkers"), texts.NOT_PROVIDED], ": "
                )
            )
        )
    grade = texts.joined([source.own(source.diagnosis.grade, most=60)])
    blocks.append(pairs([(("分级", "Grade"), grade)]))
    return blocks


def imaging_blocks(source: Source) -> list[Block]:
    """Reports and pictures of the same day and place side by side."""
    days: dict[tuple[str, str], dict[str, list[Record]]] = {}
    for record in source.records:
        if record.kind in IMAGING:
            key = (str(record.dated_on or ""), record.issued_by)
            days.setdefault(key, {}).setdefault(record.kind, []).append(record)
    if not days:
        return [note(texts.NOT_PROVIDED)]
    heads: Heads = [("日期", "Date"), ("检查", "Test"), ("单位", "Place")]
    heads += [("报告", "Report"), ("影像文件", "Image files"), SOURCE]
    return [table(heads, [_imaging_row(source, kinds) for kinds in days.values()])]


def _imaging_row(source: Source, kinds: dict[str, list[Record]]) -> list[Any]:
    every = [record for found in kinds.values() for record in found]
    has_report = bool(kinds.keys() & {"imaging_report", "endoscopy_report"})
    return [
        words.partial(every[0].dated_on) or texts.NOT_PROVIDED,
        texts.joined(
            texts.original(texts.clean(record.heading, most=80), record.language)
            for record in every[:3]
        ),
        source.own(every[0].issued_by, most=80) or texts.NOT_PROVIDED,
        yes_no(has_report),
        yes_no("imaging_files" in kinds),
        texts.joined((record_mark(record) for record in every), " "),
    ]
