"""Ways through the bound PDF: links that lead to pages, and bookmarks."""

SCHEME = "packet:"


def turn_into_links(pdf, pages: list[int], places: dict[str, int]) -> dict[str, int]:
    """Addresses `packet:<place>` on these pages lead to the page of that place.

    Returns on which page each place is named first. An address that leads nowhere goes.
    """
    named: dict[str, int] = {}
    for number in pages:
        page = pdf.pages[number]
        kept = []
        for note in page.obj.get("/Annots", []):
            place = _place(note)
            if place is not None:
                named.setdefault(place, number)
                if place not in places:
                    continue
                del note["/A"]
                note["/Dest"] = to_page(pdf, places[place])
            kept.append(note)
        if "/Annots" in page.obj:
            page.obj["/Annots"] = kept
    return named


def _place(note) -> str | None:
    address = str(note.get("/A", {}).get("/URI", ""))
    return address[len(SCHEME) :] if address.startswith(SCHEME) else None


def to_page(pdf, number: int):
    import pikepdf

    return pikepdf.Array([pdf.pages[number].obj, pikepdf.Name.Fit])


def link(pdf, box: list[float], target) -> object:
    """A place on a page to click, without a frame around it."""
    from decimal import Decimal

    import pikepdf

    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[Decimal(f"{number:.3f}") for number in box],
        Border=[0, 0, 0],
        Dest=target,
    )


def bookmark(pdf, marks: list[dict]) -> None:
    """`marks`: {"title", "page", "under": [marks]}; those of the first document stay below
    the mark that says `keeps`."""
    with pdf.open_outline() as outline:
        own = list(outline.root)
        outline.root[:] = [_item(mark, own) for mark in marks]


def _item(mark: dict, own: list):
    import pikepdf

    item = pikepdf.OutlineItem(mark["title"], mark["page"], "Fit")
    item.is_closed = True
    under = [_item(one, own) for one in mark.get("under", [])]
    item.children.extend(own if mark.get("keeps") else under)
    return item
