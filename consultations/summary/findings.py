"""Parts 3 and 4: pathology with biomarkers, and imaging."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from consultations.summary import texts, words
from consultations.summary.blocks import (
    NOTHING,
    SOURCE,
    Block,
    Heads,
    marked,
    note,
    pairs,
    sourced,
    table,
    yes_no,
)
from consultations.summary.illness import spread_words
from consultations.summary.papers import (
    record_mark,
    record_row,
    specimen,
    taken_and_reported,
)
from consultations.summary.source import Source
from intake import choices as answers
from intake.models import Biomarker
from records import body_parts
from records.kinds import carries
from records.models import Record

PATHOLOGY = {
    "pathology_report",
    "pathology_slides",
    "molecular_report",
    "germline_report",
    "bone_marrow",
}
IMAGING = {"imaging_report", "imaging_files", "endoscopy_report"}
GENES_LEFT_OUT = texts.bi(
    "未获同意提供基因检测，其结果不列入。",
    "Gene tests are left out: nobody agreed that they are sent.",
)


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
    if source.shown_biomarkers:
        heads = [("标志物", "Marker"), ("结果", "Result")]
        heads += [
            ("方法、编号", "Method, number"),
            ("取样日期", "Sample taken"),
            SOURCE,
        ]
        rows = [
            [
                format_html(
                    "<b>{}</b>",
                    texts.told(marker, "marker", texts.clean(marker.marker)),
                ),
                texts.told(marker, "result", source.own(marker.result)),
                _method(source, marker),
                taken_and_reported(
                    marker.tested_on,
                    marker.reported_on,
                    nothing=texts.told(marker, "tested_on", ""),
                ),
                source.row_mark(marker),
            ]
            for marker in source.shown_biomarkers
        ]
        blocks.append(table(heads, rows))
    elif not source.biomarkers:
        blocks.append(
            note(
                texts.joined(
                    [texts.bi("生物标志物", "Biomarkers"), texts.NOT_PROVIDED], ": "
                )
            )
        )
    if source.leaves_genes_out:
        blocks.append(note(GENES_LEFT_OUT))
    blocks.append(pairs(_whole_stage(source)))
    return blocks


def _whole_stage(source: Source) -> list[tuple[tuple[str, str], Any]]:
    """Stage, TNM, spread and grade: the front sheet has room for some of it only."""
    diagnosis = source.diagnosis
    stage = texts.joined(
        [
            texts.label_of(answers.Stage, diagnosis.stage),
            source.own(diagnosis.stage_text),
        ]
    )
    grade = texts.told(diagnosis, "grade", source.own(diagnosis.grade))
    if diagnosis.grade:
        grade = marked(source, grade, "diagnosis.grade")
    told = [(stage, "diagnosis.stage"), (source.own(diagnosis.tnm), "diagnosis.tnm")]
    spread = marked(source, spread_words(diagnosis), "diagnosis.spread_to")
    return [
        (("分期", "Stage"), sourced(source, told)),
        (("扩散", "Spread"), spread),
        (("分级", "Grade"), grade),
    ]


def _method(source: Source, marker: Biomarker) -> Any:
    method = texts.told(marker, "method", texts.clean(marker.method))
    return texts.joined([method, specimen(source, marker.specimen_number)])


def imaging_blocks(source: Source) -> list[Block]:
    scans = _scans([r for r in source.records if r.kind in IMAGING])
    if not scans:
        return [note(texts.NOT_PROVIDED)]
    heads: Heads = [("日期", "Date"), ("部位", "Body part"), ("检查", "Test")]
    heads += [
        ("单位", "Place"),
        ("报告", "Report"),
        ("影像文件", "Image files"),
        SOURCE,
    ]
    return [table(heads, [_imaging_row(source, scan) for scan in scans])]


def _scans(found: list[Record]) -> list[list[Record]]:
    """Reports and pictures of the same day, place and body part side by side.

    A paper that names no part stands with the others of its day, unless they show two.
    """
    parts: dict[tuple[str, str], set[str]] = {}
    for record in found:
        if part := _part(record):
            parts.setdefault(_visit(record), set()).add(part)
    scans: dict[tuple[str, str, str], list[Record]] = {}
    for record in found:
        visit = _visit(record)
        part = _part(record) if len(parts.get(visit, ())) > 1 else ""
        scans.setdefault((*visit, part), []).append(record)
    return list(scans.values())


def _visit(record: Record) -> tuple[str, str]:
    return str(record.dated_on or ""), record.issued_by


def _part(record: Record) -> str:
    """The body part as it is compared: "Chest" and 胸部 are one."""
    text = record.told("body_part") or ""
    return str(sorted(body_parts.known(text))) if body_parts.known(text) else text


def _body_part(source: Source, scan: list[Record]) -> Any:
    if not any(carries(record.kind, "body_part") for record in scan):
        return NOTHING
    text = next((part for r in scan if (part := r.told("body_part"))), "")
    names = [texts.bi(zh, en) for en, zh, *_ in body_parts.known(text)]
    return texts.joined(names, ", ") or source.own(text) or texts.NOT_PROVIDED


def _imaging_row(source: Source, scan: list[Record]) -> list[Any]:
    kinds = {record.kind for record in scan}
    return [
        words.partial(scan[0].dated_on) or texts.NOT_PROVIDED,
        _body_part(source, scan),
        texts.joined(
            texts.original(texts.clean(record.heading), record.language)
            for record in scan[:3]
        ),
        source.own(scan[0].issued_by) or texts.NOT_PROVIDED,
        yes_no(bool(kinds & {"imaging_report", "endoscopy_report"})),
        yes_no("imaging_files" in kinds),
        texts.joined((record_mark(record) for record in scan), " "),
    ]
