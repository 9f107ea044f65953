"""What the work page shows about one request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import countries
from accounts.access import coordinators, entries_about, specialists
from accounts.listing import listed
from accounts.models import User
from consultations import clocks, flags, later, questions, times, triage
from consultations.admin import facts, people
from consultations.admin.next_deed import came_later, next_deed
from consultations.admin.words import STEPS, illness_of, step_of
from consultations.models import ConsultationRequest, RequestEvent, Status, Summary
from consultations.models.requests import TRANSITIONS
from consultations.summary import build
from consultations.summary.source import Source, load_request
from intake import choices as answers
from intake import languages
from records import again, checklist, limits, meaning
from records.access import letters_of
from records.imaging.receipt import Receipt
from records.models import File, Record

HISTORY = 12
FIRST_QUESTIONS = 5
MOST_FILES = 12  # of one record; a study sent image by image has hundreds
BY_HAND = frozenset(STEPS) - {Status.SUBMITTED, Status.WITHDRAWN}


def page_of(request: ConsultationRequest, user: User) -> dict[str, Any]:
    """Everything on one page; about forty-five queries, however big the case."""
    source = load_request(request)
    events = list(request.events.select_related("by"))
    versions = list(request.summaries.select_related("asked_by"))
    flagged = _flags(source, events)
    emergency = any(
        row["flag"].code == flags.EMERGENCY and not row["seen"] for row in flagged
    )
    slots = source.slots
    asked_questions = [
        {"words": questions.words(question), "who": question.get_who_display()}
        for question in source.questions
    ]
    asked_lines, known_lines = facts.asked_lines(source), facts.known_lines(source)
    return {
        "asked": request,
        "source": source,
        "drawn_at": source.made_at.isoformat(),
        "mine": request.owner_id == user.pk,
        "emergency": emergency,
        **_head(source),
        **_time(source, events),
        "patient_alert": _patient_alert(source),
        "questions": asked_questions[:FIRST_QUESTIONS],
        "more_questions": asked_questions[FIRST_QUESTIONS:],
        "asked_lines": asked_lines,
        "known_lines": known_lines,
        "fact_groups": [asked_lines, known_lines],
        "judgements": meaning.judgements(slots),
        "own_doctor": limits.own_doctor(source.needs),
        "nobody": limits.nobody(source.needs),
        "gaps": checklist.gaps(slots),
        "records": [
            _record_row(record, request, source.scans.get(record.pk))
            for record in source.case_records
        ],
        "letters": letters_of(request.case),
        "flags": flagged,
        "open_flags": sum(row["seen"] is None for row in flagged),
        "corrected": later.since(request.submitted_at, source.changed_at),
        "answers_at": (answers_at := later.newest(source.changed_at)),
        "summaries": version_rows(versions, answers_at),
        "people": people.people_of(source),
        "consents": people.consents_of(source),
        "notes": request.notes.select_related("by"),
        "history": people.history_of(
            events, entries_about(request.case_id)[: HISTORY * 2], most=HISTORY
        ),
        "next": next_deed(source, versions, emergency=emergency),
        "moves": moves_of(request),
        "coordinators": coordinators(),
        "specialists": specialists(),
    }


def _head(source: Source) -> dict[str, Any]:
    patient = source.patient
    age = patient.age_on(source.today)
    country = countries.name_of(patient.country) if patient.country else ""
    name = patient.short_name or _("No name yet")
    spoken = languages.name_of(patient.language).partition(",")[0]
    return {
        "title": listed(p for p in (name, str(age or ""), country) if p),
        "illness": illness_of(source.diagnosis if source.diagnosis.site else None),
        "spoken": _("%s to Chinese") % spoken if spoken else "",
        "step": step_of(source.request.status),
        "level": _level(source),
        "reasons": triage.reasons(source),
        "has_caregiver": any(member.is_caregiver for member in source.members),
    }


def _level(source: Source) -> str:
    """How pressing it is, in words; nothing once nobody at the desk has to look."""
    if source.request.has_ended or triage.is_answered(source.request):
        return ""
    return str(triage.urgency_of(source).label)


def _time(source: Source, events: list[RequestEvent]) -> dict[str, Any]:
    """The decide-by date, the two clocks and what they mean, in words."""
    request = source.request
    ticking = clocks.clocks_of(request, events)
    expected = times.opinion_by(request, events)
    zone = clocks.zone_of(source.patient.time_zone)
    return {
        "days_left": request.days_left(source.today),
        "clocks": ticking,
        "first_answer": ticking.due and clocks.two_clocks(ticking.due, zone),
        "expected": expected,
        "sentence": _sentence(source, expected),
    }


def _sentence(source: Source, expected: date | None) -> str:
    """What the dates mean, in one sentence."""
    request, usual = source.request, settings.SERVICE["turnaround_days"]
    left = request.days_left(source.today)
    if request.has_ended:
        return _("This request has ended.")
    if request.status in {Status.DELIVERED, Status.FOLLOW_UP}:
        return _("The opinion is with the family.")
    if left is None:
        return _("The family named no date. Ask them what waits for the answer.")
    if left < 0:
        return _("Their date has passed. Tell the family today what we can still do.")
    if expected is not None:
        return _against(expected, request.decide_by)
    if left < usual:
        return _(
            "An opinion usually takes %(usual)s days and %(left)s are left: it may come too "
            "late. Say so honestly, and ask the team for an express meeting."
        ) % {"usual": usual, "left": left}
    latest = date_format(request.decide_by - timedelta(days=usual))
    return _(
        "If the folder is complete by %(latest)s, the opinion can come in time. After that "
        "it may come too late: tell the family then."
    ) % {"latest": latest}


def _against(expected: date, decide_by: date) -> str:
    spare, day = (decide_by - expected).days, date_format(expected)
    if spare < 0:
        return (
            _("The opinion is expected on %s, after their date. Tell the family today.")
            % day
        )
    words = ngettext(
        "The opinion is expected on %(day)s, %(spare)s day before their date.",
        "The opinion is expected on %(day)s, %(spare)s days before their date.",
        spare,
    )
    return words % {"day": day, "spare": spare}


def _patient_alert(source: Source) -> str:
    """What the patient knows, when that is not everything: it stands first, in brick."""
    knows = source.patient.knows_diagnosis
    if knows == answers.Knows.FULLY:
        return ""
    words = source.patient.get_knows_diagnosis_display() or _("Not provided")
    wish = source.patient.get_disclosure_display()
    return " · ".join(part for part in (words, wish) if part)


def _flags(source: Source, events: list[RequestEvent]) -> list[dict[str, Any]]:
    """Flags with who looked at them; those nobody looked at first."""
    looks = source.request.flags_seen.select_related("by")
    seen = {(look.code, look.fingerprint): look for look in looks}
    rows = [
        {"flag": flag, "seen": seen.get((flag.code, flag.fingerprint))}
        for flag in flags.flags_of(source, events)
    ]
    return sorted(rows, key=lambda row: row["seen"] is not None)


def _record_row(
    record: Record, request: ConsultationRequest, scans: Receipt | None
) -> dict[str, Any]:
    files = list(record.files.all())
    waiting = any(file.is_being_checked for file in files)
    warned = any(file.verdict == File.Verdict.WARNED for file in files)
    stays = scans is not None and scans.stays_with_family
    state, todo = _("Not looked at"), True
    if record.is_checked:
        state, todo = _("Checked"), False
    elif not files:
        state = _("No file")
    elif waiting:
        state, todo = _("Being looked at"), False
    elif record.checked_at:
        state = _("Changed since it was checked")
    elif not record.dated_on:
        state = _("Ask for the day")
    elif warned:
        state = _("Arrived, with a note")
    return {
        "record": record,
        "files": files,
        "shown_files": [] if stays else files[:MOST_FILES],
        "more_files": 0 if stays else len(files[MOST_FILES:]),
        "scans": scans,
        "studies": scans.studies if scans and scans.is_shown_to_team else [],
        "state": state,
        "todo": todo,
        "is_new": todo and came_later(record, request),
        "may_look_again": bool(again.failed_files(record)),
    }


def version_rows(
    versions: Iterable[Summary], changed_at: datetime | None
) -> list[dict[str, Any]]:
    """Each version of the case summary, with the cause in words when it was not built.

    `changed_at`: when an answer was last changed; a version begun before it is older.
    """
    versions = list(versions)
    newest = max((summary.version for summary in versions), default=0)
    return [
        {
            "summary": summary,
            "cause": _cause(summary),
            "called_off": summary.error_code == build.REQUEST_ENDED,
            "may_try_again": summary.version == newest,
            "is_older": later.is_older(summary, changed_at),
        }
        for summary in versions
    ]


def _cause(summary: Summary) -> str:
    failed = summary.work == Summary.Work.FAILED
    return build.cause_of(summary) if failed else ""


def moves_of(request: ConsultationRequest) -> list[tuple[str, str]]:
    """Moves the desk may make by hand from here, in the order of the steps."""
    allowed = TRANSITIONS[request.status] & BY_HAND
    return [(code, step_of(code)) for code in STEPS if code in allowed]
