"""F5: a PDF is rebuilt from its pages. What is seen stays; what acts or hides does not."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from records import sniff
from records.tests.shown import picture, shown

ACTING = {
    "/JS", "/JavaScript", "/Launch", "/AA", "/EF", "/EmbeddedFile", "/RichMedia", "/XFA",
    "/SubmitForm", "/GoToR", "/GoToE",
}  # fmt: skip


def font(pdf: Pdf) -> Dictionary:
    plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return Dictionary(Font=Dictionary(F1=pdf.make_indirect(plain)))


def written(pdf: Pdf, words: str, number: int = 0) -> None:
    """Words on a new page, or on one that is there."""
    page = pdf.pages[number - 1] if number else pdf.add_blank_page()
    page.Resources = font(pdf)
    content = f"BT /F1 24 Tf 72 600 Td ({words}) Tj ET"
    page.Contents = Stream(pdf, content.encode())


def saved(pdf: Pdf, **more: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **more)
    return out.getvalue()


def a_paper(pages: int = 2) -> Pdf:
    pdf = Pdf.new()
    for number in range(1, pages + 1):
        written(pdf, f"Haemoglobin page {number}")
    return pdf


def with_scripts(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), script]))
    )
    pdf.pages[0].obj.AA = Dictionary(O=script)


def with_attachment(pdf: Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ" + b"\0" * 99
    pdf.pages[0].obj.AF = Array([pdf.Root.Names.EmbeddedFiles.Names[1]])


def with_links(pdf: Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F=String("other.pdf"))
    actions = [
        Dictionary(S=Name.Launch, F=file),
        Dictionary(S=Name.GoToR, F=file, D=Array([0, Name.Fit])),
        Dictionary(S=Name.GoToE, D=Array([0, Name.Fit]), F=file),
        Dictionary(S=Name.SubmitForm, F=file),
        Dictionary(S=Name.URI, URI=String("https://example.org/")),
    ]
    box = Array([0, 0, 100, 100])
    pdf.pages[0].obj.Annots = Array(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action)
        for action in actions
    )


def with_film(pdf: Pdf) -> None:
    film = Dictionary(
        Type=Name.Annot,
        Subtype=Name.RichMedia,
        Rect=Array([0, 0, 99, 99]),
        RichMediaContent=Dictionary(Assets=Dictionary(Names=Array())),
    )
    pdf.pages[0].obj.Annots = Array([film])


def with_xfa(pdf: Pdf) -> None:
    form = Stream(pdf, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=form)


def with_hidden_ways(pdf: Pdf) -> None:
    """Under resources, where no reader looks for them and a copy would take them along."""
    file = Stream(pdf, b"MZ", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=file))
    mark = Stream(
        pdf, b"", Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), AF=Array([spec])
    )
    mark.PieceInfo = Dictionary(X=Dictionary(Private=Dictionary(JS=String("x"))))
    pages = pdf.pages[0].Resources
    pages.XObject = Dictionary(Mark=pdf.make_indirect(mark))
    pages.Properties = Dictionary(
        P=Dictionary(Type=Name.X, A=Dictionary(S=Name.JavaScript, JS=String("x")))
    )


def with_signature(pdf: Pdf) -> None:
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"))
    field = Dictionary(FT=Name.Sig, T=String("s"), V=signature)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


HOSTILE: dict[str, tuple[Callable[[Pdf], None], list[str]]] = {
    "scripts": (with_scripts, []),
    "attachment": (with_attachment, ["attached"]),
    "links": (with_links, []),
    "film": (with_film, []),
    "XFA form": (with_xfa, ["form"]),
    "hidden ways": (with_hidden_ways, []),
    "signature": (with_signature, ["signed"]),
}


def names_in(content: bytes) -> set[str]:
    """Every name in a PDF, key or value, in any object of it."""
    found: set[str] = set()

    def step(child: object) -> None:
        if not getattr(child, "is_indirect", False):
            walk(child)

    def walk(thing: object) -> None:
        if isinstance(thing, pikepdf.Name):
            found.add(str(thing))
        elif isinstance(thing, Dictionary | Stream):
            for key in thing:
                found.add(key)
                step(thing[key])
        elif isinstance(thing, Array):
            for child in thing:
                step(child)

    with Pdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.trailer)
        for thing in pdf.objects:
            walk(thing)
    return found


def text_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("what", HOSTILE)
def test_f5_nothing_acts_or_hides_in_the_copy(what):
    pdf = a_paper()
    change, remarks = HOSTILE[what]
    change(pdf)
    content = saved(pdf)

    found, outputs = shown(content, sniff.PDF)

    copy = outputs["copy"]
    assert (found["type"], found["pages"], found["remarks"]) == (sniff.PDF, 2, remarks)
    assert what == "signature" or names_in(content) & ACTING
    assert names_in(copy) & ACTING == set()
    assert b"app.alert" not in copy
    assert text_of(copy) == text_of(content)


def test_f5_everything_at_once_and_encrypted_with_no_password_to_open():
    pdf = a_paper(3)
    for change, _remarks in HOSTILE.values():
        change(pdf)
    lock = pikepdf.Encryption(owner="secret", user="")
    content = saved(pdf, encryption=lock)

    _found, outputs = shown(content, sniff.PDF)

    copy = outputs["copy"]
    with Pdf.open(io.BytesIO(copy)) as opened:
        assert not opened.is_encrypted
        assert dict(opened.docinfo) == {}
    assert names_in(copy) & ACTING == set()
    assert text_of(copy) == text_of(content)


def test_answers_typed_into_a_form_stay_to_be_seen():
    pdf = a_paper(1)
    look = Stream(
        pdf,
        b"BT /F1 20 Tf 0 5 Td (Wen Li) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 30]),
        Resources=font(pdf),
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("name"),
        V=String("Wen Li"),
        Rect=Array([72, 300, 272, 330]),
        AP=Dictionary(N=pdf.make_indirect(look)),
        F=4,
    )
    held = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([held])
    pdf.Root.AcroForm = Dictionary(Fields=Array([held]))

    _found, outputs = shown(saved(pdf), sniff.PDF)

    assert "Wen Li" in text_of(outputs["copy"])[0]


def test_what_a_page_inherits_comes_along():
    pdf = a_paper(1)
    font = pdf.pages[0].obj.Resources
    del pdf.pages[0].obj.Resources
    del pdf.pages[0].obj.MediaBox
    pdf.Root.Pages.Resources = font
    pdf.Root.Pages.MediaBox = Array([0, 0, 400, 800])
    pdf.Root.Pages.Rotate = 90
    content = saved(pdf)

    _found, outputs = shown(content, sniff.PDF)

    assert text_of(outputs["copy"]) == text_of(content)
    assert picture(outputs, "p1-large").size == (1600, 800)


@pytest.mark.parametrize(("turns", "size"), [(1, (1600, 1237)), (2, (1237, 1600))])
def test_a_page_a_person_turned_is_turned_in_copy_and_picture(turns, size):
    shapes = {"1": {"turns": turns, "corners": []}}

    _found, outputs = shown(saved(a_paper(2)), sniff.PDF, shapes=shapes)

    with Pdf.open(io.BytesIO(outputs["copy"])) as opened:
        assert [page.get("/Rotate", 0) for page in opened.pages] == [90 * turns, 0]
    assert picture(outputs, "p1-large").size == size
    assert picture(outputs, "p2-large").size == (1237, 1600)


def test_only_the_pages_that_are_wanted_are_drawn_and_the_copy_has_all():
    found, outputs = shown(saved(a_paper(7)), sniff.PDF, last=3)

    drawn = {name.split("-")[0] for name in outputs if name != "copy"}
    assert (found["pages"], drawn) == (7, {"p1", "p2", "p3"})
    assert len(text_of(outputs["copy"])) == 7


def test_a_page_larger_than_a_wall_is_drawn_as_small_as_any():
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(14400, 14400))
    written(pdf, "wall", 1)

    _found, outputs = shown(saved(pdf), sniff.PDF)

    assert picture(outputs, "p1-large").size == (1600, 1600)


def test_a_pdf_that_cannot_be_rebuilt_is_drawn_and_has_no_copy():
    pdf = a_paper(1)
    nested = Array()
    for _n in range(80):  # deeper than anything a scanner writes
        nested = Array([nested])
    pdf.pages[0].Resources.Properties = Dictionary(P=Dictionary(X=nested))

    found, outputs = shown(saved(pdf), sniff.PDF)

    assert (found["type"], found["pages"], found["remarks"]) == ("", 1, ["no_copy"])
    assert [name.split("-")[1] for name in outputs] == ["large", "small"]


def test_a_pdf_without_pages_has_no_copy():
    found, outputs = shown(saved(Pdf.new()), sniff.PDF)

    assert (found, outputs) == ({"code": "no_pages"}, {})


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs the program qpdf")
def test_f5_another_program_finds_the_copy_well_made(tmp_path):
    pdf = a_paper()
    for change, _remarks in HOSTILE.values():
        change(pdf)
    _found, outputs = shown(saved(pdf), sniff.PDF)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(outputs["copy"])

    checked = subprocess.run(
        [shutil.which("qpdf"), "--check", copy], capture_output=True, check=False
    )

    assert checked.returncode == 0
