"""Pictures of the pages of a PDF."""

from records.sandbox.shown import pictures


def opened(source):
    import pypdfium2

    source.seek(0)
    return pypdfium2.PdfDocument(source)


def draw(document, numbers: list[int], out) -> int:
    """Draws these pages and says how many could not be drawn."""
    unseen = 0
    for done, number in enumerate(numbers, start=1):
        try:
            page = _drawn(document[number - 1])
        except MemoryError:
            raise
        except Exception:  # one bad page leaves the others
            unseen += 1
            continue
        pictures.emit(out, number, "large", page)
        pictures.emit(out, number, "small", page)
        out.progress(10 + done * 89 // len(numbers))
    return unseen


def _drawn(page):
    """However large the page says it is, never more pixels than a large picture has."""
    longest = max(page.get_size())
    bitmap = page.render(scale=pictures.LARGE / longest, rev_byteorder=True)
    picture = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture
