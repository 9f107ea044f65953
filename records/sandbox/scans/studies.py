"""Headers put in order: people, their studies, the series of each, and what to show of it."""

import hashlib

MOST_STUDIES, MOST_SERIES, MOST_PEOPLE = 300, 3000, 100
MOST_FRAMES = 100_000
# Objects that belong to a scan and are no pictures of the body.
NO_PICTURES = {
    "PR", "KO", "SR", "DOC", "REG", "SEG", "FID", "RTPLAN", "RTSTRUCT", "RTDOSE", "RTRECORD",
    "RAW", "RWV", "PLAN", "ECG", "HD", "EPS", "AU", "SMR", "M3D",
}  # fmt: skip
DIRECTORY = "1.2.840.10008.1.3.10"
# Kinds of scan that often have words drawn into the picture.
DRAWN_ON = {"US", "SC", "OT", "XC", "ES", "IVUS"}
THREE_FROM = 12  # of a series with so many images three are shown, else one


class Series:
    def __init__(self, header, modality: str) -> None:
        self.told = {
            "uid": text(header, "SeriesInstanceUID", 64),
            "modality": modality,
            "description": text(header, "SeriesDescription"),
            "body_part": text(header, "BodyPartExamined", 40),
            "date": text(header, "SeriesDate", 16),
            "thickness": text(header, "SliceThickness", 16),
            "burned_in": modality in DRAWN_ON,
        }
        self.seen: set[bytes] = set()
        self.places: list[tuple[int, int, int]] = []  # number, place, frames

    def add(self, header, place: int) -> None:
        uid = text(header, "SOPInstanceUID", 64) or str(place)
        mark = hashlib.blake2b(uid.encode(), digest_size=8).digest()
        if mark in self.seen:
            return
        self.seen.add(mark)
        if text(header, "BurnedInAnnotation", 4).upper() == "YES":
            self.told["burned_in"] = True
        if is_picture(header, self.told["modality"]):
            frames = min(max(number(header, "NumberOfFrames"), 1), MOST_FRAMES)
            self.places.append((number(header, "InstanceNumber"), place, frames))

    def as_told(self) -> dict:
        images = sum(frames for _number, _place, frames in self.places)
        first = min(self.places, default=(0, 0, 0))[0]
        return {
            **self.told,
            "objects": len(self.seen),
            "images": images,
            "number": first,
            "middle": self._middle(images),
        }

    def _middle(self, images: int) -> list[list[int]]:
        """Where the pictures lie that stand for the series: place and frame of each."""
        if not images:
            return []
        parts = (1, 2, 3) if images >= THREE_FROM else (2,)
        return [self._nth(images * part // 4) for part in parts]

    def _nth(self, wanted: int) -> list[int]:
        for _number, place, frames in sorted(self.places):
            if wanted < frames:
                return [place, wanted]
            wanted -= frames
        return [place, 0]


class Disc:
    """Everything that was found in one file."""

    def __init__(self) -> None:
        self.people: dict[tuple, int] = {}
        self.studies: dict[tuple, dict] = {}
        self.series: dict[tuple, Series] = {}
        self.too_many = 0

    def add(self, header, place: int) -> int | None:
        """The number of the study it belongs to; None when that is one too many."""
        person = self._person(header)
        key = (text(header, "StudyInstanceUID", 64), person)
        modality = text(header, "Modality", 16).upper()
        series_key = (*key, text(header, "SeriesInstanceUID", 64), modality)
        if person is None or self._is_one_too_many(key, series_key):
            self.too_many += 1
            return None
        study = self.studies.get(key)
        if study is None:
            study = self.studies[key] = self._study(header, key)
        series = self.series.get(series_key)
        if series is None:
            series = self.series[series_key] = Series(header, modality)
            study["series"].append(series)
        series.add(header, place)
        return study["number"]

    def _is_one_too_many(self, key: tuple, series_key: tuple) -> bool:
        new_study = key not in self.studies and len(self.studies) >= MOST_STUDIES
        new_series = series_key not in self.series and len(self.series) >= MOST_SERIES
        return new_study or new_series

    def _person(self, header) -> int | None:
        who = (
            text(header, "PatientName", 200),
            text(header, "PatientBirthDate", 16),
            text(header, "PatientSex", 8),
            text(header, "PatientID", 64),
        )
        if who not in self.people and len(self.people) >= MOST_PEOPLE:
            return None
        return self.people.setdefault(who, len(self.people))

    def _study(self, header, key: tuple) -> dict:
        return {
            "number": len(self.studies),
            "uid": key[0],
            "person": key[1],
            "date": text(header, "StudyDate", 16),
            "description": text(header, "StudyDescription"),
            "institution": text(header, "InstitutionName"),
            "series": [],
        }

    def as_told(self) -> dict:
        names = ("name", "born", "sex", "id")
        return {
            "people": [dict(zip(names, who, strict=True)) for who in self.people],
            "studies": [
                {**study, "series": [one.as_told() for one in study["series"]]}
                for study in self.studies.values()
            ],
        }


def is_directory(header) -> bool:
    """A DICOMDIR: it names files, and none of them is opened for that (SECURITY F7)."""
    meta = getattr(header, "file_meta", None) or {}
    return DIRECTORY in (str(meta.get("MediaStorageSOPClassUID")), sop_class(header))


def sop_class(header) -> str:
    return text(header, "SOPClassUID", 64)


def is_picture(header, modality: str) -> bool:
    has_size = number(header, "Rows") > 0 and number(header, "Columns") > 0
    return has_size and header.has_pixels and modality not in NO_PICTURES


def is_cut_off(header) -> bool:
    """An image that ends before its pixels do begin."""
    return (
        not header.has_pixels
        and text(header, "Modality", 16).upper() not in NO_PICTURES
    )


def text(header, name: str, most: int = 120) -> str:
    """One value as a line of text, whatever stands there."""
    try:
        value = str(header.get(name, "") or "")
    except (MemoryError, RecursionError):
        raise
    except Exception:  # values no reader of DICOM understands
        return ""
    if not value.isprintable():
        value = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(value.split())[:most]


def number(header, name: str) -> int:
    try:
        return int(float(text(header, name, 24) or 0))
    except (ValueError, OverflowError):
        return 0
