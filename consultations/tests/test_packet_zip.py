"""The zip of a packet: originals as they came, safe names, and a table no program works out."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from consultations.packet import labels
from consultations.packet.table import guarded
from consultations.tests.packet_make import add, built, bytes_of, paper, photo, zip_of
from records import vault
from records.models import File
from records.tests import discs

pytestmark = pytest.mark.django_db


def rows_of(packet) -> list[dict[str, str]]:
    raw = zip_of(packet).read("index.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_originals_come_out_as_they_came(asked, wen, mei, commits):
    disc = discs.a_disc()
    told = {"dated_on": "2026-09-09~", "kind": "imaging_files"}
    add(commits, asked.case, wen, ("диск 碟.zip", disc), **told)
    add(commits, asked.case, wen, ("a.jpg", photo()), ("a.jpg", photo("black")))

    packet = built(asked, mei)

    made = zip_of(packet)
    names = [name for name in made.namelist() if "/" in name]
    assert made.testzip() is None
    assert names == [
        "001_2026-09-09_imaging_files/01_диск 碟.zip",
        "002_undated_other/01_a.jpg",
        "002_undated_other/02_a.jpg",
    ]
    assert made.read(names[0]) == disc
    for row in rows_of(packet):
        content = made.read(row["file"])
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert row["bytes"] == str(len(content))
    hashes = set(File.objects.values_list("sha256", flat=True))
    assert {row["sha256"] for row in rows_of(packet)} == hashes


def test_the_pdf_lies_in_it_and_the_table_names_its_pages(asked, wen, mei, commits):
    add(commits, asked.case, wen, ("b.pdf", paper("A", pages=2)), title="=1+1")

    packet = built(asked, mei)

    name = f"packet-{asked.case.reference}-v1.pdf"
    assert zip_of(packet).read(name) == bytes_of(packet)
    row = rows_of(packet)[0]
    last = packet.pages
    assert (row["title"], row["packet pages"]) == ("'=1+1", f"{last - 1} to {last}")


def test_an_original_that_is_not_what_came_stops_the_packet(asked, wen, mei, commits):
    add(commits, asked.case, wen, ("b.pdf", paper("A")))
    File.objects.update(sha256="0" * 64)

    packet = built(asked, mei)

    assert (packet.work, packet.error_code) == ("failed", "damaged")


def test_an_original_that_is_gone_stops_the_packet(asked, wen, mei, commits):
    add(commits, asked.case, wen, ("b.pdf", paper("A")))
    vault.delete(File.objects.get())

    packet = built(asked, mei)

    assert (packet.work, packet.error_code) == ("failed", "damaged")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\\b.pdf", "b.pdf"),
        ('x<>:"|?*.pdf', "x_______.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("...", "file"),
        ("تقرير طبي.pdf", "تقرير طبي.pdf"),
        ("病理报告.pdf", "病理报告.pdf"),
    ],
)
def test_names_are_safe_in_every_script(name, safe):
    assert labels.safe(name) == safe


def test_a_long_name_is_cut_between_letters_and_keeps_its_ending():
    name = labels.safe("病" * 300 + ".pdf")

    assert (len(name.encode()) <= labels.MOST_BYTES, name[-4:]) == (True, ".pdf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(start):
    assert guarded(f"{start}cmd|' /C calc'!A0")[0] == "'"
