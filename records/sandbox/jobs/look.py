"""Opens one file and says what it is, how many pages it has and what is wrong with it."""

from records import sniff

EDGE = 8192
PICTURES = {sniff.JPEG, sniff.PNG, sniff.TIFF, sniff.WEBP, sniff.GIF, sniff.BMP}
ZIPS = {sniff.ZIP, sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.SLIDES, sniff.PROGRAM}


def run(source, arguments, out) -> dict:
    """{"type", "code", and what was found}. A code that is no type names what is wrong."""
    size = source.seek(0, 2)
    if not size:
        return {"type": sniff.UNKNOWN, "code": "empty"}
    kind = _sniffed(source, size)
    try:
        found = _look(source, kind)
    except Exception as error:
        from records.sandbox.refused import RefusedError

        code = error.code if isinstance(error, RefusedError) else _code_of(error)
        return {"type": kind, "code": code, "error": type(error).__name__}
    return {"type": kind, "code": "", **found}


def _code_of(error: Exception) -> str:
    """Whatever a parser throws, the file is one it cannot read."""
    return "memory" if isinstance(error, MemoryError) else "broken"


def _sniffed(source, size: int) -> str:
    source.seek(0)
    head = source.read(EDGE)
    source.seek(max(0, size - EDGE))
    tail = source.read(EDGE)
    source.seek(0)
    return sniff.sniff(head, tail)


def _look(source, kind: str) -> dict:
    from records.sandbox.looks import archive, dicom, ole, pdf, pictures, texts

    if kind in PICTURES:
        return pictures.look(source)
    if kind in ZIPS and source.peek(2)[:2] == b"PK":
        return archive.look(source)
    ways = {
        sniff.PDF: pdf.look,
        sniff.DICOM: dicom.look,
        sniff.HEIC: pictures.look_at_heic,
        sniff.OLE: ole.look,
        sniff.RTF: texts.look_at_rtf,
        sniff.TEXT: texts.look,
    }
    # What is not accepted is its own code, with a sentence of its own.
    return ways[kind](source) if kind in ways else {"code": kind}
