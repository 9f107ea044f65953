"""Zip files: Office files among them, else what they hold: scans, papers, or both."""

from records import sniff
from records.sandbox import zips
from records.sandbox.looks import office
from records.sandbox.refused import RefusedError

# So much is read to its end, to see that sums and sizes hold; of larger ones the starts.
WHOLE_BYTES = 256 * 1024 * 1024
PIECE = 1024 * 1024
PAPERS = {
    sniff.PDF, sniff.JPEG, sniff.PNG, sniff.TIFF, sniff.HEIC, sniff.WEBP, sniff.BMP,
    sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.OLE, sniff.RTF,
}  # fmt: skip


def look(source) -> dict:
    archive = zips.opened(source)
    kind = office.kind_of(archive)
    if kind in (sniff.SLIDES, sniff.PROGRAM):
        raise RefusedError(kind)
    if kind != sniff.ZIP:
        return {"type": kind, **office.look(archive, kind)}
    source.seek(0)
    return {
        "type": kind,
        **inside(list(zips.members(source, expect=source.raw.expect))),
    }


def inside(found: list) -> dict:
    """What the members are together, and what was left out."""
    _read_whole(found)
    programs = {
        _folder(member.label) for member in found if member.skipped == "program"
    }
    here = [member for member in found if not member.skipped]
    scans = sum(member.kind == sniff.DICOM for member in here)
    papers = sum(
        member.kind in PAPERS and (_folder(member.label) or None) not in programs
        for member in here
    )
    damaged = any(member.skipped == "broken" for member in found)
    return {
        "content": _content(scans, papers),
        "scans": scans,
        "papers": papers,
        "code": _code(scans, papers, damaged=damaged, programs=bool(programs)),
    }


def _content(scans: int, papers: int) -> str:
    if scans:
        return "mixed" if papers else "scans"
    return "papers" if papers else "nothing"


def _code(scans: int, papers: int, *, damaged: bool, programs: bool) -> str:
    if damaged:
        return "zip_damaged"
    content = _content(scans, papers)
    if content != "scans":
        return f"zip_{content}"
    return "viewer" if programs else ""


def _folder(label: str) -> str:
    """The top folder, in which a viewer brings its own pictures and pages."""
    return label.rpartition("/")[0].partition("/")[0]


def _read_whole(found: list) -> None:
    if sum(member.size for member in found) > WHOLE_BYTES:
        return
    for member in found:
        if not member.skipped:
            _read_member(member)


def _read_member(member) -> None:
    try:
        with member.open() as opened:
            while opened.read(PIECE):
                pass
    except RefusedError:
        member.skipped = "broken"
