"""Loads the demo world: invented people in every state, from the readable files in cases/."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import COORDINATORS, SPECIALISTS, User
from consultations import bank, triage
from consultations.models import ConsultationRequest, Question, Status, Summary
from consultations.summary import build
from intake.models import (
    Allergy,
    AnswerChange,
    Biomarker,
    Case,
    CaseMember,
    Diagnosis,
    FamilyCancer,
    Health,
    LabValue,
    Medicine,
    Patient,
    PreviousCancer,
    Row,
    Section,
    Supplement,
    TreatingDoctor,
    TreatmentLine,
)
from portal.demo import papers
from portal.demo.story import Story, agree, name_specialist, walk, work_of_the_desk
from records import vault
from records.models import ChecklistAnswer, File, Record

HERE = Path(__file__).resolve().parent
PASSWORD = "sidelight-demo"  # noqa: S105 - printed for everybody on purpose
DOMAIN = "demo.sidelight.test"
TEAM = [
    ("coordinator", "Mei Lin", COORDINATORS, "en", "Asia/Shanghai"),
    ("coordinator2", "Omar Aziz", COORDINATORS, "en", "Asia/Shanghai"),
    ("specialist", "Dr Chen Wei", SPECIALISTS, "zh-hans", "Asia/Shanghai"),
]
ROWS: dict[str, type[Row]] = {
    "biomarkers": Biomarker,
    "treatments": TreatmentLine,
    "medicines": Medicine,
    "allergies": Allergy,
    "supplements": Supplement,
    "previous_cancers": PreviousCancer,
    "family_cancers": FamilyCancer,
    "lab_values": LabValue,
}
SECTIONS: dict[str, type[Section]] = {
    "patient": Patient,
    "doctor": TreatingDoctor,
    "diagnosis": Diagnosis,
    "health": Health,
}
SCOPES = ("may_see", "may_upload", "may_question", "may_answer", "may_message")


def load() -> int:
    """Makes the demo world; returns the number of cases. All or nothing."""
    with transaction.atomic():
        for login, name, group, language, zone in TEAM:
            person = _person(login, name, language, zone)
            person.is_staff = group == COORDINATORS
            person.save()
            person.groups.add(Group.objects.get_or_create(name=group)[0])
        files = sorted((HERE / "cases").glob("*.json"))
        story = Story()
        asked = [_load_case(json.loads(_from_today(path)), story) for path in files]
        story.tell()
        for request in asked:
            triage.refresh(request)  # before its summary, which prints the level
            _ask_for_summary(request)
    return len(files)


def _from_today(path: Path) -> str:
    """A case with the days that lie ahead counted from today.

    "+18" is a day, "+18m" only its month, and "{+18 ru}" the day in words of a language.
    """
    today = timezone.localdate()

    def day(found: re.Match[str]) -> str:
        whole = (today + timedelta(days=int(found[1]))).isoformat()
        return f'"{whole[:7] if found[2] else whole}"'

    def words(found: re.Match[str]) -> str:
        with translation.override(found[2]):
            return date_format(today + timedelta(days=int(found[1])), "j E")

    text = re.sub(r'"\+(\d{1,3})(m?)"', day, path.read_text(encoding="utf-8"))
    return re.sub(r"\{\+(\d+) ([a-z]+)\}", words, text)


def _ask_for_summary(request: ConsultationRequest) -> None:
    """What ended had its summary while it ran; what was taken back never needed one."""
    if not request.is_sent or request.status == Status.WITHDRAWN:
        return
    summary = Summary.objects.create(request=request, version=1)
    if not request.has_ended:
        summary.ring()
        return
    this = ConsultationRequest.objects.filter(pk=request.pk)
    this.update(status=Status.CHECKING)
    build.build(Summary.take(summary.pk))
    this.update(status=request.status)


def _person(login: str, name: str, language: str, zone: str) -> User:
    email = f"{login}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, PASSWORD, name=name, language=language, time_zone=zone, is_demo=True
        )
        user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def _load_case(data: dict[str, Any], story: Story) -> ConsultationRequest:
    account = data["account"]
    zone = data["patient"]["time_zone"]
    patient = _person(data["login"], account["name"], account["language"], zone)
    opened = timezone.now() - timedelta(days=_oldest_move(data) + 6)
    case = Case.objects.create(
        reference=data["reference"],
        created_by=patient,
        created_at=opened,
        changed_at=timezone.now(),
        is_demo=True,
    )
    CaseMember.objects.create(
        case=case, user=patient, role=CaseMember.Role.PATIENT, joined_at=opened
    )
    for caregiver in data["caregivers"]:
        _add_caregiver(case, caregiver, zone, opened)
    story.note(opened, by=patient, verb="opened", obj=case, case_id=case.pk)
    rows = _add_answers(case, data, patient, opened)
    _add_records(case, data, patient, opened)
    _name_records(case, rows, data["request"])
    for record in case.records.all():
        story.note(record.added_at, by=record.added_by, verb="added", obj=record)
    agree(story, case, data["consents"], by=patient, at=opened)
    return _add_request(story, case, data, patient, opened, rows)


def _oldest_move(data: dict[str, Any]) -> int:
    return max((move["days_ago"] for move in data["moves"]), default=2)


def _add_caregiver(case: Case, data: dict[str, Any], zone: str, opened: Any) -> None:
    CaseMember.objects.create(
        case=case,
        user=_person(data["login"], data["name"], data["language"], zone),
        role=CaseMember.Role.CAREGIVER,
        relationship=data["relationship"],
        basis=data["basis"],
        joined_at=opened,
        **dict.fromkeys(data["scopes"], True),
    )


def _add_answers(
    case: Case, data: dict[str, Any], by: User, at: Any
) -> list[models.Model]:
    made: list[models.Model] = []
    for name, model in SECTIONS.items():
        made.append(
            model.objects.create(
                case=case, changed_by=by, changed_at=at, revision=1, **data[name]
            )
        )
    for name, model in ROWS.items():
        for row in data.get(name, ()):
            made.append(
                model.objects.create(case=case, added_by=by, changed_by=by, **row)
            )
    AnswerChange.objects.bulk_create(_changes(case, made, by, at))
    return made


def _changes(
    case: Case, made: Iterable[models.Model], by: User, at: Any
) -> list[AnswerChange]:
    """One change for each answer, so that pages can say who gave it."""
    changes = []
    for answered in made:
        section = answered._meta.model_name
        row = "" if isinstance(answered, Section) else str(answered.pk)
        for field in answered._meta.get_fields():
            value = getattr(answered, field.name, None) if field.concrete else None
            if field.editable and value not in (None, "", [], {}, False):
                changes.append(
                    AnswerChange(
                        case=case,
                        section=section,
                        row=row,
                        field=field.name,
                        by=by,
                        at=at,
                    )
                )
    return changes


def _add_records(case: Case, data: dict[str, Any], by: User, at: Any) -> None:
    caregivers = [m.user for m in case.members.select_related("user") if m.is_caregiver]
    for number, row in enumerate(data["records"], start=1):
        # Every third record was added by the caregiver, where there is one.
        who = caregivers[0] if caregivers and number % 3 == 0 else by
        record = Record.objects.create(
            case=case,
            number=number,
            kind=row["kind"],
            title=row["title"],
            dated_on=row["dated_on"],
            reported_on=row.get("reported_on", ""),
            specimen_number=row.get("specimen_number", ""),
            body_part=row.get("body_part", ""),
            issued_by=row["issued_by"],
            language=row["language"],
            translation="" if row["language"] == "en" else "none",
            added_by=who,
            added_at=at + timedelta(hours=number),
        )
        _add_file(record, row, who)
    for answer in data["checklist"]:
        ChecklistAnswer.objects.create(case=case, by=by, at=at, **answer)


def _name_records(case: Case, rows: list[models.Model], asked: dict[str, Any]) -> None:
    """The files name records by their number; answers keep ids."""
    ids = {record.number: str(record.pk) for record in case.records.all()}
    for row in rows:
        if getattr(row, "linked_records", None):
            row.linked_records = [ids[number] for number in row.linked_records]
            row.save(update_fields=["linked_records"])
    asked["plan_records"] = [ids[number] for number in asked.get("plan_records", ())]


def _add_file(record: Record, row: dict[str, Any], by: User) -> None:
    content, name, mime = _file_of(row, record)
    sealed = vault.keep(record.case_id, content)
    File.objects.create(
        record=record,
        case_id=record.case_id,
        name=name,
        **sealed.columns(),
        sha256=hashlib.sha256(content).hexdigest(),
        type=mime,
        pages=None if mime == "application/zip" else 1,
        verdict=File.Verdict.KEPT,
        work=File.Work.DONE,
        added_by=by,
        added_at=record.added_at,
    )


def _file_of(row: dict[str, Any], record: Record) -> tuple[bytes, str, str]:
    if row["form"] == "dicom":
        return _disc(record), f"disc-{record.number}.zip", "application/zip"
    args = (
        row["lines"][0] if row["lines"] else row["title"],
        row["issued_by"],
        row["dated_on"],
        row["lines"][1:],
        row["language"],
    )
    if row["form"] == "photo":
        return papers.photo(*args), f"IMG_{2200 + record.number}.jpg", "image/jpeg"
    return papers.paper(*args), f"scan-{record.number}.pdf", "application/pdf"


def _disc(record: Record) -> bytes:
    """A small made-up CT on a disc; each copy differs by its comment."""
    data = bytearray((HERE / "files" / "ct.zip").read_bytes())
    comment = str(record.pk).encode()
    data[-2:] = len(comment).to_bytes(2, "little")
    return io.BytesIO(bytes(data) + comment).getvalue()


def _add_request(
    story: Story,
    case: Case,
    data: dict[str, Any],
    by: User,
    opened: Any,
    rows: list[models.Model],
) -> ConsultationRequest:
    asked = dict(data["request"])
    days = asked.pop("decide_in_days")
    today = timezone.localdate()
    request = ConsultationRequest.objects.create(
        case=case,
        created_at=opened,
        changed_by=by,
        decide_by=None if days is None else today + timedelta(days=days),
        revision=1,
        **asked,
    )
    AnswerChange.objects.bulk_create(_changes(case, [request], by, opened))
    for position, row in enumerate(data["questions"]):
        _add_question(request, row, position, by)
    desk = _team(data["owner"] or "coordinator")
    came = walk(story, request, data, by, desk)
    work_of_the_desk(story, request, data, rows, came, desk)
    if request.is_sent:
        # In its turn: what came before it is no news for the desk.
        story.add(request.submitted_at, lambda: _open_to_desk(case, request))
        if data["owner"]:
            request.owner = desk
            request.save(update_fields=["owner"])
        if data["specialist"]:
            asked_at = came.get(Status.WITH_MDT) or request.submitted_at
            name_specialist(story, request, _team("specialist"), asked_at, desk)
    return request


def _open_to_desk(case: Case, request: ConsultationRequest) -> None:
    case.desk_opened_at = request.submitted_at
    case.save(update_fields=["desk_opened_at"])


def _add_question(
    request: ConsultationRequest, row: dict[str, Any], position: int, by: User
) -> None:
    text = row["text"] or bank.get(row["code"]).text_in("en")
    Question.objects.create(
        request=request,
        code=row["code"],
        text=text,
        language=row["language"],
        who=row["who"],
        is_first=row["first"],
        position=position,
        added_by=by,
    )


def _team(login: str) -> User:
    return User.objects.get(email=f"{login}@{DOMAIN}")
