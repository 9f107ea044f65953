"""Pages anybody may read. They need no account and no database."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from intake.models import Scope
from portal.guide import PAGES

BUDGET_FIRST_VISIT = 150 * 1024
BUDGET_LATER = 15 * 1024
PUBLIC = [
    "/",
    "/guide/",
    *(f"/guide/{slug}/" for slug in PAGES),
    "/start/",
    "/start/you/?safe=1",
    "/start/next/?safe=1&hints=2357",
    "/start/emergency/?country=KZ",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_opens_without_account_or_database(client, address):
    response = client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_one_heading_and_a_title(client, address):
    page = client.get(address).text

    titles = re.findall(r"<title>(.+) – Sidelight</title>", page)
    assert (page.count("<h1>"), len(titles)) == (1, 1)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_asks_no_other_host_for_anything(client, address):
    page = client.get(address).text

    loaded = re.findall(r"<(?:link|script|img|source|iframe|use)\b[^>]*>", page)
    foreign = [tag for tag in loaded if re.search(r'="(?:https?:)?//', tag)]
    assert loaded
    assert foreign == []


@pytest.mark.parametrize("address", ["/", "/guide/", "/guide/questions/"])
def test_public_page_takes_no_post(client, address):
    assert client.post(address).status_code == 405


def test_guide_page_nobody_wrote_is_not_found(client):
    assert client.get("/guide/miracle-cures/").status_code == 404


@pytest.mark.parametrize("slug", PAGES)
def test_guide_page_lists_each_of_its_sections(client, slug):
    page = client.get(reverse("portal:guide_page", args=[slug])).text
    main = page.partition("<main")[2]

    listed = re.findall(r'<li><a href="#([a-z]+)">', main)
    sections = re.findall(r'<section[^>]* id="([a-z]+)"', main)
    assert listed
    assert listed == sections


def test_guide_says_that_treatment_comes_first(client):
    page = client.get("/guide/how-soon/").text

    assert page.count("Do not stop, delay or postpone treatment") == 1


def test_guide_says_that_traditional_medicine_replaces_nothing(client):
    page = client.get("/guide/supportive-care/").text

    assert page.count("It does not replace or delay cancer treatment") == 1


def test_guide_has_three_ways_to_ask(client):
    page = client.get("/guide/how-to-ask/").text

    assert re.findall(r'class="sl-say" id="(\w+)"', page)[:3] == [
        "direct",
        "nervous",
        "hard",
    ]


def test_the_hospital_is_told_with_its_country_and_contact_once_it_is_named(
    client, settings
):
    unnamed = client.get("/guide/who-runs-this/").text
    settings.SERVICE = settings.SERVICE | {
        "hospital": "Lakeside Hospital",
        "hospital_is_named": True,
        "hospital_contact": "privacy@lakeside.test",
    }

    named = client.get("/guide/who-runs-this/").text

    assert "specialists of the hospital in China.</p>" in unnamed
    assert "Before anything is sent there, we tell you the name" in unnamed
    assert "Lakeside Hospital. It is in China.</p>" in named
    assert "at the hospital, write to privacy@lakeside.test." in named


def test_service_facts_come_from_settings(client, settings):
    settings.SERVICE = {**settings.SERVICE, "name": "Lindenhof", "phone": "+86 10 1"}

    page = client.get("/guide/who-runs-this/").text

    assert "<strong>Lindenhof</strong>" in page
    assert 'href="tel:+86101"' in page


def test_caregivers_page_lists_the_rights_a_patient_can_give(client):
    page = client.get("/guide/caregivers/").text

    part = page.partition('id="can"')[2].partition("</ul>")[0]
    assert re.findall(r"<li>([^<]+)</li>", part) == [str(s) for s in Scope.labels]


PRICED = ["/guide/how-it-works/", "/guide/common-questions/"]


@pytest.mark.parametrize("address", PRICED)
def test_price_comes_from_settings(client, settings, address):
    settings.SERVICE = {**settings.SERVICE, "price": "An opinion costs 100 yuan."}

    assert client.get(address).text.count("An opinion costs 100 yuan.") == 1


@pytest.mark.parametrize("address", PRICED)
def test_without_a_price_the_coordinator_tells_it(client, address):
    page = client.get(address).text

    assert page.count("The coordinator tells you the price before any work") == 1


# Nothing here does these things yet: no page may say that it does.
NOT_YET = [
    "Read the opinion</li>",
    "reminds you",
    "lay it out",
    "Look at your messages",
    "wherever there is a PDF",
    "an own sign-in",
]


@pytest.mark.parametrize("slug", PAGES)
def test_guide_promises_only_what_there_is(client, slug):
    page = client.get(reverse("portal:guide_page", args=[slug])).text

    assert [words for words in NOT_YET if words in page] == []


def test_robots_keeps_search_engines_out_of_folders(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert "Disallow: /folders/" in lines


def test_favicon_is_a_file_of_ours(client):
    assert client.get("/favicon.ico")["Location"] == "/static/img/mark.svg"


def test_policy_allows_no_inline_style_or_script(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy


def test_later_page_stays_small(client):
    sizes = {address: len(client.get(address).content) for address in PUBLIC}

    # A list of 250 countries is the one long page: measured as it travels, packed.
    heavy = {a: n for a, n in sizes.items() if n > BUDGET_LATER and "start" not in a}
    packed = len(gzip.compress(client.get("/start/you/?safe=1").content))
    assert heavy == {}
    assert packed < BUDGET_LATER


FONTS = {
    "en": ["bitter-latin-600-normal", "source-sans-3-latin-wght-normal"],
    "ar": [
        "vazirmatn-arabic-wght-normal",
        "bitter-latin-600-normal",
        "source-sans-3-latin-wght-normal",
    ],
}


@pytest.mark.parametrize("language", FONTS)
def test_first_visit_is_within_its_budget(client, language):
    page = client.get("/", headers={"accept-language": language})

    found = re.findall(r'(?:href|src)="/static/([^"]+)"', page.text)
    fonts = [f"vendor/fonts/{name}.woff2" for name in FONTS[language]]
    total = len(gzip.compress(page.content)) + sum(map(_on_the_wire, found + fonts))
    assert len(found) > 6
    assert total < BUDGET_FIRST_VISIT


def _on_the_wire(name: str) -> int:
    data = Path(finders.find(name)).read_bytes()
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data))


def test_styles_hold_no_data_address_and_no_other_host():
    styles = sorted((settings.BASE_DIR / "static").rglob("*.css"))

    found = [
        path.name
        for path in styles
        if re.search(r"url\(\s*[\"']?(?:data:|https?:|//)", path.read_text())
    ]
    assert len(styles) > 8
    assert found == []


def test_vendored_files_carry_their_licences():
    vendor = settings.BASE_DIR / "static" / "vendor"

    bare = [
        folder.name
        for folder in vendor.iterdir()
        if folder.is_dir() and not list(folder.glob("LICENSE*"))
    ]
    assert bare == []


INLINE = {
    "style attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "script in the page": r"<script(?![^>]*\bsrc=)",
    "event handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "script address": r"javascript:",
}


def test_no_list_of_ours_loses_its_items_to_a_role():
    """A `role` on a list takes its items away from a screen reader."""
    found = [
        path.name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if re.search(r"<[uo]l\b[^>]*\brole=\"(?!list\")", path.read_text())
    ]

    assert found == []


def test_templates_hold_no_inline_style_or_script():
    pages = [
        path
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if not {"pdf", "mail", "email"} & set(path.parts)
    ]

    found = [
        (path.name, what)
        for path in pages
        for what, pattern in INLINE.items()
        if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert len(pages) > 40
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color:red">',
        "<style>",
        "<script>",
        '<a onclick="x()">',
        '<a href="javascript:x">',
    ],
)
def test_inline_patterns_find_what_they_look_for(bad):
    assert [w for w, pattern in INLINE.items() if re.search(pattern, bad)] != []


def test_gallery_is_not_there_for_a_patient(client, wen):
    client.force_login(wen)

    assert client.get("/gallery/").status_code == 404


def test_gallery_shows_every_component_to_staff(client, mei):
    client.force_login(mei)

    response = client.get("/gallery/")

    drawn = {template.name for template in response.templates}
    kept = {
        f"components/{path.name}"
        for path in (settings.BASE_DIR / "templates" / "components").glob("*.html")
    }
    assert response.status_code == 200
    assert kept - drawn == {"components/confirm.html"}  # a page of its own
