"""What could hurt the patient if overlooked, for the front sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from consultations import blood, infections, thinners
from consultations.flags import health as danger
from consultations.flags.flag import Finder
from consultations.summary import texts, words
from consultations.summary.blocks import sourced
from consultations.summary.health import PREGNANCY, WHICH_ONE, is_asked
from consultations.summary.source import Source
from intake import choices as answers
from intake.lab_tests import LabTest
from intake.models import Allergy, LabValue

DANGEROUS = ("hepatitis", "heart", "kidney", "hiv", "tb")
MOST_WIDE = 100  # columns of allergies or herbs on the front sheet: two long names


def alert_lines(source: Source) -> list[SafeString]:
    """What could hurt the patient if overlooked, worst first."""
    health, lines = source.health, []
    lines += _thinner(source) + _allergy_alerts(source)
    lines += _illnesses(source) + _infections(source)
    if health.pregnancy in {answers.Pregnancy.YES, answers.Pregnancy.POSSIBLE}:
        lines.append(
            format_html(
                "<b>{}</b> {} {}",
                texts.bi("妊娠", "pregnancy"),
                texts.label_of(answers.Pregnancy, health.pregnancy),
                source.mark("health.pregnancy"),
            )
        )
    lines = _worse(source) + _blood(source, blood.very_low) + lines
    lines += _blood(source, blood.high) + _blood(source, blood.above_reference)
    lines += _herb_alerts(source) + _symptom_alerts(source)
    if "pacemaker" in health.implants:
        lines.append(
            format_html(
                "<b>{}</b> {}",
                texts.label_of(answers.Implant, "pacemaker"),
                source.mark("health.implants"),
            )
        )
    return lines


def _thinner(source: Source) -> list[SafeString]:
    """The one the family names; one in their list of medicines, whatever they answered."""
    health, label = source.health, texts.bi("抗凝药", "anticoagulant")
    if health.blood_thinner == answers.YesNoUnknown.YES:
        name = source.own(texts.cut(health.blood_thinner_name, 40))
        name = name or texts.unknown(health, "blood_thinner_name", WHICH_ONE)
        mark = source.mark("health.blood_thinner")
        return [format_html("<b>{}</b> {} {}", label, name, mark)]
    named = thinners.among(source.medicines)
    if not named:
        return []
    names = _first(
        named,
        lambda row: texts.joined(
            [source.own(texts.cut(row.name, 40)), source.row_mark(row)], " "
        ),
    )
    where = texts.bi("见用药清单", "in the list of medicines")
    return [format_html("<b>{}</b> {}: {}", label, where, names)]


def _infections(source: Source) -> list[SafeString]:
    """One line of what typed tests found."""
    found = infections.positive(source.lab_values)
    if not found:
        return []
    said = _first(
        found,
        lambda row: texts.joined(
            [
                texts.label_of(LabTest, row.test),
                texts.clean(row.amount, most=30),
                source.row_mark(row),
            ],
            " ",
        ),
    )
    return [format_html("<b>{}</b>: {}", texts.bi("检验阳性", "test found"), said)]


def _illnesses(source: Source) -> list[SafeString]:
    """One line, however many: the front sheet has room for six."""
    told = [code for code in DANGEROUS if code in source.health.other_illness]
    if not told:
        return []
    return [
        format_html(
            "<b>{}</b> {}",
            texts.labels_of(answers.OtherIllness, told),
            source.mark("health.other_illness"),
        )
    ]


def _worse(source: Source) -> list[SafeString]:
    return [
        format_html("<b>{}</b> {}", title, source.mark("health.ecog_change"))
        for code, title in _flags(source, danger.fitness)
        if code == "worse_quickly"
    ]


def _blood(source: Source, find: Callable[..., list[LabValue]]) -> list[SafeString]:
    """Typed values the desk is told of, by the same rules."""
    return [
        format_html(
            "<b>{}</b> {} {} {}",
            texts.label_of(LabTest, row.test),
            texts.clean(row.amount, most=40),
            words.partial(row.sampled_on) if row.sampled_on else "",
            source.row_mark(row),
        )
        for row in find(source.lab_values, source.today)
    ]


def _herb_alerts(source: Source) -> list[SafeString]:
    """What the desk is told of herbs beside other medicine, by the same rules."""
    found = [title for _code, title in _flags(source, danger.herbs)]
    if not found:
        return []
    told = sorted(source.herbs_taken, key=lambda row: not danger.is_beside(row))
    names = _first(told, lambda row: source.own(texts.cut(row.name, 30)))
    title = texts.joined(found, "; ")
    return [format_html("<b>{}</b>: {} {}", title, names, texts.mark_patient())]


def _flags(source: Source, find: Finder) -> list[tuple[str, SafeString]]:
    """Code and title in both languages of what a rule of the desk finds."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append([(flag.code, flag.title) for flag in find(source, [])])
    return [
        (code, texts.bi(chinese, english))
        for (code, chinese), (_code, english) in zip(*said, strict=True)
    ]


def _allergy_alerts(source: Source) -> list[SafeString]:
    if not source.allergies:
        return []
    told = sorted(source.allergies, key=lambda row: not row.is_contrast)
    names = _first(
        told,
        lambda row: format_html("{} {}", _allergy(source, row), source.row_mark(row)),
    )
    return [format_html("<b>{}</b>: {}", texts.bi("过敏", "allergy"), names)]


def _first(rows: list[Any], say: Callable[[Any], SafeString]) -> SafeString:
    """The first of them and how many more there are: a short list never looks whole."""
    said: list[SafeString] = []
    for row in rows:
        words_ = say(row)
        if said and texts.width(strip_tags("".join([*said, words_]))) > MOST_WIDE:
            break
        said.append(words_)
    if more := len(rows) - len(said):
        said.append(texts.bi(f"另有 {more} 项见第六部分", f"+{more} more: part 6"))
    return texts.joined(said)


def _allergy(source: Source, row: Allergy) -> SafeString:
    words = f"{row.substance} ({row.reaction})" if row.reaction else row.substance
    return texts.told(row, "substance", source.own(texts.cut(words, 40)))


def _symptom_alerts(source: Source) -> list[SafeString]:
    strong = [
        format_html("{} {}/10", texts.label_of(answers.Symptom, code), value)
        for code, value in source.health.symptoms.items()
        if code in {"pain", "breathless", "nausea"}
        and isinstance(value, int)
        and value >= 7
    ]
    if not strong:
        return []
    return [
        format_html(
            "<b>{}</b> {} {}",
            texts.bi("症状重", "strong symptoms"),
            texts.joined(strong),
            source.mark("health.symptoms"),
        )
    ]


def quiet_alerts(source: Source) -> SafeString:
    """What nobody told us of, does not know or says there is none of: each in its words."""
    told, missing = [], []
    for label, words_, fact in _quiet(source):
        line = format_html("{}: {}", texts.bi(*label), words_)
        if words_ == texts.NOT_PROVIDED:
            missing.append(line)
        elif words_:
            told.append((line, fact))
    return texts.joined([sourced(source, told), *missing])


def _quiet(source: Source) -> list[tuple[tuple[str, str], SafeString | str, str]]:
    health = source.health
    no_allergies = health.no_allergies and not source.allergies
    no_herbs = health.no_supplements and not source.supplements
    asked = is_asked("pregnancy", source)
    named = thinners.among(source.medicines)
    return [
        (
            ("抗凝药", "anticoagulant"),
            "" if named else _silent(health.blood_thinner),
            "health.blood_thinner",
        ),
        (
            ("其他疾病", "other illnesses"),
            _silent(*health.other_illness),
            "health.other_illness",
        ),
        (("植入物", "implants"), _silent(*health.implants), "health.implants"),
        (
            ("过敏", "allergies"),
            "" if source.allergies else _none(no_allergies),
            "health.no_allergies",
        ),
        (
            ("中草药", "herbs"),
            "" if source.supplements else _none(no_herbs),
            "health.no_supplements",
        ),
        (PREGNANCY, _silent(health.pregnancy) if asked else "", "health.pregnancy"),
    ]


def _none(told: bool) -> SafeString:
    return texts.bi("无", "none") if told else texts.NOT_PROVIDED


def _silent(*codes: str) -> SafeString | str:
    """The words for an answer that names no danger; empty for one that is told elsewhere."""
    if set(codes) <= {"", answers.Pregnancy.PREFER_NOT}:
        return texts.NOT_PROVIDED
    if answers.YesNoUnknown.NOT_KNOWN in codes:
        return texts.NOT_KNOWN
    return _none(True) if set(codes) <= {"no", "none"} else ""
