"""The packet: one PDF of everything readable, in order, with ways to and fro."""

from __future__ import annotations

from consultations.models import Packet
from consultations.tests.packet_make import (
    add,
    built,
    marks_of,
    paper,
    pdf_of,
    photo,
    words_of,
)


def test_records_stand_in_the_order_of_their_days_after_summary_and_index(
    asked, wen, mei, commits
):
    case = asked.case
    add(commits, case, wen, ("b.pdf", paper("LATER", pages=2)), dated_on="2026-05-02")
    add(commits, case, wen, ("c.pdf", paper("UNDATED")))
    add(commits, case, wen, ("a.jpg", photo()), dated_on="2025-01")

    packet = built(asked, mei)

    assert packet.work == Packet.Work.DONE, packet.error_code
    words = words_of(packet)
    first = asked.summaries.first().pages + 1
    total = len(words)
    stamps = [page.splitlines()[-1:] for page in words[first:]]
    assert total == packet.pages == first + 4
    assert "Index of records" in words[first - 1]
    assert [("LATER" in w, "UNDATED" in w) for w in words[first:]] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
    ]
    assert "Record 3 · page 1 of 1" in words[first], stamps
    assert "Record 1 · page 2 of 2" in words[first + 2]
    assert f"packet page {total} of {total}" in words[-1]
    with pdf_of(packet) as pdf:
        marks = marks_of(pdf)
    assert [(title, page) for title, page, _under in marks] == [
        ("病例摘要 Case summary", 1),
        ("资料目录 Index of records", first),
        ("3 · 2025-01 · Something else", first + 1),
        ("1 · 2026-05-02 · Something else", first + 2),
        ("2 · 无日期 no date · Something else", first + 4),
    ]
