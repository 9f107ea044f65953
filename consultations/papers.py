"""Which papers of the checklist a folder holds, and which have a reason for being away."""

from __future__ import annotations

from intake.models import Case
from records.models import ChecklistAnswer, File

Answer = ChecklistAnswer.Answer
REASONS = (Answer.REQUESTED, Answer.NONE, Answer.CANNOT, Answer.UNSURE)
IMPOSSIBLE = (Answer.NONE, Answer.CANNOT)


def kinds_here(case: Case) -> set[str]:
    """Kinds of which at least one file arrived and was kept."""
    files = File.objects.kept().filter(case=case, record__removed_at=None)
    return set(files.values_list("record__kind", flat=True))


def kinds_answered(case: Case, answers: tuple[str, ...]) -> set[str]:
    """Kinds the family answered in one of these ways."""
    given = ChecklistAnswer.objects.filter(case=case, answer__in=answers)
    return set(given.values_list("kind", flat=True))
