"""Hands out what is packed inside a file, each part by itself, for the virus scanner.

A scanner misses what lies deep or is packed a second time (SECURITY, finding 8): members
of zips and Office files, attachments of PDFs, documents inside DICOM.
"""

import io

from records import sniff

PIECE = 256 * 1024
MOST_HELD = 256 * 1024 * 1024
DOCUMENT = b"1.2.840.10008.5.1.4.1.1.104."  # classes of documents inside DICOM


def run(source, arguments, out) -> dict:
    """{"parts": n, "unseen": n}: how many went out, and how many could not be read."""
    kind = arguments["type"]
    parts = Parts(out)
    if kind == sniff.PDF:
        attachments(source, parts)
    elif kind == sniff.DICOM:
        document(source, parts)
    elif source.peek(4)[:2] == b"PK":
        members(source, parts)
    return {"parts": parts.given, "unseen": parts.unseen}


class Parts:
    def __init__(self, out) -> None:
        self._out = out
        self.given = self.unseen = 0

    def give(self, data: bytes) -> None:
        self.given += 1
        self._out.emit(str(self.given), data)

    def give_all_of(self, stream) -> None:
        self.given += 1
        with self._out.open(str(self.given)) as output:
            while piece := stream.read(PIECE):
                output.write(piece)


def members(source, parts) -> None:
    """Every member that can be read, programs and what systems leave behind included."""
    from records.sandbox import zips
    from records.sandbox.refused import RefusedError

    for member in zips.members(source):
        try:
            with member.open() as stream:
                parts.give_all_of(stream)
            inside(member, parts)
        except RefusedError:
            parts.unseen += 1


def inside(member, parts) -> None:
    """A PDF or a document of a disc may carry something in its turn."""
    wraps = member.kind == sniff.DICOM and DOCUMENT in member.head
    if member.kind != sniff.PDF and not wraps:
        return
    if member.size > MOST_HELD:
        parts.unseen += 1
        return
    with member.open() as stream:
        held = io.BytesIO(stream.read())
    look = document if wraps else attachments
    look(held, parts)


def attachments(source, parts) -> None:
    import pikepdf

    try:
        opened = pikepdf.open(source)
    except MemoryError:
        raise
    except Exception:  # what only PDFium reads: its attachments are not looked for
        parts.unseen += 1
        return
    for stream in _embedded(opened):
        try:
            parts.give(stream.read_bytes())
        except MemoryError:
            raise
        except Exception:
            parts.unseen += 1


def _embedded(opened):
    """Files in the file, each once: those that say so, and those a description names."""
    import pikepdf

    found = {}
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Stream):
            if thing.get("/Type") == "/EmbeddedFile" or "/Params" in thing:
                found[thing.objgen] = thing
        elif isinstance(thing, pikepdf.Dictionary):
            for stream in _named(thing):
                found[stream.objgen] = stream
    return found.values()


def _named(description):
    import pikepdf

    named = description.get("/EF")
    values = named.values() if isinstance(named, pikepdf.Dictionary) else ()
    return [value for value in values if isinstance(value, pikepdf.Stream)]


def document(source, parts) -> None:
    """The document a DICOM object wraps; of pixels the file itself is the part."""
    from records.sandbox.looks import dicom

    header = dicom.read_header(source, defer_bytes=None)
    if "EncapsulatedDocument" not in header:
        return
    wrapped = header.EncapsulatedDocument
    parts.give(wrapped)
    if sniff.sniff(wrapped[:1024]) == sniff.PDF:
        attachments(io.BytesIO(wrapped), parts)
