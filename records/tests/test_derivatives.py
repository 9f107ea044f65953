"""What is shown of a file: made once, made anew when it must be, and gone with the file."""

from __future__ import annotations

import io
import shutil

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from records import (
    derivatives,
    erasing,
    inspection,
    making,
    reconcile,
    services,
    shapes,
    sniff,
    tasks,
    vault,
)
from records.models import Derivative, File, JoinedPdf, PagePreview
from records.sandbox import cage
from records.sandbox.limits import MB, Limits
from records.tests.processes import every_child_killed
from records.tests.shown import a_letter, a_page, as_jpeg, quarters
from records.tests.test_inspection import a_heic, a_tiff
from records.tests.test_records import a_pdf
from records.tests.test_shown_pdfs import text_of
from records.tests.zips import a_scan, a_zip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A vault of its own, so that the comparison at the end is of this test alone."""
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def add(case, wen):
    def add(*contents: bytes) -> list[File]:
        papers = [
            ContentFile(content, name=f"p{n}") for n, content in enumerate(contents)
        ]
        services.add_files(case, papers, by=wen, one_document=True)
        files = list(File.objects.order_by("position"))
        for file in files:
            tasks.inspect_file(str(file.pk))
        return files

    return add


@pytest.fixture
def shown(add, run_commits):
    def shown(*contents: bytes) -> list[Derivative]:
        files = add(*contents)
        for file in files:
            build(file)
        return [copy_of(file) for file in files]

    return shown


@pytest.fixture
def run_commits(django_capture_on_commit_callbacks):
    """Runs what waits for the end of a transaction: old bytes go then."""
    return lambda deed: _committed(django_capture_on_commit_callbacks, deed)


def _committed(capture, deed):
    with capture(execute=True):
        return deed()


def build(file: File) -> None:
    tasks.build_derivative(str(file.pk))


def copy_of(file: File) -> Derivative:
    return Derivative.objects.select_related("file").get(pk=file.pk)


def read(stored) -> bytes:
    with vault.open_(stored) as opened:
        return opened.read()


def picture(file: File, number: int = 1, size: str = "large") -> Image.Image:
    row = PagePreview.objects.get(file=file, number=number, size=size)
    return Image.open(io.BytesIO(read(row)))


def numbers(file: File) -> list[tuple[int, str]]:
    rows = PagePreview.objects.filter(file=file).order_by("number", "size")
    return list(rows.values_list("number", "size"))


def nothing_lost() -> bool:
    found = reconcile.compare()
    return (found.rows, found.names) == ([], [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(pages=2), sniff.PDF),
        (as_jpeg(a_page()), sniff.JPEG),
        (a_tiff(2), sniff.PDF),
    ],
    ids=["pdf", "photo", "sheets"],
)
def test_copy_and_pictures_are_made_after_the_look_inside(shown, content, kind):
    (copy,) = shown(content)

    pages = copy.file.pages
    expected = [(n, s) for n in range(1, pages + 1) for s in ("large", "small")]
    assert (copy.work, copy.type, copy.pages, copy.remarks) == ("done", kind, pages, [])
    assert numbers(copy.file) == expected
    assert read(copy.file) == content
    assert nothing_lost()


def test_phone_photo_is_shown_as_jpeg_and_kept_as_it_came(shown):
    (copy,) = shown(a_heic())

    assert (copy.type, copy.file.type) == (sniff.JPEG, sniff.HEIC)
    assert read(copy).startswith(b"\xff\xd8\xff")
    assert read(copy.file) == a_heic()


@pytest.mark.parametrize(
    "content", [a_scan(), a_zip(("IM1", a_scan()))], ids=["scan", "disc"]
)
def test_scans_and_discs_are_not_drawn_here(add, content):
    add(content)

    assert not Derivative.objects.exists()


def test_of_a_refused_file_nothing_is_made(add):
    (file,) = add(a_pdf(password="x"))

    assert (file.pk, Derivative.objects.count()) == (file.pk, 0)


def test_made_twice_is_made_once(shown):
    (copy,) = shown(a_pdf(pages=2))
    before = [copy.key, *PagePreview.objects.values_list("pk", flat=True)]

    build(copy.file)

    now = copy_of(copy.file)
    assert [now.key, *PagePreview.objects.values_list("pk", flat=True)] == before
    assert now.attempts == 1


def test_another_recipe_makes_all_anew_and_leaves_nothing_old(
    shown, monkeypatch, run_commits
):
    (copy,) = shown(a_pdf(pages=2))
    before = set(PagePreview.objects.values_list("pk", flat=True))
    monkeypatch.setattr(making, "RECIPE", 2)

    run_commits(lambda: derivatives.ask(copy.file))

    assert before & set(PagePreview.objects.values_list("pk", flat=True)) == set()
    assert numbers(copy.file) == [
        (1, "large"),
        (1, "small"),
        (2, "large"),
        (2, "small"),
    ]
    assert copy_of(copy.file).key != copy.key
    assert nothing_lost()


def test_a_turned_page_is_drawn_anew_and_no_other(shown, wen, run_commits):
    (copy,) = shown(a_pdf(pages=3))
    kept = set(PagePreview.objects.exclude(number=2).values_list("pk", flat=True))
    upright = picture(copy.file, 2).size

    run_commits(lambda: shapes.turn_page(copy.file, 2, 1, by=wen))

    assert picture(copy.file, 2).size == upright[::-1]
    assert kept == set(
        PagePreview.objects.exclude(number=2).values_list("pk", flat=True)
    )
    assert nothing_lost()


def test_a_turn_wins_over_the_camera_and_survives_a_new_recipe(
    shown, wen, monkeypatch, run_commits
):
    exif = Image.Exif()
    exif[0x0112] = 3
    (copy,) = shown(as_jpeg(a_page(), exif=exif))
    assert quarters(picture(copy.file)) == "WBGR"
    run_commits(lambda: shapes.turn_page(copy.file, 1, 2, by=wen))
    assert quarters(picture(copy.file)) == "RGBW"
    monkeypatch.setattr(making, "RECIPE", 2)

    run_commits(lambda: inspection.finish(copy.file, "x", {"verdict_code": ""}))
    run_commits(lambda: derivatives.ask(copy.file))

    assert quarters(picture(copy.file)) == "RGBW"
    assert quarters(Image.open(io.BytesIO(read(copy_of(copy.file))))) == "RGBW"


def test_a_page_turned_while_it_is_drawn_is_drawn_as_it_was_turned_last(
    add, wen, monkeypatch, run_commits
):
    """The first worker loses its claim in the middle, and what it made."""
    (file,) = add(as_jpeg(a_page()))
    report = Derivative.report

    def turn_meanwhile(self, per_cent):
        if not file.shapes.exists():
            shapes.turn_page(file, 1, 1, by=wen)
        return report(self, per_cent)

    monkeypatch.setattr(Derivative, "report", turn_meanwhile)
    run_commits(lambda: build(file))

    copy = copy_of(file)
    assert copy.work == "done"
    assert quarters(picture(file)) == "BRWG"
    assert nothing_lost()


def test_a_killed_child_is_tried_again_and_given_up_in_the_end(add):
    (file,) = add(a_pdf(pages=1))

    with every_child_killed():
        for _try in range(Derivative.most_attempts):
            Derivative.objects.update(not_before=file.added_at)
            build(file)

    copy = copy_of(file)
    assert (copy.work, copy.attempts, copy.is_being_made) == ("failed", 3, False)
    assert nothing_lost()


def test_a_worker_that_died_is_followed_by_one_that_goes_on(shown):
    (copy,) = shown(a_pdf(pages=3))
    last = PagePreview.objects.filter(number=3)
    kept = set(PagePreview.objects.exclude(number=3).values_list("pk", flat=True))
    for row in last:
        vault.delete(row)
    last.delete()
    Derivative.objects.update(work="working", leased_until=copy.file.added_at)

    build(copy.file)

    assert copy_of(copy.file).work == "done"
    assert kept < set(PagePreview.objects.values_list("pk", flat=True))
    assert len(numbers(copy.file)) == 6


def test_a_file_that_takes_too_long_is_told_and_not_tried_again(add, monkeypatch):
    (file,) = add(a_tiff(8))
    monkeypatch.setattr(
        derivatives, "LIMITS", Limits(memory=1280 * MB, wall_seconds=0.2)
    )

    build(file)

    copy = copy_of(file)
    assert (copy.work, copy.remarks, copy.key) == ("done", ["not_made"], "")
    assert nothing_lost()


def test_files_from_before_and_old_recipes_are_caught_up_with(
    shown, monkeypatch, run_commits
):
    old, new = shown(a_pdf(pages=1), as_jpeg(a_page()))
    run_commits(lambda: derivatives.forget(old.pk))

    asked = run_commits(derivatives.catch_up)
    nothing_lacks = run_commits(derivatives.catch_up)
    monkeypatch.setattr(making, "RECIPE", 2)
    all_old = run_commits(derivatives.catch_up)

    assert (asked, nothing_lacks, all_old) == (1, 0, 2)
    assert {copy_of(copy.file).recipe for copy in (old, new)} == {2}
    assert nothing_lost()


def test_more_pages_are_made_when_they_are_asked_for(shown, monkeypatch, run_commits):
    monkeypatch.setattr(shapes, "PAGES_AT_ONCE", 2)
    Derivative._meta.get_field("wanted").default = 2
    try:
        (copy,) = shown(a_pdf(pages=5))
        first = {number for number, _size in numbers(copy.file)}

        run_commits(lambda: shapes.show_more(copy.file))
    finally:
        Derivative._meta.get_field("wanted").default = 60

    assert first == {1, 2}
    assert {number for number, _size in numbers(copy.file)} == {1, 2, 3, 4}
    assert copy_of(copy.file).pages == 5


def test_of_a_harmful_file_nothing_made_is_left(shown, run_commits):
    (copy,) = shown(a_pdf(pages=2))

    run_commits(lambda: derivatives.forget(copy.pk))

    assert (Derivative.objects.count(), PagePreview.objects.count()) == (0, 0)
    assert nothing_lost()


def test_a_file_refused_meanwhile_loses_what_was_made(shown, run_commits):
    (copy,) = shown(a_pdf(pages=2))
    File.objects.update(verdict="refused")

    run_commits(lambda: derivatives.ask(copy.file))

    assert (Derivative.objects.count(), PagePreview.objects.count()) == (0, 0)
    assert nothing_lost()


def test_a_record_that_is_taken_away_keeps_its_pictures_until_it_is_taken_back(
    shown, wen
):
    (copy,) = shown(a_pdf(pages=1))
    record = copy.file.record

    services.remove_record(record, by=wen)
    services.take_back_record(record, by=wen)

    assert len(numbers(copy.file)) == 2
    assert nothing_lost()


def test_an_erased_case_leaves_nothing_that_was_made(shown, case, wen):
    shown(a_pdf(pages=2), as_jpeg(a_page()))
    assert JoinedPdf.objects.exists()

    erasing.erase(case, by=wen)

    assert nothing_lost()
    assert list(vault.place().names()) == []


def test_u7_pictures_and_copies_are_sealed(shown, tmp_path):
    canary = b"CANARYCANARY"
    shown(b"%PDF-1.4" + a_pdf(pages=1)[8:])
    shown(as_jpeg(a_page(), comment=canary))

    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(stored) > 6
    for clear in (b"WEBP", b"%PDF", b"\xff\xd8\xff", canary):
        assert not any(clear in content for content in stored)


def test_the_log_tells_no_file_name(add, written_log, monkeypatch):
    (file,) = add(a_pdf(pages=1))
    File.objects.update(name="CANARY.pdf")
    vault.delete(file)

    build(file)

    assert "CANARY" not in written_log.getvalue()
    assert copy_of(file).error_code == "FileNotFoundError"


with_office = pytest.mark.skipif(
    shutil.which("soffice") is None or cage.cage() != "bubblewrap",
    reason="needs LibreOffice and bubblewrap",
)


@with_office
@pytest.mark.parametrize(
    "content",
    [a_letter(), rb"{\rtf1\ansi Haemoglobin 120 g/l\par}"],
    ids=["word", "rtf"],
)
def test_a_letter_becomes_pages(shown, content):
    (copy,) = shown(content)

    assert (copy.type, copy.pages, copy.remarks) == (sniff.PDF, 1, [])
    assert numbers(copy.file) == [(1, "large"), (1, "small")]
    assert "Haemoglobin 120 g/l" in text_of(read(copy))[0]
    assert nothing_lost()


@with_office
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "gb18030", "cp1251"])
def test_a_text_in_any_letters_becomes_pages(shown, coding):
    text = (
        "Гемоглобин 120 г/л, лейкоциты 5" if coding == "cp1251" else "血红蛋白 120 g/l"
    )

    (copy,) = shown(text.encode(coding))

    found = " ".join(text_of(read(copy)))
    assert text.split()[0][:8] in found


@pytest.mark.parametrize("found", ["landlock", "limits"])
def test_where_nothing_holds_libreoffice_a_letter_is_not_converted(
    add, monkeypatch, found
):
    (file,) = add(a_letter())
    monkeypatch.setattr(derivatives.cage, "cage", lambda: found)

    build(file)

    copy = copy_of(file)
    assert (copy.work, copy.key, copy.remarks) == ("done", "", ["not_converted"])


def test_where_nothing_holds_libreoffice_a_text_is_still_readable(add, monkeypatch):
    (file,) = add("血红蛋白 120 g/l".encode("gb18030"))
    monkeypatch.setattr(derivatives, "can_convert", lambda: False)

    build(file)

    copy = copy_of(file)
    assert (copy.type, read(copy).decode()) == (sniff.TEXT, "血红蛋白 120 g/l")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"type": "text/html", "pages": -1, "remarks": ["x", 1]}, ("", None, [])),
        ({"type": sniff.PDF, "pages": "9", "remarks": "blurred"}, ("", None, [])),
        ({"code": ["x"]}, ("", None, ["not_made"])),
        ({"code": "no_cage"}, ("", None, ["not_converted"])),
    ],
)
def test_of_what_a_child_says_only_what_fits_is_believed(add, said, kept):
    (file,) = add(a_pdf(pages=1))
    made = making.Making(copy_of(file), file)

    found = derivatives._facts(said, made)

    assert (found["type"], found["pages"], found["remarks"]) == kept
