"""What is still missing before the decision: who can give it, how long, worth waiting or not.

The rows are those of `records.meaning`; here they meet the decide-by date and the questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import access, asking, bank, questions
from consultations.models import ConsultationRequest, Question
from intake.models import Case
from records import checklist, limits, meaning, ways
from records.meaning import Judgement
from records.slots import Slot


@dataclass(frozen=True)
class Missing:
    """One thing the team cannot judge yet, and the way to it."""

    judgement: Judgement
    slot: Slot
    who: str
    how_long: str
    worth: str
    fits: bool

    @property
    def can_be_had(self) -> bool:
        """Somebody could still ask for it now."""
        return not (self.slot.is_impossible or self.slot.is_asked_for)


def page(case: Case, asked: ConsultationRequest) -> dict[str, Any]:
    """Everything the page needs; what it costs does not grow with the folder."""
    known = checklist.read(case)
    own = list(access.questions_of(asked)) if asked.pk else []
    slots = checklist.asked_by(known.slots, asking.numbers_by_kind(own))
    judged = meaning.judgements(slots)
    missing = [_missing(one, asked.decide_by) for one in judged if not one.can]
    return {
        "asked": asked,
        "days_left": asked.days_left(),
        "can_judge": [one for one in judged if one.can],
        "missing": missing,
        "summary": _summary(missing),
        "next": _next(case, missing),
        "own_doctor": limits.own_doctor(known.facts),
        "need_a_visit": list(_need_a_visit(own)),
        "nobody": limits.nobody(known.facts),
    }


def _missing(judgement: Judgement, decide_by: date | None) -> Missing:
    slot, today = judgement.slot, timezone.localdate()
    way = ways.WAYS[judgement.way] if judgement.way else ways.way_of(slot)
    return Missing(
        judgement,
        slot,
        str(way.who),
        way.how_long(),
        _worth(slot, way, decide_by, today),
        ways.fits(way, decide_by, today),
    )


def _worth(slot: Slot, way: ways.Way, decide_by: date | None, today: date) -> str:
    if slot.is_impossible:
        return _("No. It cannot be had, and the team knows why.")
    return ways.worth_waiting(way, decide_by, today)


def _summary(missing: list[Missing]) -> str:
    """How many things are missing, and whether they can be here in time."""
    count = len(missing)
    if not count:
        return _("Nothing that the team asked for is missing.")
    words = ngettext("%(n)s thing is missing.", "%(n)s things are missing.", count)
    late = sum(not one.fits for one in missing)
    if not late:
        return words % {"n": count}
    more = ngettext(
        "%(n)s of them may not arrive in time.",
        "%(n)s of them may not arrive in time.",
        late,
    )
    return f"{words % {'n': count}} {more % {'n': late}}"


def _next(case: Case, missing: list[Missing]) -> dict[str, Any] | None:
    """The first thing that can be had in time: the most questions wait for it."""
    one = next((one for one in missing if one.can_be_had and one.fits), None)
    if one is None:
        return None
    code = one.slot.kind.code
    return {
        "title": _("Ask for: %s") % one.slot.kind.label,
        "text": f"{one.who} · {one.how_long}",
        "href": reverse("records:checklist_answer", args=[case.pk, code]),
    }


def _need_a_visit(own: Iterable[Question]) -> Iterable[tuple[int, str, bool]]:
    """Questions that papers answer in part or not at all: number, words, not at all."""
    for number, question in enumerate(own, start=1):
        entry = bank.get(question.code) if question.code else None
        if entry is not None and entry.remote in {"no", "maybe"}:
            yield number, questions.words(question), entry.remote == "no"
