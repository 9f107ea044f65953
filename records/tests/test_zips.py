"""Zip files of strangers (SECURITY Z1, Z2, Z3): judged before unpacking, names only labels."""

from __future__ import annotations

import io
import zipfile

import pytest

from records.sandbox import parent, zips
from records.sandbox.refused import RefusedError
from records.tests import zips as made
from records.tests.test_records import a_pdf, a_photo
from records.tests.zips import MB, a_scan, a_zip

SCAN = ("DICOM/IM1", a_scan())


def look(content: bytes) -> dict:
    return parent.run("look", io.BytesIO(content))


def labels(content: bytes) -> list[str]:
    return [member.label for member in zips.members(io.BytesIO(content))]


def skipped(content: bytes) -> dict[str, str]:
    found = zips.members(io.BytesIO(content))
    return {member.label: member.skipped for member in found if member.skipped}


# --- Z1: names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/../../b", "..\\..\\boot.ini", "IM\0.dcm"]
)
def test_z1_a_zip_whose_names_climb_is_refused(name):
    raw = made.with_raw_name(name.encode(), a_scan())

    assert look(raw)["code"] == "unsafe"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("/etc/IM1", "etc/IM1"),
        ("C:\\DICOM\\IM1", "DICOM/IM1"),
        ("\\\\server\\share\\IM1", "server/share/IM1"),
        ("DICOM//IM1", "DICOM/IM1"),
        ("a\u202egpj.exe/IM1", "agpj.exe/IM1"),
        ("x" * 300, "x" * 188 + "…"),
    ],
)
def test_z1_a_name_is_only_a_label(name, label):
    assert labels(a_zip((name, a_scan()))) == [label]


@pytest.mark.parametrize("content", [made.a_link("/etc/passwd"), made.a_device()])
def test_z1_links_and_devices_are_left_out(content):
    assert skipped(content) == {"scan.dcm": "link"}
    assert look(content)["scans"] == 1


def test_z1_names_that_are_the_same_are_members_of_their_own():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = a_zip(
            ("IM1", a_scan()), ("IM1", a_scan("CT_small.dcm")), ("im1", b"x")
        )

    assert labels(content) == ["IM1", "IM1", "im1"]
    assert look(content)["scans"] == 2


def test_z1_looking_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    look(a_zip(("a/b/IM1", a_scan()), ("/tmp/sidelight-canary", b"x")))  # noqa: S108

    assert list(tmp_path.rglob("*")) == []


# --- Z2: sizes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "code"),  # made when it is looked at: some take a while
    [
        (lambda: made.overlapping(), "unsafe"),
        (lambda: a_zip(("a", b"\0" * 30 * MB)), "bomb"),
        (lambda: a_zip(("a", b"\0" * MB)), "zip_nothing"),  # small ones may pack well
        (lambda: a_zip(*[(str(n), b"") for n in range(zips.MOST_MEMBERS + 1)]), "bomb"),
        (lambda: made.nested(2), ""),
        (lambda: made.nested(3), "nested"),
        (lambda: made.lying(declared=5_000), "zip_damaged"),
        (lambda: made.lying(declared=150_000), "zip_damaged"),
    ],
    ids=["overlap", "ratio", "small", "many", "two", "three", "less", "more"],
)
def test_z2_sizes_are_judged_before_and_while_unpacking(make, code):
    assert look(make())["code"] == code


def test_z2_the_total_is_judged_before_unpacking():
    content = io.BytesIO(a_zip(("a", b"x" * 100), ("b", b"y" * 100)))
    archive = zipfile.ZipFile(content)
    for info in archive.infolist():
        info.file_size = info.compress_size = zips.MOST_UNPACKED // 2 + 1

    with pytest.raises(RefusedError, match="bomb"):
        zips.check(archive)


def test_z2_a_member_is_unpacked_only_as_far_as_it_is_read():
    noise = a_photo(1600, 1600)
    source = Counting(a_zip(("a", noise), ("b", noise), method=zipfile.ZIP_STORED))

    for member in zips.members(source):
        assert len(member.head) == zips.HEAD_BYTES

    assert source.given < len(noise)


class Counting(io.BytesIO):
    given = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.given += len(data)
        return data


# --- Z3: real discs ---------------------------------------------------------------------


def test_z3_a_disc_with_its_viewer_is_scans_and_says_the_viewer_is_left_out():
    viewer = [
        ("VIEWER/run.exe", b"MZ" + b"\0" * 200),
        ("VIEWER/logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
        ("autorun.inf", b"[autorun]"),
    ]

    found = look(a_zip(SCAN, ("DICOM/IM2", a_scan("CT_small.dcm")), *viewer))

    assert (found["content"], found["scans"], found["code"]) == ("scans", 2, "viewer")


def test_z3_a_program_is_one_by_its_bytes_whatever_its_name():
    content = a_zip(SCAN, ("DICOM/IM9", b"MZ" + b"\0" * 200))

    assert skipped(content) == {"DICOM/IM9": "program"}


def test_z3_deflate64_of_windows_explorer_is_read():
    content = (made.SAMPLES / "deflate64.zip").read_bytes()

    found = list(zips.members(io.BytesIO(content)))

    assert [member.label for member in found] == ["DICOM/IM2", "a.txt"]
    assert found[0].open().read() == a_scan()
    assert look(content)["code"] == ""


def test_z3_deflate64_that_was_damaged_says_so():
    content = bytearray((made.SAMPLES / "deflate64.zip").read_bytes())
    content[5000] ^= 0xFF

    assert look(bytes(content))["code"] == "zip_damaged"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("病理报告.pdf".encode("gbk"), "病理报告.pdf"),
        ("Выписка.pdf".encode("cp866"), "Выписка.pdf"),
        ("résumé.pdf".encode("cp437"), "résumé.pdf"),
        ("报告.pdf".encode(), "报告.pdf"),
    ],
)
def test_z3_names_in_other_alphabets_are_read_as_they_were_meant(raw, name):
    assert labels(made.with_raw_name(raw, a_pdf())) == [name]


def test_z3_what_a_mac_leaves_behind_is_no_content():
    junk = [
        ("__MACOSX/DICOM/._IM1", b"\0\5\x16\7"),
        (".DS_Store", b"Bud1"),
        ("Thumbs.db", b"x"),
    ]

    content = a_zip(SCAN, *junk)

    assert set(skipped(content).values()) == {"junk"}
    assert (look(content)["content"], look(content)["code"]) == ("scans", "")


def test_z3_a_zip_with_a_password_asks_for_it():
    assert look(made.locked())["code"] == "password"


@pytest.mark.parametrize(
    ("members", "content", "code"),
    [
        ([("a.pdf", a_pdf()), ("b.jpg", a_photo())], "papers", "zip_papers"),
        ([SCAN, ("report.pdf", a_pdf())], "mixed", "zip_mixed"),
        ([SCAN, ("readme.txt", b"Hello")], "scans", ""),
        ([("readme.txt", b"Hello")], "nothing", "zip_nothing"),
        ([], "nothing", "zip_nothing"),
    ],
)
def test_z3_a_zip_says_what_it_holds(members, content, code):
    found = look(a_zip(*members))

    assert (found["content"], found["code"]) == (content, code)


def test_a_zip_whose_first_member_is_a_pdf_is_no_pdf():
    content = a_zip(("a.pdf", a_pdf()), method=zipfile.ZIP_STORED)

    assert look(content)["type"] == "application/zip"
