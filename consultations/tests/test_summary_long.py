"""Long cases: what most lines share is said once, and a build stays quick."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import annex, blocks, engine, source, texts
from consultations.templatetags.summary import cell, line
from consultations.tests import summary_cases
from consultations.tests.summary_papers import HEAD, right_edges, words_of
from records.models import Record
from records.paper import engine as paper
from records.paper import fonts

pytestmark = pytest.mark.django_db
HEADS = [("日期", "Date"), ("单位", "Place"), ("报告", "Report"), blocks.SOURCE]


def rows(*places):
    mark = texts.mark_patient()
    return [[f"{n} May 2026", place, blocks.NO, mark] for n, place in enumerate(places)]


@pytest.fixture
def big():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.big(by, records=30, lines=2, questions=2)
    return source.load(Summary(request=request, version=3))


def test_the_place_most_lines_share_is_said_once():
    block = blocks.table(HEADS, rows(*["Almaty"] * 20, *["Astana"] * 10))

    assert strip_tags(block["usual"]).endswith("said otherwise: 单位 Place Almaty")
    assert [row[1] for row in block["rows"]].count("Astana") == 10
    assert "Almaty" not in str(block["rows"])


def test_a_place_that_is_missing_is_never_taken_for_the_usual_one():
    block = blocks.table(HEADS, rows(*["Almaty"] * 20, *[texts.NOT_PROVIDED] * 10))

    assert str(block["rows"]).count("not provided") == 10


def test_every_line_keeps_its_date_its_mark_and_its_answers():
    block = blocks.table(HEADS, rows(*["Almaty"] * 30))

    assert [strip_tags(line(row)) for row in block["rows"]] == [
        f"{n} May 2026 · 报告 Report ☐ 无 no · 患 P" for n in range(30)
    ]


def test_a_short_table_stays_a_table():
    assert blocks.table(HEADS, rows("Almaty"))["kind"] == "table"


def test_the_annex_of_a_long_case_says_once_who_added_the_files(big):
    found = annex.annex_rows(big)

    said = strip_tags(annex.annex_note(big, found))
    assert "Unless said otherwise: 出具单位 issued by" in said
    assert "添加人 added by Aliya Temirova" in said
    assert "Aliya" not in "".join(map(str, (row["line"] for row in found)))


def test_a_line_of_the_annex_says_what_differs(big):
    Record.objects.filter(pk=big.records[3].pk).update(language="kk")
    loaded = source.load(big.summary)

    differ = [
        row["number"]
        for row in annex.annex_rows(loaded)
        if "Kazakh" in "".join(map(str, row["line"]))
    ]
    assert differ == [f"#{big.records[3].number:02d}"]


def test_a_cell_over_two_columns_is_text_only():
    event = f"20 · {texts.bi('胸', 'chest')} {texts.mark_patient()}<br/>31 · b"

    assert cell(texts.SafeString(event), kind="ev", columns=2) == (
        '<td class="ev" colspan="2" lang="zh-Hans">20 · 胸 chest 患 P\n31 · b</td>'
    )


@pytest.mark.parametrize("word", ["W" * 64, "W" * 65, "W" * 300, "宽" * 300])
def test_no_word_of_a_line_leaves_the_paper(word):
    listed = f'<ul class="rows">{line(["3 May 2026", word, "end"])}</ul>'

    document, said = engine.lay_out(f"{HEAD}{listed}</body></html>")
    pdf = engine.checked(document, said).pdf

    assert max(right_edges(pdf)) < 595 - 34  # 12 mm of an A4 sheet
    assert word in words_of(pdf).replace(" ", "")


def test_chinese_labels_share_one_style():
    """WeasyPrint works the style of an element that states its language out anew."""
    page = paper._page_class()(
        '<html lang="en"><p><b lang="zh-Hans">一</b> one</p>'
        '<bdi lang="ru">два</bdi></html>',
        engine.thinned,
    )

    languages = [element.get("lang") for element in page.etree_element.iter()]
    assert languages == ["en", None, None, "ru"]


def test_a_label_that_says_nothing_more_is_no_box():
    label = '<span lang="zh-Hans">一</span> one'
    page = paper._page_class()(
        f'<html><p>0 {label}, <b>two</b> {label}</p><i><span class="on"></span></i>'
        f'<dt class="l">{label}</dt><table><th>{label}</th></table></html>',
        engine.thinned,
    )

    written = ElementTree.tostring(page.etree_element, encoding="unicode")
    assert written == (
        '<html><p>0 一 one, <b>two</b> 一 one</p><i><span class="on" /></i>'
        '<dt class="l"><span>一</span> one</dt>'
        "<table><th><span>一</span> one</th></table></html>"
    )


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Ünï Приве́т 中文 ☐", []),
        ("حمد 12", ["SL Arabic"]),
        ("สวัสดี שלום", ["SL Thai", "SL Hebrew"]),
    ],
)
def test_only_fonts_the_text_needs_are_looked_through(text, more):
    assert fonts.needed_for(text) == ["SL Text", "SL Han", *more]


def test_the_templates_can_be_read_as_xml(big):
    from consultations.summary.contents import contents

    html = engine.html_of(contents(big))

    assert re.findall(r"<(?:br|meta|img|hr|link)\b[^>]*[^/]>|&[a-z]+;", html) == []


@pytest.mark.parametrize(("count", "kind"), [(5, ""), (30, "blk"), (400, "blk long")])
def test_long_text_from_right_to_left_is_a_block_as_wide_as_its_place(count, kind):
    """How narrow a block may be is found letter by letter: minutes for a whole story."""
    own = str(texts.original("مرحبا " * count, "ar"))

    assert (f'class="{kind}"' in own) if kind else ("class=" not in own)
    style = engine.SHEET.read_text(encoding="utf-8")
    assert ".kv .blk.long{display:block" in style
