"""What no paper can tell: what only the own doctor can say, and what nobody knows yet.

Two tables by the situation of the patient; to be approved by the medical lead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.choices import OtherIllness, Situation
from records.facts import Facts

NO_ILLNESS = {OtherIllness.NONE, OtherIllness.NOT_KNOWN}
AFTER = {Situation.AFTER_TREATMENT, Situation.WATCHING}


@dataclass(frozen=True)
class Limit:
    words: Promise
    applies: Callable[[Facts], bool]


OWN_DOCTOR: tuple[Limit, ...] = (
    Limit(_("How long it is safe to wait"), lambda facts: True),
    Limit(_("What the last examination showed"), lambda facts: True),
    Limit(
        _("Whether the treatment that runs now may pause"),
        lambda facts: facts.situation == Situation.IN_TREATMENT,
    ),
    Limit(
        _("How your other illnesses are today"),
        lambda facts: bool(facts.illnesses - NO_ILLNESS),
    ),
)
NOBODY: tuple[Limit, ...] = (
    Limit(
        _(
            "How well the present treatment works in the end. The next scan shows how it "
            "goes so far."
        ),
        lambda facts: facts.situation == Situation.IN_TREATMENT,
    ),
    Limit(
        _("Whether the cancer comes back. Only time and the check-ups show that."),
        lambda facts: facts.situation in AFTER,
    ),
    Limit(
        _(
            "How well a treatment will work for this one person. That shows on the first "
            "scan after it starts."
        ),
        lambda facts: facts.situation not in AFTER | {Situation.IN_TREATMENT},
    ),
)


def own_doctor(facts: Facts) -> list[Promise]:
    return [limit.words for limit in OWN_DOCTOR if limit.applies(facts)]


def nobody(facts: Facts) -> list[Promise]:
    return [limit.words for limit in NOBODY if limit.applies(facts)]
