"""Gives the scans of one file back without names; what cannot be made so is left out.

Arguments: `type`, `key` (hex, makes the new UIDs), `who` (in place of the name), `names`
(left in no value), and `most`, the largest object. Outputs: `s<study>-<series>-<image>.dcm`.
The answer counts what was left out by the cause, and names by their old UIDs the series of
which every object went through, and the `spoilt` ones; `ids` are numbers of the patient.
"""

import io

from records import sniff
from records.sandbox import zips
from records.sandbox.refused import RefusedError
from records.sandbox.scans import headers, nameless
from records.sandbox.scans.studies import is_directory, text
from records.sandbox.scans.traces import Traces

MOST_IDS = 500


def run(source, arguments, out) -> dict:
    work = Work(arguments, out)
    if arguments["type"] != sniff.ZIP:
        source.seek(0)
        work.take(lambda: _again(source), source.seek(0, 2))
        return work.told()
    size = source.seek(0, 2) or 1
    for member in zips.members(source):
        if not member.skipped and member.kind == sniff.DICOM:
            work.take(member.open, member.size)
        out.progress(member.info.header_offset * 99 // size)
    return work.told()


def _again(source):
    source.seek(0)
    return source


class NamedError(Exception):
    """A name stands in what was made, wherever that is."""


class Work:
    def __init__(self, arguments: dict, out) -> None:
        self._key = bytes.fromhex(arguments["key"])
        self._who, self._most, self._out = arguments["who"], arguments["most"], out
        self._names = [name.casefold() for name in arguments["names"]]
        self._traces = Traces(arguments["names"])
        self._ids: set[str] = set()
        self._numbers: dict[tuple, int] = {}
        self._series: set[str] = set()
        self._spoilt: set[str] = set()
        self.left_out: dict[str, int] = {}
        self.images = 0

    def take(self, opened, size: int) -> None:
        try:
            header = headers.read(opened, tags=None)
        except (RefusedError, RecursionError):
            self._leave("broken", "")
            return
        if is_directory(header):
            return
        self._ids.update(nameless.numbers_of(header))
        series = text(header, "SeriesInstanceUID", 64)
        why = nameless.why_not(header) or ("broken" if size > self._most else "")
        if why:
            self._leave(why, series)
            return
        try:
            content = self._made(opened)
        except MemoryError:
            raise
        except NamedError:
            self._leave("drawn", series)
            return
        except Exception:  # readers of DICOM throw what they like
            self._leave("broken", series)
            return
        self._out.emit(self._name(header), content)
        self._series.add(series)
        self.images += 1

    def _made(self, opened):
        import pydicom

        dataset = pydicom.dcmread(io.BytesIO(opened().read()), force=True)
        own = nameless.make(dataset, self._key, self._who, self._names)
        made = io.BytesIO()
        dataset.save_as(made, enforce_file_format=True)
        content = made.getvalue()
        if self._traces.in_(content) or Traces(own).in_(content):
            raise NamedError
        return content

    def _leave(self, why: str, series: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1
        self._spoilt.add(series)

    def _name(self, header) -> str:
        study = text(header, "StudyInstanceUID", 64)
        series = text(header, "SeriesInstanceUID", 64)
        numbers = (
            self._number("study", study),
            self._number(study, series),
            self._number((study, series), self.images),
        )
        return "s{:03d}-{:03d}-{:05d}.dcm".format(*numbers)

    def _number(self, group, thing) -> int:
        """Counted from 1 within its group, in the order of coming."""
        if (group, thing) not in self._numbers:
            count = self._numbers.get((group, None), 0) + 1
            self._numbers[(group, None)] = self._numbers[(group, thing)] = count
        return self._numbers[(group, thing)]

    def told(self) -> dict:
        clear = sorted(self._series - self._spoilt)
        return {
            "images": self.images,
            "left_out": self.left_out,
            "series": clear[:3000],
            "spoilt": sorted(self._spoilt)[:3000],
            "ids": sorted(self._ids)[:MOST_IDS],
        }
