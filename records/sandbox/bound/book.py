"""The PDF that is being bound."""

import io

from records import sniff
from records.sandbox.bound import font, frames, places, stamps, ways

# Of pages that came from another file these would point into the tags of the first one.
LOST = ("/StructParents", "/Tabs", "/AA", "/PieceInfo", "/Metadata", "/Thumb")
STEP = 20  # pages between two words about how far it is


class Book:
    def __init__(self, source, arguments: dict) -> None:
        import pikepdf

        self._source, self._told = source, arguments
        self._parts = self._placed(arguments["parts"])
        self._font_part, base, *self._rest = self._parts
        self.pdf = pikepdf.open(self._opened(base))
        self._held = [self.pdf]  # pages are read from these while the book is written
        self._own = len(self.pdf.pages)
        self._first: list[int] = []  # of each part that has pages, where it begins
        self._drawn = None
        self.counts: list[int] = []
        self.broken: list[int] = []  # places of parts that could not be opened

    @staticmethod
    def _placed(parts: list[dict]) -> list[dict]:
        start, found = 0, []
        for part in parts:
            found.append({**part, "start": start})
            start += part["size"]
        return found

    def _opened(self, part: dict):
        if part["type"] == sniff.JPEG:
            return places.photo(self._source, part["start"], part["size"])
        return places.stretch(self._source, part["start"], part["size"])

    def take(self):
        """Takes the pages of all parts, in their order; says how many per cent are taken."""
        self._first, self.counts = [0], [self._own]
        for done, part in enumerate(self._rest, start=1):
            if part["role"] == "picture":
                self._fill(part)
            elif part["role"] == "drawn":
                self._drawn = self._open(part)
            else:
                self._append(part, self._pages_of(part))
            yield done * 100 // len(self._rest)

    def _open(self, part: dict):
        import pikepdf

        self._held.append(pikepdf.open(self._opened(part)))
        return self._held[-1]

    def _pages_of(self, part: dict) -> list:
        """The pages of a part; none of one that cannot be opened, which is told."""
        if "of_drawn" in part:
            first, count = part["of_drawn"]
            return list(self._drawn.pages)[first : first + count]
        try:
            return list(self._open(part).pages)
        except MemoryError:
            raise
        except Exception:
            if part["role"] != "pages":
                raise
            self.broken.append(self._parts.index(part))
            return []

    def _append(self, part: dict, pages: list) -> None:
        count = len(pages)
        if part["role"] == "cover":
            for place, page in enumerate(pages):
                self.pdf.pages.insert(place, page)
            self._first = [first + count for first in self._first]
            self._first.append(0)
        else:
            self._first.append(len(self.pdf.pages))
            self.pdf.pages.extend(pages)
        self.counts.append(count)
        for number in range(self._first[-1], self._first[-1] + count):
            _cut_loose(self.pdf.pages[number].obj)

    def _fill(self, part: dict) -> None:
        self._source.seek(part["start"])
        picture = self._source.read(part["size"])
        page = self.pdf.pages[self._first[-1] + part["page"]]
        number = part["start"]
        frames.fill(self.pdf, page, part["frame"], picture, number)

    def stamp(self):
        """Stamps every page of a record; says how many per cent are stamped."""
        told = self._told
        self._source.seek(self._font_part["start"])
        data = self._source.read(self._font_part["size"])
        shared = font.shared(self.pdf, data, told["font"])
        put = stamps.Stamps(self.pdf, shared, told["font"]["widths"])
        total, each, done = sum(self.counts), self._pages_of_records(), {}
        self._boxes: list[tuple[int, str, list[float]]] = []
        for number, record in each:
            done[record] = done.get(record, 0) + 1
            words = told["stamp"][record].replace("%", str(done[record]), 1)
            right = told["corner"].replace("%", str(number + 1), 1)
            box = put.put(self.pdf.pages[number].obj, words, right)
            self._boxes.append((number, record, box))
            if len(self._boxes) % STEP == 0:
                yield len(self._boxes) * 100 // total

    def _pages_of_records(self) -> list[tuple[int, str]]:
        return [
            (number, part["record"])
            for part, first, count in self._with_pages()
            for number in range(first, first + count)
            if part["role"] == "pages"
        ]

    def _with_pages(self):
        silent = {"picture", "drawn"}
        parts = [part for part in self._parts[1:] if part["role"] not in silent]
        return zip(parts, self._first, self.counts, strict=True)

    def find_ways(self) -> None:
        """Links from the index to the records and back, and the bookmarks."""
        begins = self._beginnings()
        index = [
            number
            for part, first, count in self._with_pages()
            for number in range(first, first + count)
            if part["role"] == "index"
        ]
        named = ways.turn_into_links(self.pdf, index, begins)
        targets = {n: ways.to_page(self.pdf, n) for n in {*named.values(), *index[:1]}}
        for number, record, box in self._boxes:
            back = named.get(record, index[0] if index else None)
            if back is not None:
                note = ways.link(self.pdf, box, targets[back])
                page = self.pdf.pages[number].obj
                page["/Annots"] = [*page.get("/Annots", []), note]
        ways.bookmark(
            self.pdf, [self._mark(mark, begins) for mark in self._told["marks"]]
        )

    def _beginnings(self) -> dict[str, int]:
        """Where each part begins, and each record."""
        found: dict[str, int] = {}
        for part, first, count in self._with_pages():
            for place in (part["place"], part.get("record")):
                if place and count:
                    found.setdefault(place, first)
        return found

    def _mark(self, mark: dict, begins: dict) -> dict:
        under = [self._mark(one, begins) for one in mark.get("under", [])]
        return {**mark, "page": begins[mark["place"]], "under": under}

    def save(self, out, progress) -> None:
        """Writes it as it is made. No stream is packed anew: that would take most time."""
        import pikepdf

        self._say_what_it_is()
        buffered = io.BufferedWriter(out, 256 * 1024)
        self.pdf.save(
            buffered,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=True,
            recompress_flate=False,
            progress=progress,
        )
        buffered.flush()
        buffered.detach()

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


def _cut_loose(page) -> None:
    for key in LOST:
        if key in page:
            del page[key]
    for note in page.get("/Annots", []):
        if "/StructParent" in note:
            del note["/StructParent"]
