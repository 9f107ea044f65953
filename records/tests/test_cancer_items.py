"""What one kind of cancer asks for: named things, each answered like a kind of record."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intake.choices import Site
from intake.models import Diagnosis, Health, Patient
from records import cancer_items, checklist, meaning, ways
from records.cancer_items import CHILD, ITEMS, items_for
from records.checklist import Facts
from records.kinds import BY_CODE
from records.models import ChecklistAnswer, Record
from records.tests.test_checklist import add_record

# One word of every row of the table by cancer type (domain rule on records, 5.3).
TABLE = {
    "breast": "ER, PR and HER2",
    "lung": "PD-L1",
    "colorectal": "MMR or MSI",
    "stomach": "Claudin 18.2",
    "oesophagus": "Ultrasound from inside",
    "liver": "portal vein",
    "pancreas": "CA 19-9",
    "biliary": "FGFR2",
    "prostate": "PSMA-PET",
    "bladder": "TURBT",
    "kidney": "IMDC",
    "ovary": "HRD",
    "endometrium": "POLE",
    "cervix": "HPV",
    "head_neck": "p16",
    "nasopharynx": "EBV DNA",
    "thyroid": "Calcitonin",
    "melanoma": "Breslow",
    "skin": "Sentinel",
    "sarcoma": "RNA fusion",
    "other": "expert pathologist",
    "brain": "1p/19q",
    "neuroendocrine": "5-HIAA",
    "lymphoma": "Deauville",
    "leukaemia": "Karyotype",
    "myeloma": "M-protein",
    "mds": "Blood film",
    "unknown_primary": "full set of stains",
}
NOTHING_SPECIAL = {"testis", "not_sure"}


def slot_of(case, code: str) -> checklist.Slot:
    slots = checklist.all_of(checklist.state_of(case))
    return next(slot for slot in slots if slot.kind.code == code)


@pytest.mark.parametrize(("site", "words"), TABLE.items())
def test_every_row_of_the_table_is_asked_for(site, words):
    labels = " | ".join(str(item.label) for item in items_for(site))

    assert words in labels


def test_every_site_is_in_the_table_or_has_nothing_special():
    assert set(TABLE) | NOTHING_SPECIAL == set(Site)


def test_items_name_kinds_ways_and_sites_that_exist():
    wrong = [
        item.code
        for item in ITEMS
        if item.kind not in BY_CODE
        or (item.way and item.way not in ways.WAYS)
        or item.sites - set(Site) - {CHILD}
    ]
    assert wrong == []


def test_no_code_is_told_twice_or_is_also_a_kind():
    codes = [item.code for item in ITEMS]

    assert len(set(codes) - set(BY_CODE)) == len(codes)


def test_every_item_has_its_words_in_both_languages_of_the_pages():
    rows = json.loads(cancer_items.DATA.read_text(encoding="utf-8"))

    wrong = [
        row["code"]
        for row in rows
        for texts in (row["label"], row["tells"])
        if not (texts.get("en") and texts.get("zh-hans"))
    ]
    assert wrong == []


def test_items_speak_the_readers_language_and_english_where_they_have_none():
    item = next(item for item in ITEMS if item.code == "breast_echo")

    with translation.override("zh-hans"):
        chinese = str(item.label)
    with translation.override("ar"):
        arabic, tells = str(item.label), str(item.tells)

    assert (chinese, arabic) == ("心脏超声", "تخطيط صدى القلب")
    assert tells == "whether the heart can stand the medicines"


def test_a_child_is_asked_for_more_and_an_adult_is_not():
    child = {item.code for item in items_for("lung", under_age=True)}
    adult = {item.code for item in items_for("lung")}

    assert child - adult == {item.code for item in ITEMS if CHILD in item.sites}


def test_the_age_of_the_patient_decides(case):
    born = timezone.localdate().replace(day=1, year=timezone.localdate().year - 10)
    Patient.objects.update(date_of_birth=born)

    assert slot_of(case, "child_protocol").is_needed


def test_an_item_never_counts_as_a_record_that_sending_needs(case):
    Diagnosis.objects.create(case=case, site="lung")

    counted = {
        slot.kind.code for slot in checklist.still_needed(checklist.state_of(case))
    }

    assert counted & {item.code for item in ITEMS} == set()


def test_an_answer_of_the_story_stands_for_its_item(case):
    Diagnosis.objects.create(case=case, site="lung")
    before = slot_of(case, "lung_smoking").is_here
    Health.objects.create(case=case, smoking="never")

    assert (before, slot_of(case, "lung_smoking").is_here) == (False, True)


def test_page_shows_what_this_cancer_asks_for(client, wen, case):
    client.force_login(wen)
    Diagnosis.objects.create(case=case, site="lung")

    page = client.get(reverse("records:checklist_list", args=[case.pk]))

    shown = {slot.kind.code for slot in page.context["items"]}
    assert shown == {item.code for item in items_for("lung")}
    assert "Asked for with this kind of cancer" in page.text
    assert "Usually in: Gene test of the tumour" in page.text


def test_page_without_a_diagnosis_asks_for_nothing_special(client, wen, case):
    client.force_login(wen)

    page = client.get(reverse("records:checklist_list", args=[case.pk])).text

    assert "Asked for with this kind of cancer" not in page


# --- one record can hold several things ------------------------------------------------------


@pytest.fixture
def letter(case, wen) -> Record:
    Diagnosis.objects.create(case=case, site="lung")
    add_record(case, wen, "clinic_letters", 1)
    return Record.objects.get()


def answer_url(case, code: str) -> str:
    return reverse("records:checklist_answer", args=[case.pk, code])


def test_one_record_answers_several_items(client, wen, case, letter):
    client.force_login(wen)
    held = {"answer": "uploaded", "linked_records": [str(letter.pk)]}

    for code in ("lung_pdl1", "lung_function"):
        client.post(answer_url(case, code), held)

    here = [slot_of(case, code).is_here for code in ("lung_pdl1", "lung_function")]
    assert here == [True, True]


def test_a_record_of_another_kind_can_hold_a_kind(client, wen, case, letter):
    client.force_login(wen)
    held = {"answer": "uploaded", "linked_records": [str(letter.pk)]}

    client.post(answer_url(case, "pathology_report"), held)

    assert not slot_of(case, "pathology_report").is_gap


def test_saying_it_is_here_without_naming_where_asks_where(client, wen, case, letter):
    client.force_login(wen)

    page = client.post(answer_url(case, "lung_pdl1"), {"answer": "uploaded"})

    assert page.status_code == 422
    assert "Tick the record that holds it" in page.text


def test_a_record_taken_away_holds_nothing_any_more(client, wen, case, letter):
    client.force_login(wen)
    held = {"answer": "uploaded", "linked_records": [str(letter.pk)]}
    client.post(answer_url(case, "lung_pdl1"), held)

    Record.objects.update(removed_at=timezone.now())

    assert not slot_of(case, "lung_pdl1").is_here


def test_a_blank_save_keeps_the_record_and_unticking_it_takes_it_away(
    client, wen, case, letter
):
    client.force_login(wen)
    key = str(letter.pk)
    url = answer_url(case, "lung_pdl1")
    client.post(url, {"answer": "uploaded", "linked_records": [key]})

    client.post(url, {"answer": "uploaded"})
    kept = ChecklistAnswer.objects.get().linked_records
    client.post(url, {"answer": "uploaded", "ticked": key, "reason": "In my bag"})

    assert (kept, ChecklistAnswer.objects.get().linked_records) == ([key], [])


def test_a_record_of_another_folder_cannot_be_named(client, wen, case, bo, bos_case):
    client.force_login(wen)
    Diagnosis.objects.create(case=case, site="lung")
    add_record(bos_case, bo, "clinic_letters", 1)
    foreign = str(Record.objects.get().pk)

    page = client.post(
        answer_url(case, "lung_pdl1"),
        {"answer": "uploaded", "linked_records": [foreign]},
    )

    assert (page.status_code, ChecklistAnswer.objects.count()) == (422, 0)


def test_an_item_of_another_cancer_is_not_found(client, wen, case):
    client.force_login(wen)
    Diagnosis.objects.create(case=case, site="breast")

    assert client.get(answer_url(case, "lung_pdl1")).status_code == 404


# --- what the team can judge ----------------------------------------------------------------


def told(slots) -> dict[str, tuple[bool, str]]:
    return {j.kind: (j.can, str(j.because)) for j in meaning.judgements(slots)}


def test_while_a_whole_kind_is_missing_one_line_says_so():
    found = told(checklist.slots_from(Facts(site="lung"), [], []))

    assert "imaging_files" in found
    assert "lung_brain_mri" not in found


def test_an_item_nobody_spoke_of_cannot_be_judged_and_says_what_to_do():
    record = Record(kind="pathology_report", number=1)

    found = told(checklist.slots_from(Facts(site="lung"), [record], []))

    assert found["lung_pdl1"] == (
        False,
        "because nobody has said which record holds this: PD-L1",
    )


def test_an_item_that_a_record_holds_can_be_judged():
    record = Record(kind="pathology_report", number=1, title="Biopsy")
    said = ChecklistAnswer(
        kind="lung_pdl1", answer="uploaded", linked_records=[str(record.pk)]
    )

    slots = checklist.slots_from(Facts(site="lung"), [record], [said])

    one = next(j for j in meaning.judgements(slots) if j.kind == "lung_pdl1")
    assert (one.can, str(one.source)) == (True, "From: Biopsy")


def test_a_report_without_the_genes_this_cancer_needs_tells_nothing_as_a_whole(
    case, wen
):
    Diagnosis.objects.create(case=case, site="lung")
    add_record(case, wen, "molecular_report", 1)
    whole = "whether targeted medicine or immune therapy fits"

    def can():
        judged = meaning.judgements(checklist.state_of(case))
        return [str(one.what) for one in judged if one.can]

    assert whole not in can()
    ChecklistAnswer.objects.create(
        case=case,
        kind="lung_genes",
        answer="uploaded",
        linked_records=[str(Record.objects.get().pk)],
        by=wen,
    )
    assert whole in can()
