"""A zip of 2,000 CT slices (1 GB) listed, against pydicom reading the headers unzipped."""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SLICES, SIDE, STUDIES = 2_000, 512, 2
ROUNDS = 3
TARGET = 2.5  # our seconds by those of reading the same headers from a folder
MOST_MEGABYTES = 300
METHODS = {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED}


def main() -> bool:
    """Sealed as in the portal; read in the cage of this machine, by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-discs-") as folder:
        for name, method in METHODS.items():
            make(Path(folder), name, method)
        met = [_told(name, *_measured(folder, name)) for name in METHODS]
    return all(met)


def _told(name: str, theirs: float, ours: float, megabytes: float, size: float) -> bool:
    ratio = ours / theirs
    print(f"{SLICES} slices, {name}, {size:.0f} MB: listed in {ours:.2f} s,", end=" ")
    print(f"headers by pydicom from the folder {theirs:.2f} s")
    print(
        f"ratio {ratio:.2f}, wanted {TARGET} or less; worker {megabytes:.0f} MB,",
        end=" ",
    )
    print(f"wanted under {MOST_MEGABYTES}")
    return ratio <= TARGET and megabytes < MOST_MEGABYTES


def _measured(folder: str, name: str) -> tuple[float, ...]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings_test",
        "DATA_DIR": f"{folder}/data-{name}",
    }
    env.pop("DATABASE_URL", None)
    Path(env["DATA_DIR"]).mkdir()
    child = subprocess.run(  # noqa: S603 - a process of its own: its peak is the worker's
        [sys.executable, "-m", "benchmarks.discs", "worker", folder, name],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if child.returncode:
        sys.exit(child.stderr)
    return tuple(float(word) for word in child.stdout.split()[-4:])


def make(folder: Path, name: str, method: int) -> None:
    """The zip, and once the same slices in a folder. Noise packs as badly as real pixels."""
    plain = folder / "plain"
    is_first = not plain.exists()
    plain.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}.zip", "w", method, compresslevel=1) as disc:
        for number in range(SLICES):
            content = slice_(number)
            disc.writestr(f"DICOM/S{number % STUDIES}/IM{number:05d}", content)
            if is_first:
                (plain / f"{number:05d}").write_bytes(content)


_scan = None


def slice_(number: int) -> bytes:
    """pydicom's real CT with identifiers of its own, in the size of a hospital's."""
    global _scan
    import pydicom
    from pydicom.data import get_testdata_file

    if _scan is None:
        path = get_testdata_file("CT_small.dcm", download=False)
        _scan = pydicom.dcmread(path)
        dice = random.Random(7)  # noqa: S311 - the same noise in every run
        noise = bytes(dice.randrange(16) for _ in range(SIDE * SIDE))
        _scan.PixelData = b"".join(bytes((n, 3)) for n in noise)
        _scan.Rows = _scan.Columns = SIDE
    study = f"1.2.826.0.1.99.{number % STUDIES}"
    _scan.StudyInstanceUID, _scan.SeriesInstanceUID = study, f"{study}.1"
    _scan.SOPInstanceUID = f"{study}.1.{number}"
    _scan.file_meta.MediaStorageSOPInstanceUID = _scan.SOPInstanceUID
    _scan.InstanceNumber = number
    out = io.BytesIO()
    _scan.save_as(out)
    return out.getvalue()


def worker(folder: str, name: str) -> None:
    """Reads in turn with pydicom, so that both meet the same machine.

    The pictures of the series are drawn later, as in the portal: nobody waits for them.
    """
    import resource

    import django

    django.setup()
    file = _stored(Path(folder) / f"{name}.zip")
    plain = sorted((Path(folder) / "plain").iterdir())
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_timed(lambda: _headers(plain)))
        ours.append(_timed(lambda: _listed(file)))
    parts = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(part).ru_maxrss for part in parts) / 1024
    size = file.size_bytes / 1e6
    print(statistics.median(theirs), statistics.median(ours), peak, size)


def _stored(path: Path):
    """The zip in the vault, as an upload leaves it, in a folder of an invented person."""
    from django.test.utils import setup_databases

    setup_databases(verbosity=0, interactive=False)
    from accounts.models import User
    from intake.services import open_case_for_self
    from records import vault
    from records.models import File, Record

    user = User.objects.create_user("bench@example.org", name="Bench")
    case = open_case_for_self(by=user, full_name="Bench Person")
    record = Record.objects.create(case=case, number=1, kind="other", added_by=user)
    with path.open("rb") as disc:
        sealed = vault.keep(case.pk, iter(lambda: disc.read(4 * 1024 * 1024), b""))
    return File.objects.create(
        record=record,
        case=case,
        name="disc.zip",
        type="application/zip",
        added_by=user,
        **sealed.columns(),
    )


def _headers(paths: list[Path]) -> None:
    """The yardstick: what a script does that has the disc unzipped on its own computer."""
    import pydicom

    studies = set()
    for path in paths:
        header = pydicom.dcmread(path, stop_before_pixels=True)
        studies.add((header.StudyInstanceUID, header.SeriesInstanceUID))
    assert len(studies) == STUDIES  # noqa: S101


def _listed(file) -> None:
    """From the sealed zip to rows of studies and series."""
    from records.imaging import reading
    from records.models import ImagingReading, ImagingSeries

    ImagingReading.objects.all().delete()
    ImagingReading.objects.create(file=file)
    reading.read(ImagingReading.take(file.pk))
    counted = sorted(ImagingSeries.objects.values_list("images", flat=True))
    assert counted == [SLICES // STUDIES] * STUDIES, counted  # noqa: S101


def _timed(deed) -> float:
    begin = time.perf_counter()
    deed()
    return time.perf_counter() - begin


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(*sys.argv[2:])
    else:
        sys.exit(not main())
