"""Stored bytes: sealed on the way in, read from any place, refused when not genuine."""

from __future__ import annotations

import errno
import io
import os
import random
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File

from records import keys, vault
from records.models import CaseKey, Sealed
from records.storage import FolderStorage, StorageAwayError
from records.vault import PART_BYTES, TamperedError, parts


class SickDisk(FolderStorage):
    """Its files open, and cannot be read to their end."""

    def open(self, name: str, mode: str = "rb") -> Any:
        return SickFile(super().open(name, mode))


class SickFile(File):
    def read(self, size: int = -1) -> bytes:
        if self.tell() > PART_BYTES // 2:
            raise OSError(errno.EIO, "no")
        return self.file.read(size)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """A vault of its own."""
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def some_bytes(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "size", [0, 1, 65_535, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES]
)
def test_what_is_kept_is_read_again(folder, case, size):
    content = some_bytes(size)

    sealed = vault.keep(case.pk, content)

    assert (vault.open_(sealed).read(), sealed.size_bytes) == (content, size)
    assert len(stored(folder)) == len(sealed.parts) == -(-size // PART_BYTES)


def test_bytes_are_read_from_any_place(folder, case):
    content = some_bytes(2 * PART_BYTES + 1000)
    file, clear = vault.open_(vault.keep(case.pk, content)), io.BytesIO(content)
    chance = random.Random(7)

    for _ in range(60):
        place, size = chance.randrange(len(content) + 10), chance.randrange(70_000)
        file.seek(place)
        clear.seek(place)
        assert file.read(size) == clear.read(size)
    assert file.seek(-5, io.SEEK_END) == len(content) - 5
    assert (file.read(), file.read(1)) == (content[-5:], b"")


def test_readinto_fills_what_is_given(folder, case):
    content = some_bytes(PART_BYTES + 10)
    reader = io.BufferedReader(vault.open_(vault.keep(case.pk, content)), 1 << 20)

    assert b"".join(iter(lambda: reader.read(100_001), b"")) == content


def test_nothing_clear_is_on_the_disk(folder, case):
    word = b"CANARY-OF-A-PATIENT"

    vault.keep(case.pk, word * 1000)

    assert not any(word in path.read_bytes() for path in stored(folder))


def test_writing_goes_on_after_a_checkpoint(folder, case):
    content, sealed = some_bytes(3 * PART_BYTES), None
    ends = [10, 500_000, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES - 7, 3 * PART_BYTES]
    writer, done = vault.writer(case.pk), 0

    for end in ends:
        writer.write(content[done:end])
        sealed, done = writer.checkpoint(), end
        assert vault.open_(sealed).read() == content[:end]
        writer.kept()
        writer.tidy()
        if end % 2:  # another process goes on
            writer = vault.resume(sealed)

    assert len(stored(folder)) == len(sealed.parts) == 3


def test_a_short_part_is_written_anew_a_little_at_a_time(folder, case):
    content = some_bytes(PART_BYTES - 1)
    writer = vault.writer(case.pk)
    writer.write(content)
    writer.checkpoint()

    tracemalloc.start()
    writer.write(b"x")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert vault.open_(writer.finish()).read() == content + b"x"
    assert peak < PART_BYTES // 4


def test_an_older_row_stays_true_until_a_newer_one_replaces_it(folder, case):
    content = some_bytes(1000)
    first = vault.writer(case.pk)
    first.write(content[:400])
    before = first.checkpoint()

    second = vault.resume(before)
    second.write(content[400:])
    after = second.checkpoint()

    assert vault.open_(before).read() == content[:400]
    assert vault.open_(after).read() == content
    second.tidy()
    assert len(stored(folder)) == 1


def test_two_who_go_on_at_once_do_not_spoil_each_others_bytes(folder, case):
    writer = vault.writer(case.pk)
    writer.write(b"begun ")
    begun = writer.checkpoint()
    one, other = vault.resume(begun), vault.resume(begun)
    one.write(b"by one")
    other.write(b"by the other")

    by_one, by_other = one.checkpoint(), other.checkpoint()

    assert vault.open_(by_one).read() == b"begun by one"
    assert vault.open_(by_other).read() == b"begun by the other"


class SlowToStore:
    """Holds back what makes a part safe until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_go_on = threading.Event()
        really = parts.PartWriter.store

        def store(part: parts.PartWriter) -> None:
            self.may_go_on.wait(20)
            really(part)

        monkeypatch.setattr(parts.PartWriter, "store", store)


def test_what_settled_is_true_and_waits_for_nothing(folder, case, monkeypatch):
    disk = SlowToStore(monkeypatch)
    content = some_bytes(2 * PART_BYTES + 500)
    writer = vault.writer(case.pk)
    writer.write(content)

    nothing_yet = writer.settled()
    disk.may_go_on.set()
    assert nothing_yet.size_bytes == 0

    writer._wait_until_stored(left=0)
    settled = writer.settled()
    assert vault.open_(settled).read() == content[: 2 * PART_BYTES]

    writer.kept(settled)
    writer.discard()
    assert len(stored(folder)) == 2
    assert vault.open_(settled).read() == content[: 2 * PART_BYTES]


def test_what_settled_goes_on_after_a_short_part(folder, case):
    content = some_bytes(2 * PART_BYTES + 10)
    begun = vault.keep(case.pk, content[:700])
    writer = vault.resume(begun)
    writer.write(content[700 : PART_BYTES - 1])
    assert writer.settled().size_bytes <= begun.size_bytes

    writer.write(content[PART_BYTES - 1 :])
    writer._wait_until_stored(left=0)
    settled = writer.settled()
    writer.kept(settled)
    writer.tidy()
    writer.discard()

    assert vault.open_(settled).read() == content[: 2 * PART_BYTES]
    assert len(stored(folder)) == 2


def test_what_is_discarded_leaves_nothing(folder, case):
    writer = vault.writer(case.pk)
    writer.write(some_bytes(PART_BYTES + 5))

    writer.discard()

    assert stored(folder) == []


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_inside_a_segment(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def cut_at_a_segment(path: Path) -> None:
    os.truncate(path, 65_536)


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def edit_the_head(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[1] ^= 255
    path.write_bytes(content)


def swap_segments(path: Path) -> None:
    one, size = path.read_bytes(), 65_536
    swapped = one[2 * size : 3 * size] + one[size : 2 * size]
    path.write_bytes(one[:size] + swapped + one[3 * size :])


@pytest.mark.parametrize(
    "spoil",
    [
        flip,
        cut_inside_a_segment,
        cut_at_a_segment,
        append,
        edit_the_head,
        swap_segments,
    ],
)
def test_changed_bytes_are_refused_and_told(folder, case, caplog, spoil):
    """SECURITY C1: what is not what was stored is never given out as if it were."""
    sealed = vault.keep(case.pk, some_bytes(400_000))
    spoil(stored(folder)[0])

    with pytest.raises(TamperedError):
        vault.open_(sealed).read()

    assert "not what was stored" in caplog.text


def test_parts_that_change_places_are_refused(folder, case):
    sealed = vault.keep(case.pk, some_bytes(2 * PART_BYTES))
    one, two = stored(folder)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)

    with pytest.raises(TamperedError):
        vault.open_(sealed).read()


def test_a_part_left_out_of_the_row_is_refused(folder, case):
    sealed = vault.keep(case.pk, some_bytes(2 * PART_BYTES))

    with pytest.raises(TamperedError):
        vault.open_(Sealed(sealed.key, sealed.parts[:1], sealed.size_bytes))


def test_a_row_that_tells_another_size_is_refused(folder, case):
    sealed = vault.keep(case.pk, some_bytes(1000))

    with pytest.raises(TamperedError):
        vault.open_(Sealed(sealed.key, sealed.parts, 999)).read()


def test_bytes_of_another_file_are_refused(folder, case):
    one, other = vault.keep(case.pk, b"one" * 99), vault.keep(case.pk, b"two" * 99)
    [path] = [folder / name for name in one.names()]
    [strange] = [folder / name for name in other.names()]
    path.write_bytes(strange.read_bytes())

    with pytest.raises(TamperedError):
        vault.open_(one).read()


def test_bytes_of_another_case_are_refused(folder, case, bos_case):
    mine = vault.keep(case.pk, b"mine" * 99)
    vault.keep(bos_case.pk, b"his")
    bos = CaseKey.objects.get(pk=bos_case.pk)

    CaseKey.objects.filter(pk=bos_case.pk).delete()
    CaseKey.objects.filter(pk=case.pk).update(wrapped=bos.wrapped, master=bos.master)

    with pytest.raises(Exception, match="does not open with the master key"):
        vault.open_(mine).read()


def test_lost_bytes_are_told_as_a_missing_file(folder, case):
    sealed = vault.keep(case.pk, b"here")
    vault.delete(sealed)

    with pytest.raises(FileNotFoundError):
        vault.open_(sealed)
    assert stored(folder) == []


def test_a_disk_that_fails_while_it_is_read_says_so_and_spoils_nothing(folder, case):
    sealed = vault.keep(case.pk, some_bytes(PART_BYTES))
    sick = vault.Reader(SickDisk(str(folder)), keys.for_reading(case.pk), sealed)

    with pytest.raises(StorageAwayError, match="EIO"):
        sick.read()
    assert vault.open_(sealed).read() == some_bytes(PART_BYTES)


def test_what_was_safe_before_a_failure_is_salvaged(folder, case, monkeypatch):
    content = some_bytes(2 * PART_BYTES)
    begun = vault.keep(case.pk, content[:700])
    writer = vault.resume(begun)
    with monkeypatch.context() as broken:
        broken.setattr("records.storage.FolderStorage.create", _full)
        with pytest.raises(OSError, match="full"):
            writer.write(content[700:])
    assert writer.salvaged().size_bytes <= begun.size_bytes

    writer = vault.resume(begun)
    writer.write(content[700 : PART_BYTES + 5])
    monkeypatch.setattr("records.storage._Durable.write", _full)
    with pytest.raises(OSError, match="full"):
        writer.write(content[PART_BYTES + 5 :])
    safe = writer.salvaged()

    assert vault.open_(safe).read() == content[:PART_BYTES]


def _full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "full")
