"""The words on the first pages of a copy, and on its last.

Arguments: `type` of the copy, `recognise` (pictures are read too). The answer:
{"pages": [{"number", "text", "seen"}]}; `seen` is text that was recognised in a picture.
"""

from records import sniff

FIRST_PAGES = 3
SCANNED_PAGES = 2
MOST_LETTERS = 8000  # of one page
FEW_LETTERS = 24  # a page with fewer is a picture with a stamp or a number on it


def run(source, arguments, out) -> dict:
    kind = arguments["type"]
    reader = _reader() if arguments["recognise"] else None
    if kind == sniff.TEXT:
        from records.sandbox.shown import texts

        pages = [_page(1, texts.decoded(source))]
    elif kind == sniff.JPEG:
        pages = _of_photo(source, reader)
    else:
        pages = list(_of_pdf(source, reader, out))
    return {"pages": [page for page in pages if page["text"]]}


def _reader():
    from records.sandbox.words.recognised import Reader

    return Reader()


def _page(number: int, text: str, *, seen: bool = False) -> dict:
    return {"number": number, "text": text.strip()[:MOST_LETTERS], "seen": seen}


def _of_photo(source, reader) -> list[dict]:
    from records.sandbox.shown import pictures

    if reader is None:
        return []
    picture = pictures.opened(source, sniff.JPEG)
    return [_page(1, reader.text_of(picture), seen=True)]


def _of_pdf(source, reader, out):
    from records.sandbox.shown import drawing

    with drawing.opened(source) as document:
        total = len(document)
        numbers = [*range(1, min(FIRST_PAGES, total) + 1)]
        numbers += [total] if total > FIRST_PAGES else []
        for done, number in enumerate(numbers, start=1):
            page = document[number - 1]
            text = _layer(page)
            unread = len(text.strip()) < FEW_LETTERS or _is_garbled(text)
            yield _page(number, text)  # of noise the digits at least are as they stand
            if unread and number <= SCANNED_PAGES and reader is not None:
                yield _page(number, reader.text_of(_drawn(page)), seen=True)
            page.close()
            out.progress(done * 99 // len(numbers))


def _layer(page) -> str:
    words = page.get_textpage()
    count = min(words.count_chars(), MOST_LETTERS)
    return words.get_text_range(0, count) if count > 0 else ""


def _is_garbled(text: str) -> bool:
    """Signs no text has: its fonts do not say which letters they draw (often in Arabic)."""
    odd = sum((ord(s) < 32 and not s.isspace()) or s in "\ufffd\ufffe" for s in text)
    return odd >= 3 and odd * 100 > len(text)


def _drawn(page):
    from records.sandbox.words.recognised import LONGEST_SIDE

    scale = LONGEST_SIDE / max(page.get_size())
    bitmap = page.render(scale=scale, grayscale=True)
    picture = bitmap.to_pil().copy()
    bitmap.close()
    return picture
