"""Office files become PDFs by LibreOffice: no macros, no network, a profile for one file.

Runs only where bubblewrap holds it: `/tmp` here is memory that goes with the child.
"""

import subprocess
from pathlib import Path

from records import sniff
from records.sandbox.refused import RefusedError

PROGRAM = "/usr/bin/soffice"
HOME = Path("/tmp")  # noqa: S108 - in memory, of this child alone
ENDINGS = {
    sniff.DOCX: "docx",
    sniff.XLSX: "xlsx",
    sniff.RTF: "rtf",
    sniff.TEXT: "txt",
}
OPEN = {
    b"text": "odt",
    b"spreadsheet": "ods",
    b"presentation": "odp",
    b"graphics": "odg",
}
SECONDS = 100
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Java/VirtualMachine">
<prop oor:name="Enable" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def pdf_of(source, kind: str) -> Path:
    """The file as PDF, in the child's own memory."""
    profile = HOME / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE)
    paper = HOME / f"paper.{_ending(source, kind)}"
    _write(paper, source, kind)
    subprocess.run(  # noqa: S603 - fixed program, fixed arguments
        [
            *(PROGRAM, "--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *(f"-env:UserInstallation=file://{profile.parent}",),
            *(["--infilter=Text (encoded):UTF8,LF,,,"] if kind == sniff.TEXT else []),
            *("--convert-to", "pdf", "--outdir", str(HOME / "out"), str(paper)),
        ],
        timeout=SECONDS,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    made = HOME / "out" / "paper.pdf"
    if not made.exists():
        raise RefusedError("not_converted")
    return made


def _ending(source, kind: str) -> str:
    """LibreOffice goes by the name as much as by what is inside."""
    if kind in ENDINGS:
        return ENDINGS[kind]
    return _open_ending(source) if kind == sniff.ODT else _old_ending(source)


def _open_ending(source) -> str:
    """An OpenDocument file says in its first bytes which of them it is."""
    source.seek(0)
    named = source.read(200).partition(b"opendocument.")[2]
    found = [ending for start, ending in OPEN.items() if named.startswith(start)]
    return found[0] if found else "odt"


def _old_ending(source) -> str:
    """.doc or .xls: both are OLE, and only the names of their streams tell."""
    source.seek(0)
    head = source.read(8 * 1024 * 1024)
    is_book = (
        "Workbook".encode("utf-16-le") in head or "Book\0".encode("utf-16-le") in head
    )
    return (
        "xls" if is_book and "WordDocument".encode("utf-16-le") not in head else "doc"
    )


def _write(paper: Path, source, kind: str) -> None:
    from records.sandbox.shown import texts

    source.seek(0)
    with paper.open("wb") as out:
        if kind == sniff.TEXT:
            out.write(texts.decoded(source).encode())
        else:
            while piece := source.read(1024 * 1024):
                out.write(piece)
