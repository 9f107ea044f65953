"""Office files that are zips: Word, Excel, OpenDocument.

What they link to or embed as HTML is not looked for: nobody is shown the file itself, only
what is made of it in a child without network (docs/decisions/0018-sandbox.md).
"""

from records import sniff
from records.sandbox.refused import RefusedError

MIMETYPE, CONTENT_TYPES = "mimetype", "[Content_Types].xml"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
MAIN_PARTS = (("word/", sniff.DOCX), ("xl/", sniff.XLSX), ("ppt/", sniff.SLIDES))
MOST_PART = 64 * 1024 * 1024
MACROS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")
PROGRAM_PARTS = ("META-INF/MANIFEST.MF", "AndroidManifest.xml")


def kind_of(archive) -> str:
    """DOCX, XLSX, ODT, SLIDES, PROGRAM, or ZIP for what is no Office file."""
    names = {info.orig_filename for info in archive.infolist()}
    if MIMETYPE in names and _read(archive, MIMETYPE, 100).startswith(OPEN_DOCUMENT):
        return sniff.ODT
    if CONTENT_TYPES in names:
        for start, kind in MAIN_PARTS:
            if any(name.startswith(start) for name in names):
                return kind
    return sniff.PROGRAM if names & set(PROGRAM_PARTS) else sniff.ZIP


def look(archive, kind: str) -> dict:
    """The text inside can be read, and has no password."""
    names = [info.orig_filename for info in archive.infolist()]
    if kind == sniff.ODT:
        return _open_document(archive, names)
    main = {sniff.DOCX: "word/document.xml", sniff.XLSX: "xl/workbook.xml"}[kind]
    found = [
        name for name in names if name == main or name == main.replace(".xml", "2.xml")
    ]
    if not found:
        raise RefusedError("broken")
    _parsed(archive, found[0])
    has_macros = any(name.lower().endswith(MACROS) for name in names)
    return {"code": "macros" if has_macros else ""}


def _open_document(archive, names) -> dict:
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _read(archive, manifest):
        raise RefusedError("password")
    if "content.xml" not in names:
        raise RefusedError("broken")
    _parsed(archive, "content.xml")
    has_macros = any(
        name.lower().startswith(MACRO_FOLDERS) and not name.endswith("/")
        for name in names
    )
    return {"code": "macros" if has_macros else ""}


def _parsed(archive, name: str) -> None:
    """The part is XML to its end. Entities are never expanded: there is no need of any."""
    from xml.parsers import expat

    reader = expat.ParserCreate()
    reader.EntityDeclHandler = _refuse_entity
    with archive.open(name) as part:
        while piece := part.read(256 * 1024):
            reader.Parse(piece)
    reader.Parse(b"", True)


def _refuse_entity(*_declared) -> None:
    raise RefusedError("unsafe")


def _read(archive, name: str, most: int = MOST_PART) -> bytes:
    with archive.open(name) as part:
        return part.read(most)
