"""What the case summary says of a herb: only what was answered."""

from __future__ import annotations

from consultations.summary.medicines import herb_safety
from intake.dates import PartialDate
from intake.models import Supplement


def test_herb_tells_thinner_operation_and_tests():
    herb = Supplement(
        with_thinner="yes",
        with_surgery="yes",
        stopped_before="no",
        tested_on=PartialDate(2026, 5),
    )

    told = " | ".join(map(str, herb_safety(herb)))

    labels = ["blood thinner", "operation", "stopped before it", "liver and kidney"]
    assert [label for label in labels if label not in told] == []


def test_herb_says_nothing_of_what_was_not_answered():
    assert herb_safety(Supplement(tested_on=None)) == []
