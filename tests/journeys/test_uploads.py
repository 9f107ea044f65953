"""Files that survive a bad line, in a real browser."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records import vault
from records.models import File, Record, Upload
from records.tests.test_records import a_photo
from tests.journeys.conftest import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

MB = 1024 * 1024


def a_scan(folder: Path, name: str, size: int, seed: int = 1) -> Path:
    """A zip by its first bytes; what is in it does not matter here."""
    path = folder / name
    path.write_bytes(b"PK\x03\x04" + random.Random(seed).randbytes(size - 4))
    return path


def send(page: Any, *paths: Path, button: str = "Add to the folder") -> None:
    page.set_input_files("#id_files", [str(path) for path in paths])
    page.get_by_role("button", name=button).click()


def row(page: Any, name: str) -> Any:
    return page.locator("#sending li", has_text=name)


def arrived(page: Any, count: int) -> None:
    words = f"{count} file has arrived" if count == 1 else f"{count} files have arrived"
    expect(page.locator("#told")).to_contain_text(words, timeout=60_000)


def until(page: Any, what: Callable[[], object]) -> None:
    """Waits for something that does not show on the page."""
    for _look in range(600):
        if what():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not become so")


def came(page: Any, size: int) -> None:
    """Waits until so much of the one upload is safe."""
    coming = Upload.objects.filter(ended_at=None, size_bytes__gte=size)
    until(page, coming.exists)


def is_kept(path: Path) -> bool:
    stored = vault.open_(File.objects.get(name=path.name)).read()
    return stored == path.read_bytes()


def test_a_file_cut_three_times_arrives_byte_for_byte(visit, line, tmp_path):
    path = a_scan(tmp_path, "ct.zip", 20 * MB)
    page = visit()
    line.cuts = [line.sent + at * MB for at in (3, 9, 16)]

    send(page, path)

    arrived(page, 1)
    assert (line.cuts, is_kept(path)) == ([], True)
    assert Upload.objects.count() == 1


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(visit, line, tmp_path):
    path = a_scan(tmp_path, "ct.zip", 20 * MB)
    page = visit()
    line.bytes_per_second = 6 * MB
    send(page, path)
    came(page, 10 * MB)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#unfinished")).to_contain_text("of 20 MB")
    before, line.bytes_per_second = line.sent, 0

    send(page, path)

    arrived(page, 1)
    assert (line.sent - before < 15 * MB, is_kept(path)) == (True, True)
    assert page.evaluate("localStorage.length") == 0


def test_another_file_of_the_same_name_and_size_is_not_glued_to_it(
    visit, line, tmp_path
):
    (tmp_path / "b").mkdir()
    first = a_scan(tmp_path, "ct.zip", 16 * MB)
    other = a_scan(tmp_path / "b", "ct.zip", 16 * MB, seed=2)
    page = visit()
    line.bytes_per_second = 2 * MB
    send(page, first)
    came(page, 2 * MB)
    row(page, "ct.zip").get_by_role("button", name="Pause").click()
    line.bytes_per_second = 0

    send(page, other)

    arrived(page, 1)
    assert is_kept(other)
    assert Upload.objects.filter(ended_at=None).count() == 1


def test_small_files_do_not_wait_for_a_large_one(visit, line, tmp_path):
    names = {"ct.zip": 12 * MB, "a.zip": 100_000, "b.zip": 200_000, "c.zip": 300_000}
    paths = [a_scan(tmp_path, name, size) for name, size in names.items()]
    page = visit()
    line.bytes_per_second = 3 * MB

    send(page, *paths)

    arrived(page, 3)
    expect(row(page, "ct.zip")).to_contain_text("of 12 MB")
    line.bytes_per_second = 0
    arrived(page, 4)
    assert all(is_kept(path) for path in paths)


def test_paused_nothing_is_sent_until_the_person_goes_on(visit, line, tmp_path):
    path = a_scan(tmp_path, "ct.zip", 12 * MB)
    page = visit()
    line.bytes_per_second = 4 * MB
    send(page, path)
    expect(row(page, "ct.zip")).to_contain_text("of 12 MB")

    row(page, "ct.zip").get_by_role("button", name="Pause").click()

    expect(row(page, "ct.zip")).to_contain_text("You paused it.")
    look(page)
    stood = Upload.objects.get().size_bytes
    line.bytes_per_second = 0
    row(page, "ct.zip").get_by_role("button", name="Go on").click()
    arrived(page, 1)
    assert (stood < 12 * MB, is_kept(path)) == (True, True)


def test_left_out_its_bytes_are_gone(visit, line, tmp_path):
    before = set(vault.place().names())
    page = visit()
    line.bytes_per_second = 2 * MB
    send(page, a_scan(tmp_path, "ct.zip", 12 * MB))
    came(page, 2 * MB)
    row(page, "ct.zip").get_by_role("button", name="Pause").click()

    row(page, "ct.zip").get_by_role("button", name="Leave it out").click()

    expect(page.locator("#sending")).to_be_hidden()
    # A piece that was on its way is dropped when its line ends.
    until(page, lambda: set(vault.place().names()) == before)
    assert Upload.objects.get().result == "left_out"


def test_two_windows_do_not_send_one_file_twice(visit, line, case, tmp_path):
    path = a_scan(tmp_path, "ct.zip", 16 * MB)
    page = visit()
    line.bytes_per_second = 3 * MB
    send(page, path)
    came(page, 2 * MB)
    other = page.context.new_page()
    other.goto(page.url)

    send(other, path)

    expect(row(other, "ct.zip")).to_contain_text("in another window of this browser")
    line.bytes_per_second = 0
    arrived(page, 1)
    expect(row(other, "ct.zip")).to_have_count(0)  # by itself
    expect(other.locator("#said")).to_contain_text("ct.zip")
    assert (Upload.objects.count(), is_kept(path)) == (1, True)


def test_session_that_ends_in_the_middle_loses_nothing(visit, line, tmp_path, wen):
    path = a_scan(tmp_path, "ct.zip", 12 * MB)
    page = visit()
    line.bytes_per_second = 3 * MB
    send(page, path)
    came(page, 2 * MB)

    page.context.clear_cookies()

    again = row(page, "ct.zip").get_by_role("link", name="Sign in again")
    expect(again).to_be_visible()
    look(page)
    sign_in(page.context, wen, line.url)  # as in another window
    line.bytes_per_second = 0
    row(page, "ct.zip").get_by_role("button", name="Go on").click()
    arrived(page, 1)
    assert is_kept(path)


def test_a_line_that_is_down_is_said_and_it_goes_on_by_itself(visit, line, tmp_path):
    path = a_scan(tmp_path, "ct.zip", 8 * MB)
    page = visit()
    line.bytes_per_second = 3 * MB
    send(page, path)
    came(page, 1 * MB)
    line.is_down = True
    line.cut()
    expect(row(page, "ct.zip")).to_contain_text("The line is broken.")
    look(page)

    line.is_down, line.bytes_per_second = False, 0

    arrived(page, 1)
    assert is_kept(path)


def test_a_full_disk_is_said_and_the_file_goes_on_when_there_is_room(
    visit, line, tmp_path, monkeypatch
):
    path = a_scan(tmp_path, "ct.zip", 12 * MB)
    page = visit()
    line.bytes_per_second = 4 * MB
    send(page, path)
    came(page, 2 * MB)

    with monkeypatch.context() as full:
        # The server of these tests lets no view say that the line ends.
        full.setattr("records.views.tus._closed", lambda response: response)
        full.setattr("records.storage._Durable.write", no_room)
        expect(row(page, "ct.zip")).to_contain_text("We had no room for it.")
    look(page)

    line.bytes_per_second = 0
    row(page, "ct.zip").get_by_role("button", name="Go on").click()
    arrived(page, 1)
    assert (is_kept(path), Upload.objects.count()) == (True, 1)


def no_room(*args: Any) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_program_among_good_files_takes_nothing_with_it(visit, tmp_path):
    program = tmp_path / "viewer.exe"
    program.write_bytes(b"MZ" + bytes(300_000))
    page = visit()

    send(page, program, a_scan(tmp_path, "ct.zip", MB))

    arrived(page, 1)
    expect(page.locator("#told")).to_contain_text(
        "This file is a program and not kept."
    )
    look(page)


def test_twelve_photos_become_three_documents_without_leaving_the_page(visit, tmp_path):
    page = visit()
    for document in range(3):
        photos = [tmp_path / f"IMG_{document}{n}.jpg" for n in range(4)]
        for n, photo in enumerate(photos):
            photo.write_bytes(a_photo(1600 + 10 * document + n))
        page.get_by_label("These files are the pages of one document").check()
        page.get_by_label("A name for it").evaluate(
            "e => e.closest('details').open = true"
        )
        page.get_by_label("A name for it").fill(f"Letter {document}")
        send(page, *photos)
        expect(page.get_by_label("A name for it")).to_have_value("")

    arrived(page, 12)
    found = {
        record.title: [file.name for file in record.files.order_by("position")]
        for record in Record.objects.all()
    }
    assert found == {
        f"Letter {d}": [f"IMG_{d}{n}.jpg" for n in range(4)] for d in range(3)
    }
    expect(page.locator("#timeline")).to_contain_text("Letter 2")


def test_a_date_nobody_can_read_is_said_before_anything_is_sent(visit, tmp_path):
    page = visit()
    page.get_by_label("A name for it").evaluate("e => e.closest('details').open = true")
    page.get_by_label("A name for it").fill("Blood count")
    page.get_by_label("Year").fill("26x")

    send(page, a_scan(tmp_path, "ct.zip", MB))

    expect(page.locator("#errors")).to_be_focused()
    look(page)
    assert Upload.objects.count() == 0
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Add to the folder").click()  # still chosen
    arrived(page, 1)
    assert (Record.objects.get().title, str(Record.objects.get().dated_on)) == (
        "Blood count",
        "2026",
    )


def test_photos_are_taken_one_after_another_dropped_and_pasted(visit, tmp_path):
    page = visit(has_touch=True)
    for n in range(2):
        shot = tmp_path / f"shot{n}.jpg"
        shot.write_bytes(a_photo(1600 + n))
        page.set_input_files("#id_photo", str(shot))
    page.set_input_files(
        "#id_files", str(a_scan(tmp_path, "ct.zip", 99))
    )  # adds to them
    page.set_input_files("#id_files", [])  # closed without choosing
    page.evaluate(GIVE, ["drop", "dropped.jpg"])
    page.evaluate(GIVE, ["paste", "pasted.jpg"])

    names = ["shot0.jpg", "shot1.jpg", "ct.zip", "dropped.jpg", "pasted.jpg"]
    expect(page.locator("#chosen bdi:first-child")).to_have_text(names)
    page.get_by_role("button", name="pasted.jpg").click()
    expect(page.locator("#chosen bdi:first-child")).to_have_text(names[:4])
    look(page)


GIVE = """([kind, name]) => {
  const given = new DataTransfer();
  given.items.add(new File(["a"], name, { type: "image/jpeg" }));
  const target = kind === "drop" ? document.querySelector(".sl-upload") : document.body;
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


def test_pages_are_added_to_a_record_in_pieces_too(visit, case, wen, tmp_path):
    record = Record.objects.create(case=case, number=1, kind="other", added_by=wen)
    page = visit(path=reverse("records:record_edit", args=[case.pk, record.pk]))
    photos = [tmp_path / f"p{n}.jpg" for n in range(3)]
    for n, photo in enumerate(photos):
        photo.write_bytes(a_photo(1600 + n))

    send(page, *photos, button="Add to this record")

    arrived(page, 3)
    pages = record.files.order_by("position").values_list("name", flat=True)
    assert list(pages) == ["p0.jpg", "p1.jpg", "p2.jpg"]
    assert Record.objects.count() == 1


def test_without_a_script_the_form_does_the_same_job(visit, line, case, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(a_photo())
    page = visit(java_script_enabled=False, has_touch=True)
    page.set_input_files("#id_photo", str(photo))

    page.get_by_role("button", name="Add to the folder").click()

    expect(page.locator("#results")).to_contain_text("1 file has arrived.")
    expect(page.locator("#results")).not_to_contain_text("not added")
    assert is_kept(photo)
