"""Letters that ask for what one kind of cancer needs, named inside a kind of record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.dates import PartialDate
from intake.models import Diagnosis
from records import checklist
from records.cancer_items import NAMES
from records.letters import compose, plain, services
from records.letters.departments import KEPT_BY, in_order, kept_by
from records.letters.language import LANGUAGES
from records.models import ChecklistAnswer, Letter, Record
from records.paper import fonts
from records.tests.letters import TYPED, write_letter
from records.tests.test_checklist import add_record

pytestmark = pytest.mark.django_db

# Of tests, proteins and scales, that no alphabet changes.
PROPER_NAMES = {
    "Breslow",
    "Child",
    "Claudin",
    "Deauville",
    "Gleason",
    "MammaPrint",
    "Oncotype",
    "Pugh",
}


@pytest.fixture
def lung(case):
    Diagnosis.objects.create(case=case, site="lung")
    return case


def new_url(case, query=""):
    return reverse("records:letter_new", args=[case.pk]) + query


def text_of(letter):
    return "\n".join(map(plain.text_of, letter.sheets))


def titles(sheet):
    """What is asked for, item by item."""
    asked = next(block for block in sheet["blocks"] if block["is"] == "items")
    return [item["title"] for item in asked["items"]]


def has_words(text):
    """Whether it holds more than signs such as PD-L1, p16 or BRCA."""
    return bool(re.search("[a-z]{3}", text))


def test_an_item_is_kept_where_its_kind_is():
    assert kept_by("lung_pdl1") == KEPT_BY["pathology_report"]
    assert kept_by("lung_smoking") is None  # the family tells it
    assert in_order({"lung_pdl1", "imaging_files", "pathology_report"}) == [
        "pathology_report",
        "lung_pdl1",
        "imaging_files",
    ]


@pytest.mark.parametrize("code", ["lung_pdl1", "lung_pet", "lung_brain_mri"])
def test_a_missing_item_leads_to_a_letter_that_names_it(client, wen, lung, code):
    client.force_login(wen)
    link = f'href="{new_url(lung)}?kind={code}"'
    page = reverse("records:checklist_answer", args=[lung.pk, code])
    assert link in client.get(page).text

    form = client.get(new_url(lung, f"?kind={code}")).context["form"]

    assert form.initial["kinds"] == [code]
    assert form.initial["department"] == kept_by(code)
    assert [value for value, _label in form.fields["kinds"].choices] == [code]


def test_letter_list_says_that_an_item_waits_though_its_kind_is_here(client, wen, lung):
    for number, kind in enumerate(KEPT_BY, start=1):
        add_record(lung, wen, kind, number)
    client.force_login(wen)

    page = client.get(reverse("records:letter_list", args=[lung.pk]))

    waiting = {s.kind.code for w in page.context["wanted"] for s in w.slots}
    assert {"lung_pdl1", "lung_pet", "lung_brain_mri"} <= waiting
    assert "Nothing that the team needs is waiting" not in page.text


def test_letter_of_an_item_prints_its_name_and_the_number_of_the_specimen(
    client, wen, lung
):
    Record.objects.create(
        case=lung,
        number=1,
        kind="pathology_report",
        specimen_number="26-H-4471",
        added_by=wen,
    )
    client.force_login(wen)
    key = "pathology_report:record-1"
    told = TYPED | {"more_kinds": [], "kinds": ["lung_pdl1"], "facts": [key]}

    client.post(new_url(lung, "?kind=lung_pdl1"), told)

    letter = Letter.objects.get()
    assert letter.kinds == ["lung_pdl1"]
    assert ": PD-L1\n" in text_of(letter)
    assert "26-H-4471" in text_of(letter)


def test_the_day_of_another_scan_is_not_told_of_an_item(client, wen, lung):
    Record.objects.create(
        case=lung, number=1, kind="imaging_report", dated_on="2026-08", added_by=wen
    )
    client.force_login(wen)

    form = client.get(new_url(lung, "?kind=lung_pet")).context["form"]

    assert form.fields["facts"].choices == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Scan images: MRI of the brain"),
        ("zh", "影像检查图像: 脑部磁共振"),
        ("ru", "Снимки: МРТ головного мозга"),
        ("es", "Imágenes: RM cerebral"),
        ("ar", "صور الأشعة: الرنين المغناطيسي للدماغ"),
    ],
)
def test_item_is_named_in_the_language_of_the_letter(lung, language, said):
    letter = write_letter(lung, kinds=["lung_brain_mri"], language=language)

    assert f"1. {said}\n" in plain.text_of(letter.sheets[0])


def test_letter_and_its_reading_copy_each_name_items_in_their_own_language(lung):
    letter = write_letter(
        lung,
        kinds=["lung_function"],
        language="ru",
        reading_language="ar",
        signs="helper",
        signer="Ana",
    )

    named = [titles(sheet)[0].split(": ")[1] for sheet in letter.sheets]
    assert named == [
        *["Исследование функции внешнего дыхания"] * 2,
        *["فحص وظائف الرئة"] * 2,
    ]


@pytest.mark.parametrize("code", ["ru", "es", "ar"])
def test_letter_in_another_language_holds_no_item_in_english(lung, code):
    asked = [item for item in in_order(set(NAMES)) if kept_by(item)]

    letter = write_letter(lung, kinds=asked, language=code)

    named = [title.split(": ", 1)[1] for title in titles(letter.sheets[0])]
    english = {texts["en"] for texts in NAMES.values() if has_words(texts["en"])}
    assert (len(named), english & set(named)) == (len(asked), set())


def test_every_item_has_its_own_name_in_every_language_of_letters():
    lacking = [
        (item, code)
        for item, texts in NAMES.items()
        for code in (compose.TEXTS_OF.get(code, code) for code in LANGUAGES)
        if not texts.get(code)
        or (code != "en" and has_words(texts["en"]) and texts[code] == texts["en"])
    ]

    assert lacking == []


@pytest.mark.parametrize("code", ["ru", "ar"])
def test_names_of_items_hold_only_signs_and_names_in_latin_letters(code):
    """Of genes, markers and scales; no English word stands among other letters."""
    words = re.findall("[A-Za-z]+", " ".join(texts[code] for texts in NAMES.values()))

    written_out = {word for word in words if has_words(word)}
    assert written_out <= PROPER_NAMES


@pytest.mark.parametrize("code", LANGUAGES)
def test_fonts_can_draw_the_name_of_every_item(code):
    names = (texts[compose.TEXTS_OF.get(code, code)] for texts in NAMES.values())

    assert fonts.undrawable("".join(names)) == []


def test_a_language_that_lacks_an_item_says_it_in_english(lung, monkeypatch):
    monkeypatch.setitem(NAMES, "lung_brain_mri", {"en": "MRI of the brain"})

    letter = write_letter(lung, kinds=["lung_brain_mri"], language="ru")

    assert titles(letter.sheets[0]) == ["Снимки: MRI of the brain"]


def test_latin_signs_of_an_item_stand_alone_in_arabic(lung):
    letter = write_letter(lung, kinds=["breast_receptors", "brain_idh"], language="ar")

    text = plain.text_of(letter.sheets[0])
    for sign in ("ER", "PR", "HER2", "IDH", "1p/19q"):
        assert f"{plain.APART}{sign}{plain.END}" in text


def test_letter_of_an_item_that_was_sent_answers_the_item(wen, lung):
    letter = write_letter(lung, kinds=["lung_pet"])

    services.mark_sent(letter, PartialDate.of(timezone.localdate()), by=wen)

    slots = checklist.all_of(checklist.state_of(lung))
    asked = [slot.kind.code for slot in slots if slot.is_asked_for]
    assert asked == ["lung_pet"]


def test_what_did_not_come_can_be_asked_for_once_more(client, wen, lung):
    day = timezone.now() - timedelta(days=60)
    ChecklistAnswer.objects.create(
        case=lung,
        kind="lung_pet",
        answer="requested",
        requested_on=PartialDate.of(day.date()),
        by=wen,
        at=day,
    )
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[lung.pk])).text

    part = page.split('id="asked"')[1].split("</section>")[0]
    assert f"{new_url(lung)}?kind=lung_pet" in part
