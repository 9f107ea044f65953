"""Invented cases for the case summary: a full one, a hard one, a bare one and a big one."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from consultations.models import ConsultationRequest, FactCheck, Question, Summary
from consultations.summary import source
from consultations.summary.contents import contents
from intake.models import (
    Allergy,
    Biomarker,
    Case,
    CaseMember,
    Consent,
    Diagnosis,
    Health,
    LabValue,
    Medicine,
    Patient,
    Supplement,
    TreatmentLine,
)
from records.models import ChecklistAnswer, File, Record

# One sentence in each script a family may write in.
TONGUES = {
    "ru": "Можно ли проводить лучевую терапию при тромбоэмболии лёгочной артерии?",
    "kk": "Шөптен жасалған қайнатпаны химиотерапиямен бірге ішуге бола ма? Ғалым, Әсел",
    "ar": "هل يمكن استئصال الورم جراحيًا بعد أن صغر حجمه، أم أن العلاج الكيميائي هو الخيار؟",
    "fa": "آیا می‌توان تومور را پس از کوچک شدن با جراحی برداشت؟ چند هفته می‌توانم صبر کنم؟",
    "th": "ถ้ารอผลตรวจชิ้นเนื้อซ้ำอีกสามสัปดาห์ จะมีความเสี่ยงที่โรคจะลุกลามหรือไม่",
    "vi": "Nếu bắt đầu bằng thuốc nhắm trúng đích thì sau này còn có thể phẫu thuật không?",
    "zh": "如果再等待三周的活检结果，疾病会不会进展？医生姓龑，用药含噁唑。",
    "hi": "क्या इन दवाओं के साथ जड़ी-बूटियाँ लेना सुरक्षित है?",
    "bn": "এই ওষুধের সঙ্গে ভেষজ খাওয়া কি নিরাপদ?",
    "he": "האם אפשר לנתח עכשיו, אחרי שהגידול קטן?",
    "km": "តើខ្ញុំអាចវះកាត់បានទេ?",
    "lo": "ຂ້ອຍສາມາດຜ່າຕັດໄດ້ບໍ?",
    "my": "ခွဲစိတ်ကုသမှု ခံယူနိုင်ပါသလား။",
    "en": "Is an operation possible now that the tumour has become smaller?",
}
TREATMENTS = [
    ("surgery", "Lower lobectomy with lymph node dissection", "cure", "gone"),
    ("chemotherapy", "Cisplatin + vinorelbine", "adjuvant", "not_measured"),
    ("radiotherapy", "66 Gy / 33 with weekly carboplatin", "cure", "shrank"),
    ("targeted", "Osimertinib 80 mg", "control", "stable"),
    ("immune", "Pembrolizumab 200 mg every 3 weeks", "control", "grew"),
    ("chemotherapy", "Docetaxel 75 mg/m² + ramucirumab", "not_sure", "not_measured"),
]
KINDS = ["imaging_report", "imaging_files", "lab_results", "discharge_summary"]
KINDS += ["pathology_report", "molecular_report", "treatment_summary"]


def prepared(request: ConsultationRequest, **more: Any) -> dict[str, Any]:
    """The contents of a version that is not kept."""
    return contents(source.load(Summary(request=request, version=3, **more)))


def bare(by: User) -> ConsultationRequest:
    """A folder that somebody opened and left: everything is "not provided"."""
    return ConsultationRequest.objects.create(case=_case(by))


def rich(by: User) -> ConsultationRequest:
    """A lung cancer in treatment: every part has something, some of it checked."""
    case = _case(by)
    patient = Patient.objects.get(case=case)
    _set(patient, full_name="Gulnara Temirova", name_in_script="Гүлнара Темірова")
    _set(patient, date_of_birth=date(1965, 3, 22), sex_at_birth="female", country="KZ")
    _set(patient, language="ru", time_zone="Asia/Almaty", interpreter="yes")
    _set(patient, knows_diagnosis="partly", disclosure="family", wants_numbers="family")
    _set(patient, disclosure_note="Знает про рак лёгкого. Стадию мы не называли.")
    _illness(case, by)
    records = _records(case, by, 18, date(2026, 3, 11))
    _lines(case, TREATMENTS[1:3], date(2026, 5, 4), 42)
    _check(case, by, "diagnosis.as_written", records[4])
    _check(case, by, "diagnosis.stage", records[5], checked=False)
    return _request(case, by, 8)


def _illness(case: Case, by: User) -> None:
    Diagnosis.objects.create(
        case=case,
        site="lung",
        side="right",
        as_written="Аденокарцинома правого лёгкого, cT2b N2 M0",
        diagnosed_on="2026-04-09",
        first_symptom_on="2026-02~",
        first_symptom="Кашель, потеря веса 3 кг",
        stage="III",
        tnm="cT2b N2 M0",
        situation="during",
        spread_to=["nodes"],
        next_treatment="60 Гр с карбоплатином",
        next_treatment_on="2026-12-14",
    )
    Health.objects.create(
        case=case,
        ecog="1",
        ecog_change="worse_slowly",
        height_cm=162,
        weight_kg=58,
        weight_change_kg=-2,
        symptoms={"tired": 6, "breathless": 4, "pain": 2},
        other_illness=["clot", "hepatitis"],
        blood_thinner="yes",
        blood_thinner_name="Ривароксабан 20 мг",
        smoking="never",
    )
    for marker, result in (("EGFR", "L858R"), ("ALK", "negative"), ("PD-L1", "20 %")):
        Biomarker.objects.create(
            case=case,
            marker=marker,
            result=result,
            method="PCR",
            tested_on="2026-04-28",
        )
    Medicine.objects.create(
        case=case, name="Rivaroxaban", dose="20 mg", since="2026-06"
    )
    Allergy.objects.create(
        case=case, substance="йодный контраст", reaction="крапивница"
    )
    Supplement.objects.create(
        case=case, name="отвар лимонника", form="decoction", with_chemo="yes"
    )
    ChecklistAnswer.objects.create(
        case=case,
        kind="medication_list",
        answer="cannot",
        reason="Врач в отпуске",
        by=by,
    )


def stress(by: User) -> ConsultationRequest:
    """Every script, the longest values each field takes, and signs no font has."""
    request = rich(by)
    case, long = request.case, " ".join(TONGUES.values())
    _set(
        Patient.objects.get(case=case),
        full_name="Phongphaibulsiri-Wattanapanichsakulrungrueangkit Abdulrahman " * 3,
        name_in_script="عبد الرحمن المتوكل วรรณพานิชสกุลรุ่งเรือง 龑㛃",
        disclosure_note=TONGUES["ar"] * 6,
    )
    _set(
        Diagnosis.objects.get(case=case),
        as_written=long * 2,
        stage_text="cT4(2) N2–3 M0/M1a, records differ " * 3,
        stage="other_system",
        tnm="cT4(2) N2–3 M0/M1a? " * 5,
        next_treatment=long,
        spread_to=["nodes", "lung", "liver", "bone", "brain", "other"],
    )
    _set(
        Health.objects.get(case=case),
        blood_thinner_name="warfarin + aspirin 🩸 " * 9,
        other_illness=["hepatitis", "hiv", "tb", "heart", "kidney"],
        other_illness_note=long * 4,
        symptoms={"pain": 9, "nausea": 8, "breathless": 7},
        implants=["pacemaker"],
        pregnancy="possible",
    )
    for number in range(9):
        Allergy.objects.create(case=case, substance=long[:150], reaction=long[:250])
        Biomarker.objects.create(
            case=case, marker=f"ERBB2 exon 20 insertion {number}", result=long[:250]
        )
        LabValue.objects.create(
            case=case,
            test_name=long[:100],
            value=long[: 60 - number],
            unit="🩸" * 40,
            reference="<b>" * 33,
            laboratory=TONGUES["ar"][:200],
        )
    _lines(case, TREATMENTS, date(2019, 4, 1), 300, name=long[:250], note=long[:250])
    for question, text in zip(request.questions.all(), TONGUES.values(), strict=False):
        _set(question, text=(text + " ") * 8, code="", language="")
    _set(request, proposed_plan=long * 9, main_question=TONGUES["ar"] * 3)
    _set(request, decide_by_note=long[:290], what_matters_note=long * 3)
    every = [str(record.pk) for record in case.records.all()]
    for kind in (TreatmentLine, Biomarker):
        kind.objects.filter(case=case).update(linked_records=every)
    _set(request, plan_records=every)
    return request


def big(
    by: User, *, records: int = 200, lines: int = 6, questions: int = 20
) -> ConsultationRequest:
    """The case of the speed target: 200 records, 6 treatment lines, 20 questions."""
    request = rich(by)
    case = request.case
    case.records.all().delete()
    TreatmentLine.objects.filter(case=case).delete()
    request.questions.all().delete()
    _records(case, by, records, date(2020, 1, 9))
    _lines(case, (TREATMENTS * 9)[:lines], date(2020, 2, 1), 240)
    _ask(request, by, questions)
    return request


def _case(by: User) -> Case:
    case = Case.objects.create(created_by=by)
    CaseMember.objects.create(case=case, user=by, role=CaseMember.Role.PATIENT)
    Patient.objects.create(case=case)
    return case


def _set(row: Any, **values: Any) -> None:
    """Texts as long as their columns allow: PostgreSQL refuses longer ones."""
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = value[: row._meta.get_field(name).max_length]
    type(row).objects.filter(pk=row.pk).update(**values)


def _records(case: Case, by: User, count: int, first: date) -> list[Record]:
    made = []
    for number in range(1, count + 1):
        day = first + timedelta(days=11 * number + (120 if number > count / 2 else 0))
        made.append(
            Record(
                case=case,
                number=number,
                kind=KINDS[number % len(KINDS)],
                title="КТ органов грудной клетки" if number % 3 else "",
                dated_on="" if number % 40 == 39 else day.isoformat(),
                issued_by="Областной онкологический центр",
                language="ru",
                translation="none" if number % 2 else "certified",
                added_by=by,
                checked_by=by if number % 4 == 0 else None,
                checked_at=timezone.now() if number % 4 == 0 else None,
            )
        )
    Record.objects.bulk_create(made)
    File.objects.bulk_create(_file(case, by, record) for record in made)
    return made


def _file(case: Case, by: User, record: Record) -> File:
    return File(
        record=record,
        case=case,
        key=f"{case.pk}/{record.number}",
        name="scan.pdf",
        size_bytes=1000,
        sha256=hashlib.sha256(str(record.number).encode()).hexdigest(),
        type="application/pdf",
        pages=record.number % 7 + 1,
        verdict=File.Verdict.KEPT,
        added_by=by,
    )


def _lines(
    case: Case, lines: list, first: date, days: int, *, name: str = "", note: str = ""
) -> None:
    for place, (kind, drug, intent, response) in enumerate(lines):
        begun = first + timedelta(days=days * place)
        last = place == len(lines) - 1
        TreatmentLine.objects.create(
            case=case,
            type=kind,
            name=name or drug,
            intent=intent,
            began_on=begun.isoformat(),
            ended_on="" if last else (begun + timedelta(days=days // 2)).isoformat(),
            is_ongoing=last,
            cycles="4",
            response=response,
            why_stopped="" if last else "side_effects",
            why_stopped_note=note,
            hospital="Областной онкологический центр",
        )


def _check(
    case: Case, by: User, fact: str, record: Record, *, checked: bool = True
) -> None:
    FactCheck.objects.create(
        case=case, fact=fact, record=record, checked_by=by if checked else None
    )


def _request(case: Case, by: User, questions: int) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(
        case=case,
        reasons=["surgery", "differ"],
        proposed_plan="Химиолучевая терапия 60 Гр с 14 декабря, без операции.",
        main_question="В письме написано «операция не показана». Возможна ли она теперь?",
        decide_by=timezone.now().date() + timedelta(days=17),
        decide_by_certainty="exact",
        decide_by_reason="treatment",
        decision_role="family",
        what_matters=["cure", "longer", "independence", "home", "side_effects"],
        after_opinion="advice",
        disciplines=["surgery", "oncology"],
        video="interpreter",
    )
    for code in ("C1", "C2", "C3", "C5", "C8", "C6"):
        Consent.objects.create(
            case=case,
            code=code,
            version="1",
            language="ru",
            text_hash="0" * 64,
            agreed=code != "C6",
            by=by,
        )
    _ask(request, by, questions)
    return request


def _ask(request: ConsultationRequest, by: User, count: int) -> None:
    from consultations import bank

    codes = ["SUR-03", "RSK-06", "SUP-03", "SUR-08", "STG-02", "PAT-03", "RSK-03"]
    for place in range(count):
        own = place % 4 == 1
        entry = bank.get(codes[place % len(codes)])
        Question.objects.create(
            request=request,
            code="" if own else entry.code,
            text=TONGUES["ru"] if own else entry.text_in("en"),
            language="ru" if own else "",
            is_first=place < 5,
            position=place,
            added_by=by,
        )
