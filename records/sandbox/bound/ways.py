"""Ways through the bound PDF: links that lead to pages, and bookmarks."""

SCHEME = "packet:"


def turn_into_links(
    pages: list, numbers: list[int], places: dict[str, int]
) -> dict[str, int]:
    """Addresses `packet:<place>` on these pages lead to the page of that place.

    Returns on which page each place is named first. An address that leads nowhere goes.
    """
    named: dict[str, int] = {}
    for number in numbers:
        page, kept = pages[number], []
        for note in page.get("/Annots", []):
            place = place_of(note)
            if place is not None:
                named.setdefault(place, number)
                if place not in places:
                    continue
                del note["/A"]
                note["/Dest"] = to_page(pages[places[place]])
            kept.append(note)
        if "/Annots" in page:
            page["/Annots"] = kept
    return named


def place_of(note) -> str | None:
    address = str(note.get("/A", {}).get("/URI", ""))
    return address[len(SCHEME) :] if address.startswith(SCHEME) else None


def to_page(page):
    import pikepdf

    return pikepdf.Array([page, pikepdf.Name.Fit])


def link(box: list[float], target) -> object:
    """A place on a page to click, without a frame around it."""
    import pikepdf

    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Object.parse(b"[%.3f %.3f %.3f %.3f]" % tuple(box)),
        Border=[0, 0, 0],
        Dest=target,
    )


def bookmark(pdf, pages: list, marks: list[dict]) -> None:
    """`marks`: {"title", "page", "under": [marks]}; those of the first document stay below
    the mark that says `keeps`."""
    with pdf.open_outline() as outline:
        own = list(outline.root)
        outline.root[:] = [_item(mark, pages, own) for mark in marks]


def _item(mark: dict, pages: list, own: list):
    import pikepdf

    item = pikepdf.OutlineItem(mark["title"], to_page(pages[mark["page"]]))
    item.is_closed = True
    under = [_item(one, pages, own) for one in mark.get("under", [])]
    item.children.extend(own if mark.get("keeps") else under)
    return item
