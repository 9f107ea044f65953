"""The PDF that is being bound."""

import io

from records import sniff
from records.sandbox.bound import (
    album,
    font,
    frames,
    numbers,
    passed,
    places,
    stamps,
    ways,
)
from records.sandbox.shown import sheets

# Of pages that came from another file these would point into the tags of the first one.
LOST = ("/StructParents", "/Tabs", "/AA", "/PieceInfo", "/Metadata", "/Thumb")
SILENT = {"picture", "drawn"}  # parts without pages of their own
MOST_WHOLE = 32 * 1024 * 1024  # bytes of a part that is read at once


class Book:
    def __init__(self, source, arguments: dict) -> None:
        self._source, self._told = source, arguments
        self._parts = self._placed(arguments["parts"])
        self._font_part, base, *self._rest = self._parts
        self.broken: list[int] = []  # places of parts that could not be opened
        self._marks = passed.Marks()
        photos = self._found_photos()
        self.pdf, pages = album.opened(
            self._read(base), [*photos.values()], self._marks
        )
        self._photos = dict(zip(photos, pages, strict=True))
        self._first = [0]  # of each part that has pages, where it begins
        self.counts = [len(self.pdf.pages)]
        self._drawn = self._last = None
        whole = [(p["start"], p["size"]) for p in self._rest if _is_whole(p)]
        self._whole = places.Whole(source.raw, whole)

    @staticmethod
    def _placed(parts: list[dict]) -> list[dict]:
        start, found = 0, []
        for part in parts:
            found.append({**part, "start": start})
            start += part["size"]
        return found

    def _opened(self, part: dict):
        return places.stretch(self._source, part["start"], part["size"])

    def _found_photos(self) -> dict[int, album.Photo]:
        """Each photo by the place of its part."""
        found = {}
        for number, part in enumerate(self._parts):
            if part["role"] == "pages" and part["type"] == sniff.JPEG:
                pixels = part.get("pixels") or self._pixels(part)
                if pixels and part["size"] >= passed.MARK:
                    found[number] = album.Photo(part["start"], part["size"], pixels)
                else:
                    self.broken.append(number)
        return found

    def _pixels(self, part: dict) -> list[int]:
        try:
            return sheets.pixels(self._opened(part))
        except MemoryError:
            raise
        except Exception:  # whatever it is, it is no photo
            return []

    def take(self):
        """Takes the pages of all parts, in their order; says how many per cent are taken."""
        for done, part in enumerate(self._rest, start=1):
            if part["role"] == "picture":
                self._fill(part)
            elif part["role"] == "drawn":
                self._drawn = self._open(part)
            elif part["role"] == "index":
                self._make_room()
            else:
                self._append(part)
            yield done * 100 // len(self._rest)

    def _open(self, part: dict):
        import pikepdf

        if _is_whole(part):
            return pikepdf.open(io.BytesIO(self._whole.next(part["size"])))
        return pikepdf.open(self._opened(part))

    def _pages_of(self, part: dict) -> list:
        """The pages of a part; none of one that cannot be opened, which is told."""
        if "of_drawn" in part:
            first, count = part["of_drawn"]
            return list(self._drawn.pages[first : first + count])
        number = self._parts.index(part)
        if part["type"] == sniff.JPEG:
            return [self._photos[number]] if number in self._photos else []
        try:
            self._last = self._open(part)  # here until its pages are copied
            return list(self._last.pages)
        except MemoryError:
            raise
        except Exception:
            if part["role"] != "pages":
                raise
            self.broken.append(number)
            return []

    def _append(self, part: dict) -> None:
        pages = self._pages_of(part)
        if part["role"] == "cover":
            self._insert(0, pages)
            return
        self._first.append(sum(self.counts))
        self.pdf.pages.extend(pages)
        self.counts.append(len(pages))

    def _make_room(self) -> None:
        """The index is still being drawn; how many pages it has is known."""
        import pikepdf

        sheet = {"Type": pikepdf.Name.Page, "MediaBox": [0, 0, 1, 1]}
        room = range(int(self._source.raw.late()))
        blank = [pikepdf.Page(pikepdf.Dictionary(**sheet)) for _ in room]
        self._insert(self._first[0] + self.counts[0], blank)

    def _insert(self, place: int, pages: list) -> None:
        """Puts pages before what stands there."""
        for number, page in enumerate(pages, start=place):
            self.pdf.pages.insert(number, page)
        moved = [first + len(pages) * (first >= place) for first in self._first]
        self._first = [*moved, place]
        self.counts.append(len(pages))

    def _read(self, part: dict) -> bytes:
        return self._opened(part).read(part["size"])

    def _fill(self, part: dict) -> None:
        picture = self._read(part)
        page = self.pdf.pages[self._first[-1] + part["page"]]
        frames.fill(self.pdf, page, part["frame"], picture, part["start"])

    def stamp(self):
        """Stamps every page of a record; says how many per cent are stamped."""
        told, pages = self._told, [page.obj for page in self.pdf.pages]
        self._pages = pages
        put = stamps.Stamps(self.pdf, self._font(), told["font"]["widths"])
        corner = told["corner"].replace("#", str(len(pages)))
        self._boxes: list[tuple[int, str, list[float]]] = []
        for record, own in self._records().items():
            words = told["stamp"][record].replace("#", str(len(own)))
            for nth, number in enumerate(own, start=1):
                _cut_loose(pages[number])
                right = _counted(corner, number + 1)
                box = put.put(pages[number], _counted(words, nth), right)
                self._boxes.append((number, record, box))
            yield len(self._boxes) * 100 // len(pages)
        self._put_index(put, corner)

    def _put_index(self, put, corner: str) -> None:
        """It comes last: drawing it takes about as long as all that was done meanwhile."""
        import pikepdf

        room = self._numbers_of("index")
        if not room:
            return
        ranges = self._ranges()
        with pikepdf.open(io.BytesIO(self._source.raw.late())) as late:
            for number, page in zip(room, late.pages, strict=True):
                self.pdf.pages[number] = page
        for number in room:
            page = self._pages[number] = self.pdf.pages[number].obj
            numbers.write(page, ranges, put)
            _cut_loose(page)
            put.put(page, self._told["index"], _counted(corner, number + 1))

    def _font(self):
        data = self._read(self._font_part)
        return font.shared(self.pdf, data, self._told["font"])

    def _ranges(self) -> dict[str, tuple[int, int]]:
        """First and last page, from 1, of each part and each record."""
        found: dict[str, tuple[int, int]] = {}
        for part, first, count in self._with_pages():
            for place in (part["place"], part.get("record")):
                if place and count:
                    begun = found.get(place, (first + 1, 0))[0]
                    found[place] = (begun, first + count)
        return found

    def _records(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for part, first, count in self._with_pages():
            if part["role"] == "pages":
                own = found.setdefault(part["record"], [])
                own.extend(range(first, first + count))
        return found

    def _numbers_of(self, role: str) -> list[int]:
        return [
            number
            for part, first, count in self._with_pages()
            for number in range(first, first + count)
            if part["role"] == role
        ]

    def _with_pages(self):
        parts = [part for part in self._parts[1:] if part["role"] not in SILENT]
        return zip(parts, self._first, self.counts, strict=True)

    def find_ways(self) -> None:
        """Links from the index to the records and back, and the bookmarks."""
        begins = {place: first - 1 for place, (first, _l) in self._ranges().items()}
        index = self._numbers_of("index")
        named = ways.turn_into_links(self._pages, index, begins)
        targets = {
            number: ways.to_page(self._pages[number])
            for number in {*named.values(), *index[:1]}
        }
        for number, record, box in self._boxes:
            back = named.get(record, index[0] if index else None)
            if back is not None:
                page, note = self._pages[number], ways.link(box, targets[back])
                page["/Annots"] = [*page.get("/Annots", []), note]
        marks = [self._mark(mark, begins) for mark in self._told["marks"]]
        ways.bookmark(self.pdf, self._pages, marks)

    def _mark(self, mark: dict, begins: dict) -> dict:
        under = [self._mark(one, begins) for one in mark.get("under", [])]
        return {**mark, "page": begins[mark["place"]], "under": under}

    def save(self, out, progress) -> None:
        """Writes it as it is made. No stream is packed anew: that would take most time."""
        import pikepdf

        self._say_what_it_is()
        passing = passed.Passing(out, self._marks)
        buffered = io.BufferedWriter(passing, 256 * 1024)
        self.pdf.save(
            buffered,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
            recompress_flate=False,
            progress=progress,
        )
        buffered.flush()
        buffered.detach()
        passing.finish()

    def _say_what_it_is(self) -> None:
        import pikepdf

        root = self.pdf.Root
        for key in ("/Metadata", "/OpenAction", "/AA"):
            if key in root:  # it would promise what only the first pages hold
                del root[key]
        root["/PageMode"] = pikepdf.Name.UseOutlines
        if "/MarkInfo" in root:
            root["/MarkInfo"]["/Suspects"] = True
        self.pdf.docinfo["/Title"] = self._told["title"]
        for key in list(self.pdf.docinfo.keys()):
            if key not in {"/Title", "/Producer", "/Author"}:
                del self.pdf.docinfo[key]


def _is_whole(part: dict) -> bool:
    """Whether this PDF is read at once: what its pages need is copied, so all of it is read."""
    is_pdf = part["type"] == sniff.PDF and "of_drawn" not in part
    return is_pdf and 0 < part["size"] <= MOST_WHOLE


def _counted(words: str, number: int) -> str:
    return words.replace("%", str(number), 1)


def _cut_loose(page) -> None:
    own = set(page.keys())
    for key in LOST:
        if key in own:
            del page[key]
    if "/Annots" in own:
        for note in page["/Annots"]:
            if "/StructParent" in note:
                del note["/StructParent"]
