"""The letter's texts in five languages, the table of laws, and the printed page."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from intake.dates import PartialDate
from intake.models import Case, Patient
from records.kinds import BY_CODE
from records.letters import compose, language, law, plain, printing
from records.letters.departments import KEPT_BY, Department
from records.letters.known import Fact
from records.models import Letter, LetterPdf
from records.paper import engine, fonts, proofs

LANGUAGES = list(language.LANGUAGES)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "letters.md"
NUMBER = "2019-H-4412/3"


def keys(value, above=""):
    if not isinstance(value, dict):
        return {above}
    return {k for name, v in value.items() for k in keys(v, f"{above}/{name}")}


def filled(code, **answers):
    """A letter that asks for everything, not saved."""
    case = Case()
    case.patient = Patient(
        case=case,
        full_name="Elena Petrova-García",
        name_in_script="Елена Петрова",
        date_of_birth=date(1961, 4, 12),
    )
    fact = Fact("pathology_slides", "x", "specimen_on", NUMBER, PartialDate(2026, 5, 6))
    answers = {
        "department": "pathology",
        "kinds": list(KEPT_BY),
        "hospital": "مستشفى الملك فهد",
        "address": "Street 5\n123456 City",
        "country": "SA",
        "language": code,
        "reading_language": code,
        "signs": "helper",
        "signer": "Ana Petrova",
        "send_to": "ana@example.org",
        **answers,
    }
    letter = Letter(case=case, number=1, facts=[fact.key], **answers)
    letter.sheets = compose.sheets_of(letter, case, [fact])
    return letter


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_everything(code):
    said, wanted = keys(language.words_of(code)), keys(language.words_of("en"))

    assert said - {"/months_alone"} == wanted


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_knows_each_kind_department_and_language(code):
    words = language.words_of(code)

    assert set(words["items"]) == set(KEPT_BY)
    assert set(words["departments"]) == set(Department.values)
    assert set(words["languages"]) == set(LANGUAGES)
    assert [len(item) for item in words["items"].values()] == [2] * len(KEPT_BY)


@pytest.mark.parametrize("code", LANGUAGES)
def test_places_for_values_are_the_same_in_every_language(code):
    def places(value):
        return sorted(re.findall(r"{\w+}", json.dumps(value)))

    words, english = language.words_of(code), language.words_of("en")
    for part in ("facts", "law", "reading_copy"):
        assert places(words[part]) == places(english[part])


def test_kinds_that_hospitals_keep_are_kinds_of_record():
    assert set(KEPT_BY) - set(BY_CODE) == set()


@pytest.mark.parametrize(
    ("code", "whole", "month"),
    [
        ("en", "6 November 2026", "November 2026"),
        ("zh", "2026年11月6日", "2026年11月"),
        ("ru", "6 ноября 2026 г.", "ноябрь 2026 г."),
        ("es", "6 de noviembre de 2026", "noviembre de 2026"),
        ("ar", "6 نوفمبر 2026", "نوفمبر 2026"),
    ],
)
def test_days_are_said_in_the_language_of_the_letter(code, whole, month):
    assert language.day_in(code, PartialDate(2026, 11, 6)) == whole
    assert language.day_in(code, PartialDate(2026, 11)) == month
    assert language.day_in(code, PartialDate(2026)) == "2026"


@pytest.mark.parametrize(
    ("codes", "found"),
    [(("zh-hans",), "zh"), (("", "yue"), "zh"), (("de", "ru"), "ru"), (("",), "en")],
)
def test_reading_copy_is_in_a_language_of_the_person(codes, found):
    assert language.of_person(*codes) == found


def test_every_law_has_its_name_in_every_language_a_source_and_no_approval_yet():
    for row in law.table():
        assert set(row.law) == set(LANGUAGES)
        assert all(row.law.values())
        assert (bool(row.source), row.approved) == (True, False)


def test_no_country_has_two_laws():
    countries = [code for row in law.table() for code in row.countries]

    assert len(countries) == len(set(countries))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_law_makes_whole_sentences(code):
    words = language.words_of(code)["law"]

    for row in law.table():
        said = law.sentences(row.countries[0], code, words)
        assert "{" not in "".join(said)
        assert len(said) == 1 + bool(row.term) + bool(row.fee)


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("US", "within 30 days; this may be extended once by 30 days"),
        ("DE", "within one month; this may be extended by two further months"),
        ("DE", "The first copy is free of charge."),
        ("IN", "within 72 hours"),
        ("NZ", "within 20 working days"),
    ],
)
def test_term_and_fee_are_those_of_the_country(country, said):
    assert said in " ".join(
        law.sentences(country, "en", language.words_of("en")["law"])
    )


@pytest.mark.parametrize("country", ["", "KZ", "XX"])
def test_country_without_a_row_gets_a_courteous_sentence_and_no_claim(country):
    said = law.sentences(country, "en", language.words_of("en")["law"])

    assert said == ["I would be grateful for them as soon as you can."]


def test_page_for_counsel_lists_every_law_as_the_table_has_it():
    page = DOCS.read_text(encoding="utf-8")

    assert [row.law["en"] for row in law.table() if row.law["en"] not in page] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_fonts_can_draw_every_text_of_a_letter(code):
    texts = (language.FOLDER / f"{code}.json").read_text(encoding="utf-8")
    laws = "".join(row.law[code] for row in law.table())

    assert fonts.undrawable(texts + laws) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_letter_is_drawn_tagged_in_our_fonts_within_its_margins(code):
    made = printing.rendered(LetterPdf(sheets=filled(code).sheets))

    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert {name[:3] for name in proofs.font_names(opened)} == {"SL-"}
        assert str(opened.Root.Lang) == printing.TAGS.get(code, code)
    for page in pypdfium2.PdfDocument(made.pdf):
        text = page.get_textpage()
        rects = [text.get_rect(n) for n in range(text.count_rects())]
        assert min(r[0] for r in rects) > 56 - 1  # 20 mm
        assert max(r[2] for r in rects) < 595 - 56 + 1


@pytest.mark.parametrize("code", ["en", "zh", "ru", "es"])
def test_paper_says_what_the_text_to_copy_says(code):
    letter = filled(code, hospital="City Hospital")
    document = pypdfium2.PdfDocument(
        printing.rendered(LetterPdf(sheets=letter.sheets)).pdf
    )

    printed = "".join(p.get_textpage().get_text_range() for p in document)
    bare = re.sub(r"[\s\ufffe­-]", "", printed)
    for sheet in letter.sheets:
        for line in plain.text_of(sheet).replace(plain.LINE, "").splitlines():
            for word in re.split(r"[\s:–-]+", line):
                assert word in bare


def test_number_of_a_specimen_keeps_its_order_in_arabic():
    """In text from right to left it stands in a box, or between marks, of its own."""
    letter = filled("ar")

    html = printing.html_of(letter.sheets)
    assert f'<bdi class="apart" dir="ltr">{NUMBER}</bdi>' in html
    assert f"{plain.APART}{NUMBER}{plain.END}" in plain.text_of(letter.sheets[0])


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("شرائح H&E والكيمياء", ["H&E"]),
        ("(SVS أو NDPI أو DICOM)", ["SVS", "NDPI", "DICOM"]),
        ("هنا: 45 CFR 164.524 (قاعدة", ["45 CFR 164.524"]),
        ("خلال 30 يومًا", []),
    ],
)
def test_latin_words_in_arabic_stand_alone(text, alone):
    found = []

    language.set_apart(text, lambda part: found.append(part) or part, str)

    assert found == alone


def test_what_was_typed_is_text_in_the_pdf():
    letter = filled("en", hospital="</p><img src='http://127.0.0.1:9/x'/>&amp; {say}")

    made = printing.rendered(LetterPdf(sheets=letter.sheets))

    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_range()
    assert "</p><img src='http://127.0.0.1:9/x'/>&amp; {say}" in text


def test_every_element_of_a_letter_has_a_display_in_its_sheet():
    used = set(re.findall(r"<([a-z0-9]+)", printing.html_of(filled("en").sheets)))

    sheet = printing.SHEET.read_text(encoding="utf-8")
    said = set(
        re.findall(r"[a-z0-9]+", sheet[sheet.index("head,title") : sheet.index("h1{")])
    )
    assert used - {"b", "bdi"} - said == set()


def test_sheet_of_letters_names_the_families_of_the_table():
    named = ",".join(f'"{family.css}"' for family in fonts.FAMILIES)

    assert printing.SHEET.read_text(encoding="utf-8").count(named) == 2


def test_letter_far_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(engine, "MOST_PAGES", 1)

    with pytest.raises(engine.PaperError) as refused:
        printing.rendered(LetterPdf(sheets=filled("en").sheets))

    assert refused.value.code == "too_many_pages"


def test_a_russian_date_at_the_end_of_a_sentence_ends_it():
    said = ["Закон действует с 26 октября 2023 г..", "Ответ должен быть дан."]

    joined = language.joined("ru", said)

    assert joined == "Закон действует с 26 октября 2023 г. Ответ должен быть дан."


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Chest, Abdomen"),
        ("zh", "胸部、腹部"),
        ("ru", "Грудная клетка, Брюшная полость"),
        ("es", "Tórax, Abdomen"),
        ("ar", "الصدر، البطن"),
    ],
)
@pytest.mark.parametrize("typed", ["CHEST, ABDOMEN", "胸部和腹部", "Tórax y abdomen"])
def test_a_part_of_the_body_is_told_in_the_language_of_the_hospital(code, said, typed):
    day = PartialDate(2026, 5, 6)
    fact = Fact("imaging_report", "x", "scan_part", on=day, part=typed)

    assert fact.values(code)["part"] == said


def test_a_part_of_the_body_nobody_knows_stands_as_it_was_typed():
    fact = Fact("imaging_report", "x", "scan_part", part="Left ankle, chest")

    assert fact.values("ru")["part"] == "Left ankle, chest"
