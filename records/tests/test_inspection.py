"""The look inside: made and broken files, and files that try to take the worker down."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from records import services, tasks, vault
from records.models import File
from records.tests.test_records import a_pdf, a_photo


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
    "bomb": (a_png_bomb(), ("warned", "broken", None)),
    "text": (b"Hb 120 g/l", ("kept", "", None)),
    "scan": (b"\0" * 128 + b"DICM" + b"\0" * 50, ("kept", "", None)),
    "phone photo": (b"\0\0\0\x18ftypheic" + b"\0" * 50, ("kept", "", None)),
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
