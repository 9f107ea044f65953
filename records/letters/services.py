"""Verbs of letters: write, change, print, say that it was sent, take away."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.dates import PartialDate
from intake.meanwhile import OverwrittenError, mark_of
from intake.models import Case
from intake.services import hold
from records import checklist
from records.letters import compose, known
from records.models import ChecklistAnswer, Letter, LetterPdf
from records.services import answer_slot, mark_of_slot

REQUESTED = ChecklistAnswer.Answer.REQUESTED


class AlreadySentError(Exception):
    """A letter that was sent stays as it was sent."""


def write(
    case: Case, answers: dict[str, Any], *, by: User, key: uuid.UUID | None = None
) -> Letter:
    """Keeps a new letter. `key` names the form: the same form sent twice makes one."""
    with transaction.atomic():
        hold(case.pk)
        name = uuid.uuid5(key, str(by.pk)) if key else uuid.uuid4()
        made = Letter.objects.filter(pk=name, case=case).first()
        if made is not None:
            return made
        newest = case.letters.aggregate(newest=Max("number"))["newest"] or 0
        letter = Letter(pk=name, case=case, number=newest + 1, made_by=by, **answers)
        letter.sheets = compose.sheets_of(letter, case, known.facts_of(case))
        letter.save(force_insert=True)
        audit.note(by=by, verb="added", obj=letter, case_id=case.pk)
    return letter


def change(
    letter: Letter, answers: dict[str, Any], *, by: User, seen: str = ""
) -> None:
    """Keeps a changed letter; a PDF made before tells the older text and does not count.

    Saved as it was, it still takes up names and days that were put right in the folder.
    `seen` is the revision the page was drawn with: raises OverwrittenError where somebody
    changed the letter since, AlreadySentError where it has gone out.
    """
    with transaction.atomic():
        hold(letter.case_id)
        now = Letter.objects.select_for_update().get(pk=letter.pk)
        changed = [
            name for name, value in answers.items() if getattr(now, name) != value
        ]
        if now.is_sent:
            if changed:
                raise AlreadySentError
            return
        if changed and seen and seen != str(now.revision):
            raise OverwrittenError(now)
        for name in changed:
            setattr(now, name, answers[name])
        if _composed_anew(now) or changed:
            _keep(now, by=by, fields=changed)


def sheets_now(letter: Letter) -> list[dict[str, Any]]:
    """What it says today: of one that was not sent, with the facts the folder has now."""
    if letter.is_sent:
        return letter.sheets
    case = Case.objects.get(pk=letter.case_id)
    return compose.sheets_of(letter, case, known.facts_of(case))


def _composed_anew(letter: Letter) -> bool:
    """Writes its sheets from the facts of now; whether they say something else by that."""
    before, letter.sheets = letter.sheets, sheets_now(letter)
    return letter.sheets != before


def _keep(letter: Letter, *, by: User, fields: list[str]) -> None:
    letter.revision += 1
    letter.save()
    case_id = letter.case_id
    audit.note(by=by, verb="changed", obj=letter, case_id=case_id, fields=fields)


def ask_for_pdf(letter: Letter, *, by: User) -> LetterPdf:
    """Queues the PDF of the letter; one that was not made is tried again.

    Until it is sent it is printed with the names and days as the folder tells them now.
    """
    with transaction.atomic():
        now = Letter.objects.select_for_update().get(pk=letter.pk)
        if not now.is_sent and _composed_anew(now):
            _keep(now, by=by, fields=[])
        pdf, is_new = LetterPdf.objects.get_or_create(
            letter=now,
            revision=now.revision,
            defaults={"sheets": now.sheets, "asked_by": by},
        )
        if is_new:
            pdf.ring()
        else:
            pdf.try_again()
    return pdf


def mark_of_answers(letter: Letter, slots: list[checklist.Slot]) -> str:
    """What a page showed of the answers that sending this letter would change."""
    return mark_of(*(mark_of_slot(slot.answer) for slot in to_answer(letter, slots)))


def to_answer(letter: Letter, slots: list[checklist.Slot]) -> list[checklist.Slot]:
    """What is asked for and not here yet: what came meanwhile is left alone."""
    every = checklist.all_of(slots)
    return [s for s in every if s.kind.code in letter.kinds and not s.is_here]


def mark_sent(letter: Letter, day: PartialDate, *, by: User, seen: str = "") -> None:
    """The letter has gone out, and the checklist says so of everything it asks for.

    Raises OverwrittenError where one of these answers changed since the page was drawn.
    Twice equals once: the first day stays.
    """
    with transaction.atomic():
        hold(letter.case_id)
        now = Letter.objects.select_for_update().get(pk=letter.pk)
        if now.is_sent:
            return
        slots = checklist.state_of(letter.case)
        if seen and seen != mark_of_answers(now, slots):
            raise OverwrittenError(now)
        Letter.objects.filter(pk=now.pk).update(sent_on=day)
        asked = {
            "answer": REQUESTED,
            "requested_on": day,
            "requested_from": now.hospital,
        }
        for slot in to_answer(now, slots):
            reason = slot.answer.reason if slot.answer else ""
            told = asked | {"reason": reason}
            answer_slot(letter.case, slot.kind.code, told, by=by)
        audit.note(by=by, verb="posted", obj=now, case_id=now.case_id)


def remove(letter: Letter, *, by: User) -> None:
    """Takes a letter off the list, unless it was sent. Twice equals once."""
    with transaction.atomic():
        hold(letter.case_id)
        unsent = Letter.objects.here().filter(pk=letter.pk, sent_on="")
        if unsent.update(removed_at=timezone.now()):
            audit.note(by=by, verb="removed", obj=letter, case_id=letter.case_id)
