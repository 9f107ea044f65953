"""Part 6, second half: medicines and herbs in one table."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.blocks import SOURCE, Block, Heads, note, table
from consultations.summary.source import Source
from intake import choices as answers
from intake.models import Medicine, Supplement


def medicine_blocks(source: Source) -> list[Block]:
    heads: Heads = [
        ("药物或中草药", "Medicine or herb"),
        ("剂量", "Dose"),
        ("始于", "Since"),
    ]
    heads += [("用途或开具者", "For, or by whom"), ("化疗期间", "With chemo"), SOURCE]
    rows = [
        [
            format_html("<b>{}</b>", texts.told(row, "name", source.own(row.name))),
            _dose(source, row),
            texts.told(row, "since", words.partial(row.since)),
            texts.told(row, "what_for", source.own(row.what_for)),
            "–",
            source.row_mark(row),
        ]
        for row in source.medicines
    ] + [
        [
            texts.joined(
                [
                    format_html(
                        "<b>{}</b>", texts.told(row, "name", source.own(row.name))
                    ),
                    source.own(row.ingredients, most=300),
                    texts.unknown(row, "ingredients", ("成分", "what is in it")),
                ]
            ),
            texts.told(row, "form", texts.label_of(answers.HerbForm, row.form)),
            texts.told(row, "since", words.partial(row.since)),
            texts.told(row, "prescriber", source.own(row.prescriber)),
            texts.joined([_taken_with(source, row), *herb_safety(row)]),
            source.row_mark(row),
        ]
        for row in source.supplements
    ]
    told_none = [
        (source.health.no_medicines and not source.medicines, ("药物", "Medicines")),
        (source.health.no_supplements and not source.supplements, ("中草药", "Herbs")),
    ]
    none = [
        note(
            texts.joined(
                [texts.bi(*label), texts.bi("无", "none"), texts.mark_patient()], " "
            )
        )
        for applies, label in told_none
        if applies
    ]
    return [*([table(heads, rows)] if rows else []), *none] or [
        note(texts.NOT_PROVIDED)
    ]


def _dose(source: Source, row: Medicine) -> SafeString:
    """How much and how often; what nobody told of the two goes without words."""
    dose = texts.clean(row.dose)
    often = source.own(row.how_often)
    said = [
        dose or texts.unknown(row, "dose", ("剂量", "dose")),
        often or texts.unknown(row, "how_often", ("频次", "how often")),
    ]
    return texts.joined(said) or texts.NOT_PROVIDED


def _taken_with(source: Source, row: Supplement) -> SafeString:
    """With the treatment; nobody was asked where none has begun."""
    told = texts.label_of(answers.YesNoUnknown, row.with_chemo)
    if not told and source.diagnosis.no_treatment_yet:
        return texts.bi("尚无治疗", "no treatment yet")
    return told or texts.NOT_PROVIDED


def herb_safety(row: Supplement) -> list[SafeString]:
    """Only what was answered about blood thinners, operations, liver and kidneys."""
    told = [
        (("抗凝药", "blood thinner"), row.with_thinner),
        (("手术", "operation"), row.with_surgery),
        (("术前停用", "stopped before it"), row.stopped_before),
    ]
    lines = [
        texts.joined(
            [texts.bi(*label), texts.label_of(answers.YesNoUnknown, code)], " "
        )
        for label, code in told
        if code
    ]
    label = ("肝肾检查", "liver and kidney tests")
    tested = words.partial(row.tested_on)
    if tested:
        tested = texts.joined([texts.bi(*label), tested], " ")
    tested = tested or texts.unknown(row, "tested_on", label)
    return [*lines, tested] if tested else lines
