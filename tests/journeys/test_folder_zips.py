"""The zip that a browser makes of a folder, byte for byte."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib

import pytest

from tests.journeys.folders import a_disc, a_folder, choose, chosen

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_files_make_the_same_bytes_whatever_their_times(visit, tmp_path):
    first, members = a_disc(tmp_path, "CD1")
    again = a_folder(tmp_path, "CD2", dict(reversed(members.items())))
    for n, path in enumerate(sorted(again.rglob("IM*"))):
        os.utime(path, (n, 10**9 + 1000 * n))
    page = visit()

    choose(page, first)
    chosen(page, "CD1.zip")
    choose(page, again)
    chosen(page, "CD1.zip", "CD2.zip")

    marks = page.evaluate(MARKS)
    assert marks[0] == marks[1]


MARKS = """() => {
  const markOf = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].join();
  };
  return Promise.all([...document.getElementById("id_files").files].map(markOf));
}"""


@pytest.mark.parametrize("sizes", [[5 << 30, 3 << 30], []])
def test_more_than_4_gib_or_65535_files_make_a_zip_that_opens(visit, tmp_path, sizes):
    page = visit()

    runs = page.evaluate(LARGE, [zlib.crc32(b"end"), sizes])

    path, at = tmp_path / "large.zip", 0
    with path.open("wb") as made:
        for run in runs:  # a number is so many bytes of a file: a hole here
            made.seek(at) if isinstance(run, int) else made.write(run.encode("latin-1"))
            at += run if isinstance(run, int) else len(run)
            made.seek(at)
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        found = [info.file_size for info in infos[: len(sizes)]]
        last = archive.read("z")
    with path.open("rb") as made:
        made.seek(-98, os.SEEK_END)  # the ending of zip64, its place, the old ending
        mark, *_, count = struct.unpack("<4sQHHIIQQ", made.read(40))
    assert (found, last) == (sizes, b"end")
    assert (mark, count) == (b"PK\6\6", len(infos))


LARGE = """([sum, sizes]) => {
  const empty = { size: 0 };
  const many = Array.from({ length: sizes.length ? 3 : 66000 }, (_, n) =>
    ({ path: `m/${n}`, file: empty, sum: 0 }));
  const end = Object.assign([...new TextEncoder().encode("end")], { size: 3 });
  const members = [
    ...sizes.map((size, n) => ({ path: `a${n}`, file: { size }, sum: n })),
    ...many,
    { path: "z", file: end, sum },
  ];
  const runs = [];
  const zip = new window.sl.Zip();
  for (const { path, file, sum } of members) zip.add({ path, file, size: file.size }, sum);
  for (const part of zip.end()) {
    if (part.length === undefined) {
      runs.push(part.size);
      continue;
    }
    const said = String.fromCharCode(...part); // a byte each: quicker than numbers
    if (typeof runs.at(-1) === "string") runs.push(runs.pop() + said);
    else runs.push(said);
  }
  return runs;
}"""


@pytest.mark.parametrize(
    ("raw", "name"), [("D:\\", "disc"), ("", "disc"), ("МРТ 2026", "МРТ 2026")]
)
def test_the_root_of_a_drive_has_a_name(visit, raw, name):
    page = visit()

    found = page.evaluate(ROOT, raw)

    assert found == {"name": name, "paths": ["DICOM/IM1", "DICOMDIR"]}


ROOT = """(raw) => {
  const paths = ["DICOMDIR", "DICOM/IM1"];
  const files = paths.map((path) => ({ webkitRelativePath: `${raw}/${path}` }));
  const { name, entries } = window.sl.folders.ofField(files);
  return { name, paths: entries.map(({ path }) => path) };
}"""
