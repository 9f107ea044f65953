"""The front sheet: one page that can be read in a minute."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import choices
from consultations.models.requests import Urgency
from consultations.summary import texts, words
from consultations.summary.alerts import alert_lines, quiet_alerts
from consultations.summary.blocks import sourced
from consultations.summary.gaps import core, gap_lines, other_lines
from consultations.summary.health import ecog_line
from consultations.summary.illness import illness, markers, spread_words
from consultations.summary.questions import question_line
from consultations.summary.source import PLAN, Source
from consultations.summary.treatments import treatment_in_short, treatment_line
from intake import choices as answers
from intake.models import TreatmentLine

# Columns that surely fit: a cut made here always shows its "…", one made by the style
# sheet may not. Three lines of the main question.
MAIN_ROOM = 108
MOST_GAPS, MOST_ALERTS = 4, 6
LEVELS = {
    Urgency.RED: ("红色", "Red"),
    Urgency.AMBER_1: ("橙色一级：当日处理", "Amber-1: act the same day"),
    Urgency.AMBER_2: ("橙色二级：1–2 个工作日内", "Amber-2: within 1–2 working days"),
    Urgency.GREEN: ("绿色：3 个工作日内", "Green: within 3 working days"),
    Urgency.GREY: ("灰色：资料不全", "Grey: file incomplete"),
}


def front(source: Source) -> dict[str, Any]:
    gaps = gap_lines(source)
    alerts = alert_lines(source)
    asked = [question for question in source.questions if question.is_first][:5]
    return {
        "ref": source.request.reference,
        "version": source.summary.version,
        "times": _times(source),
        "running": _running(source),
        "person": _person(source),
        "disclosure": _disclosure(source),
        "main": _main(source),
        "first": [question_line(source, n, q) for n, q in enumerate(asked, 1)],
        "by": _by(source),
        "illness": illness(source),
        "markers": markers(source),
        "facts": _facts(source),
        "core": core(source),
        "gaps": gaps[:MOST_GAPS],
        "more_gaps": max(0, len(gaps) - MOST_GAPS),
        "all_gaps": [*gaps, *other_lines(source)],
        "alerts": alerts[:MOST_ALERTS],
        "more_alerts": max(0, len(alerts) - MOST_ALERTS),
        "quiet": quiet_alerts(source),
        "not_provided": texts.NOT_PROVIDED,
    }


def _times(source: Source) -> SafeString:
    def clock(zone: str) -> datetime:
        return source.made_at.astimezone(zoneinfo.ZoneInfo(zone))

    def shown(moment: datetime) -> str:
        """The time; with its day where that is not the day everything counts from."""
        day = moment.date()
        other = (
            "" if day == source.today else f"{day.day} {words.MONTHS[day.month - 1]} "
        )
        return f"{other}{moment:%H:%M}"

    parts = [
        format_html(
            "{} <b>{}</b> · {} <b>{}</b> · UTC {}",
            texts.bi("生成", "made"),
            words.day(source.today),
            texts.bi("北京", "Beijing"),
            shown(clock("Asia/Shanghai")),
            shown(clock("UTC")),
        )
    ]
    try:
        local = clock(source.patient.time_zone or "")
        parts.append(
            format_html(
                "{} {}",
                texts.bi("患者当地", "patient"),
                f"{shown(local)} (UTC{_offset(local)})",
            )
        )
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        pass
    return texts.joined(parts)


def _offset(moment: datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[0]}{int(text[1:3])}" + (f":{text[3:]}" if text[3:] != "00" else "")


def _running(source: Source) -> str:
    age = source.patient.age_on(source.today)
    parts = [words.shown_name(source), str(age) if age is not None else ""]
    told = ", ".join(part for part in parts if part)
    return f"\u00a0 ·\u00a0 {texts.cut(told, 50)}" if told else ""


def _person(source: Source) -> dict[str, Any]:
    patient = source.patient
    age = patient.age_on(source.today)
    years = age is not None and format_html(
        "<b>{} {}</b>", age, texts.bi("岁", "years")
    )
    interpreter: Any = ""
    if patient.interpreter == answers.Interpreter.YES:
        interpreter = format_html("<b>{}</b>", texts.bi("需口译", "needs interpreter"))
    told = [
        (years, "patient.date_of_birth"),
        (texts.label_of(answers.Sex, patient.sex_at_birth), "patient.sex_at_birth"),
        (words.country(patient.country), "patient.country"),
        (words.language(patient.language), "patient.language"),
        (interpreter, "patient.interpreter"),
    ]
    asked = [
        (years, ("年龄", "age")),
        (patient.sex_at_birth, ("性别", "sex")),
        (patient.country, ("国家", "country")),
        (patient.language, ("语言", "language")),
        (patient.interpreter, ("口译", "interpreter")),
    ]
    missing = [_missing(*label) for value, label in asked if not value]
    line = texts.joined([sourced(source, told), *missing])
    hidden = source.is_pseudonymous
    script = "" if hidden else source.brief(patient.name_in_script, 44)
    name = source.brief(words.shown_name(source), 58)
    return {"name": name or texts.NOT_PROVIDED, "script": script, "line": line}


def _missing(zh: str, en: str) -> SafeString:
    return format_html("{} {}", texts.bi(zh, en), texts.NOT_PROVIDED)


def _disclosure(source: Source) -> SafeString | str:
    """Shown unless the patient knows everything: what must not be said aloud."""
    patient = source.patient
    if patient.knows_diagnosis == answers.Knows.FULLY:
        return ""
    known = texts.label_of(answers.Knows, patient.knows_diagnosis)
    told = texts.joined(
        [
            known or texts.NOT_PROVIDED,
            texts.label_of(answers.Disclosure, patient.disclosure),
            texts.original(texts.cut(patient.disclosure_note, 150), patient.language),
            source.mark("patient.knows_diagnosis") if known else "",
        ]
    )
    return format_html("<b>{}</b> {}", texts.bi("告知情况", "Disclosure:"), told)


def _main(source: Source) -> dict[str, Any]:
    asked = source.request.main_question
    if not asked:
        nothing = texts.NOT_PROVIDED
        return {"text": nothing, "brief": nothing, "note": "", "mark": ""}
    foreign = not (source.patient.language or "").startswith(("zh", "en"))
    return {
        "text": source.own(texts.cut(asked, MAIN_ROOM * 4 // 3)),
        "brief": source.own(texts.cut(asked, MAIN_ROOM)),
        "note": texts.NO_TRANSLATION if foreign else "",
        "mark": source.mark("consultationrequest.main_question"),
    }


def _by(source: Source) -> dict[str, Any]:
    request = source.request
    urgency = Urgency(request.urgency)
    days = request.days_left(source.today)
    left = "" if days is None else texts.bi(f"剩 {days} 天", f"{days} days left")
    if days is not None and days < 0:
        left = texts.bi(f"已过 {-days} 天", f"{-days} days ago")
    expects = texts.label_of(choices.After, request.after_opinion)
    certainty = texts.label_of(choices.Certainty, request.decide_by_certainty)
    sure = "consultationrequest.decide_by_certainty"
    second = source.mark(sure) if certainty else ""
    if request.decide_by:
        day = words.day_zh(request.decide_by)
        told = [(day, "consultationrequest.decide_by"), (certainty, sure)]
        second = sourced(source, told, " ")
    return {
        "is_day": request.decide_by is not None,
        "date": words.day(request.decide_by) or certainty or texts.NOT_PROVIDED,
        "second": second,
        "left": left,
        "reason": texts.joined(
            [
                texts.label_of(choices.DeadlineReason, request.decide_by_reason),
                source.brief(request.decide_by_note, 60),
            ]
        ),
        "urgency": format_html("<b>{}</b>", texts.bi(*LEVELS[urgency])),
        "bars": [
            urgency in {Urgency.RED, Urgency.AMBER_1},
            urgency == Urgency.AMBER_2,
            urgency in {Urgency.GREEN, Urgency.GREY},
        ],
        "expects": texts.joined(
            [
                expects or texts.NOT_PROVIDED,
                source.mark("consultationrequest.after_opinion") if expects else "",
            ],
            " ",
        ),
    }


def _facts(source: Source) -> list[dict[str, Any]]:
    diagnosis, request = source.diagnosis, source.request
    current = [line for line in source.treatments if line.is_ongoing]
    before = [line for line in source.treatments if not line.is_ongoing]
    none_yet = diagnosis.no_treatment_yet and texts.joined(
        [texts.bi("尚无治疗", "no treatment yet"), texts.mark_patient()], " "
    )
    planned = texts.joined(
        [
            format_html("<b>{}</b>", words.partial(diagnosis.next_treatment_on))
            if diagnosis.next_treatment_on
            else "",
            source.brief(diagnosis.next_treatment, 70),
            source.mark("diagnosis.next_treatment") if diagnosis.next_treatment else "",
        ],
        " ",
    )
    plan = source.own(texts.cut(request.proposed_plan, 104))
    if not plan and source.named_by_family(PLAN):
        plan = texts.IN_RECORD
    elif request.no_plan_yet and not plan:
        plan = texts.bi("尚无方案", "no plan yet")
    situation = (
        diagnosis.situation
        and format_html(
            "<b>{}</b>", texts.label_of(answers.Situation, diagnosis.situation)
        ),
        "diagnosis.situation",
    )
    spread = spread_words(diagnosis), "diagnosis.spread_to"
    rows = [
        (
            ("目前状况", "Situation"),
            texts.joined(
                [
                    "" if diagnosis.situation else texts.NOT_PROVIDED,
                    sourced(source, [situation, spread]),
                ]
            ),
        ),
        (("体力", "ECOG"), ecog_line(source)),
        (
            ("正在治疗", "Now"),
            _now(source, current, most=4) or none_yet or _none_goes_on(source),
            _now(source, current, most=3) or none_yet or _none_goes_on(source),
        ),
        (("下次", "Next"), planned),
        (
            ("既往治疗", "Before"),
            _newest(source, before, most=3) or none_yet,
            _newest(source, before) or none_yet,
        ),
        (
            ("拟定方案", "Plan"),
            texts.joined([plan, source.mark(PLAN)], " ") if plan else "",
        ),
    ]
    return [
        {
            "label": texts.bi(*label),
            "value": texts.provided(values[0]),
            "brief": texts.provided(values[-1]),  # where there is room for two lines
        }
        for label, *values in rows
    ]


def _now(source: Source, lines: list[TreatmentLine], *, most: int) -> SafeString | str:
    """Every treatment that goes on; of more than two only what, and since when."""
    more = len(lines) - most
    others = texts.bi(f"另有 {more} 项见第二部分", f"+{more} more: part 2")
    say = treatment_line if len(lines) <= 2 else treatment_in_short
    shown = (say(source, line, most=44) for line in lines[-most:])
    return texts.joined([others if more > 0 else "", *shown])


def _none_goes_on(source: Source) -> SafeString | str:
    """Of treatments none of which is marked as going on; an end is never guessed."""
    if not source.treatments:
        return ""
    if all(line.has_ended(source.today) for line in source.treatments):
        said = texts.bi("所列治疗均已结束", "all listed treatments have ended")
    else:
        said = texts.bi(
            "未标明有治疗在进行；结束日期不全",
            "none is marked as going on; not all days of an end are told",
        )
    return texts.joined([said, texts.mark_patient()], " ")


def _newest(
    source: Source, lines: list[TreatmentLine], *, most: int = 2
) -> SafeString | str:
    """The newest treatments, and first of all how many stand before them."""
    more = len(lines) - most
    earlier = texts.bi(f"另有 {more} 线见第二部分", f"+{more} earlier: part 2")
    shown = (treatment_line(source, line, most=44) for line in lines[-most:])
    return texts.joined([earlier if more > 0 else "", *shown])
