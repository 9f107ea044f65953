"""Folders for tests: made, chosen, dropped, and what came of them."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from records import vault
from records.models import File

MB = 1024 * 1024
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


def drop(page: Any, *paths: Path) -> None:
    """As from the desk of a computer: the browser gives real entries of the disk."""
    page.locator(".sl-upload").scroll_into_view_if_needed()
    box = page.locator(".sl-upload").bounding_box()
    place = {"x": box["x"] + 20, "y": box["y"] + 20}
    files = [str(path) for path in paths]
    data = {"items": [], "files": files, "dragOperationsMask": 1}
    chrome = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        chrome.send("Input.dispatchDragEvent", {"type": kind, "data": data, **place})


def told(page: Any, *sentences: str) -> None:
    expect(page.locator("#folder-notes li")).to_have_text(list(sentences))


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


def choose_held(page: Any, folder: Path) -> None:
    """Its files are listed, and read only when the test says `letGo`."""
    page.evaluate(
        """() => {
          const read = window.sl.zipped;
          const go = new Promise((done) => { window.letGo = done; });
          window.sl.zipped = (...all) => {
            window.isHeld = true;
            return go.then(() => read(...all));
          };
        }"""
    )
    choose(page, folder)
    page.wait_for_function("window.isHeld")
