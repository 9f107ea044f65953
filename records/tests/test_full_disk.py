"""U5: a store that is full says so; nothing is lost, and all goes on when there is room."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from records import vault
from records.models import File, Record, Upload
from records.refusals import REFUSALS
from records.tests import small_disk
from records.tests.small_disk import files_in, filled
from records.tests.test_records import send as send_form
from records.tests.tus_client import ask, begin, send

MB = 1024 * 1024
SAID = str(REFUSALS["disk"])
CONTENT = b"%PDF-1.7\n" + random.Random(11).randbytes(5 * MB)


@pytest.fixture(params=["counted", "mounted"])
def disk(request, settings, tmp_path) -> Iterator[Path]:
    """The folder of a store with room for 8 MB."""
    try:
        with getattr(small_disk, request.param)(tmp_path) as kind:
            settings.STORAGES = settings.STORAGES | {
                "records": {"BACKEND": kind, "OPTIONS": {"location": str(tmp_path)}}
            }
            yield tmp_path
    except PermissionError as error:
        pytest.skip(f"no disk can be mounted here: {error}")


def reconciled() -> str:
    said = io.StringIO()
    call_command("reconcile", stdout=said)  # ends with an error when it finds anything
    return said.getvalue().strip()


def test_u5_an_upload_on_a_full_disk_goes_on_from_where_it_was(disk, door, case):
    url = begin(door, case, len(CONTENT))["Location"]
    send(door, url, 0, CONTENT[: 2 * MB])
    before = files_in(disk)

    with filled(disk):
        full = [send(door, url, 2 * MB, CONTENT[2 * MB :]) for _ in range(2)]
        standing = ask(door, url)
    left, found = files_in(disk), reconciled()
    last = send(door, url, 2 * MB, CONTENT[2 * MB :])

    assert [(answer.status_code, answer.text) for answer in full] == [(507, SAID)] * 2
    assert standing["Upload-Offset"] == str(2 * MB)
    assert left == before
    assert found == "0 rows without a file, 0 files without a row"
    assert last["Upload-Result"] == "kept"
    assert vault.open_(File.objects.get()).read() == CONTENT
    assert reconciled() == "0 rows without a file, 0 files without a row"


def test_u5_what_came_before_the_disk_was_full_is_kept(disk, door, case, monkeypatch):
    """A long piece is made safe step by step: only what came after the last is sent anew."""
    monkeypatch.setattr("records.tus.pieces.SAFE_BYTES", MB)
    content = CONTENT * 2
    url = begin(door, case, len(content))["Location"]

    full = send(door, url, 0, content)

    kept = int(ask(door, url)["Upload-Offset"])
    with vault.open_(Upload.objects.get()) as stored:
        assert stored.read() == content[:kept]
    assert (full.status_code, full.text) == (507, SAID)
    assert kept >= vault.PART_BYTES
    assert reconciled() == "0 rows without a file, 0 files without a row"


def test_u5_a_form_on_a_full_disk_says_one_sentence_and_leaves_nothing(
    disk, door, case
):
    with filled(disk):
        page = send_form(door, case, ("scan.pdf", CONTENT))
    nothing = (files_in(disk), File.objects.count(), Record.objects.count())
    found = reconciled()

    again = send_form(door, case, ("scan.pdf", CONTENT))

    assert page.text.count(SAID) == 1
    assert nothing == ([], 0, 0)
    assert found == "0 rows without a file, 0 files without a row"
    assert SAID not in again.text
    assert vault.open_(File.objects.get()).read() == CONTENT


def test_u5_a_file_that_is_larger_than_the_disk_costs_no_other_its_place(
    disk, door, case
):
    page = send_form(door, case, ("large.pdf", CONTENT * 2), ("small.pdf", CONTENT))

    assert page.text.count(SAID) == 1
    assert [file.name for file in File.objects.all()] == ["small.pdf"]
    assert reconciled() == "0 rows without a file, 0 files without a row"
