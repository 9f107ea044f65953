"""The printed case summary of a full, a hard and a bare case, looked at as a reader would."""

import hashlib
import itertools
import re

import pytest

from consultations.summary import engine, texts
from consultations.tests import summary_papers as papers
from records.paper import engine as paper
from records.paper import proofs
from records.paper.errors import PaperError

A4 = (595, 842)
pytestmark = pytest.mark.django_db  # the samples are made once, before the first test


@pytest.fixture(scope="module")
def contents(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return {name: papers.contents_of(name) for name in ("bare", "rich", "stress")}


@pytest.fixture(scope="module")
def printed(contents):
    return {name: engine.render(contents[name]) for name in contents}


@pytest.fixture(params=["bare", "rich", "stress"])
def name(request):
    return request.param


def test_every_page_has_reference_version_and_number(printed, contents, name):
    pages = papers.pages_of(printed[name].pdf)

    ref, count = contents[name]["ref"], len(pages)
    for number, page in enumerate(pages, start=1):
        line = " ".join(page.split())
        assert f"{ref} · 第3版 v3" in line
        assert "机密 Confidential" in line
        assert f"第 {number} 页 / 共 {count} 页 Page {number} of {count}" in line
    assert printed[name].pages == count


def test_the_front_sheet_is_one_page(printed, name):
    pages = papers.pages_of(printed[name].pdf)

    begins = [place for place, page in enumerate(pages) if "一、病程时间线" in page]
    asked = [place for place, page in enumerate(pages) if "What is dangerous" in page]
    assert (asked, begins) == ([0], [1])


def test_nothing_runs_over_the_right_edge_of_any_page(printed, name):
    margin = 12 * 72 / 25.4
    edges = papers.right_edges(printed[name].pdf)

    assert [edge for edge in edges if edge > A4[0] - margin + 1] == []


def test_the_paper_is_a4(printed, name):
    with papers.opened(printed[name].pdf) as document:
        sizes = {tuple(round(float(n)) for n in p.mediabox[2:]) for p in document.pages}

    assert sizes == {A4}


def test_the_pdf_is_tagged_and_has_a_language_and_a_title(printed, name):
    with papers.opened(printed[name].pdf) as document:
        root = document.Root
        with document.open_metadata() as metadata:
            standard = metadata.get("pdfuaid:part")

        assert (bool(root.MarkInfo.Marked), str(root.Lang), standard) == (
            True,
            "en",
            "1",
        )
        assert "/StructTreeRoot" in root
        assert len(list(document.Root.Outlines)) > 0


def test_tables_and_headings_are_told_to_a_screen_reader(printed):
    with papers.opened(printed["rich"].pdf) as document:
        kinds = {
            str(item["/S"])
            for item in document.objects
            if hasattr(item, "keys") and item.get("/Type") == "/StructElem"
        }

    assert {"/Table", "/TR", "/TH", "/TD", "/H1", "/H2", "/L", "/LI"} - kinds == set()


def test_only_our_fonts_and_no_attachments(printed, name):
    with papers.opened(printed[name].pdf) as document:
        used = {font[:3] for font in proofs.font_names(document)}

        assert (used, list(document.attachments)) == ({"SL-"}, [])


def test_ten_parts_in_order(printed):
    text = papers.words_of(printed["rich"].pdf)

    numbers = re.findall(r"([一二三四五六七八九十])、[一-龥]", text)
    assert [n for n, _ in itertools.groupby(numbers)] == list("一二三四五六七八九十")


def test_marks_say_where_a_fact_comes_from(printed):
    first = " ".join(papers.pages_of(printed["rich"].pdf)[0].split())

    assert "Аденокарцинома правого лёгкого, cT2b N2 M0 核 #05" in first
    assert "录 #06 cT2b N2 M0 患 P" in first
    assert "Cisplatin + vinorelbine" in first


def test_nothing_told_is_printed_as_not_provided(printed):
    first = " ".join(papers.pages_of(printed["bare"].pdf)[0].split())

    assert first.count("未提供 not provided") > 10


def test_own_words_say_that_they_are_not_translated(printed):
    first = papers.pages_of(printed["rich"].pdf)[0]

    assert "Возможна ли она теперь?" in first
    assert "暂无译文 no translation yet" in " ".join(first.split())


def test_page_references_point_at_the_right_page(printed):
    pages = [" ".join(page.split()) for page in papers.pages_of(printed["stress"].pdf)]

    more = r"还有 \d+ 项，见第 (\d+) 页 and \d+ more, p. (\d+)"
    _gaps, dangers = re.findall(more, pages[0])
    begins = next(i for i, page in enumerate(pages, 1) if "六、体力" in page)
    assert dangers == (str(begins), str(begins))


def test_the_annex_lists_every_record(printed, contents):
    text = papers.words_of(printed["rich"].pdf)
    annex = text[text.index("九、附件目录") :]

    shown = re.findall(r"#(\d\d) .{4,12}? 20\d\d", annex)
    assert shown == [row["number"][1:] for row in contents["rich"]["annex"]]


def test_the_hash_is_of_the_bytes(printed, name):
    made = printed[name]

    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()


def test_a_front_sheet_that_cannot_fit_fails_and_names_the_value(contents):
    rows = [{"label": texts.bi("长", "long"), "value": "word " * 60}] * 60

    with pytest.raises(PaperError) as refused:
        engine.render({**contents["bare"], "facts": rows})

    assert (refused.value.code, refused.value.detail) == (
        "front_sheet_too_long",
        "facts",
    )


def test_every_element_we_print_has_a_display_in_our_sheet(contents):
    """The engine loads no style sheet of WeasyPrint's own."""
    html = engine.html_of(contents["rich"])
    used = set(re.findall(r"<([a-z0-9]+)", html))

    inline = {"span", "b", "bdi", "a", "br"}
    drawn = {"svg", "path", "rect", "circle", "text"}
    sheet = engine.SHEET.read_text(encoding="utf-8")
    said = set(re.findall(r"[a-z0-9]+", sheet[: sheet.index("br::before")]))
    assert used - inline - drawn - said == set()


def test_warm_renders_do_not_parse_the_style_again(contents):
    engine.render(contents["bare"])
    before = paper._style.cache_info().misses

    engine.render(contents["bare"])

    assert paper._style.cache_info().misses == before


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("来信写明不宜手术现在", 10, "来信写明 …"),
        ("one two three four", 12, "one two …"),
        ("short", 10, "short"),
        ("ที่นี่ที่นี่ที่นี่", 5, "ที่นี่ที่ …"),
    ],
)
def test_values_are_cut_by_their_width_and_never_inside_a_letter(text, most, short):
    assert texts.cut(text, most) == short


@pytest.fixture
def laid_out(monkeypatch) -> list[str]:
    """What is laid out while a summary is made: the whole of it, or the front alone."""
    done, lay_out = [], engine.lay_out

    def noted(html):
        done.append("whole" if 'id="annex"' in html else "front alone")
        return lay_out(html)

    monkeypatch.setattr(engine, "lay_out", noted)
    return done


def long_fronts(count: int) -> dict:
    row = {"label": texts.bi("长", "long"), "value": "word " * 90, "brief": "word"}
    return {"facts": [row] * count}


def test_sizes_of_a_long_front_are_tried_without_the_other_pages(contents, laid_out):
    engine.render({**contents["bare"], **long_fronts(14)})

    assert laid_out[-1] == "whole"
    assert set(laid_out[:-1]) == {"front alone"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bare", "rich", "big"])
def test_a_usual_case_is_laid_out_once(laid_out, name):
    """A front sheet that runs over its page would cost a whole layout more."""
    engine.render(papers.contents_of(name))

    assert laid_out == ["whole"]
