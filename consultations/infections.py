"""Old infections that typed test results show: treatment can wake them.

A result counts only where its words can mean one thing; a bare number of a screening test
has a limit that differs by laboratory, and is for somebody to read. To be approved by the
medical lead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from intake.lab_numbers import span_in
from intake.lab_tests import LabTest
from intake.models import LabValue

TESTS = {LabTest.HBSAG, LabTest.HBV_DNA, LabTest.ANTI_HCV, LabTest.HIV}
COUNTED = {LabTest.HBV_DNA}  # copies: any number above nothing was found
_NO = re.compile(
    r"non[- ]?r[eé]a[cg]t\w*|n[oã]o? (?:react|reag|reat|detect|detet)\w*|not detected"
    r"|[iu]n-?detect\w*|indétect\w*|negat\w*|négati\w*|\bneg\b|-ve\b|отриц\w*|\bотр\b"
    r"|не обнаруж\w*|阴性|未检出|未检测到|سلب\w*|غير \w+|âm tính|không phát hiện"
    r"|^\(?[-−–]\)?$"
)
_YES = re.compile(
    r"positi[vf]\w*|\bpos\b|\+ve\b|\br[eé]act\w*|\breag[ei]\w*|\bdetected\b|\bdetectad\w*"
    r"|положит\w*|\bобнаружен[аоы]?\b|阳性|检出(?!限)|[إا]يجابي\w*|dương tính|^\(?\++\)?$"
)
# Words that may turn a yes around: somebody has to read the whole of it.
_DOUBT = re.compile(
    r"\b(?:no|não|non|not|pas|sin|below|less|under|limit\w*|weak\w*|ниже|предел\w*|не|без|слаб\w*)\b"
    r"|低于|限|弱|可疑|[<?]"
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
    """What the words say; None where they say both, or leave room for doubt."""
    said = " ".join(unicodedata.normalize("NFKC", row.value).casefold().split())
    rest, denied = _NO.subn("", said)
    if _YES.search(rest):
        return None if denied or _DOUBT.search(rest) else True
    if denied:
        return None if _DOUBT.search(rest) else False
    span = span_in(row.value) if row.test in COUNTED else None
    if span is None or (span[0] == 0 < span[1]):  # a bound: "<20" may be nothing
        return None if span is None else False
    return span[0] > 0
