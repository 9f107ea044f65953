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
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations import blood, times
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
AFTER_LEVELS, AT_THE_END = 8, 9  # the places of what is answered, and of what has ended
BESIDE = {answers.TreatmentType.SUPPORTIVE, answers.TreatmentType.TCM}
TREATED = {
    answers.Situation.IN_TREATMENT,
    answers.Situation.AFTER_TREATMENT,
    answers.Situation.CAME_BACK,
}
# Cancers that can press on the ureters or harm the kidneys themselves.
NEAR_KIDNEYS = {
    answers.Site.KIDNEY,
    answers.Site.BLADDER,
    answers.Site.PROSTATE,
    answers.Site.CERVIX,
    answers.Site.MYELOMA,
}
# A coordinator called the folder complete: what is missing is a flag, and no level.
CALLED_COMPLETE = {
    Status.COMPLETE,
    Status.WITH_MDT,
    Status.DRAFTING,
    Status.TRANSLATING,
    Status.DELIVERED,
    Status.FOLLOW_UP,
    Status.CLOSED,
}
WAITS_FOR_NEWS = {Status.NEEDS_INFO, Status.PAUSED}
NEEDED_CONSENTS = frozenset({"C1", "C2", "C3", "C8"})  # without one nobody may work


@dataclass(frozen=True)
class Rule:
    """One reason for a level. The first level that has a reason counts.

    `always`: it is said beside the reasons of a more pressing level too.
    """

    code: str
    level: Urgency
    sentence: Promise
    applies: Callable[[Source], bool]
    always: bool = False


def _days(source: Source) -> int | None:
    return source.request.days_left(source.today)


def _due_within(source: Source, days: int) -> bool:
    left = _days(source)
    return left is not None and left <= days


def _has_begun(source: Source) -> bool:
    """Whether treatment against the cancer was ever begun."""
    begun = any(line.type not in BESIDE for line in source.treatments)
    return begun or source.diagnosis.situation in TREATED


def _booked(source: Source) -> bool:
    """An operation, or with its day the first treatment of all."""
    asked = source.request
    if asked.decide_by_reason == DeadlineReason.SURGERY:
        return True
    dated = asked.decide_by is not None and not _has_begun(source)
    return dated and asked.decide_by_reason == DeadlineReason.TREATMENT


def _is_strong(source: Source, *symptoms: str) -> bool:
    felt = source.health.symptoms
    return any(
        isinstance(felt.get(code), int) and felt[code] >= STRONG for code in symptoms
    )


def _nerve_threatened(source: Source) -> bool:
    near = source.diagnosis.site == answers.Site.BRAIN
    near = near or answers.Spread.BONE in source.diagnosis.spread_to
    return near and _is_strong(source, answers.Symptom.PAIN)


def _kidney_threatened(source: Source) -> bool:
    ill = answers.OtherIllness.KIDNEY in source.health.other_illness
    return ill and source.diagnosis.site in NEAR_KIDNEYS


def _just_found(source: Source, *sites: str) -> bool:
    found = {answers.Situation.NEW, answers.Situation.BEFORE_TREATMENT}
    return source.diagnosis.site in sites and source.diagnosis.situation in found


def _fertility_before_treatment(source: Source) -> bool:
    wished = source.health.fertility == answers.Fertility.YES
    return wished and not _has_begun(source)


def _pregnant(source: Source) -> bool:
    return source.health.pregnancy in {
        answers.Pregnancy.YES,
        answers.Pregnancy.POSSIBLE,
    }


def is_under_age(source: Source) -> bool:
    return source.patient.is_under_age_on(source.today)


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
        "low_blood",
        A.RED,
        _("A blood value was typed in that is dangerously low: ask today."),
        lambda s: bool(blood.very_low(s.lab_values, s.today)),
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
        _booked,
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
        "airway",
        A.AMBER_1,
        _("Strong shortness of breath, 7 or more of 10: the airway may be threatened."),
        lambda s: _is_strong(s, answers.Symptom.BREATHLESS),
    ),
    Rule(
        "nerve",
        A.AMBER_1,
        _(
            "Strong pain with spread to bone, or in the spine: ask about the legs today."
        ),
        _nerve_threatened,
    ),
    Rule(
        "kidney",
        A.AMBER_1,
        _("Kidney disease with a cancer that can harm the kidneys."),
        _kidney_threatened,
    ),
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
        "symptom",
        A.AMBER_2,
        _("A strong symptom: 7 or more of 10."),
        lambda s: _is_strong(s, answers.Symptom.PAIN, answers.Symptom.NAUSEA),
    ),
    Rule(
        "myeloma",
        A.AMBER_2,
        _("Myeloma."),
        lambda s: s.diagnosis.site == answers.Site.MYELOMA,
    ),
    Rule(
        "leukaemia",
        A.AMBER_2,
        _("Leukaemia that is known already, such as a stable CML."),
        lambda s: s.diagnosis.site == answers.Site.LEUKAEMIA,
    ),
    Rule("under_18", A.GREY, _("The patient is under 18."), is_under_age, always=True),
    Rule("no_question", A.GREY, _("There is no question."), lambda s: not s.questions),
    Rule(
        "incomplete",
        A.GREY,
        _("A needed record is missing and nobody said why."),
        lambda s: (
            s.request.status not in CALLED_COMPLETE
            and bool(checklist.still_needed(s.slots))
        ),
    ),
)


def reasons(source: Source) -> list[Rule]:
    """The rules of the level that counts: most pressing first; empty means green.

    Once the opinion is with the family, only an emergency still presses.
    """
    matching = [rule for rule in RULES if rule.applies(source)]
    if is_answered(source.request):
        matching = [rule for rule in matching if rule.level == A.RED]
    if not matching:
        return []
    level = min(rule.level for rule in matching)
    return [rule for rule in matching if rule.level == level or rule.always]


def is_answered(request: ConsultationRequest) -> bool:
    """The opinion is with the family, and they asked nothing about it."""
    return request.status == Status.DELIVERED


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
    """Sorts as the desk works: level, decide-by date (none last), arrival.

    What is answered comes after every level, what has ended comes last.
    """
    place = AFTER_LEVELS if is_answered(request) else int(level)
    place = AT_THE_END if request.has_ended else place
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

    What comes from the family while we wait for them brings it back to the desk: their
    clock stops. What is paused because a consent was taken back waits for the consent.
    """
    asked = ConsultationRequest.objects.filter(case_id=case_id).open()
    with transaction.atomic():
        for request in asked.select_for_update():
            if request.status in WAITS_FOR_NEWS and not taken_back(request.case):
                request.move_to(Status.CHECKING, by=None)
    for request in asked:
        refresh(request)


def taken_back(case: Case) -> list[str]:
    """Needed consents whose newest answer is no: while there is one, nobody may work."""
    newest = {consent.code: consent.agreed for consent in case.consents.all()}
    return [code for code in sorted(NEEDED_CONSENTS) if newest.get(code) is False]


def refresh_due(most: int = 500) -> int:
    """Raises open requests whose date came nearer since they were last weighed.

    Only the days left change by themselves: the other rules follow what people do.
    """
    today = times.today()
    nearer = Q(decide_by__lte=today + timedelta(days=SOON), urgency__gt=A.AMBER_1)
    nearer |= Q(decide_by__lte=today + timedelta(days=LATER), urgency__gt=A.AMBER_2)
    pressing = ConsultationRequest.objects.open().exclude(status=Status.DELIVERED)
    stale = pressing.filter(nearer)[:most]
    for request in stale:
        refresh(request)
    return len(stale)
