"""Text stays text, nothing is fetched, and too much is refused with its cause."""

import ast
import http.server
import threading
import time
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from consultations.summary import engine, texts
from consultations.templatetags.summary import cell
from consultations.tests import summary_papers as papers
from records.paper import engine as paper
from records.paper import fonts, limits, proofs
from records.paper.errors import PaperError

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=http://127.0.0.1:9/x.png>",
    "</td></tr></table><h1>Signed</h1>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>@import 'http://127.0.0.1:9/';</style>",
    "{{ settings.SECRET_KEY }}{% load static %}",
    "file:///etc/passwd",
    "url(file:///etc/passwd)",
    '=HYPERLINK("http://127.0.0.1:9/")',
    "&lt;b&gt; &amp; &#60;",
    "' onload='x \" style=\"position:fixed",
]


@pytest.fixture
def knocks():
    """A web server on this computer that counts who knocks."""
    heard = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_typed_is_printed_as_it_stands(text):
    pdf = papers.printed(text)

    assert papers.body_of(pdf) == " ".join(text.split())
    with papers.opened(pdf) as document:
        assert list(document.attachments) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{web}/a.png" alt="a"/>',
        '<link rel="stylesheet" href="{web}/a.css"/>',
        '<style>@import "{web}/b.css";p{{background:url({web}/c.png)}}</style><p>x</p>',
        "<style>@font-face{{font-family:q;src:url({web}/f.ttf)}}</style>",
        '<p style="list-style-image:url({web}/d.png);display:list-item">x</p>',
        '<object data="{web}/e.svg"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/g.png"/></svg>',
        '<link rel="attachment" href="{web}/h"/>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/passwd" alt="a"/>',
        '<img src="data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22>'
        '&lt;image href=%22{web}/i.png%22/>&lt;/svg>" alt="a"/>',
        '<img src="paper:/fonts/../engine.py" alt="a"/>',
    ],
)
def test_a_hostile_template_fetches_nothing(markup, knocks):
    web, heard = knocks
    body = markup.format(web=web)

    outcome = _attempt(f"{papers.HEAD}{body}</body></html>")

    assert (outcome == "leaked", heard) == (False, [])


def _attempt(html):
    with suppress(PaperError), limits.big_errors():
        document, said = engine.lay_out(html)
        text = papers.words_of(engine.checked(document, said).pdf)
        return "leaked" if "root:" in text else "printed"
    return "refused"


@pytest.mark.parametrize("address", ["{web}/dtd", "file:///etc/passwd"])
def test_an_entity_of_a_hostile_template_fetches_nothing(address, knocks):
    web, heard = knocks
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{address.format(web=web)}">]>'
    html = papers.HEAD.replace("<!DOCTYPE html>", doctype) + "&x;</body></html>"

    with pytest.raises(ElementTree.ParseError):
        engine.lay_out(html)

    assert heard == []


def test_a_refused_fetch_is_a_cause_of_its_own(tmp_path, settings):
    (tmp_path / "bad.html").write_text('<img src="http://127.0.0.1:9/x" alt="a"/>')
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path],
        }
    ]

    with pytest.raises(PaperError) as refused:
        engine.render({}, template="bad.html")

    assert refused.value.code == "fetch_refused"


def test_an_attachment_in_a_data_address_is_found_afterwards():
    document, said = engine.lay_out(
        f'{papers.HEAD}<link rel="attachment" href="data:image/png,secret"/></body></html>'
    )

    with pytest.raises(PaperError) as refused:
        engine.checked(document, said)

    assert refused.value.code == "attachment"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/fonts/source-sans-3-400.ttf",
        "file:///etc/passwd",
        "paper:/fonts/../../../manage.py",
        "paper:/fonts/fonts.sh",
        "paper:/etc/passwd",
        "PAPER:/fonts/source-sans-3-400.ttf",
        "paper:/fonts/source-sans-3-400.ttf?x",
        "",
    ],
)
def test_only_our_fonts_have_an_address(address):
    assert paper.own_file(address) is None


def test_a_link_in_the_font_folder_leads_nowhere(tmp_path, monkeypatch):
    (tmp_path / "noto-sans-thai-400.ttf").symlink_to("/etc/passwd")
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)

    assert paper.own_file("paper:/fonts/noto-sans-thai-400.ttf") is None


def test_no_other_code_builds_html_or_css():
    """WeasyPrint's own defaults fetch from the network: the engine is the one door."""
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if not {".venv", "tests", "node_modules"} & set(path.parts)
        if any(map(_builds, ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    }

    assert found == {"records/paper/engine.py"}


def _builds(node):
    """Names HTML or CSS, or takes anything else out of weasyprint."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] == "weasyprint"
    name = getattr(node, "attr", "") or getattr(node, "id", "")
    return isinstance(node, (ast.Attribute, ast.Name)) and name in {"HTML", "CSS"}


def test_ten_thousand_characters_are_cut_and_the_rest_is_counted():
    text = texts.clean("слово " * 2000)

    assert text.endswith(
        "[还有 7999 个字符未印出 7999 more characters are not printed]"
    )
    assert len(text) < texts.LONGEST + 80


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("x" * (paper.MOST_CHARACTERS + 1), "too_long"),
        ("<tr>" * (paper.MOST_ROWS + 1), "too_many_rows"),
    ],
)
def test_far_too_much_is_refused_before_it_is_laid_out(html, code):
    with pytest.raises(PaperError) as refused:
        engine.lay_out(html)

    assert refused.value.code == code


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(paper, "MOST_PAGES", 1)

    with pytest.raises(PaperError) as refused:
        engine.lay_out(
            f'{papers.HEAD}<p>a</p><section class="rest">b</section></body></html>'
        )

    assert (refused.value.code, refused.value.detail) == ("too_many_pages", "2")


def test_nesting_without_end_is_a_refusal(tmp_path, settings):
    (tmp_path / "deep.html").write_text("<div>" * 3000 + "</div>" * 3000)
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [tmp_path],
        }
    ]

    with pytest.raises(PaperError) as refused:
        engine.render({}, template="deep.html")

    assert refused.value.code == "too_deep"


def test_a_build_that_takes_too_long_is_stopped():
    with pytest.raises(PaperError) as refused, limits.time_limit(1):
        time.sleep(30)

    assert refused.value.code == "too_slow"


def test_a_pdf_without_tags_is_refused():
    document, _ = engine.lay_out(f"{papers.HEAD}<p>a</p></body></html>")

    with pytest.raises(PaperError) as refused:
        proofs.check_pdf(document.write_pdf())

    assert refused.value.code == "untagged"


def test_steering_marks_in_a_name_cannot_turn_the_line():
    assert texts.original("Ana\u202e\u2066 hcaz") == (
        '<bdi dir="ltr">Ana[U+202E right-to-left override]'
        "[U+2066 left-to-right isolate] hcaz</bdi>"
    )


@pytest.mark.parametrize(
    ("values", "html"),
    [
        (["<b>1</b>"], "<td>&lt;b&gt;1&lt;/b&gt;</td>"),
        ([texts.bi("胸", "chest")], '<td lang="zh-Hans">胸 chest</td>'),
        ([texts.original("<i>", "ru")], '<td lang="ru" dir="ltr">&lt;i&gt;</td>'),
        ([texts.original("سلام", "ar")], '<td lang="ar" dir="rtl">سلام</td>'),
        (["<a>", texts.bi("无", "no")], '<td lang="zh-Hans">&lt;a&gt; · 无 no</td>'),
    ],
)
def test_a_cell_states_its_language_and_escapes_what_it_holds(values, html):
    assert cell(*values) == html
