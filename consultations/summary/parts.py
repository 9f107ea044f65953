"""Parts 2 to 7: treatment, pathology, imaging, labs, health, wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import choices
from consultations.summary import texts, words
from consultations.summary.source import Source
from intake import choices as answers
from intake.models import Supplement, TreatmentLine
from intake.step_list import STEPS
from records.models import Record

Block = dict[str, Any]
Heads = list[tuple[str, str]]

PATHOLOGY = {
    "pathology_report",
    "pathology_slides",
    "molecular_report",
    "germline_report",
}
PATHOLOGY |= {"bone_marrow"}
IMAGING = {"imaging_report", "imaging_files", "endoscopy_report"}
LABS = {"lab_results", "tumour_markers"}
LONG = 24  # rows of a table; more stand as a list
SOURCE = ("来源", "Source")
PREGNANCY, FERTILITY = ("妊娠", "Pregnancy"), ("生育", "Fertility")


def clinical_parts(source: Source) -> list[dict[str, Any]]:
    """Every part with its number, heading and blocks, in the order of the printed page."""
    parts: list[tuple[str, str, str, Callable[[Source], list[Block]]]] = [
        ("s2", "二、治疗", "Treatment lines", _treatment),
        ("s3", "三、病理与生物标志物", "Pathology and biomarkers", _pathology),
        ("s4", "四、影像", "Imaging", _imaging),
        ("s5", "五、化验与肿瘤标志物", "Labs and markers", _labs),
        (
            "s6",
            "六、体力、其他疾病、药物、中草药",
            "Fitness, illnesses, medicines, herbs",
            _health,
        ),
        ("s7", "七、意愿与告知", "Values and disclosure", _wishes),
    ]
    return [
        {"id": anchor, "zh": zh, "en": en, "blocks": make(source)}
        for anchor, zh, en, make in parts
    ]


def table(heads: Heads, rows: list[list[Any]]) -> Block:
    """A table; once it is long, one line a row: shorter to read and to lay out."""
    if len(rows) > LONG:
        return {"kind": "lines", "heads": heads, "rows": rows}
    return {"kind": "table", "heads": heads, "rows": rows}


def note(text: Any) -> Block:
    return {"kind": "note", "text": text}


def pairs(rows: Iterable[tuple[tuple[str, str], Any]]) -> Block:
    return {
        "kind": "pairs",
        "pairs": [
            {"label": texts.bi(*label), "value": texts.provided(value)}
            for label, value in rows
        ],
    }


def span(line: TreatmentLine) -> SafeString:
    """From when to when, or that it goes on."""
    begin = words.partial(line.began_on) or texts.NOT_PROVIDED
    if line.is_ongoing:
        end: Any = texts.bi("进行中", "ongoing")
    else:
        end = words.partial(line.ended_on) or texts.NOT_PROVIDED
    return begin if begin == end else format_html("{} – {}", begin, end)


def treatment_line(source: Source, line: TreatmentLine, *, most: int) -> SafeString:
    """One treatment in one line, for the front sheet and the timeline."""
    return texts.joined(
        [
            texts.label_of(answers.TreatmentType, line.type),
            format_html("<b>{}</b>", source.own(texts.cut(line.name, most))),
            span(line),
            texts.clean(line.cycles, most=24),
            texts.label_of(answers.Response, line.response),
            source.row_mark(line),
        ]
    )


def ecog_line(source: Source) -> SafeString:
    """The patient's own score; the doctor's is another number and never guessed."""
    health = source.health
    own = texts.label_of(answers.Ecog, health.ecog)
    doctor = format_html("{} {}", texts.bi("医生评分", "doctor’s:"), texts.NOT_PROVIDED)
    if not own:
        return texts.joined([texts.NOT_PROVIDED, doctor])
    line = format_html(
        "<b>{}</b> {} {} {}",
        health.ecog,
        texts.bi("患者自评：", "patient-reported:"),
        own,
        source.mark("health.ecog"),
    )
    return texts.joined([line, doctor])


def _treatment(source: Source) -> list[Block]:
    if not source.treatments:
        none = texts.bi("患者称尚无治疗", "no treatment yet, the family says")
        told = source.diagnosis.no_treatment_yet
        return [
            note(
                texts.joined([none, texts.mark_patient()])
                if told
                else texts.NOT_PROVIDED
            )
        ]
    heads: Heads = [
        ("线", "Line"),
        ("起止", "Dates"),
        ("治疗", "Treatment"),
        ("目的", "Intent"),
        ("周期", "Cycles"),
        ("最佳疗效", "Best response"),
        ("停用原因", "Why stopped"),
        SOURCE,
    ]
    rows = [
        _treatment_row(source, number, line)
        for number, line in enumerate(source.treatments, start=1)
    ]
    return [table(heads, rows)]


def _treatment_row(source: Source, number: int, line: TreatmentLine) -> list[Any]:
    stopped = (
        "–"
        if line.is_ongoing
        else texts.joined(
            [
                texts.label_of(answers.WhyStopped, line.why_stopped),
                source.own(line.why_stopped_note, most=120),
            ]
        )
        or texts.NOT_PROVIDED
    )
    name = texts.joined(
        [
            texts.label_of(answers.TreatmentType, line.type),
            format_html("<b>{}</b>", source.own(line.name, most=200)),
            texts.clean(line.dose, most=120),
            source.own(line.hospital, most=80),
            source.own(line.side_effects, most=300),
        ],
        " · ",
    )
    return [
        number,
        span(line),
        name or texts.NOT_PROVIDED,
        texts.label_of(answers.Intent, line.intent) or texts.NOT_PROVIDED,
        texts.clean(line.cycles, most=60) or texts.NOT_PROVIDED,
        texts.label_of(answers.Response, line.response) or texts.NOT_PROVIDED,
        stopped,
        source.row_mark(line),
    ]


def _pathology(source: Source) -> list[Block]:
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
        rows = [_record_row(source, record) for record in found]
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


def record_mark(record: Record) -> SafeString:
    """Every line that names a record points at it; solid when the desk looked at it."""
    return texts.mark_record(record.number, checked=record.checked_by_id is not None)


def _record_row(source: Source, record: Record) -> list[Any]:
    return [
        words.partial(record.dated_on) or texts.NOT_PROVIDED,
        record_title(source, record),
        source.own(record.issued_by, most=80) or texts.NOT_PROVIDED,
        source.own(record.note, most=120) or "–",
        record_mark(record),
    ]


def record_title(source: Source, record: Record) -> SafeString:
    own = texts.original(texts.clean(record.title, most=100), record.language)
    label = texts.label_in_both(record.about.label)
    return texts.joined([label, own])


def _imaging(source: Source) -> list[Block]:
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


def yes_no(value: bool) -> SafeString:
    if value:
        return format_html('<span class="yes">{}</span>', texts.bi("有", "yes"))
    return format_html('<span class="no">{}</span>', texts.bi("无", "no"))


def _labs(source: Source) -> list[Block]:
    found = [record for record in source.records if record.kind in LABS]
    if not found:
        return [note(texts.NOT_PROVIDED)]
    latest = reversed(found)
    heads: Heads = [
        ("资料上的日期", "Date on the record"),
        ("资料", "Record"),
        ("实验室", "Laboratory"),
    ]
    heads += [("备注", "Note"), SOURCE]
    values = texts.bi(
        "数值未录入，请见原件；最新在前。",
        "Values were not typed in: read them in the record. Latest first.",
    )
    return [
        table(heads, [_record_row(source, record) for record in latest]),
        note(values),
    ]


def _health(source: Source) -> list[Block]:
    health = source.health
    step = next(step for step in STEPS if step.slug == "pregnancy")
    never_asked = {
        label
        for name, label in (("pregnancy", PREGNANCY), ("fertility", FERTILITY))
        if not step.asks(name, source.told)
    }
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
                    _coded(source, answers.Change, "health.ecog_change"),
                ),
                (("辅助器具", "Aids"), _coded(source, answers.Aid, "health.aids")),
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
                            source.mark("health.weight_kg") if health.weight_kg else "",
                        ]
                    ),
                ),
                (
                    ("其他疾病", "Other illnesses"),
                    texts.joined(
                        [
                            _coded(
                                source, answers.OtherIllness, "health.other_illness"
                            ),
                            source.own(health.other_illness_note, most=600),
                        ]
                    ),
                ),
                (
                    ("植入物", "Implants"),
                    _coded(source, answers.Implant, "health.implants"),
                ),
                (("过敏", "Allergies"), _allergies(source)),
                (("抗凝药", "Anticoagulant"), _thinner(source)),
                (
                    PREGNANCY,
                    _coded(source, answers.Pregnancy, "health.pregnancy"),
                ),
                (
                    FERTILITY,
                    _coded(source, answers.Fertility, "health.fertility"),
                ),
                (
                    ("吸烟", "Smoking"),
                    _coded(source, answers.Smoking, "health.smoking"),
                ),
                (
                    ("饮酒", "Alcohol"),
                    _coded(source, answers.Alcohol, "health.alcohol"),
                ),
                (
                    ("同住与照顾", "Lives with, help"),
                    source.own(health.lives_with, most=600),
                ),
                (("既往癌症", "Earlier cancers"), _previous(source)),
                (("家族癌症", "Cancer in the family"), _family(source)),
            ]
            if row[1] or row[0] not in never_asked
        )
    ]
    return [*blocks, *_medicines(source)]


def _coded(source: Source, kind: Any, fact: str) -> SafeString | str:
    """The coded answer in both languages with its mark; empty when not given."""
    part, name = fact.split(".")
    holder = {"health": source.health, "patient": source.patient}.get(
        part, source.request
    )
    value = getattr(holder, name)
    label = (
        texts.labels_of(kind, value)
        if isinstance(value, list)
        else texts.label_of(kind, value)
    )
    if not label:
        return texts.NOT_KNOWN if name in holder.not_known else ""
    return texts.joined([label, source.mark(fact)], " ")


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
    return texts.joined([*shown, source.mark("health.symptoms")], " ") if shown else ""


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
            source.own(row.substance, most=80),
            texts.bi("（造影剂）", " (contrast)") if row.is_contrast else "",
            source.own(row.reaction, most=120) or texts.NOT_PROVIDED,
            source.row_mark(row),
        )
        for row in source.allergies
    )


def _thinner(source: Source) -> SafeString | str:
    known = _coded(source, answers.YesNoUnknown, "health.blood_thinner")
    return texts.joined([known, source.own(source.health.blood_thinner_name, most=80)])


def _previous(source: Source) -> SafeString | str:
    if not source.previous:
        return texts.bi("无", "none") if source.diagnosis.no_previous_cancers else ""
    return texts.joined(
        texts.joined(
            [
                source.own(row.kind, most=80),
                words.partial(row.found_on),
                source.own(row.treatment, most=120),
            ],
            ", ",
        )
        for row in source.previous
    )


def _family(source: Source) -> SafeString | str:
    if not source.family:
        return texts.bi("无", "none") if source.diagnosis.no_family_cancers else ""
    return texts.joined(
        texts.joined(
            [
                texts.label_of(answers.Relation, row.relation),
                source.own(row.kind, most=80),
                texts.bi(f"{row.age} 岁", f"age {row.age}")
                if row.age is not None
                else "",
            ],
            ", ",
        )
        for row in source.family
    )


def _taken_with(row: Supplement) -> SafeString:
    return texts.label_of(answers.YesNoUnknown, row.with_chemo) or texts.NOT_PROVIDED


def _herb_safety(row: Supplement) -> list[SafeString]:
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
    tested = words.partial(row.tested_on)
    label = texts.bi("肝肾检查", "liver and kidney tests")
    return [*lines, texts.joined([label, tested], " ")] if tested else lines


def _medicines(source: Source) -> list[Block]:
    heads: Heads = [
        ("药物或中草药", "Medicine or herb"),
        ("剂量", "Dose"),
        ("始于", "Since"),
    ]
    heads += [("用途或开具者", "For, or by whom"), ("化疗期间", "With chemo"), SOURCE]
    rows = [
        [
            format_html("<b>{}</b>", source.own(row.name, most=120)),
            texts.joined(
                [texts.clean(row.dose, most=60), source.own(row.how_often, most=60)]
            )
            or texts.NOT_PROVIDED,
            words.partial(row.since) or texts.NOT_PROVIDED,
            source.own(row.what_for, most=120) or texts.NOT_PROVIDED,
            "–",
            source.row_mark(row),
        ]
        for row in source.medicines
    ] + [
        [
            texts.joined(
                [
                    format_html("<b>{}</b>", source.own(row.name, most=120)),
                    source.own(row.ingredients, most=300),
                ]
            ),
            texts.label_of(answers.HerbForm, row.form) or texts.NOT_PROVIDED,
            words.partial(row.since) or texts.NOT_PROVIDED,
            source.own(row.prescriber, most=80) or texts.NOT_PROVIDED,
            texts.joined([_taken_with(row), *_herb_safety(row)]),
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


def _wishes(source: Source) -> list[Block]:
    request, patient = source.request, source.patient
    ranked = texts.joined(
        format_html("{} {}", place, texts.label_of(choices.Matters, code))
        for place, code in enumerate(request.what_matters, start=1)
    )
    rows = [
        (
            ("最看重", "What matters most"),
            texts.joined([ranked, source.own(request.what_matters_note, most=900)]),
        ),
        (
            ("谁来决定", "Who decides"),
            _coded(source, choices.DecisionRole, "request.decision_role"),
        ),
        (("倾向", "Leans towards"), source.own(request.leaning, most=300)),
        (
            ("求助原因", "Reasons for asking"),
            _coded(source, choices.Reason, "request.reasons"),
        ),
        (("家乡方案全文", "Plan at home, in full"), source.own(request.proposed_plan)),
        (
            ("疾病告知", "Knows the diagnosis"),
            _coded(source, answers.Knows, "patient.knows_diagnosis"),
        ),
        (
            ("意见交给谁", "Who receives the opinion"),
            texts.joined(
                [
                    _coded(source, answers.Disclosure, "patient.disclosure"),
                    source.own(patient.disclosure_note, most=900),
                ]
            ),
        ),
        (
            ("预后数字", "Prognosis numbers"),
            _coded(source, answers.Numbers, "patient.wants_numbers"),
        ),
        (("照护者", "Caregivers"), _caregivers(source)),
        (
            ("希望的科室", "Disciplines wished"),
            _coded(source, choices.Discipline, "request.disciplines"),
        ),
        (("视频", "Video talk"), _coded(source, choices.Video, "request.video")),
        (("出行限制", "Limits on travel"), source.own(request.travel_limits, most=900)),
        (
            ("不方便的日子", "Days not possible"),
            source.own(request.dates_unavailable, most=300),
        ),
        (("费用", "Cost"), _coded(source, choices.Budget, "request.budget")),
    ]
    return [pairs(rows)]


def _caregivers(source: Source) -> SafeString | str:
    from intake.models import CaseMember

    return texts.joined(
        texts.joined(
            [
                texts.clean(
                    words.initials(str(m.user)) if source.is_pseudonymous else m.user,
                    most=80,
                ),
                texts.label_of(CaseMember.Relationship, m.relationship),
                texts.label_of(CaseMember.Basis, m.basis),
            ],
            ", ",
        )
        for m in source.members
        if m.is_caregiver
    )
