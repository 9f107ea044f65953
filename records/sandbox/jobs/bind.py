"""Binds documents that lie one after another into one PDF, each page stamped.

Arguments: `parts`, in the order of the source, each with `role`, `type` and `size`:
 - `font` (first): the font of the stamps; `font` in the arguments tells its measures;
 - `base` (second): the PDF that keeps its own links, names and tags; the rest follows it;
 - `cover`: its pages go before all others;
 - `index` (last): it comes late and stands after the base; its addresses `packet:<place>`
   become links with their page numbers;
 - `drawn`: a PDF of sheets, of which the parts after it take some each (`of_drawn`);
 - `pages`: pages of a document, with `record` and `place`; `picture`: an image for a frame
   of the pages before it, with `page` (of these pages) and `frame`.
`marks` are the bookmarks, with a `place` each. Output: `packet.pdf`. The answer tells how many
pages each part has; where a part cannot be opened (`broken`), nothing is made.
"""

import pikepdf  # noqa: F401 - loaded while the parent still draws the index

from records.sandbox.bound.book import Book
from records.sandbox.refused import RefusedError


def run(source, arguments, out) -> dict:
    book = Book(source, arguments)
    for done in book.take():
        out.progress(done * 40 // 100)
    counts = book.counts
    if sum(counts) > arguments["most_pages"]:
        raise RefusedError("too_many_pages")
    if book.broken:
        return {"counts": counts, "broken": book.broken}
    for done in book.stamp():
        out.progress(40 + done * 30 // 100)
    book.find_ways()
    with out.open("packet.pdf") as written:
        book.save(written, lambda done: out.progress(70 + done * 30 // 100))
    return {"counts": counts, "pages": sum(counts)}
