"""One thing the team may need, in one case: a kind of record, or an item of this cancer."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.dates import PartialDate
from records.cancer_items import Item
from records.held import Held, Named
from records.kinds import Kind, Level
from records.models import ChecklistAnswer
from records.occasions import Occasion

Answer = ChecklistAnswer.Answer
# Answers that explain why a record is not here: the gap has a reason.
EXPLAINS = {Answer.REQUESTED, Answer.NONE, Answer.CANNOT}
IMPOSSIBLE = {Answer.NONE, Answer.CANNOT}


@dataclass(frozen=True)
class Slot:
    """A kind of record, or an item inside one, and where it stands."""

    kind: Kind | Item
    level: Level
    is_needed: bool
    held: Held = field(default_factory=Held)  # records of the kind; none for an item
    named: tuple[Named, ...] = ()  # records somebody said hold it
    answer: ChecklistAnswer | None = None
    told_in_answers: bool = False  # the form holds what the paper would say
    occasion: Occasion | None = None  # the day that makes it needed, where one is told
    aged: str = ""  # a sentence when even the newest is old
    unseen: PartialDate | None = None  # the newest scan, when only its report is here
    asked_by: tuple[int, ...] = ()  # numbers of the family's own questions
    items: tuple[Slot, ...] = ()

    @property
    def record_kind(self) -> str:
        """The kind a record would be added as."""
        return self.kind.kind if isinstance(self.kind, Item) else self.kind.code

    @property
    def is_item(self) -> bool:
        return isinstance(self.kind, Item)

    @property
    def is_here(self) -> bool:
        return bool(self.held.count or self.named) or self.told_in_answers

    @property
    def newest(self) -> PartialDate | None:
        """The last day of what is here."""
        days = [record.dated_on for record in self.named if record.dated_on]
        return max(
            [*days, *([self.held.newest] if self.held.newest else [])], default=None
        )

    @property
    def is_told(self) -> bool:
        """Here, or somebody said where it stands and left out nothing that is needed."""
        if self.is_here or self.answer is None:
            return self.is_here
        said = self.answer
        return not self.lacking(
            said.answer, said.reason, said.requested_on or said.requested_from
        )

    @property
    def is_explained(self) -> bool:
        """Not here, and the family said why."""
        told = self.is_told and not self.is_here
        return told and self.answer is not None and self.answer.answer in EXPLAINS

    @property
    def is_impossible(self) -> bool:
        """Nobody can get it: the family said so."""
        said = self.answer.answer if self.is_explained and self.answer else ""
        return said in IMPOSSIBLE

    def lacking(
        self, answer: str, reason: str, asked: object, named: object = None
    ) -> str:
        """The field this answer still needs; "" when it says enough.

        A core record that is absent needs a written reason (domain rule on records). `asked`
        is when or whom they asked, `named` the records they ticked, in any form that is true
        when given.
        """
        if answer == Answer.REQUESTED:
            return "" if asked else "requested_from"
        needs_reason = {
            Answer.CANNOT: True,
            Answer.NONE: self.level == Level.CORE and not self.is_item,
            Answer.UPLOADED: not (self.is_here or named),
        }
        return "reason" if needs_reason.get(answer) and not reason else ""

    @property
    def is_asked_for(self) -> bool:
        """Not here, and on its way: the family asked for it."""
        return (
            self.is_explained
            and self.answer is not None
            and self.answer.answer == Answer.REQUESTED
        )

    @property
    def hangs_on(self) -> PartialDate | None:
        """Where a missing record stands in the order of time, if anything tells."""
        if self.occasion is not None:
            return self.occasion.on
        asked = self.answer if self.is_asked_for else None
        return asked.requested_on if asked is not None else None

    @property
    def is_open(self) -> bool:
        """Needed, not here, and nobody said why."""
        return self.is_needed and not self.is_here and not self.is_explained

    @property
    def is_gap(self) -> bool:
        """Needed and not here, whether explained or not."""
        return self.is_needed and not self.is_here
