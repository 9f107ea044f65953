"""PDF: two engines. One that opens it is enough; only both together call it damaged."""

MOST_PAGES = 3000


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
            return {**found, "code": "form"} if _is_shell(opened) else found
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


def _by_pdfium(source) -> dict:
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(source)
        return {"pages": len(opened)}
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            return {"pages": None, "code": "password"}
        raise
