"""Flags about the patient: an emergency, fitness, herbs beside other medicine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations import blood, thinners, triage
from consultations import infections as found
from consultations.choices import DeadlineReason
from consultations.flags.flag import Events, Flag
from consultations.models import Urgency
from consultations.summary.source import Source
from intake import choices as answers
from intake.models import LabValue

EMERGENCY = "emergency"
BEFORE_SURGERY = 14  # days without herbs
YES = answers.YesNoUnknown.YES
CHEMO = {answers.TreatmentType.CHEMOTHERAPY, answers.TreatmentType.TARGETED}


def emergency(source: Source, _events: Events) -> Iterator[Flag]:
    """Red rules, while the family was not told to get care near them."""
    if source.request.has_ended:
        return
    low = [_told(row) for row in blood.very_low(source.lab_values, source.today)]
    for rule in triage.reasons(source):
        if rule.level == Urgency.RED:
            yield Flag(
                EMERGENCY,
                _("This may be an emergency"),
                str(rule.sentence),
                [rule.code, source.diagnosis.situation, *low],
            )


def blood_values(source: Source, _events: Events) -> Iterator[Flag]:
    """Which typed values press, and which could not be weighed."""
    said = (
        (blood.very_low, "low", _("Dangerously low: %s")),
        (blood.high, "high", _("High: %s")),
        (blood.above_reference, "above", _("Above its reference range: %s")),
        (blood.unread, "unread", _("Not weighed, look at the paper: %s")),
    )
    texts = {
        "low": _("Typed in, not read from a paper. Ask how the patient is today."),
        "high": _("Typed in, not read from a paper. The kidneys may not work well."),
        "above": _("Typed in, not read from a paper. The kidneys may not work well."),
        "unread": _("The number or its unit can mean more than one thing."),
    }
    for find, code, title in said:
        for row in find(source.lab_values, source.today):
            told = _told(row)
            yield Flag(f"blood_{code}_{row.pk}", title % told, texts[code], told)


def infections(source: Source, _events: Events) -> Iterator[Flag]:
    """What typed tests show of old infections, or leave to somebody who reads the paper."""
    for row in found.positive(source.lab_values):
        told = _told(row)
        yield Flag(
            f"infection_{row.pk}",
            _("Found by a test: %s") % told,
            _("Typed in, not read from a paper. Treatment can wake an old infection."),
            told,
        )
    for row in found.unread(source.lab_values):
        told = _told(row)
        yield Flag(
            f"infection_unread_{row.pk}",
            _("Not weighed, look at the paper: %s") % told,
            _("The result does not say by itself whether the infection was found."),
            told,
        )


def untold_thinner(source: Source, _events: Events) -> Iterator[Flag]:
    """A blood thinner stands among the medicines, and the answer about it is not yes."""
    names = [row.name for row in thinners.untold(source.health, source.medicines)]
    if names:
        yield Flag(
            "untold_thinner",
            _("A blood thinner among the medicines: %s") % listed(names),
            _("Asked for one, the family did not say yes. Please ask again."),
            [source.health.blood_thinner, *names],
        )


def _told(row: LabValue) -> str:
    """ "Platelets 8 10^9/L (2026-11-20)" """
    day = f" ({row.sampled_on})" if row.sampled_on else ""
    return f"{row.name} {row.amount}{day}"


def fitness(source: Source, _events: Events) -> Iterator[Flag]:
    health = source.health
    if health.ecog in {"3", "4"}:
        yield Flag(
            "ecog",
            _("The patient reports ECOG %s") % health.ecog,
            _("Reported by the patient, not by a doctor."),
            health.ecog,
        )
    if health.ecog_change == answers.Change.WORSE_QUICKLY:
        yield Flag(
            "worse_quickly",
            _("Quickly worse in the last month"),
            _("Ask how the patient is today."),
            health.ecog_change,
        )


def herbs(source: Source, _events: Events) -> Iterator[Flag]:
    taken = source.herbs_taken
    if not taken:
        return
    names = [str(row.pk) for row in taken]
    thinner = source.health.blood_thinner == YES or thinners.among(source.medicines)
    if thinner or any(row.with_thinner == YES for row in source.supplements):
        yield Flag(
            "herb_thinner",
            _("Herbs together with a blood thinner"),
            _("For the team to look at; no advice to the family."),
            names,
        )
    in_chemo = any(t.is_ongoing and t.type in CHEMO for t in source.treatments)
    told = any(row.with_chemo == YES for row in source.supplements)
    if in_chemo or told:
        yield Flag(
            "herb_chemo",
            _("Herbs together with cancer medicine"),
            _("For the team to look at; no advice to the family."),
            names,
        )
    left = source.request.days_left(source.today)
    booked = source.request.decide_by_reason == DeadlineReason.SURGERY
    if booked and left is not None and 0 <= left <= BEFORE_SURGERY:
        yield Flag(
            "herb_surgery",
            _("Herbs, and an operation within %s days") % BEFORE_SURGERY,
            _("For the team to look at; no advice to the family."),
            names,
        )


def is_beside(row: Any) -> bool:
    """The family says that this herb is taken with cancer medicine or a blood thinner."""
    return YES in {getattr(row, "with_chemo", ""), getattr(row, "with_thinner", "")}
