"""Old infections that typed test results show: treatment can wake them.

A result counts only where its words can mean one thing; a bare number of a screening test
has a limit that differs by laboratory, and is for somebody to read. To be approved by the
medical lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.lab_numbers import span_in
from intake.lab_tests import LabTest
from intake.models import LabValue

TESTS = {LabTest.HBSAG, LabTest.HBV_DNA, LabTest.ANTI_HCV, LabTest.HIV}
COUNTED = {LabTest.HBV_DNA}  # copies: any number above nothing was found
_NO = re.compile(
    r"neg|non|not|un-?detect|below|отр|не обн|阴|未检|سلب|غير|âm|ลบ|^\s*[-−–(]*[-−–]\)?\s*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"pos|react|detect|полож|обнар|阳|检出|إيجاب|ايجاب|dương|บวก|^\s*\(?\++\)?\s*$",
    re.IGNORECASE,
)


def positive(values: Iterable[LabValue]) -> list[LabValue]:
    """Results that say the infection was found, whenever that was."""
    return [row for row in values if row.test in TESTS and _is_positive(row)]


def unread(values: Iterable[LabValue]) -> list[LabValue]:
    """Results of those tests that do not say yes or no by themselves."""
    return [
        row
        for row in values
        if row.test in TESTS and row.value and _is_positive(row) is None
    ]


def _is_positive(row: LabValue) -> bool | None:
    if _NO.search(row.value):
        return False
    if _YES.search(row.value):
        return True
    span = span_in(row.value) if row.test in COUNTED else None
    if span is None:
        return None
    return span[0] > 0
