"""Letters that fetch records: what they say, who writes them, what sending them changes."""

from __future__ import annotations

import pypdfium2
import pytest
from django.urls import reverse

from conftest import at_once
from intake.dates import PartialDate
from intake.models import TreatmentLine
from intake.tests.filling import _Controls
from records import checklist
from records import services as records
from records.letters import known, plain, printing, services, start
from records.letters.printing import SHEET
from records.models import Letter, Record
from records.paper import engine
from records.tests.letters import TYPED, write_letter

pytestmark = pytest.mark.django_db
TODAY = PartialDate(2026, 11, 20)


def url(name, case, *more):
    return reverse(f"records:letter_{name}", args=[case.pk, *more])


def page_of(letter, deed="detail"):
    return url(deed, letter.case, letter.pk)


def text_of(letter):
    return "\n".join(map(plain.text_of, letter.sheets))


@pytest.fixture
def report(case, wen):
    return Record.objects.create(
        case=case,
        number=1,
        kind="pathology_report",
        specimen_number="26-H-4471",
        dated_on="2026-08-27",
        added_by=wen,
    )


def test_letter_new_makes_a_letter_and_shows_it(client, wen, case):
    client.force_login(wen)

    response = client.post(url("new", case), TYPED)

    letter = Letter.objects.get()
    assert response.url == page_of(letter)
    assert letter.kinds == ["pathology_report", "pathology_slides"]
    assert "City Hospital\n5 River Street\nOld Town" in text_of(letter)


def test_letter_new_twice_from_one_page_makes_one(client, wen, case):
    client.force_login(wen)
    key = client.get(url("new", case)).context["form"].initial["form_key"]

    for _ in range(2):
        client.post(url("new", case), TYPED | {"form_key": str(key)})

    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_have_two_numbers(case, wen):
    made = at_once(*[lambda: write_letter(case)] * 2)

    assert sorted(letter.number for letter in made) == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"hospital": ""}, "hospital"),
        ({"send_to": ""}, "send_to"),
        ({"signs": "helper", "signer": ""}, "signer"),
        ({"signs": "nobody"}, "signs"),
        ({"more_kinds": []}, "kinds"),
        ({"more_kinds": ["medication_list"]}, "more_kinds"),
        ({"country": "XX"}, "country"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_wrong_input_keeps_nothing_and_shows_what_was_typed(
    client, wen, case, wrong, field
):
    client.force_login(wen)

    response = client.post(url("new", case), TYPED | {"note": "Ring twice"} | wrong)

    assert (response.status_code, Letter.objects.count()) == (422, 0)
    assert field in response.context["form"].errors
    assert "Ring twice" in response.text


def test_what_is_missing_is_ticked_and_a_department_narrows_it(client, wen, case):
    client.force_login(wen)

    all_, some = (
        client.get(f"{url('new', case)}{query}").context["form"].initial["kinds"]
        for query in ("?department=records&all", "?department=radiology")
    )

    assert {"pathology_report", "imaging_report", "lab_results"} <= set(all_)
    assert some == ["imaging_report", "imaging_files"]


def test_what_was_asked_for_or_does_not_exist_is_not_offered_again(case, wen):
    for kind, answer in (("imaging_report", "requested"), ("lab_results", "none")):
        told = {"answer": answer, "requested_from": "X", "reason": "never done"}
        records.answer_slot(case, kind, told, by=wen)

    groups = start.by_department(checklist.state_of(case))

    offered = {slot.kind.code for group in groups for slot in group.slots}
    assert offered & {"imaging_report", "lab_results"} == set()
    assert "imaging_files" in offered


def test_numbers_the_folder_knows_stand_in_the_letter(case, report):
    facts = [fact.key for fact in known.facts_of(case)]

    letter = write_letter(case, facts=facts)

    line = "Specimen number: 26-H-4471; sample taken: 27 August 2026"
    assert text_of(letter).count(line) == 2  # the report and the slides


def test_number_whose_tick_was_taken_away_is_left_out(client, wen, case, report):
    client.force_login(wen)
    one = "pathology_slides:record-1"
    typed = TYPED | {"more_kinds": [], "kinds": TYPED["more_kinds"], "facts": [one]}
    page = f"{url('new', case)}?department=pathology"
    assert "26-H-4471" in client.get(page).text

    client.post(page, typed | {"kinds": ["pathology_report"]})

    assert "26-H-4471" not in text_of(Letter.objects.get())


def test_days_of_treatment_are_told_of_their_reports(case, wen):
    surgery = TreatmentLine(case=case, type="surgery", began_on="2025-03-04")
    rays = TreatmentLine(
        case=case, type="radiotherapy", began_on="2025-05", ended_on="2025-06"
    )
    TreatmentLine.objects.bulk_create([surgery, rays])

    facts = {fact.kind: (str(fact.on), fact.code) for fact in known.facts_of(case)}

    assert facts == {
        "operative_note": ("2025-03-04", "operation_on"),
        "radiotherapy_summary": ("2025-05", "treated_span"),
    }


def test_unknown_number_and_signature_are_lines_to_fill_in(case):
    letter = write_letter(case, hospital_number="")

    assert f"Hospital number: {plain.LINE}" in text_of(letter)
    assert f"Signature: {plain.LINE}" in text_of(letter)


def test_helper_gets_an_authorisation_that_nobody_signed(case):
    letter = write_letter(case, signs="helper", signer="Ana Petrova")

    form = plain.text_of(letter.sheets[1])
    assert "Authorised person: Ana Petrova" in form
    assert "I can take this back at any time" in form
    assert f"Signature of the patient: {plain.LINE}" in form
    assert f"Valid until (date): {plain.LINE}" in form


def test_letter_is_in_the_hospitals_language_first_then_in_the_readers(case):
    letter = write_letter(case, language="ru", reading_language="ar", signs="helper")

    told = [(s["language"], s["is_reading"], s["is_form"]) for s in letter.sheets]
    assert told == [
        ("ru", False, False),
        ("ru", False, True),
        ("ar", True, False),
        ("ar", True, True),
    ]


def test_one_language_is_printed_once(case):
    assert len(write_letter(case, language="en", reading_language="en").sheets) == 1


def test_language_follows_the_country_unless_chosen(client, wen, case):
    client.force_login(wen)

    for country, chosen in (("KZ", ""), ("KZ", "en"), ("DE", ""), ("MX", "")):
        client.post(url("new", case), TYPED | {"country": country, "language": chosen})

    languages = Letter.objects.order_by("number").values_list("language", flat=True)
    assert list(languages) == ["ru", "en", "en", "es"]


def test_service_is_never_named_in_a_letter(case, settings):
    texts = [
        text_of(write_letter(case, language=code, reading_language=code, signs=signs))
        for code in ("en", "zh", "ru", "es", "ar")
        for signs in Letter.Signs.values
    ]

    assert [t for t in texts if settings.SERVICE["name"] in t or "Sidelight" in t] == []


def test_letter_edit_changes_it_and_its_pdf_is_no_longer_the_letter(client, wen, case):
    letter = write_letter(case)
    services.ask_for_pdf(letter, by=wen)
    client.force_login(wen)

    client.post(page_of(letter, "edit"), TYPED | {"hospital": "Lake Hospital"})

    now = Letter.objects.get()
    assert (now.hospital, now.revision, now.pdf) == ("Lake Hospital", 2, None)
    assert "Lake Hospital" in text_of(now)


def test_letter_edit_sent_back_as_drawn_changes_nothing(client, wen, case):
    letter = write_letter(
        case, note="Please hurry", valid_until=PartialDate(2027, 1, 5)
    )
    client.force_login(wen)
    page = _Controls()
    page.feed(client.get(page_of(letter, "edit")).text)
    drawn = next(form for form in page.forms if "send_to" in form)

    client.post(page_of(letter, "edit"), drawn)

    now = Letter.objects.get()
    assert (now.revision, now.sheets) == (1, letter.sheets)


def test_letter_edit_over_somebody_elses_change_is_said_first(client, wen, ana, case):
    letter = write_letter(case)
    services.change(letter, {"note": "Ana's note"}, by=ana, seen="1")
    client.force_login(wen)
    typed = TYPED | {"note": "Mine"}

    first = client.post(page_of(letter, "edit"), typed | {"seen": "1"})
    again = client.post(page_of(letter, "edit"), typed | {"seen": "2"})

    assert (first.status_code, again.status_code) == (409, 302)
    assert "Somebody changed this letter meanwhile" in first.text
    assert Letter.objects.get().note == "Mine"


def test_a_signature_never_stands_without_what_is_signed(case):
    """So many lines of a note that the signature just does not fit on the first page."""
    letter = write_letter(case, note="\n".join(["A line of the note."] * 6))

    drawn = engine.checked(*engine.lay_out(printing.html_of(letter.sheets), SHEET))

    last = pypdfium2.PdfDocument(drawn.pdf)[-1].get_textpage().get_text_range()
    assert drawn.pages == 2
    assert "Signature" in last
    assert "Yours faithfully" in last
    assert "Request for copies of medical records" in last  # in the foot
