"""Reads the header of every scan in a file: people, studies, series; and papers inside."""

from records import sniff
from records.sandbox import zips
from records.sandbox.refused import RefusedError
from records.sandbox.scans import headers, papers
from records.sandbox.scans.studies import (
    Disc,
    is_cut_off,
    is_directory,
    sop_class,
    text,
)

MOST_PAPERS = 40
MOST_PAPER_BYTES = 60 * 1024 * 1024


def run(source, arguments, out) -> dict:
    """{"people", "studies", "papers", "programs", "others", "broken"}."""
    found = Reading(out)
    if arguments["type"] != sniff.ZIP:
        found.read(0, lambda: _from_start(source))
        return found.as_told()
    size = source.seek(0, 2) or 1
    for place, member in enumerate(zips.members(source, expect=source.raw.expect)):
        found.take(place, member)
        out.progress(member.info.header_offset * 99 // size)
    return found.as_told()


def _from_start(source):
    source.seek(0)
    return source


class Reading:
    def __init__(self, out) -> None:
        self.out = out
        self.disc = Disc()
        self.papers: list[dict] = []
        self.counts = {"programs": 0, "others": 0, "broken": 0}

    def take(self, place: int, member) -> None:
        """One member of a zip. Programs are counted and never opened."""
        if member.skipped in ("program", "broken"):
            self.counts[
                {"program": "programs", "broken": "broken"}[member.skipped]
            ] += 1
        elif member.skipped or member.kind != sniff.DICOM:
            self.counts["others"] += 1
        else:
            self.read(place, member.open, member.head)

    def read(self, place: int, opened, head: bytes = b"") -> None:
        try:
            header = headers.read(opened, head=head)
        except (RefusedError, RecursionError):
            self.counts["broken"] += 1
            return
        if is_directory(header):
            return
        self.counts["broken"] += is_cut_off(header)
        study = self.disc.add(header, place)
        kind = papers.kind_of(sop_class(header))
        if kind and study is not None and len(self.papers) < MOST_PAPERS:
            self._keep_paper(header, kind, study, opened)

    def _keep_paper(self, header, kind: str, study: int, opened) -> None:
        content = papers.content_of(headers.read(opened, tags=None), kind)
        if not content or len(content) > MOST_PAPER_BYTES:
            return
        name = f"paper-{len(self.papers)}"
        self.out.emit(name, content)
        title = text(header, "DocumentTitle") or text(header, "SeriesDescription")
        self.papers.append({"name": name, "kind": kind, "study": study, "title": title})

    def as_told(self) -> dict:
        self.counts["broken"] += self.disc.too_many
        return {**self.disc.as_told(), "papers": self.papers, **self.counts}
