"""Text in pictures, by Tesseract: an outside program, so only where bubblewrap holds it.

Nothing is written: the picture goes in and the text comes out by pipes.
"""

import io
import os
import re
import subprocess
from pathlib import Path

PROGRAM = "/usr/bin/tesseract"
TESSDATA = Path("/usr/share/tesseract-ocr")
SECONDS = 45
LONGEST_SIDE = 2500  # about 215 dots an inch of a letter: small print is read
LEAST_SIDE = 400  # anything smaller holds no page
# Pages in one of these hold little else but English. A page that looks Latin may hold a
# head or a stamp in any script, so it is read in all that are installed: in half as long
# again, and Latin letters come out the same.
OF_SCRIPT = {
    "Cyrillic": ["rus", "eng"],
    "Han": ["chi_sim", "eng"],
    "Hans": ["chi_sim", "eng"],
    "HanS": ["chi_sim", "eng"],
    "HanT": ["chi_tra", "chi_sim", "eng"],
    "Arabic": ["ara", "eng"],
}
EVERY = ["eng", "chi_sim", "rus", "spa", "ara", "deu", "fra", "por"]
SURE = 2  # below that the program guesses, most of all on pages in two scripts
# Read beside other languages, Han signs come out as words of one sign each.
_HAN = r"[\u3400-\u9fff\uff08-\uff1a]"
_GAP = re.compile(f"(?<={_HAN}) (?={_HAN}|[0-9:])|(?<=[0-9:]) (?={_HAN})")


class Reader:
    """Knows which languages are installed; reads one picture after the other."""

    def __init__(self) -> None:
        self._installed = set(_run(["--list-langs"], b"").split()[1:])

    def text_of(self, picture) -> str:
        picture = _fitting(picture.convert("L"))
        if picture is None:
            return ""
        script, turns = self._script_of(picture)
        if turns:
            picture = picture.rotate(-turns, expand=True, fillcolor=255)
        languages = [one for one in OF_SCRIPT.get(script, EVERY) if self._has(one)]
        if not languages:
            return ""
        asked = ["-l", "+".join(languages), "--psm", "3"]
        return _GAP.sub("", _run(["-", "-", *asked], _pgm(picture)))

    def _has(self, language: str) -> bool:
        return language in self._installed

    def _script_of(self, picture) -> tuple[str, int]:
        """The script, and how far to turn the page clockwise; ("", 0) when nobody knows."""
        if not self._has("osd"):
            return "", 0
        lines = _run(["-", "-", "--psm", "0"], _pgm(picture)).splitlines()
        told = dict(line.split(": ", 1) for line in lines if ": " in line)
        turned = told.get("Rotate", "0")
        upright = _is_sure(told, "Orientation")
        script = told.get("Script", "") if _is_sure(told, "Script") else ""
        return script, int(turned) if upright and turned.isdigit() else 0


def _is_sure(told: dict[str, str], of: str) -> bool:
    return _number(told.get(f"{of} confidence", "0")) >= SURE


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _fitting(picture):
    if min(picture.size) < LEAST_SIDE:
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _pgm(picture) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PPM")
    return out.getvalue()


def _run(arguments: list[str], data: bytes) -> str:
    """What the program says; "" when it takes too long or fails."""
    try:
        ended = subprocess.run(  # noqa: S603 - fixed program, fixed arguments
            [PROGRAM, *arguments],
            input=data,
            timeout=SECONDS,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout.decode("utf-8", "replace")
