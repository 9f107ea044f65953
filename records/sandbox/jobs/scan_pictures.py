"""Draws a few images of a file with scans: those that stand for a series."""

from records import sniff
from records.sandbox import zips

MOST_BYTES = 400 * 1024 * 1024


def run(source, arguments, out) -> dict:
    """{"pictures": {name: [width, height]}} of `wanted`: [[place, frame, name], …].

    What cannot be decoded is left out: a scan without a picture is a scan all the same.
    """
    wanted: dict[int, list] = {}
    for place, frame, name in arguments["wanted"]:
        wanted.setdefault(place, []).append((frame, name))
    made: dict[str, list[int]] = {}
    for place, opened in _opened(source, arguments["type"], wanted):
        made |= _drawn(opened, wanted[place], out)
        out.progress(len(made) * 99 // len(arguments["wanted"]))
    return {"pictures": made}


def _opened(source, kind: str, wanted: dict):
    """The wanted members, as far as there are any left."""
    if kind != sniff.ZIP:
        source.seek(0)
        yield 0, source
        return
    left = set(wanted)
    for place, member in enumerate(zips.members(source, expect=source.raw.expect)):
        if place in left:
            yield place, member.open()
            left.remove(place)
        if not left:
            return


def _drawn(opened, frames: list, out) -> dict[str, list[int]]:
    import io

    import pydicom

    from records.sandbox.scans import pictures

    made = {}
    try:
        content = opened.read(MOST_BYTES)
        for frame, name in frames:
            dataset = pydicom.dcmread(io.BytesIO(content), force=True)
            picture, width, height = pictures.draw(dataset, frame)
            out.emit(name, picture)
            made[name] = [width, height]
    except MemoryError:
        raise
    except Exception:  # decoders throw what they like
        return made
    return made
