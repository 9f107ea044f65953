"""PDF: two engines. One that opens it is enough; only both together call it damaged."""

MOST_PAGES = 3000
PART_BYTES = 1024 * 1024


def look(source) -> dict:
    found = _by_qpdf(source)
    if found is None:
        source.seek(0)
        found = _by_pdfium(source)
    if found["pages"] == 0:
        return {**found, "code": "no_pages"}
    if (found["pages"] or 0) > MOST_PAGES:
        return {**found, "code": "long"}
    return found


def _by_qpdf(source) -> dict | None:
    import pikepdf

    try:
        with pikepdf.open(source) as opened:
            found = {"pages": len(opened.pages)}
            if _is_shell(opened):
                return {**found, "code": "form"}
        return {**found, "code": "cut"} if _is_cut(source) else found
    except pikepdf.PasswordError:
        return {"pages": None, "code": "password"}
    except MemoryError:
        raise
    except Exception:
        return None


def _is_shell(opened) -> bool:
    """A form that only Adobe's reader draws: its one page says "please wait"."""
    form = opened.Root.get("/AcroForm")
    return (
        bool(opened.Root.get("/NeedsRendering")) and form is not None and "/XFA" in form
    )


def _is_cut(source) -> bool:
    """The end is missing: the last pages may be lost, though an engine shows the others."""
    import pikepdf

    if _ends_after_its_objects(source):
        return False
    source.seek(0)
    try:
        with pikepdf.open(source, attempt_recovery=False):
            return False
    except pikepdf.PdfError:
        return True


def _ends_after_its_objects(source) -> bool:
    """Whatever stands behind the end, such as an update that was cut, begins objects."""
    source.seek(0)
    at, before, last = 0, b"", {b"%%EOF": -1, b" obj": -1}
    while part := source.read(PART_BYTES):
        text = before + part
        for mark in last:
            if (found := text.rfind(mark)) >= 0:
                last[mark] = at - len(before) + found
        at, before = at + len(part), text[-8:]
    return last[b"%%EOF"] > last[b" obj"]


def _by_pdfium(source) -> dict:
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(source)
        return {"pages": len(opened)}
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            return {"pages": None, "code": "password"}
        raise
