"""The folder of a disc, chosen or dropped: one zip, sent like any file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pydicom.data
import pytest
from playwright.sync_api import expect

from records.models import File, Upload
from records.tests import discs
from tests.journeys.conftest import look
from tests.journeys.folders import (
    MB,
    a_disc,
    a_folder,
    choose,
    choose_held,
    chosen,
    drop,
    kept,
    send,
    told,
)
from tests.journeys.test_uploads import arrived, came, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_chosen_folder_arrives_as_one_zip_with_exactly_its_files(visit, tmp_path):
    folder, members = a_disc(tmp_path)
    page = visit()

    send(page, folder)

    arrived(page, 1)
    assert kept("CD.zip") == members


def test_a_disc_is_read_and_its_viewer_left_out(visit, case, tmp_path):
    source = Path(pydicom.data.get_testdata_file("DICOMDIR", download=False)).parent
    folder = tmp_path / "CD"
    shutil.copytree(source, folder)
    a_folder(folder, "VIEWER", {"run.exe": b"MZ" + bytes(500)})
    page = visit()

    send(page, folder)

    arrived(page, 1)
    discs.look(File.objects.get())
    page.goto(page.url.split("/records/")[0] + "/records/")
    expect(page.locator("#timeline")).to_contain_text("viewer program on the disc was")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert set(kept("CD.zip")) == {str(path.relative_to(folder)) for path in files}


def test_after_a_reload_the_same_folder_goes_on_where_it_stopped(
    visit,
    line,
    tmp_path,
):
    folder, members = a_disc(tmp_path, count=150)
    page = visit()
    line.bytes_per_second = 4 * MB
    send(page, folder)
    came(page, 5 * MB)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#unfinished")).to_contain_text("choose the same folder again")
    before, line.bytes_per_second = line.sent, 0

    send(page, folder)

    arrived(page, 1)
    assert (line.sent - before < 10 * MB, kept("CD.zip")) == (True, members)
    assert Upload.objects.count() == 1


def test_dropped_folders_are_taken_beside_files_and_told_apart(visit, tmp_path):
    disc, members = a_disc(tmp_path, count=230)  # the browser lists a hundred at a time
    other, _ = a_disc(tmp_path, "CD 2")
    papers = a_folder(tmp_path, "Papers", {"a.pdf": b"%PDF-1", "old/b.jpg": b"\xff"})
    empty = a_folder(tmp_path, "Empty", {".DS_Store": b"\0"})
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1")
    page = visit()

    drop(page, disc, tmp_path / "letter.pdf", papers, empty, other)

    told(
        page,
        "There are papers in Papers and no scans, so each of its files was chosen by"
        " itself.",
        "There are no files in this folder. Choose the disc itself, or the folder with"
        " the scans.",
    )
    chosen(page, "letter.pdf", "CD.zip", "a.pdf", "b.jpg", "CD 2.zip")
    look(page)
    page.get_by_role("button", name="Add to the folder").click()
    expect(page.locator("#told")).to_contain_text("CD.zip", timeout=60_000)
    assert kept("CD.zip") == members


def test_files_that_cannot_be_read_are_named_and_left_out(visit, tmp_path):
    folder, members = a_disc(tmp_path)
    page = visit()
    choose_held(page, folder)
    page.get_by_role("button", name="Add to the folder").click()
    (folder / "DICOM/IM0001").unlink()

    page.evaluate("window.letGo()")

    told(
        page,
        "Some files of CD cannot be read and are left out (1): DICOM/IM0001. You"
        " can add the rest now. For the whole, wipe the disc clean and choose the folder"
        " again, or ask the hospital for a new disc.",
    )
    assert Upload.objects.count() == 0  # the person decides
    look(page)
    page.get_by_role("button", name="Add to the folder").click()
    arrived(page, 1)
    del members["DICOM/IM0001"]
    assert kept("CD.zip") == members
    expect(page.locator("#folder-notes")).to_be_visible()


def test_a_disc_that_was_taken_out_while_it_was_read_is_said(visit, tmp_path):
    folder, _ = a_disc(tmp_path)
    page = visit()
    choose_held(page, folder)
    shutil.rmtree(folder)

    page.evaluate("window.letGo()")

    expect(page.locator("#folder-notes")).to_contain_text("CD cannot be read.")
    chosen(page)


def test_a_disc_that_was_taken_out_while_it_was_sent_goes_on_later(
    visit,
    line,
    tmp_path,
):
    folder, members = a_disc(tmp_path, count=150)
    away = tmp_path / "away"
    page = visit()
    line.bytes_per_second = 4 * MB
    send(page, folder)
    came(page, 4 * MB)

    folder.rename(away)

    expect(row(page, "CD.zip")).to_contain_text("Is the disc still in?")
    look(page)
    away.rename(folder)
    before, line.bytes_per_second = line.sent, 0
    row(page, "CD.zip").get_by_role("button", name="Choose it again").click()
    expect(
        page.get_by_role("button", name="Choose the folder of a disc")
    ).to_be_focused()
    send(page, folder)
    arrived(page, 1)
    assert (line.sent - before < 10 * MB, kept("CD.zip")) == (True, members)


def test_sent_off_while_it_is_read_it_goes_when_it_is_read(visit, tmp_path):
    folder, members = a_disc(tmp_path)
    page = visit()
    choose_held(page, folder)

    page.get_by_role("button", name="Add to the folder").click()

    expect(page.locator("#reading")).to_contain_text("It is added by itself")
    look(page)
    page.evaluate("window.letGo()")
    arrived(page, 1)
    assert kept("CD.zip") == members


def test_reading_can_be_stopped(visit, tmp_path):
    folder, _ = a_disc(tmp_path)
    page = visit()
    choose_held(page, folder)

    page.locator("#reading").get_by_role("button", name="Stop").click()
    page.evaluate("window.letGo()")

    told(page, "You stopped it. Nothing of CD was added.")
    expect(
        page.get_by_role("button", name="Choose the folder of a disc")
    ).to_be_focused()
    chosen(page)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"MAX_ARCHIVE_MB": 1}, "CD has 2.2 MB, and we can take 1.0 MB at once."),
        ({"MAX_CASE_MB": 2}, "CD has 2.2 MB, and there is room for 2.0 MB."),
    ],
)
def test_a_folder_that_is_too_large_is_said_before_it_is_read(
    visit,
    tmp_path,
    settings,
    limits,
    sentence,
):
    for name, most in limits.items():
        setattr(settings, name, most)
    folder, _ = a_disc(tmp_path)
    page = visit()

    choose(page, folder)

    expect(page.locator("#folder-notes")).to_contain_text(sentence)
    chosen(page)


def test_without_a_script_no_folder_is_offered_and_packing_is_explained(visit):
    page = visit(java_script_enabled=False)

    expect(page.locator("#folder-button")).to_be_hidden()
    assert "pack it as a zip file first" in page.locator("noscript p").inner_text()
