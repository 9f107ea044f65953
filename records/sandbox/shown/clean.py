"""A PDF built anew from its pages: what is seen stays, what acts or hides is left out.

Only pages are taken over, each with its contents and what these need. Form fields and
notes become part of the page. Everything taken over is gone through once more (control F5).
"""

import io

# What a page is made of. Its links, actions, thumbnails and notes are not.
KEPT_OF_PAGES = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources",
    "/Contents", "/Group",
}  # fmt: skip
# Keys under which something acts, hides, or points out of the file.
LEFT_OUT = {
    "/A", "/AA", "/AF", "/Annots", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/GoToE",
    "/GoToR", "/JS", "/JavaScript", "/Launch", "/Metadata", "/Names", "/OPI",
    "/OpenAction", "/PieceInfo", "/Ref", "/RichMedia", "/RichMediaContent",
    "/SubmitForm", "/XFA",
}  # fmt: skip
LEFT_OUT_OF_STREAMS = {"/F", "/FFilter", "/FDecodeParms"}  # data in another file
# Names of fonts and pictures are free: one may be called like an action.
PARTS = {"/Image", "/Form", "/Font", "/ExtGState", "/OCG", "/OCMD", "/Pattern"}
DEEPEST = 60


def rebuilt(source, turns: dict[int, int]) -> tuple[io.BytesIO, int, list[str]]:
    """The new PDF, its number of pages, and what is to be said of it."""
    import pikepdf

    with pikepdf.open(source) as old, pikepdf.new() as new:
        remarks = _remarks(old)
        _flatten(old)
        for page in old.pages:
            new.pages.append(page)
        _take_over_layers(old, new)
        for number, page in enumerate(new.pages, start=1):
            _bare(page.obj)
            if turns.get(number):
                page.rotate(90 * turns[number], relative=True)
        _sweep(new)
        out = io.BytesIO()
        new.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out, len(new.pages), remarks


def _remarks(old) -> list[str]:
    found = []
    form = old.Root.get("/AcroForm")
    if _is_dictionary(form):
        found += ["signed"] if _has_signature(form.get("/Fields")) else []
        found += ["form"] if "/XFA" in form else []
    names = old.Root.get("/Names")
    if _is_dictionary(names) and "/EmbeddedFiles" in names:
        found.append("attached")
    return found


def _has_signature(fields, depth: int = 0) -> bool:
    import pikepdf

    if not isinstance(fields, pikepdf.Array) or depth > DEEPEST:
        return False
    for field in fields:
        if not _is_dictionary(field):
            continue
        if field.get("/FT") == "/Sig" and "/V" in field:
            return True
        if _has_signature(field.get("/Kids"), depth + 1):
            return True
    return False


def _flatten(old) -> None:
    """Answers typed into a form, stamps and notes become part of the page they stand on."""
    form = old.Root.get("/AcroForm")
    if _is_dictionary(form) and form.get("/NeedAppearances"):
        old.generate_appearance_streams()
    old.flatten_annotations("all")


def _take_over_layers(old, new) -> None:
    """Which layers are seen: without it hidden ones would lie over the page."""
    layers = old.Root.get("/OCProperties")
    if _is_dictionary(layers):
        held = layers if layers.is_indirect else old.make_indirect(layers)
        new.Root.OCProperties = new.copy_foreign(held)


def _bare(page) -> None:
    for key in set(page.keys()) - KEPT_OF_PAGES:
        del page[key]


def _sweep(new) -> None:
    for thing in new.objects:
        _clean(thing, 0)


def _clean(thing, depth: int) -> None:
    """Takes out of one object, and of what stands directly in it, what is left out."""
    import pikepdf

    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(thing, pikepdf.Array):
        for child in thing:
            if _is_direct(child):
                _clean(child, depth + 1)
    elif isinstance(thing, pikepdf.Stream):
        _clean_keys(thing, LEFT_OUT | LEFT_OUT_OF_STREAMS, depth)
    elif isinstance(thing, pikepdf.Dictionary):
        _clean_keys(thing, LEFT_OUT, depth)


def _clean_keys(thing, left_out: set[str], depth: int) -> None:
    for key in list(thing.keys()):
        child = thing.get(key)
        if key in left_out and not _is_part(child):
            del thing[key]
        elif _is_direct(child):
            _clean(child, depth + 1)


def _is_part(child) -> bool:
    """A font, picture or the like under a name of its own."""
    import pikepdf

    if not isinstance(child, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return {str(child.get("/Type")), str(child.get("/Subtype"))} & PARTS != set()


def _is_direct(child) -> bool:
    import pikepdf

    kinds = pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream
    return isinstance(child, kinds) and not child.is_indirect


def _is_dictionary(thing) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)
