"""What the page of all records shows: the part of the timeline that is asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from intake.dates import PartialDate
from intake.models import Case, TreatmentLine
from records import access, calendar, checklist, notes, reminders, suggestions, timeline
from records.kinds import BY_CODE
from records.models import File, QuietAnswer, Record

FILTER = "show"  # in the address; `kind` there says what is to be added
UNSORTED = "unsorted"


def whole(request: HttpRequest, case: Case) -> dict[str, Any]:
    """For whoever may see everything. The number of queries is the same in any folder."""
    slots = checklist.with_questions(checklist.state_of(case), case)
    missing = checklist.still_needed(slots)
    context = _part(request, case, Record.objects.filter(case=case).here())
    part, chosen = context["part"], context["chosen"]
    beside = {} if chosen else _beside(case, context["months"], part)
    context["groups"] = timeline.groups_of(
        case,
        part.records,
        [s for s in _gaps(slots) if not chosen and part.holds(s.hangs_on)],
        **beside,
        ahead=part.view.is_newest and not chosen,
    )
    today = timezone.localdate()
    aged = {slot.kind.code: (slot.held.newest, slot.aged) for slot in slots}
    notes.write_notes(part.records, born=case.patient.date_of_birth, aged=aged)
    return context | {
        "missing": missing,
        "overdue": reminders.overdue(checklist.all_of(slots), today),
        "away": [slot for slot in slots if slot.is_gap and slot.is_explained],
        "removed": access.removed_of(case),
        "here": [slot for slot in slots if slot.is_here],
    }


def on_paper(case: Case) -> list[timeline.Group]:
    """Everything that is told, in the order of the timeline; gaps and questions are not.

    Nor are records nothing of which was kept.
    """
    here = Record.objects.filter(case=case).here()
    records = [r for r in access.records_of(case) if not r.is_nothing_kept]
    part = calendar.Drawn(calendar.View(()), records)
    beside = _beside(case, calendar.months_of(here), part)
    beside["quiet"] = [quiet for quiet in beside["quiet"] if quiet.answer]
    return timeline.groups_of(case, records, [], **beside)


def own(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What a person sees who may only add records: the ones they added."""
    mine = Record.objects.filter(case=case, added_by=request.user).here()
    context = _part(request, case, mine)
    records = context["records"]
    notes.write_notes(records, born=case.patient.date_of_birth)
    context["groups"] = timeline.groups_of(case, records, [], ahead=False)
    return context


def _part(request: HttpRequest, case: Case, here: QuerySet[Record]) -> dict[str, Any]:
    """The records that are drawn, and what can be chosen instead."""
    kinds = _kinds_of(here)
    chosen = request.GET.get(FILTER, "")
    chosen = chosen if chosen in {code for code, _label, _n in kinds} else ""
    shown = _of_kind(here, chosen) if chosen else here
    months = calendar.months_of(shown)
    asked = (request.GET.get(name, "") for name in ("year", "part"))
    view = calendar.view_of(months, *asked)
    part = calendar.draw(view, access.with_files(shown))
    return {
        "records": part.records,
        "months": months,
        "part": part,
        "view": view,
        "chosen": chosen,
        "kinds": kinds,
        "is_waiting": File.objects.kept()
        .filter(record__in=here, verdict=File.Verdict.WAITING)
        .exists(),
    }


def _kinds_of(here: QuerySet[Record]) -> list[tuple[str, Any, int]]:
    """Code, words and number of each kind there is. "Something else" is what somebody said;
    of what kind the unsorted are, nobody did."""
    counts = dict.fromkeys(["other", UNSORTED], 0)
    kinds = here.order_by().values_list("kind")
    unsorted = Count("pk", filter=suggestions.is_unsorted())
    for code, n, of_them in kinds.annotate(n=Count("pk"), unsorted=unsorted):
        counts[code] = n - of_them
        counts[UNSORTED] += of_them
    labels = {code: kind.label for code, kind in BY_CODE.items()}
    labels[UNSORTED] = gettext_lazy("Not sorted yet")
    return [
        (code, told, counts[code]) for code, told in labels.items() if counts.get(code)
    ]


def _of_kind(here: QuerySet[Record], chosen: str) -> QuerySet[Record]:
    if chosen == UNSORTED:
        return here.filter(suggestions.is_unsorted())
    return here.filter(~suggestions.is_unsorted(), kind=chosen)


def _gaps(slots: list[checklist.Slot]) -> list[checklist.Slot]:
    return [*checklist.still_needed(slots), *checklist.on_the_way(slots)]


def _beside(
    case: Case, months: list[calendar.Month], part: calendar.Drawn
) -> dict[str, list[Any]]:
    """Treatments and quiet times that stand in the part: two queries."""
    lines = list(TreatmentLine.objects.filter(case=case, removed_at=None))
    answers = QuietAnswer.objects.filter(case=case).select_related("by")
    quiet = calendar.quiet_times(months, lines, answers, timezone.localdate())
    return {
        "treatments": [line for line in lines if part.holds(line.first_told)],
        "quiet": [q for q in quiet if part.holds(PartialDate.of(q.ended_on))],
    }
