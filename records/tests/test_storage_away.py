"""A disk that is away says so and takes nothing: no file lands beside the one that is lost."""

from __future__ import annotations

import errno

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from records import services, vault
from records.models import File, Upload
from records.refusals import REFUSALS
from records.storage import StorageAwayError, told
from records.tests.test_records import a_pdf
from records.tests.test_records import send as send_form
from records.tests.tus_client import TUS, ask, begin, send

SAID = str(REFUSALS["away"])
AWAY = [
    errno.EIO, errno.ESTALE, errno.EROFS, errno.EACCES, errno.ENOTDIR, errno.EPERM,
]  # fmt: skip


@pytest.fixture
def disk(own_vault, tmp_path):
    """The folder of files, which can be taken away and put back."""
    files, elsewhere = tmp_path, tmp_path.with_name(f"{tmp_path.name}-away")

    class Disk:
        def unmount(self) -> None:
            files.rename(elsewhere)

        def mount(self) -> None:
            elsewhere.rename(files)

        is_made_anew = property(lambda self: files.exists())

    return Disk()


@pytest.mark.parametrize("number", AWAY)
def test_what_a_sick_disk_says_is_one_word(number):
    with pytest.raises(StorageAwayError, match=errno.errorcode[number]), told():
        raise OSError(number, "no", "/somewhere/secret")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.ENOENT])
def test_what_has_a_sentence_of_its_own_keeps_it(number):
    with pytest.raises(OSError, match="no") as raised, told():
        raise OSError(number, "no")
    assert not isinstance(raised.value, StorageAwayError)


@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.mkdir"])
def test_a_piece_that_meets_a_sick_disk_is_told_and_goes_on_later(
    own_vault, door, case, monkeypatch, where
):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]

    with monkeypatch.context() as broken:
        broken.setattr(where, _sick)
        refused = send(door, url, 0, content)

    assert (refused.status_code, refused.text) == (503, SAID)
    assert send(door, url, 0, content)["Upload-Result"] == "kept"


def test_an_upload_waits_for_a_disk_that_is_not_mounted(disk, door, case):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]
    send(door, url, 0, content[:50])

    disk.unmount()
    refused = send(door, url, 50, content[50:])
    standing = ask(door, url)["Upload-Offset"]
    made_anew = disk.is_made_anew
    disk.mount()
    last = send(door, url, 50, content[50:])

    assert (refused.status_code, refused.text, standing) == (503, SAID, "50")
    assert not made_anew
    assert last["Upload-Result"] == "kept"
    assert vault.open_(File.objects.get()).read() == content


def test_an_upload_that_is_left_out_meanwhile_is_not_forgotten(disk, door, case):
    """Its bytes are still on the disk: the row goes on knowing them."""
    url = begin(door, case, 100)["Location"]
    send(door, url, 0, b"%PDF-")
    disk.unmount()

    answer = door.delete(url, headers=TUS)

    assert (answer.status_code, Upload.objects.coming().count()) == (503, 1)


def test_a_form_says_so_too(disk, door, case):
    disk.unmount()

    page = send_form(door, case, ("scan.pdf", a_pdf()))

    assert page.text.count(SAID) == 1
    assert (File.objects.count(), disk.is_made_anew) == (0, False)


def test_a_download_says_so_and_is_not_lost(disk, door, case, wen):
    content = a_pdf()
    paper = ContentFile(content, name="scan.pdf")
    [result] = services.add_files(case, [paper], by=wen)
    file = File.objects.get(record=result.record)
    url = reverse("records:file_download", args=[case.pk, file.pk])
    door.raise_request_exception = False

    disk.unmount()
    away = door.get(url)
    part = door.get(url, headers={"Range": "bytes=2-5"})
    disk.mount()

    assert (away.status_code, part.status_code) == (503, 503)
    assert "We cannot reach the files just now" in away.text
    assert door.get(url).getvalue() == content


def test_nobody_is_told_that_bytes_are_gone_or_lost_while_nobody_knows(disk, case):
    sealed = vault.keep(case.pk, b"here")
    disk.unmount()

    with pytest.raises(StorageAwayError):
        vault.delete(sealed)
    with pytest.raises(StorageAwayError):
        list(vault.place().names())
    disk.mount()
    assert vault.open_(sealed).read() == b"here"


def test_migrate_makes_the_folder(settings, tmp_path):
    folder = tmp_path / "not" / "yet"
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(folder)},
        }
    }

    vault.place().set_up()
    vault.place().set_up()

    assert folder.is_dir()
    assert folder.stat().st_mode & 0o777 == 0o700


def _sick(*args: object, **kwargs: object) -> None:
    raise OSError(errno.EIO, "Input/output error")
