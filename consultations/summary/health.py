"""Part 6: fitness, symptoms, other illnesses, allergies, cancers of self and family."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.blocks import Block, coded, marked, pairs
from consultations.summary.medicines import medicine_blocks
from consultations.summary.source import Source
from intake import choices as answers
from intake.forms.health import BloodThinnerForm
from intake.step_list import STEPS

FIRST_SIGN = ("最初的症状", "First sign")
WHICH_ONE = ("名称", "which one")
PREGNANCY, FERTILITY = ("妊娠", "Pregnancy"), ("生育", "Fertility")


def ecog_line(source: Source) -> SafeString:
    """The patient's own score; the doctor's is another number and never guessed."""
    health = source.health
    own = texts.label_of(answers.Ecog, health.ecog)
    doctor = format_html("{} {}", texts.bi("医生评分", "doctor’s:"), texts.NOT_PROVIDED)
    if not own:
        return texts.joined([texts.told(health, "ecog", ""), doctor])
    line = format_html(
        "<b>{}</b> {} {} {}",
        health.ecog,
        texts.bi("患者自评：", "patient-reported:"),
        own,
        source.mark("health.ecog"),
    )
    return texts.joined([line, doctor])


def is_asked(name: str, source: Source) -> bool:
    """Whether the page about pregnancy and fertility asks this person."""
    step = next(step for step in STEPS if step.slug == "pregnancy")
    return step.asks(name, source.told)


def health_blocks(source: Source) -> list[Block]:
    health = source.health
    never_asked = {
        label
        for name, label in (("pregnancy", PREGNANCY), ("fertility", FERTILITY))
        if not is_asked(name, source)
    } | {FIRST_SIGN}
    change = (
        "" if health.weight_change_kg is None else f"{health.weight_change_kg:+} kg"
    )
    blocks = [
        pairs(
            row
            for row in [
                (("体力", "ECOG"), ecog_line(source)),
                (
                    ("近一月", "Last month"),
                    coded(source, answers.Change, "health.ecog_change"),
                ),
                (("辅助器具", "Aids"), coded(source, answers.Aid, "health.aids")),
                (("症状 0–10", "Symptoms"), _symptoms(source)),
                (
                    ("身高 体重", "Height, weight"),
                    texts.joined(
                        [
                            f"{health.height_cm} cm" if health.height_cm else "",
                            f"{health.weight_kg} kg" if health.weight_kg else "",
                            format_html(
                                "{} {}", change, texts.bi("3 个月", "in 3 months")
                            )
                            if change
                            else "",
                            source.mark("health.weight_kg")
                            if health.weight_kg or health.height_cm
                            else "",
                        ]
                    ),
                ),
                (
                    ("其他疾病", "Other illnesses"),
                    texts.joined(
                        [
                            coded(source, answers.OtherIllness, "health.other_illness"),
                            source.own(health.other_illness_note, most=600),
                        ]
                    ),
                ),
                (
                    ("植入物", "Implants"),
                    coded(source, answers.Implant, "health.implants"),
                ),
                (("过敏", "Allergies"), _allergies(source)),
                (("抗凝药", "Anticoagulant"), _thinner(source)),
                (
                    PREGNANCY,
                    coded(source, answers.Pregnancy, "health.pregnancy"),
                ),
                (
                    FERTILITY,
                    coded(source, answers.Fertility, "health.fertility"),
                ),
                (
                    ("吸烟", "Smoking"),
                    coded(source, answers.Smoking, "health.smoking"),
                ),
                (
                    ("饮酒", "Alcohol"),
                    coded(source, answers.Alcohol, "health.alcohol"),
                ),
                (
                    ("同住与照顾", "Lives with, help"),
                    marked(
                        source,
                        source.own(health.lives_with, most=600),
                        "health.lives_with",
                    ),
                ),
                (FIRST_SIGN, _first_sign(source)),
                (("既往癌症", "Earlier cancers"), _previous(source)),
                (("家族癌症", "Cancer in the family"), _family(source)),
            ]
            if row[1] or row[0] not in never_asked
        )
    ]
    return [*blocks, *medicine_blocks(source)]


def _symptoms(source: Source) -> SafeString:
    shown = [
        format_html(
            '<span class="sym">{} <span class="scale"><b class="s{}"></b></span>{}/10</span>',
            texts.label_of(answers.Symptom, code),
            value,
            value,
        )
        for code, value in source.health.symptoms.items()
        if isinstance(value, int) and 0 < value <= 10
    ]
    others = ((0, texts.bi("无", "none")), (answers.SYMPTOM_NOT_KNOWN, texts.NOT_KNOWN))
    for how, said in others:
        if named := _symptoms_that_are(how, source):
            shown.append(format_html("{}: {}", said, named))
    return texts.joined([*shown, source.mark("health.symptoms")], " ") if shown else ""


def _symptoms_that_are(how: int | str, source: Source) -> SafeString:
    told = source.health.symptoms.items()
    names = (
        texts.label_of(answers.Symptom, code) for code, said in told if said == how
    )
    return texts.joined(names, ", ")


def _allergies(source: Source) -> SafeString | str:
    if not source.allergies:
        none = texts.bi("已知无过敏", "none known")
        return (
            texts.joined([none, source.mark("health.no_allergies")], " ")
            if source.health.no_allergies
            else ""
        )
    return texts.joined(
        format_html(
            "<b>{}</b>{}: {} {}",
            texts.told(row, "substance", source.own(row.substance)),
            texts.bi("（造影剂）", " (contrast)") if row.is_contrast else "",
            texts.told(row, "reaction", source.own(row.reaction)),
            source.row_mark(row),
        )
        for row in source.allergies
    )


def _thinner(source: Source) -> SafeString | str:
    known = coded(source, answers.YesNoUnknown, "health.blood_thinner")
    name = source.own(source.health.blood_thinner_name)
    if not name and BloodThinnerForm.fits("blood_thinner_name", source.health):
        name = texts.unknown(source.health, "blood_thinner_name", WHICH_ONE)
    return texts.joined([known, name])


def _first_sign(source: Source) -> SafeString | str:
    """Only without a day: with one it stands in the timeline."""
    diagnosis = source.diagnosis
    if diagnosis.first_symptom_on:
        return ""
    if "first_symptom" in diagnosis.not_known:
        return texts.NOT_KNOWN
    own = source.own(diagnosis.first_symptom)
    return marked(source, own, "diagnosis.first_symptom")


def _previous(source: Source) -> SafeString | str:
    if not source.previous:
        none = source.diagnosis.no_previous_cancers and texts.bi("无", "none")
        return marked(source, none, "diagnosis.no_previous_cancers") or ""
    return texts.joined(
        texts.joined(
            [
                texts.told(row, "kind", source.own(row.kind)),
                texts.told(row, "found_on", words.partial(row.found_on)),
                source.own(row.treatment)
                or texts.unknown(row, "treatment", ("治疗", "treatment")),
                source.row_mark(row),
            ],
            ", ",
        )
        for row in source.previous
    )


def _family(source: Source) -> SafeString | str:
    if not source.family:
        none = source.diagnosis.no_family_cancers and texts.bi("无", "none")
        return marked(source, none, "diagnosis.no_family_cancers") or ""
    return texts.joined(
        texts.joined(
            [
                texts.label_of(answers.Relation, row.relation),
                texts.told(row, "kind", source.own(row.kind)),
                texts.bi(f"{row.age} 岁", f"age {row.age}")
                if row.age is not None
                else texts.unknown(row, "age", ("年龄", "age")),
                source.row_mark(row),
            ],
            ", ",
        )
        for row in source.family
    )
