"""Discs of scans made for tests from pydicom's own files, with names and studies of ours."""

from __future__ import annotations

import io
from typing import Any

import pydicom
from django.core.files.base import ContentFile
from pydicom.uid import generate_uid

from records import services, tasks
from records.models import File, ImagingReading, Record
from records.tests.zips import a_scan, a_zip

STUDY, OTHER_STUDY = "1.2.826.0.1.77.1", "1.2.826.0.1.77.2"
ELENA = {
    "PatientName": "SOKOLOVA^ELENA",
    "PatientBirthDate": "19680503",
    "PatientID": "7",
}
IRINA = {
    "PatientName": "ORLOVA^IRINA",
    "PatientBirthDate": "19710101",
    "PatientID": "8",
}


def image(name: str = "CT_small.dcm", **values: Any) -> bytes:
    """One image of the CT of 9 September in Astana; `values` are DICOM elements."""
    told = {
        **ELENA,
        "StudyInstanceUID": STUDY,
        "SeriesInstanceUID": values.get("StudyInstanceUID", STUDY) + ".1",
        "StudyDate": "20260909",
        "SeriesDate": "20260909",
        "StudyDescription": "CT Thorax",
        "InstitutionName": "Private Imaging, Astana",
        "BodyPartExamined": "CHEST",
        "InstanceNumber": 1,
        "SOPInstanceUID": generate_uid(),
        **values,
    }
    scan = pydicom.dcmread(io.BytesIO(a_scan(name)))
    for element, value in told.items():
        setattr(scan, element, value)
    scan.file_meta.MediaStorageSOPInstanceUID = scan.SOPInstanceUID
    out = io.BytesIO()
    scan.save_as(out)
    return out.getvalue()


def series(count: int, **values: Any) -> list[tuple[str, bytes]]:
    """Images 1 to `count` of one series, as members of a zip."""
    folder = values.pop("folder", "DICOM")
    return [
        (f"{folder}/IM{number:04d}", image(InstanceNumber=number, **values))
        for number in range(1, count + 1)
    ]


VIEWER = (
    ("VIEWER/run.exe", b"MZ" + b"\0" * 200),
    ("VIEWER/help.html", b"<html>Help</html>"),
    ("autorun.inf", b"[autorun]"),
    ("__MACOSX/DICOM/._IM1", b"\0\5\x16\7"),
)


def a_disc(*members: tuple[str, bytes]) -> bytes:
    return a_zip(*(members or series(3)))


def add(
    case: Any, by: Any, content: bytes, name: str = "disc.zip", **told: Any
) -> File:
    """As it comes by a form; nobody looked inside yet."""
    services.add_files(case, [ContentFile(content, name=name)], by=by, **told)
    return File.objects.latest("added_at")


def look(file: File) -> None:
    """The looks inside, as the worker does them one after another."""
    tasks.inspect_file(str(file.pk))
    if ImagingReading.objects.filter(pk=file.pk).exists():
        tasks.read_scans(str(file.pk))


def added(
    case: Any, by: Any, content: bytes, name: str = "disc.zip", **told: Any
) -> Record:
    """A record whose file was inspected and read."""
    file = add(case, by, content, name, **told)
    look(file)
    return Record.objects.get(files=file)
