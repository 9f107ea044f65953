"""The folder of a disc, chosen or dropped, in a real browser: one zip, sent like any file."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records import vault
from records.models import File, Upload
from records.tests import discs
from tests.journeys.conftest import look
from tests.journeys.test_uploads import (  # noqa: F401 - line, visit are fixtures
    MB,
    arrived,
    came,
    line,
    row,
    visit,
)

pytestmark = pytest.mark.django_db(transaction=True)

RUBBISH = [".DS_Store", "DICOM/Thumbs.db", "__MACOSX/DICOM/._IM1", "DICOM/._IM0001"]


def a_folder(parent: Path, name: str, members: dict[str, bytes]) -> Path:
    folder = parent / name
    for path, content in members.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    folder.mkdir(exist_ok=True)
    return folder


def a_disc(parent: Path, name: str = "CD", count: int = 3) -> tuple[Path, dict]:
    """A disc as hospitals make them, and what of it is to arrive."""
    noise = random.Random(1)
    members = {f"DICOM/IM{n:04d}": noise.randbytes(70_000) for n in range(count)}
    members |= {"DICOMDIR": noise.randbytes(900), "VIEWER/run.exe": b"MZ" + bytes(500)}
    members |= {"VIEWER/снимок é.txt": b"", "big/IM": noise.randbytes(2 * MB + 7)}
    rubbish = {path: b"\0" for path in RUBBISH}
    return a_folder(parent, name, members | rubbish), members


def choose(page: Any, folder: Path) -> None:
    page.set_input_files("#id_folder", str(folder))


def chosen(page: Any, *names: str) -> None:
    expect(page.locator("#chosen bdi:first-child")).to_have_text(list(names))


def send(page: Any, folder: Path) -> None:
    choose(page, folder)
    chosen(page, f"{folder.name}.zip")
    page.get_by_role("button", name="Add to the folder").click()


def kept(name: str) -> dict[str, bytes]:
    """What the zip of that name holds, in its order; every sum in it was proved."""
    stored = vault.open_(File.objects.get(name=name)).read()
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        assert archive.testzip() is None
        return {each.filename: archive.read(each) for each in archive.infolist()}


def test_a_chosen_folder_arrives_as_one_zip_with_exactly_its_files(visit, tmp_path):  # noqa: F811
    folder, members = a_disc(tmp_path)
    page = visit()

    send(page, folder)

    arrived(page, 1)
    assert kept("CD.zip") == members
