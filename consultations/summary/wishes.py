"""Part 7: what matters to the patient, who decides, what may be told."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import choices
from consultations.summary import texts, words
from consultations.summary.blocks import Block, coded, marked, pairs
from consultations.summary.source import PLAN, Source
from intake import choices as answers
from intake.forms.person import LanguageForm


def wishes_blocks(source: Source) -> list[Block]:
    request, patient = source.request, source.patient
    ranked = texts.joined(
        format_html("{} {}", place, texts.label_of(choices.Matters, code))
        for place, code in enumerate(request.what_matters, start=1)
    )
    matters = texts.joined([ranked, source.own(request.what_matters_note, most=900)])
    rows = [
        (
            ("最看重", "What matters most"),
            marked(source, matters, "consultationrequest.what_matters"),
        ),
        (
            ("谁来决定", "Who decides"),
            coded(source, choices.DecisionRole, "consultationrequest.decision_role"),
        ),
        (
            ("倾向", "Leans towards"),
            marked(source, source.own(request.leaning), "consultationrequest.leaning"),
        ),
        (
            ("求助原因", "Reasons for asking"),
            texts.joined(
                [
                    coded(source, choices.Reason, "consultationrequest.reasons"),
                    source.own(request.reason_other),
                ]
            ),
        ),
        (("家乡方案全文", "Plan at home, in full"), _plan(source)),
        (
            ("疾病告知", "Knows the diagnosis"),
            coded(source, answers.Knows, "patient.knows_diagnosis"),
        ),
        (
            ("意见交给谁", "Who receives the opinion"),
            texts.joined(
                [
                    coded(source, answers.Disclosure, "patient.disclosure"),
                    source.own(patient.disclosure_note, most=900),
                ]
            ),
        ),
        (
            ("预后数字", "Prognosis numbers"),
            coded(source, answers.Numbers, "patient.wants_numbers"),
        ),
        (("照护者", "Caregivers"), _caregivers(source)),
        (("当地主治医生", "Doctor at home"), _doctor(source)),
        (
            ("希望的科室", "Disciplines wished"),
            coded(source, choices.Discipline, "consultationrequest.disciplines"),
        ),
        (
            ("视频", "Video talk"),
            coded(source, choices.Video, "consultationrequest.video"),
        ),
        (
            ("出行限制", "Limits on travel"),
            marked(
                source,
                source.own(request.travel_limits, most=900),
                "consultationrequest.travel_limits",
            ),
        ),
        (
            ("不方便的日子", "Days not possible"),
            marked(
                source,
                source.own(request.dates_unavailable),
                "consultationrequest.dates_unavailable",
            ),
        ),
        (("费用", "Cost"), coded(source, choices.Budget, "consultationrequest.budget")),
    ]
    if source.diagnosis.do_not_miss:
        day = source.own(source.diagnosis.do_not_miss)
        label = ("不可错过的日期", "Date not to be missed")
        rows.append((label, marked(source, day, "diagnosis.do_not_miss")))
    talking = _talking(source)
    if talking:
        label = ("沟通与称呼", "Talking with the patient")
        rows.append((label, marked(source, talking, "patient.language")))
    return [pairs(rows)]


def _talking(source: Source) -> SafeString | str:
    """What a talk or a letter needs, in one line; nothing where nothing was asked for."""
    p = source.patient
    interpreter = texts.joined(
        [
            words.language(p.interpreter_language),
            texts.label_of(answers.InterpreterGender, p.interpreter_gender),
        ],
        ", ",
    )
    parts = [
        (
            ("口译", "interpreter"),
            LanguageForm.fits("interpreter_language", p) and interpreter,
        ),
        (
            ("其他语言", "other languages"),
            source.own(", ".join(map(str, p.other_languages))),
        ),
        (("需要", "needs"), texts.labels_of(answers.Access, p.access_needs)),
        (
            ("姓名说明", "about the name"),
            "" if source.is_pseudonymous else source.own(p.name_note),
        ),
        (("称呼", "pronoun"), source.own(p.pronoun)),
    ]
    return texts.joined(
        format_html("{}: {}", texts.bi(*label), value)
        for label, value in parts
        if value
    )


def _plan(source: Source) -> SafeString | str:
    """The plan in full words; a plan nobody wrote may stand in a record the family names."""
    in_record = texts.IN_RECORD if source.named_by_family(PLAN) else ""
    plan = source.own(source.request.proposed_plan) or in_record
    return texts.joined([plan, source.mark(PLAN)], " ") if plan else ""


def _doctor(source: Source) -> SafeString | str:
    """Who treats the patient, whether they know of this, and whether we may write."""
    doctor = source.doctor
    own = (doctor.name, doctor.specialty, doctor.hospital)
    place = words.country(doctor.country) if doctor.country else ""
    named = texts.joined([*(source.own(text, most=120) for text in own), place], ", ")
    asked = [
        (("知情", "knows of this"), answers.DoctorKnows, "treatingdoctor.knows"),
        (
            ("可否联系", "may we write"),
            answers.MayContact,
            "treatingdoctor.may_contact",
        ),
    ]
    told = [
        texts.joined([texts.bi(*label), value], " ")
        for label, kind, fact in asked
        if (value := coded(source, kind, fact))
    ]
    return texts.joined([marked(source, named, "treatingdoctor.name"), *told])


def _caregivers(source: Source) -> SafeString | str:
    from intake.models import CaseMember

    return texts.joined(
        texts.joined(
            [
                words.told_name(source, m.user),
                texts.label_of(CaseMember.Relationship, m.relationship),
                texts.label_of(CaseMember.Basis, m.basis),
            ],
            ", ",
        )
        for m in source.members
        if m.is_caregiver
    )
