"""Every character is printed with a font of ours, or in words, or the build fails."""

import shutil
import tempfile
from pathlib import Path

import pypdfium2
import pytest
from django.core.checks import run_checks

from consultations.summary import engine, texts
from consultations.tests import summary_papers as papers
from consultations.tests.summary_cases import TONGUES
from records.paper import fonts, proofs
from records.paper.errors import PaperError


@pytest.mark.parametrize(
    "text",
    [
        "Can my tumour be removed? ĄĘŁŻ ßçñø №",
        "Можно ли проводить лучевую терапию? Ғалым Әсел Ңұқ",
        "Nếu bắt đầu bằng thuốc nhắm trúng đích thì còn phẫu thuật không?",
        "来信写明不宜手术还能手术吗？医生姓龑，用药含噁唑，患者㛃",
        "Ελληνικά άλφα",
    ],
)
def test_text_comes_out_of_the_pdf_as_it_went_in(text):
    pdf = papers.printed(text)

    assert papers.body_of(pdf).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("language", "font"),
    [
        ("ar", "SL-Arabic"),
        ("fa", "SL-Arabic"),
        ("th", "SL-Thai"),
        ("hi", "SL-Devanagari"),
        ("bn", "SL-Bengali"),
        ("he", "SL-Hebrew"),
        ("km", "SL-Khmer"),
        ("lo", "SL-Lao"),
        ("my", "SL-Myanmar"),
    ],
)
def test_other_scripts_are_drawn_with_our_font(language, font):
    pdf = papers.printed(TONGUES[language], language)

    with papers.opened(pdf) as document:
        assert font in set(proofs.font_names(document))
    assert dark_share(pdf) > 0.0005


def dark_share(pdf: bytes) -> float:
    """How much of the page is ink."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    histogram = picture.histogram()
    return sum(histogram[:128]) / sum(histogram)


def test_a_letter_without_a_glyph_fails_the_build_with_its_code_point():
    with pytest.raises(PaperError) as refused:
        papers.printed("ሰላም")

    assert (refused.value.code, refused.value.detail) == (
        "missing_glyph",
        "U+120B U+121D U+1230",
    )


def test_a_box_drawn_in_spite_of_the_table_fails_the_build():
    with pytest.raises(PaperError) as refused:
        proofs.check_warnings(
            ['.notdef glyph rendered for … unsupported by fonts: "ሀ" (U+1200)']
        )

    assert (refused.value.code, refused.value.detail) == ("missing_glyph", "U+1200")


def test_weasyprint_still_says_when_it_draws_a_box(monkeypatch):
    monkeypatch.setattr(proofs, "check_letters", lambda html: None)

    with pytest.raises(PaperError) as refused:
        papers.printed("ሰ")

    assert refused.value.detail == "U+1230"


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        ("pain 😀 today", "pain [U+1F600 grinning face] today"),
        ("a\x07b", "a[U+0007]b"),
        ("x\ue000y", "x[U+E000]y"),
        ("bold 𝐀𝐛𝟏", "bold Ab1"),
        ("scan\u202efdp.exe", "scan[U+202E right-to-left override]fdp.exe"),
        ("key 1\ufe0f\u20e3", "key 1\ufe0f[U+20E3 combining enclosing keycap]"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("two\r\nlines", "two\nlines"),
    ],
)
def test_signs_no_font_has_are_printed_in_words(typed, paper):
    assert texts.clean(typed) == paper


def test_an_emoji_in_words_comes_out_of_the_pdf():
    pdf = papers.printed("Болит 😀 сильно")

    assert papers.body_of(pdf) == "Болит [U+1F600 grinning face] сильно"


def test_invisible_characters_draw_no_box():
    unseen = "".join(f"a{chr(point)}b " for point in sorted(fonts.UNSEEN))

    assert papers.words_of(papers.printed(unseen)).startswith("a b")


def test_style_sheet_and_table_name_the_same_families():
    sheet = engine.SHEET.read_text(encoding="utf-8")

    named = ",".join(f'"{family.css}"' for family in fonts.FAMILIES)
    assert sheet.count(named) == 2  # the pages and their margins


def test_every_font_file_has_a_name_for_the_style_sheets():
    faces = fonts.faces("paper:")

    files = [f"{f.file}-{w}.ttf" for f in fonts.FAMILIES for w in fonts.WEIGHTS]
    assert [name for name in files if f"paper:/fonts/{name})" not in faces] == []


def test_every_font_has_its_licence_beside_it():
    lacking = [
        family.file
        for family in fonts.FAMILIES
        if "SIL OPEN FONT LICENSE"
        not in (fonts.FOLDER / f"{family.file}-LICENSE.txt").read_text().upper()
    ]

    assert lacking == []


def test_a_missing_font_is_said_at_the_start_by_name(monkeypatch):
    folder = Path(tempfile.mkdtemp())
    for path in fonts.FOLDER.glob("*.ttf"):
        (folder / path.name).symlink_to(path)
    (folder / "noto-sans-thai-700.ttf").unlink()
    monkeypatch.setattr(fonts, "FOLDER", folder)

    found = [error.msg for error in run_checks() if error.id == "records.E001"]

    assert found == ["The font noto-sans-thai-700.ttf of our PDFs is missing."]
    shutil.rmtree(folder)


def test_fonts_of_the_computer_do_not_exist_for_the_engine(monkeypatch):
    """A family nobody ships falls back to ours, whatever is installed."""
    document, said = engine.lay_out(
        f'{papers.HEAD}<p style="font-family:DejaVu Serif,Noto Sans CJK JP">A 中</p>'
        "</body></html>"
    )

    with papers.opened(engine.checked(document, said).pdf) as pdf:
        assert {name[:3] for name in proofs.font_names(pdf)} == {"SL-"}
