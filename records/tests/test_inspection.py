"""The look inside: made and broken files, and files that try to take the worker down."""

from __future__ import annotations

import hashlib
import io
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from records import again, inspection, services, tasks, vault
from records.models import File
from records.sandbox import parent
from records.sandbox.limits import MB, Limits
from records.tests.processes import every_child_killed
from records.tests.test_records import a_pdf, a_photo
from records.tests.zips import SAMPLES, a_scan, a_zip


def a_tiff(pages: int) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("L", (1700, 2200), n) for n in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def a_pdf_without_pages() -> bytes:
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


def a_png_bomb() -> bytes:
    """A picture of 60,000 × 60,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    size = (60_000).to_bytes(4, "big") * 2
    header = chunk(b"IHDR", size + b"\x08\x00\x00\x00\x00")
    body = chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


def a_sideways_photo() -> bytes:
    """Taken with the phone held sideways: 800 pixels high in the file, wide on the page."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((800, 1600), 40).save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_heic() -> bytes:
    return (SAMPLES / "photo.heic").read_bytes()


CASES = {
    "three pages": (a_pdf(pages=3), ("kept", "", 3)),
    "no page": (a_pdf_without_pages(), ("warned", "no_pages", 0)),
    "cut off": (a_pdf(pages=5)[:60], ("warned", "broken", None)),
    "password": (a_pdf(password="x"), ("refused", "password", None)),
    "photo": (a_photo(), ("kept", "", 1)),
    "small photo": (a_photo(800, 600), ("warned", "small", 1)),
    "sideways photo": (a_sideways_photo(), ("kept", "", 1)),
    "photo cut off": (a_photo()[:9000], ("warned", "broken", None)),
    "three sheets": (a_tiff(3), ("kept", "", 3)),
    "bomb": (a_png_bomb(), ("warned", "huge", None)),
    "text": (b"Hb 120 g/l", ("kept", "", None)),
    "scan": (a_scan(), ("kept", "", None)),
    "scan cut off": (a_scan()[:3000], ("warned", "broken", None)),
    "mark of a scan": (b"\0" * 128 + b"DICM" + b"\0" * 50, ("warned", "broken", None)),
    "phone photo": (a_heic(), ("kept", "", 1)),
    "phone photo cut off": (a_heic()[:900], ("warned", "broken", None)),
}


@pytest.fixture
def add(case, wen):
    def add(content: bytes) -> File:
        paper = ContentFile(content, name="paper")
        services.add_files(case, [paper], by=wen)
        return File.objects.latest("added_at")

    return add


@pytest.mark.parametrize("what", CASES)
def test_inspection_gives_each_file_its_verdict(add, what):
    content, expected = CASES[what]
    file = add(content)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.work, file.verdict, file.verdict_code, file.pages) == (
        "done",
        *expected,
    )


def test_inspection_twice_is_once(add):
    file = add(a_pdf())
    tasks.inspect_file(str(file.pk))
    file.refresh_from_db()

    tasks.inspect_file(str(file.pk))

    ended = file.ended_at
    file.refresh_from_db()
    assert (file.attempts, file.ended_at) == (1, ended)


def test_of_a_file_with_a_password_only_the_row_stays(add):
    file = add(a_pdf(password="x"))
    key = file.key

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.key, vault.place().exists(key)) == ("", False)


def test_a_file_with_a_password_is_named_on_the_page(add, client, wen, case):
    client.force_login(wen)
    file = add(a_pdf(password="x"))
    tasks.inspect_file(str(file.pk))

    listed = client.get(reverse("records:record_list", args=[case.pk]))
    page = client.get(reverse("records:record_edit", args=[case.pk, file.record_id]))

    sentence = "This file has a password. Remove it, or photograph the pages."
    assert (listed.text.count(sentence), sentence in page.text) == (1, True)
    assert f"{file.name}: {sentence}" in listed.text


def test_a_record_whose_file_was_refused_does_not_fill_its_slot(add, case, wen):
    from records import checklist

    file = add(a_pdf(password="x"))
    type(file.record).objects.update(kind="pathology_report")
    tasks.inspect_file(str(file.pk))

    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    assert slots["pathology_report"].is_open


# --- What nobody knew before the worker looked -------------------------------------------


def as_if_in_pieces(file: File) -> None:
    """An upload that came in pieces: nobody saw the whole, its type was never told."""
    File.objects.filter(pk=file.pk).update(sha256="", type="")


def put_in_place(file: File, content: bytes) -> None:
    """As if these bytes had come."""
    vault.delete(file)
    sealed = vault.keep(file.case_id, content)
    File.objects.filter(pk=file.pk).update(**sealed.columns())
    file.refresh_from_db()


def test_a_file_that_came_in_pieces_gets_its_hash_and_type(add):
    content = a_pdf()
    file = add(content)
    as_if_in_pieces(file)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    digest = hashlib.sha256(content).hexdigest()
    assert (file.sha256, file.type, file.verdict) == (digest, "application/pdf", "kept")


def test_a_program_that_came_in_pieces_is_refused(add):
    file = add(b"Hb 120")
    put_in_place(file, b"MZ" + b"\0" * 300)
    as_if_in_pieces(file)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.verdict, file.verdict_code, file.key) == ("refused", "program", "")


@pytest.fixture
def twins(add, wen, case) -> tuple[File, File]:
    """The same bytes twice, the second time in pieces."""
    content = a_pdf()
    first, second = add(content), add(a_pdf())
    put_in_place(second, content)
    as_if_in_pieces(second)
    return first, second


def test_u8_the_same_bytes_twice_are_refused_and_say_where_they_are(
    twins, client, wen, case
):
    first, second = twins
    for file in twins:
        tasks.inspect_file(str(file.pk))

    second.refresh_from_db()
    client.force_login(wen)
    page = client.get(reverse("records:record_list", args=[case.pk])).text
    assert (second.verdict, second.verdict_code, second.key) == ("refused", "twice", "")
    assert second.same_as == first.record
    assert f"It is in record {first.record.number}." in page


def test_u8_of_twins_looked_at_together_one_is_kept(twins):
    for file in reversed(twins):
        tasks.inspect_file(str(file.pk))

    verdicts = File.objects.filter(pk__in=[t.pk for t in twins]).values_list("verdict")
    assert sorted(verdicts) == [("kept",), ("refused",)]


def test_u8_the_same_bytes_in_another_folder_are_nobodys_business(add, bos_case, bo):
    content = a_pdf()
    file = add(content)
    services.add_files(bos_case, [ContentFile(content, name="paper")], by=bo)
    theirs = File.objects.get(case=bos_case)

    for one in (file, theirs):
        tasks.inspect_file(str(one.pk))

    assert set(File.objects.values_list("verdict", flat=True)) == {"kept"}


def test_a_picture_has_its_size_and_a_zip_what_it_holds(add):
    photo = add(a_photo(1700, 1300))
    disc = add(a_zip(("DICOM/IM1", a_scan())))

    for file in (photo, disc):
        tasks.inspect_file(str(file.pk))

    photo.refresh_from_db()
    disc.refresh_from_db()
    assert (photo.width, photo.height, disc.content) == (1700, 1300, "scans")


@pytest.mark.parametrize(
    "said",
    [
        {
            "pages": -1,
            "width": "9",
            "height": 10**30,
            "type": "text/html",
            "content": 7,
        },
        {"pages": True, "type": ["x"], "content": "<b>", "width": None},
    ],
)
def test_what_a_child_says_is_not_believed(said):
    facts = inspection.facts(said)

    assert facts == {"pages": None, "width": None, "height": None, "content": ""}


# --- An inspector that is killed, runs out of memory, or hangs ----------------------------


@pytest.fixture
def hostile(monkeypatch):
    """The look is replaced by a job that does this deed."""

    def become(deed: str, wall_seconds: float = 1.5) -> None:
        def run(job, source, **kwargs):
            limits = Limits(memory=256 * MB, cpu_seconds=1, wall_seconds=wall_seconds)
            return real("attacker", source, arguments={"deed": deed}, limits=limits)

        real = parent.run
        monkeypatch.setattr(parent, "JOBS", "records.tests.hostile")
        monkeypatch.setattr(parent, "run", run)

    return become


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("eat_memory", "memory"),
        ("stall", "slow"),
        ("crash", "broken"),
        ("no_json", "broken"),
    ],
)
def test_f3_a_file_that_takes_its_inspector_down_gets_a_verdict(
    add, hostile, deed, code
):
    file = add(a_pdf())
    as_if_in_pieces(file)
    hostile(deed)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.work, file.verdict, file.verdict_code) == ("done", "warned", code)
    assert file.type == "application/pdf"


def test_f3_a_file_whose_inspector_is_killed_each_time_gets_a_verdict(add, hostile):
    file = add(a_pdf())
    hostile("stall", wall_seconds=30)

    with every_child_killed():
        for _ in range(File.most_attempts):
            File.objects.filter(pk=file.pk).update(not_before=timezone.now())
            tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.work, file.attempts, file.verdict_code) == ("failed", 3, "worker_lost")


def test_f3_a_file_whose_worker_is_killed_each_time_gets_a_verdict(add):
    """The worker itself is gone: its lease runs out, the sweep rings, and that three times."""
    file = add(a_pdf())

    for _ in range(File.most_attempts):
        assert File.take(file.pk) is not None  # and then nothing more is heard
        File.objects.filter(pk=file.pk).update(leased_until=timezone.now())
    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.work, file.verdict, file.verdict_code) == (
        "failed",
        "warned",
        "worker_lost",
    )


def test_a_file_that_failed_is_looked_at_again_when_asked(add):
    file = add(a_pdf())
    File.objects.filter(pk=file.pk).update(work="failed", **File.when_failed)

    asked = again.look_again(file)

    file.refresh_from_db()
    waiting = (asked, file.verdict, file.verdict_code)
    tasks.inspect_file(str(file.pk))
    file.refresh_from_db()
    assert (waiting, file.verdict) == ((True, "waiting", ""), "kept")


def test_a_file_that_did_not_fail_is_not_looked_at_again(add):
    file = add(a_pdf())
    tasks.inspect_file(str(file.pk))
    file.refresh_from_db()

    assert (again.look_again(file), file.verdict) == (False, "kept")


def test_a_file_that_vanished_is_tried_again_and_not_lost_sight_of(add):
    file = add(a_pdf())
    vault.delete(file)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    assert (file.work, file.error_code) == ("queued", "FileNotFoundError")


@pytest.mark.parametrize("killed", [False, True])
def test_a_file_nobody_could_look_into_says_so(add, client, wen, case, killed):
    """After the last try nobody checks it any more: the page must not say so."""
    file = add(a_pdf())
    tries = File.most_attempts - (0 if killed else 1)
    File.objects.filter(pk=file.pk).update(
        work="queued", verdict="waiting", attempts=tries, not_before=timezone.now()
    )
    vault.delete(file)

    tasks.inspect_file(str(file.pk))

    file.refresh_from_db()
    client.force_login(wen)
    page = client.get(reverse("records:record_list", args=[case.pk])).text
    assert (file.work, file.verdict) == ("failed", "warned")
    assert "We could not look inside this file. It is kept as it is." in page
    assert "We are checking it" not in page
