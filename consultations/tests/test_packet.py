"""The packet: one PDF of everything readable, in order, with ways to and fro."""

from __future__ import annotations

import pypdfium2
import pytest

from consultations.models import Packet
from consultations.packet.frames import frames
from consultations.tests.packet_make import (
    add,
    built,
    bytes_of,
    marks_of,
    paper,
    pdf_of,
    photo,
    words_of,
)
from records import vault
from records.models import ImagingCopy
from records.tests import discs
from records.tests.shown import a_page, as_jpeg, quarters

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(asked, wen, commits):
    """Two pages of May, a photo of an earlier year, and a paper without a day."""
    case = asked.case
    may = ("b.pdf", paper("LATER", pages=2))
    add(commits, case, wen, may, dated_on="2026-05-02", title="Выписка")
    add(commits, case, wen, ("c.pdf", paper("UNDATED")))
    add(commits, case, wen, ("a.jpg", photo()), dated_on="2025-01", title="تقرير")
    return asked


def first_of(asked) -> int:
    """The page of the index, which comes after the case summary."""
    return asked.summaries.first().pages + 1


def test_records_stand_in_the_order_of_their_days_after_summary_and_index(three, mei):
    packet = built(three, mei)

    words, index = words_of(packet), first_of(three)
    assert (packet.work, packet.pages, packet.records) == (
        Packet.Work.DONE,
        index + 4,
        3,
    )
    assert "Index of records" in words[index - 1]
    assert ["LATER" in page for page in words[index:]] == [False, True, True, False]
    assert "UNDATED" in words[-1]


def test_each_page_of_a_record_says_where_it_is(three, mei):
    words, index = words_of(built(three, mei)), first_of(three)

    total = len(words)
    ref = three.case.reference
    stamps = [(3, 1, 1), (1, 1, 2), (1, 2, 2), (2, 1, 1)]
    for number, (record, page, pages) in enumerate(stamps, start=index + 1):
        assert f"Record {record} · page {page} of {pages}" in words[number - 1]
        assert f"{ref} · packet page {number} of {total}" in words[number - 1]
    assert not any("packet page" in page for page in words[: index - 1])


def test_bookmarks_lead_to_summary_index_and_records_in_any_script(three, mei):
    with pdf_of(built(three, mei)) as pdf:
        marks = marks_of(pdf)

    index = first_of(three)
    assert [(title, page) for title, page, _under in marks] == [
        ("病例摘要 Case summary", 1),
        ("资料目录 Index of records", index),
        ("3 · 2025-01 · تقرير", index + 1),
        ("1 · 2026-05-02 · Выписка", index + 2),
        ("2 · 无日期 no date · c.pdf", index + 4),
    ]


def test_a_record_of_several_files_has_a_bookmark_for_each(asked, wen, mei, commits):
    files = [("one.pdf", paper("A", pages=2)), ("二.pdf", paper("B"))]
    add(commits, asked.case, wen, *files, dated_on="2026-05-02")

    with pdf_of(built(asked, mei)) as pdf:
        under = marks_of(pdf)[2][2]

    at = first_of(asked) + 1
    assert under == [("one.pdf", at, []), ("二.pdf", at + 2, [])]


def links(pdf, number: int) -> list[int]:
    """The pages that the links of a page lead to, from 1."""
    pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}
    notes = pdf.pages[number - 1].obj.get("/Annots", [])
    return [pages[note.Dest[0].objgen] for note in notes if "/Dest" in note]


def test_index_leads_to_the_records_and_their_pages_lead_back(three, mei):
    index = first_of(three)

    with pdf_of(built(three, mei)) as pdf:
        there = links(pdf, index)
        back = [links(pdf, number) for number in range(index + 1, index + 5)]

    assert there == [index + 1, index + 2, index + 4]
    assert back == [[index]] * 4


def test_index_names_the_pages_of_each_record(three, mei):
    words, index = words_of(built(three, mei)), first_of(three)

    numbers = [str(index + 1), f"{index + 2}–{index + 3}", str(index + 4)]
    lines = words[index - 1].split()
    assert [n for n in numbers if n in lines] == numbers
    assert "Выписка" in words[index - 1]
    assert "c.pdf" in words[index - 1]  # nobody named it yet


def test_the_summary_keeps_its_own_links_and_tags(three, mei):
    with pdf_of(built(three, mei)) as pdf:
        named = [
            str(note.get("/Dest") or note.A.D)
            for page in pdf.pages[: first_of(three) - 1]
            for note in page.obj.get("/Annots", [])
        ]
        tree = pdf.Root.Names.Dests
        names = [str(name) for name in tree.Names][::2]

        assert named
        assert set(named) <= set(names)
        assert "/StructTreeRoot" in pdf.Root
        strangers = [p for p in pdf.pages[first_of(three) :] if "/StructParents" in p]
        assert strangers == []


def drawn_on(page) -> int:
    """How many images of scans a page draws."""
    return sum(part.read_bytes().count(b"/Scan") for part in page.obj.Contents)


def test_images_of_scans_stand_two_or_four_to_a_sheet(asked, wen, mei, commits):
    disc = discs.a_disc(*discs.series(14))
    told = {"dated_on": "2026-09-09", "kind": "imaging_files"}
    add(commits, asked.case, wen, ("disc.zip", disc), **told)

    pages = {}
    for per_sheet in (2, 4):
        packet = built(asked, mei, per_sheet=per_sheet)
        with pdf_of(packet) as pdf:
            sheets = pdf.pages[first_of(asked) :]
            pages[per_sheet] = [drawn_on(page) for page in sheets]
        words = words_of(packet)[first_of(asked)]

    assert pages == {2: [2, 1], 4: [3]}
    assert "2026-09-09 · CT, Chest · CT Thorax" in words
    assert "Record 1 · page 1 of 1" in words


@pytest.mark.parametrize("per_sheet", [2, 4])
def test_each_image_stands_upright_in_its_own_frame(
    asked, wen, mei, commits, per_sheet
):
    disc = discs.a_disc(*discs.series(14))
    add(commits, asked.case, wen, ("disc.zip", disc), kind="imaging_files")
    copies = list(ImagingCopy.objects.order_by("position"))
    turned = [a_page().rotate(90 * number, expand=True) for number in range(3)]
    for copy, picture in zip(copies, turned, strict=True):
        sealed = vault.keep(asked.case_id, as_jpeg(picture))
        ImagingCopy.objects.filter(pk=copy.pk).update(**sealed.columns())

    content = bytes_of(built(asked, mei, per_sheet=per_sheet))

    pages = pypdfium2.PdfDocument(content)
    for number, picture in enumerate(turned):
        page, place = divmod(number, per_sheet)
        left, low, wide, high = frames(per_sheet)[place].in_points
        drawn = pages[first_of(asked) + page].render(scale=1).to_pil()
        top = 841.89 - low - high  # the strip of the stamp is below
        scale = min(wide / picture.width, high / picture.height)
        across, down = picture.width * scale, picture.height * scale
        x, y = left + (wide - across) / 2, top + (high - down) / 2
        seen = drawn.crop((round(x), round(y), round(x + across), round(y + down)))
        assert quarters(seen) == quarters(picture)


def test_texts_are_pages_and_what_nobody_can_read_is_said(asked, wen, mei, commits):
    case = asked.case
    add(commits, case, wen, ("a.txt", "Hb 120 · гемоглобин · 血红蛋白".encode()))
    add(commits, case, wen, ("b.zip", discs.a_zip(("x.pdf", paper("INSIDE")))))

    packet = built(asked, mei)

    words, index = words_of(packet), first_of(asked)
    assert "гемоглобин" in words[index]
    assert "not readable here, see the zip" in words[index - 1]
    assert packet.pages == index + 1


def test_a_folder_without_records_has_a_packet_all_the_same(asked, mei):
    packet = built(asked, mei)

    assert (packet.work, packet.records) == (Packet.Work.DONE, 0)
    assert "No record lies in this packet." in words_of(packet)[-1]


def test_too_many_pages_are_refused_in_one_sentence(three, mei, settings):
    settings.PACKET_MOST_PAGES = 3

    packet = built(three, mei)

    assert (packet.work, packet.error_code) == (Packet.Work.FAILED, "too_many_pages")


def test_without_a_finished_summary_there_is_no_packet(three, mei):
    three.summaries.update(work="failed", key="")

    packet = built(three, mei)

    assert (packet.work, packet.error_code) == (Packet.Work.FAILED, "no_summary")


@pytest.mark.parametrize(
    "title",
    [
        "<b>&amp;</b>]]>",
        "a" * 200,
        "\u202egnp.exe",
        "ყველა ქართული",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_title_of_any_kind_is_printed_and_breaks_nothing(
    asked, wen, mei, commits, title
):
    add(commits, asked.case, wen, ("b.pdf", paper("A")), title=title)

    packet = built(asked, mei)

    assert packet.work == Packet.Work.DONE
    with pdf_of(packet) as pdf:
        assert marks_of(pdf)[2][0].endswith(title)
