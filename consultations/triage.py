"""How pressing a request is, and what the queue needs to know of it.

The rules are a proposal; the medical lead must approve them. Coordinators never give
medical advice: a level says only how soon a person looks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.choices import DeadlineReason
from consultations.models import (
    ConsultationRequest,
    Status,
    Urgency,
)
from consultations.summary.source import Source, load_request
from intake import choices as answers
from intake.models import Case
from records import checklist

SOON, LATER = 7, 21  # days until the decide-by date
STRONG = 7  # of 10: a symptom that asks for priority
NO_DATE = "9999-12-31"
AT_THE_END = 9  # the place of requests that have ended: after every level


@dataclass(frozen=True)
class Rule:
    """One reason for a level. The first level that has a reason counts."""

    code: str
    level: Urgency
    sentence: Promise
    applies: Callable[[Source], bool]


def _days(source: Source) -> int | None:
    return source.request.days_left(source.today)


def _due_within(source: Source, days: int) -> bool:
    left = _days(source)
    return left is not None and left <= days


def _first_treatment_booked(source: Source) -> bool:
    reason = source.request.decide_by_reason
    first = reason == DeadlineReason.TREATMENT and not source.treatments
    return reason == DeadlineReason.SURGERY or first


def _strong_symptom(source: Source) -> bool:
    felt = source.health.symptoms
    pressing = ("pain", "breathless", "nausea")
    return any(
        isinstance(felt.get(code), int) and felt[code] >= STRONG for code in pressing
    )


def _just_found(source: Source, *sites: str) -> bool:
    found = {answers.Situation.NEW, answers.Situation.BEFORE_TREATMENT}
    return source.diagnosis.site in sites and source.diagnosis.situation in found


def _fertility_before_treatment(source: Source) -> bool:
    return source.health.fertility == answers.Fertility.YES and not source.treatments


def _pregnant(source: Source) -> bool:
    return source.health.pregnancy in {
        answers.Pregnancy.YES,
        answers.Pregnancy.POSSIBLE,
    }


def _out_of_scope(source: Source) -> bool:
    age = source.patient.age_on(source.today)
    return age is not None and age < 18


A = Urgency
RULES: tuple[Rule, ...] = (
    Rule(
        "redirected",
        A.RED,
        _("An emergency: the family was told to get care near them."),
        lambda s: s.request.status == Status.REDIRECTED,
    ),
    Rule(
        "new_leukaemia",
        A.RED,
        _("Leukaemia that was just found: ask today if it is acute."),
        lambda s: _just_found(s, answers.Site.LEUKAEMIA),
    ),
    Rule(
        "within_7",
        A.AMBER_1,
        _("The decide-by date is within 7 days, or has passed."),
        lambda s: _due_within(s, SOON),
    ),
    Rule(
        "booked",
        A.AMBER_1,
        _("An operation or a first treatment is booked."),
        _first_treatment_booked,
    ),
    Rule(
        "worse_quickly",
        A.AMBER_1,
        _("The patient is quickly getting worse."),
        lambda s: s.health.ecog_change == answers.Change.WORSE_QUICKLY,
    ),
    Rule(
        "new_lymphoma",
        A.AMBER_1,
        _("Lymphoma that was just found: it may be a fast one."),
        lambda s: _just_found(s, answers.Site.LYMPHOMA),
    ),
    Rule(
        "fertility",
        A.AMBER_1,
        _("Fertility matters before treatment begins."),
        _fertility_before_treatment,
    ),
    Rule("pregnancy", A.AMBER_1, _("Pregnant, breastfeeding, or possible."), _pregnant),
    Rule(
        "within_21",
        A.AMBER_2,
        _("The decide-by date is within 21 days."),
        lambda s: _due_within(s, LATER),
    ),
    Rule(
        "in_treatment",
        A.AMBER_2,
        _("The patient is in treatment now."),
        lambda s: s.diagnosis.situation == answers.Situation.IN_TREATMENT,
    ),
    Rule(
        "brain_or_bone",
        A.AMBER_2,
        _("Spread to brain or bone."),
        lambda s: bool({"brain", "bone"} & set(s.diagnosis.spread_to)),
    ),
    Rule(
        "symptom", A.AMBER_2, _("A strong symptom: 7 or more of 10."), _strong_symptom
    ),
    Rule(
        "myeloma",
        A.AMBER_2,
        _("Myeloma."),
        lambda s: s.diagnosis.site == answers.Site.MYELOMA,
    ),
    Rule("under_18", A.GREY, _("The patient is under 18."), _out_of_scope),
    Rule("no_question", A.GREY, _("There is no question."), lambda s: not s.questions),
    Rule(
        "incomplete",
        A.GREY,
        _("A needed record is missing and nobody said why."),
        lambda s: bool(checklist.still_needed(s.slots)),
    ),
)


def reasons(source: Source) -> list[Rule]:
    """The rules of the level that counts: most pressing first; empty means green."""
    matching = [rule for rule in RULES if rule.applies(source)]
    if not matching:
        return []
    level = min(rule.level for rule in matching)
    return [rule for rule in matching if rule.level == level]


def urgency_of(source: Source) -> Urgency:
    found = reasons(source)
    return found[0].level if found else Urgency.GREEN


def refresh(request: ConsultationRequest) -> None:
    """Writes down urgency, what is missing and the place in the queue, as things stand.

    One at a time: of two changes at once, the later look sees both.
    """
    with transaction.atomic():
        current = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
        source = load_request(current)
        level = urgency_of(source)
        kept = {
            "urgency": level,
            "missing": [slot.kind.code for slot in source.slots if slot.is_gap],
            "queue_key": queue_key(level, current),
        }
        ConsultationRequest.objects.filter(pk=request.pk).update(**kept)
    for name, value in kept.items():
        setattr(request, name, value)


def queue_key(level: int, request: ConsultationRequest) -> str:
    """Sorts as the desk works: level, decide-by date (none last), arrival; ended last."""
    place = AT_THE_END if request.has_ended else int(level)
    due = request.decide_by.isoformat() if request.decide_by else NO_DATE
    sent = request.submitted_at.strftime("%Y%m%d%H%M%S") if request.submitted_at else ""
    return f"{place} {due} {sent}"


def refresh_after_change(case: Case) -> None:
    """Once a change in a folder that was sent is kept, its open request stands anew.

    A fault in the rules never costs the family what they saved.
    """
    if case.desk_opened_at is None:
        return

    def weigh() -> None:  # a partial has no name for Django to log
        refresh_open(case.pk)

    transaction.on_commit(weigh, robust=True)


def refresh_open(case_id: uuid.UUID) -> None:
    """Weighs the open request of a case as things stand now.

    What the family was asked for brings it back to the desk: their clock stops.
    """
    asked = ConsultationRequest.objects.filter(case_id=case_id).open()
    with transaction.atomic():
        for request in asked.select_for_update():
            if request.status == Status.NEEDS_INFO:
                request.move_to(Status.CHECKING, by=None)
    for request in asked:
        refresh(request)


def refresh_due(most: int = 500) -> int:
    """Raises open requests whose date came nearer since they were last weighed.

    Only the days left change by themselves: the other rules follow what people do.
    """
    today = timezone.localdate()
    nearer = Q(decide_by__lte=today + timedelta(days=SOON), urgency__gt=A.AMBER_1)
    nearer |= Q(decide_by__lte=today + timedelta(days=LATER), urgency__gt=A.AMBER_2)
    stale = ConsultationRequest.objects.open().filter(nearer)[:most]
    for request in stale:
        refresh(request)
    return len(stale)
