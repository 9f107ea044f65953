"""What is shown of a file: made once, made anew when it must be, and gone with the file."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from records import (
    derivatives,
    erasing,
    inspection,
    making,
    services,
    shapes,
    sniff,
    vault,
)
from records.models import Derivative, File, JoinedPdf, PagePreview
from records.sandbox.limits import MB, Limits
from records.tests.made import build, copy_of, nothing_lost, numbers, picture, read
from records.tests.processes import every_child_killed
from records.tests.shown import a_page, as_jpeg, quarters
from records.tests.test_inspection import a_heic, a_tiff
from records.tests.test_records import a_pdf
from records.tests.zips import a_scan, a_zip

pytestmark = pytest.mark.usefixtures("own_vault")


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
def test_scans_and_discs_are_not_drawn_here(looked_into, content):
    looked_into(content)

    assert not Derivative.objects.exists()


def test_of_a_refused_file_nothing_is_made(looked_into):
    (file,) = looked_into(a_pdf(password="x"))

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
    looked_into, wen, monkeypatch, run_commits
):
    """The first worker loses its claim in the middle, and what it made."""
    (file,) = looked_into(as_jpeg(a_page()))
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


def test_a_killed_child_is_tried_again_and_given_up_in_the_end(looked_into):
    (file,) = looked_into(a_pdf(pages=1))

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


def test_a_file_that_takes_too_long_is_told_and_not_tried_again(
    looked_into, monkeypatch
):
    (file,) = looked_into(a_tiff(8))
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


def test_the_log_tells_no_file_name(looked_into, written_log, monkeypatch):
    (file,) = looked_into(a_pdf(pages=1))
    File.objects.update(name="CANARY.pdf")
    vault.delete(file)

    build(file)

    assert "CANARY" not in written_log.getvalue()
    assert copy_of(file).error_code == "FileNotFoundError"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"type": "text/html", "pages": -1, "remarks": ["x", 1]}, ("", None, [])),
        ({"type": sniff.PDF, "pages": "9", "remarks": "blurred"}, ("", None, [])),
        ({"code": ["x"]}, ("", None, ["not_made"])),
        ({"code": "no_cage"}, ("", None, ["not_converted"])),
    ],
)
def test_of_what_a_child_says_only_what_fits_is_believed(looked_into, said, kept):
    (file,) = looked_into(a_pdf(pages=1))
    made = making.Making(copy_of(file), file)

    found = derivatives._facts(said, made)

    assert (found["type"], found["pages"], found["remarks"]) == kept
