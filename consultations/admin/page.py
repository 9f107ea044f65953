"""What the work page shows about one request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import countries
from accounts.access import coordinators, entries_about, specialists
from accounts.models import User
from consultations import choices, clocks, flags, triage
from consultations.models import ConsultationRequest, Status, Summary
from consultations.models.requests import TRANSITIONS
from consultations.summary import build
from consultations.summary.source import Source, load_request
from intake import choices as answers
from intake import languages, statements
from intake.models import CaseMember
from records import checklist, meaning
from records.models import File

HISTORY = 12


def page_of(request: ConsultationRequest, user: User) -> dict[str, Any]:
    """Everything on one page; about thirty queries, however big the case."""
    source = load_request(request)
    events = list(request.events.select_related("by"))
    found = flags.flags_of(source, events)
    seen = {(f.code, f.fingerprint): f for f in request.flags_seen.select_related("by")}
    slots = source.slots
    return {
        "asked": request,
        "source": source,
        "title": _heading(source),
        "subtitle": request.reference,
        "clocks": clocks.clocks_of(request, events),
        "days_left": request.days_left(source.today),
        "sentence": _sentence(source),
        "reasons": triage.reasons(source),
        "patient_alert": _patient_alert(source),
        "facts": facts(source),
        "judgements": meaning.judgements(slots),
        "gaps": checklist.gaps(slots),
        "records": [_record_row(record) for record in source.case_records],
        "flags": [
            {"flag": flag, "seen": seen.get((flag.code, flag.fingerprint))}
            for flag in found
        ],
        "open_flags": sum((f.code, f.fingerprint) not in seen for f in found),
        "summaries": [
            _version(s) for s in request.summaries.select_related("asked_by")
        ],
        "people": _people(source),
        "consents": _consents(source),
        "notes": request.notes.select_related("by"),
        "events": list(reversed(events))[:HISTORY],
        "entries": entries_about(request.case_id)[:HISTORY],
        "next": next_deed(source, user, found),
        "moves": _moves(request),
        "coordinators": coordinators(),
        "specialists": specialists(),
        "mine": request.owner_id == user.pk,
    }


def _heading(source: Source) -> str:
    patient = source.patient
    age = patient.age_on(source.today)
    country = countries.name_of(patient.country) if patient.country else ""
    parts = [
        patient.short_name or _("No name yet"),
        "" if age is None else str(age),
        country,
    ]
    return ", ".join(part for part in parts if part)


def _sentence(source: Source) -> str:
    """What the dates mean, in one sentence."""
    request, usual = source.request, settings.SERVICE["turnaround_days"]
    left = request.days_left(source.today)
    if left is None:
        return _("The family named no date. Ask them what waits for the answer.")
    if left < 0:
        return _(
            "The decide-by date has passed. Tell the family at once what we can still do."
        )
    if left < usual:
        return _(
            "An opinion usually takes %(usual)s days and %(left)s are left: it may come too "
            "late. Say so honestly, and ask the team for an express meeting."
        ) % {"usual": usual, "left": left}
    return _(
        "If the folder is complete within %(spare)s days, the opinion can come in time."
    ) % {"spare": left - usual}


def _patient_alert(source: Source) -> str:
    knows = source.patient.knows_diagnosis
    if knows == answers.Knows.FULLY:
        return ""
    words = source.patient.get_knows_diagnosis_display() or _("Not provided")
    wish = source.patient.get_disclosure_display()
    return _("What the patient knows: %s.") % ". ".join(
        part for part in (words, wish) if part
    )


def facts(source: Source) -> list[dict[str, Any]]:
    """Label, value, and where it comes from; missing is said, never left blank."""
    d, h, r, p = source.diagnosis, source.health, source.request, source.patient
    rows = [
        ("consultationrequest.proposed_plan", _("Plan at home"), r.proposed_plan),
        ("consultationrequest.what_matters", _("What matters most"), _many(choices.Matters, r.what_matters)),
        ("consultationrequest.after_opinion", _("After the opinion"), r.get_after_opinion_display()),
        ("diagnosis.site", _("Cancer"), _join(d.get_site_display(), d.site_other, d.get_side_display())),
        ("diagnosis.as_written", _("As written"), d.as_written),
        ("diagnosis.stage", _("Stage"), _join(d.get_stage_display(), d.stage_text, d.tnm)),
        ("diagnosis.situation", _("Situation"), d.get_situation_display()),
        ("diagnosis.spread_to", _("Spread"), _many(answers.Spread, d.spread_to)),
        ("diagnosis.next_treatment", _("Planned next"), _join(d.next_treatment, d.next_treatment_on)),
        ("health.ecog", _("Daily life (patient)"), _join(h.ecog, h.get_ecog_display())),
        ("health.ecog_change", _("Last month"), h.get_ecog_change_display()),
        ("health.other_illness", _("Other illness"), _join(_many(answers.OtherIllness, h.other_illness), h.other_illness_note)),
        ("health.blood_thinner", _("Blood thinner"), _join(h.get_blood_thinner_display(), h.blood_thinner_name)),
        ("patient.language", _("Language"), _join(languages.name_of(p.language), p.get_interpreter_display() and _("interpreter: %s") % p.get_interpreter_display())),
        ("patient.contact_ways", _("Contact"), _join(p.email, p.phone, p.messenger, _many(answers.ContactWay, p.contact_ways))),
        ("treatingdoctor.name", _("Doctor at home"), _join(source.doctor.name, source.doctor.hospital, source.doctor.get_may_contact_display() and _("may be contacted: %s") % source.doctor.get_may_contact_display())),
    ]  # fmt: skip
    lines = [_fact(source, *row) for row in rows]
    for label, found in (
        (_("Treatment"), source.treatments),
        (_("Biomarker"), source.biomarkers),
        (_("Medicine"), source.medicines),
        (_("Allergy"), source.allergies),
        (_("Herb"), source.supplements),
    ):
        lines += [
            _fact(source, f"{row._meta.model_name}:{row.pk}", label, _row_words(row))
            for row in found
        ]
    return lines


def _fact(source: Source, fact: str, label: str, value: Any) -> dict[str, Any]:
    check = source.checks.get(fact)
    changed = source.changed_at.get(fact)
    counts = check is not None and not (changed and changed > check.at)
    number = source.record_numbers.get(check.record_id) if counts and check else None
    return {
        "fact": fact,
        "label": label,
        "value": value or "",
        "record": number,
        "checked": bool(counts and check and check.checked_by_id),
    }


def _row_words(row: Any) -> str:
    names = {
        "treatmentline": ("get_type_display", "name", "began_on", "ended_on", "get_response_display"),
        "biomarker": ("marker", "result", "method"),
        "medicine": ("name", "dose", "how_often"),
        "allergy": ("substance", "reaction"),
        "supplement": ("name", "ingredients", "get_with_chemo_display"),
    }[row._meta.model_name]  # fmt: skip
    values = [getattr(row, name) for name in names]
    return _join(*(value() if callable(value) else value for value in values))


def _join(*parts: Any) -> str:
    words = [
        part.words() if hasattr(part, "words") else str(part) for part in parts if part
    ]
    return ", ".join(words)


def _many(kind: Any, codes: list[str]) -> str:
    return ", ".join(str(kind(code).label) for code in codes if code in kind.values)


def _record_row(record: Any) -> dict[str, Any]:
    files = list(record.files.all())
    waiting = any(file.verdict == File.Verdict.WAITING for file in files)
    if record.checked_at:
        state = _("Checked")
    elif not files:
        state = _("No file")
    elif waiting:
        state = _("Being looked at")
    elif not record.dated_on:
        state = _("Ask for the day")
    else:
        state = _("Not checked yet")
    return {"record": record, "files": files, "state": state}


def _version(summary: Summary) -> dict[str, Any]:
    failed = summary.work == Summary.Work.FAILED
    return {"summary": summary, "cause": build.cause_of(summary) if failed else ""}


def _people(source: Source) -> list[dict[str, Any]]:
    return [
        {
            "member": member,
            "role": member.get_role_display(),
            "scopes": ", ".join(str(scope.label) for scope in member.scopes),
            "is_specialist": member.role == CaseMember.Role.SPECIALIST,
        }
        for member in source.members
    ]


def _consents(source: Source) -> list[dict[str, Any]]:
    titles = {s.code: statements.shown(s, "en").title for s in statements.current()}
    latest = {consent.code: consent for consent in source.consents}
    return [
        {"code": code, "title": titles[code], "consent": latest.get(code)}
        for code in titles
    ]


def _moves(request: ConsultationRequest) -> list[tuple[str, str]]:
    """Moves the desk may make by hand from here."""
    from consultations.admin.work import BY_HAND

    allowed = TRANSITIONS[request.status] & BY_HAND
    return [(code, label) for code, label in Status.choices if code in allowed]


def next_deed(source: Source, user: User, found: list[Any]) -> dict[str, Any]:
    """Exactly one deed, worked out from the data; or that there is nothing to do."""
    request = source.request
    if request.has_ended:
        return {"title": _("Nothing to do"), "text": _("This request has ended.")}
    if request.owner_id is None:
        return {
            "title": _("Next: take this case"),
            "text": _("It becomes yours, and the family sees who looks after them."),
            "deed": "take",
            "button": _("Take it"),
        }
    if request.status == Status.SUBMITTED:
        return _move_deed(Status.CHECKING, _("Next: begin checking"), _("Begin"))
    if request.status == Status.CHECKING:
        return _after_checking(source)
    if request.status == Status.COMPLETE:
        return _move_deed(
            Status.WITH_MDT, _("Next: hand it to the team"), _("Hand it over")
        )
    if request.status in {Status.NEEDS_INFO, Status.PAUSED}:
        since = timezone.localtime(request.waiting_since).date()
        return {
            "title": _("Nothing to do"),
            "text": _("Waiting for the family since %s.") % since,
        }
    return {"title": _("Nothing to do"), "text": _("The team is at work.")}


def _move_deed(status: str, title: str, button: str) -> dict[str, Any]:
    return {
        "title": title,
        "text": _("The step becomes “%s”. The family is told there is news.")
        % Status(status).label,
        "deed": "move",
        "status": status,
        "button": button,
    }


def _after_checking(source: Source) -> dict[str, Any]:
    missing = checklist.still_needed(source.slots)
    if not missing:
        return _move_deed(
            Status.COMPLETE, _("Next: mark the folder complete"), _("It is complete")
        )
    names = ", ".join(str(slot.kind.label) for slot in missing)
    return {
        "title": _("Next: ask the family for %s things") % len(missing),
        "text": _("They get your words here and an e-mail without health words."),
        "deed": "move",
        "status": Status.NEEDS_INFO,
        "button": _("Send the request"),
        "ask": _("Please add, or tell us why you cannot: %s.") % names,
    }
