"""Whose disc it is: the family's answer, and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from intake.meanwhile import OverwrittenError
from records import reconcile, services, vault
from records.imaging import answers
from records.imaging.receipt import State, receipt_of
from records.models import (
    File,
    ImagingCopy,
    ImagingPerson,
    ImagingReading,
    ImagingStudy,
    Record,
)
from records.tests.discs import IRINA, OTHER_STUDY, a_disc, add, added, look, series
from records.tests.test_imaging_reading import packed_pdf
from records.tests.test_records import a_pdf

YELENA = {"PatientName": "SOKOLOVA^YELENA"}
OTHERS = {**IRINA, "StudyInstanceUID": OTHER_STUDY}


@pytest.fixture
def case(case):
    """The folder of Elena, born on 3 May 1968."""
    case.patient.full_name = "Elena Sokolova"
    case.patient.date_of_birth = date(1968, 5, 3)
    case.patient.save()
    return case


@pytest.fixture
def say(client, wen, case):
    """Answers by the page; words in the order of the people on it."""
    client.force_login(wen)

    def post(record: Record, *words: str, **more: str):
        people = receipt_of(fresh(record), case.patient).people
        told = {f"person_{p.number}": w for p, w in zip(people, words, strict=False)}
        address = reverse("records:scan_receipt", args=[case.pk, record.pk])
        return client.post(address, told | more)

    return post


def fresh(record: Record) -> Record:
    return Record.objects.with_files().get(pk=record.pk)


def state_of(record: Record, case) -> State:
    return receipt_of(fresh(record), case.patient).state


def mixed(*more) -> bytes:
    return a_disc(*series(2), *series(3, folder="B", **OTHERS), *more)


@pytest.mark.parametrize("word", ["spelled", "earlier"])
def test_a_name_spelled_otherwise_is_the_patients(case, wen, say, word):
    record = added(case, wen, a_disc(*series(1, **YELENA)))

    response = say(record, word)

    assert response.status_code == 302
    assert state_of(record, case) == State.FINE
    person = ImagingPerson.objects.get()
    assert (person.answer, person.answered_by) == (word, wen)


def test_an_answer_once_given_is_not_asked_again(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    say(record, "spelled")

    other = added(
        case, wen, a_disc(*series(2, StudyInstanceUID="1.9", **YELENA)), "2.zip"
    )

    assert state_of(other, case) == State.FINE


def test_the_wrong_disc_is_taken_out_and_no_copy_is_kept(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **OTHERS)))
    key = record.files.get().key

    response = say(record, "no")

    file = File.objects.get()
    assert (response.status_code, file.verdict_code, file.key) == (302, "not_ours", "")
    assert not [name for name in vault.place().names() if name.startswith(key)]
    assert (ImagingPerson.objects.count(), ImagingReading.objects.count()) == (0, 0)


def test_the_page_says_that_no_copy_was_kept(case, wen, say, client):
    record = added(case, wen, a_disc(*series(1, **OTHERS)))

    response = say(record, "no")

    page = client.get(response.url).text
    assert "These scans belong to somebody else, so we took them out" in page


@pytest.fixture
def nothing_kept(case, wen, say) -> Record:
    record = added(case, wen, a_disc(*series(1, **OTHERS)))
    say(record, "no")
    return record


def test_a_record_nothing_of_which_was_kept_has_no_next_step(nothing_kept, client):
    address = reverse(
        "records:record_edit", args=[nothing_kept.case_id, nothing_kept.pk]
    )

    page = client.get(address).text

    assert "Nothing of it was kept" in page
    assert ("Next step" in page, "Say what it is" in page) == (False, False)


def test_a_record_nothing_of_which_was_kept_is_not_on_paper(nothing_kept, client):
    address = reverse("records:record_print", args=[nothing_kept.case_id])

    assert client.get(address).context["groups"] == []


def test_its_row_says_so_and_why_and_how_to_take_it_away(nothing_kept, client):
    address = reverse("records:record_list", args=[nothing_kept.case_id])
    remove = reverse(
        "records:record_remove", args=[nothing_kept.case_id, nothing_kept.pk]
    )

    row = client.get(address).text.split('id="timeline"')[1].split("</ol>")[0]

    assert "Nothing of it was kept." in row
    assert "These scans belong to somebody else, so we took them out" in row
    assert f'<a href="{remove}">Take this row away' in row


def test_a_record_some_of_which_was_kept_is_one_as_any_other(nothing_kept, client, wen):
    services.add_files(
        nothing_kept.case,
        [ContentFile(a_pdf(), name="a.pdf")],
        by=wen,
        record=nothing_kept,
    )
    address = reverse(
        "records:record_edit", args=[nothing_kept.case_id, nothing_kept.pk]
    )

    assert "Say what it is, and from which day" in client.get(address).text


def test_whoever_does_not_know_asks_the_coordinator(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))

    say(record, "unsure")

    assert state_of(record, case) == State.UNSURE


def test_an_unsure_answer_can_be_made_sure(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    say(record, "unsure")

    say(record, "spelled")

    assert state_of(record, case) == State.FINE


def test_nothing_chosen_changes_nothing_and_says_what_to_do(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))

    response = say(record)

    assert response.status_code == 422
    assert "Choose an answer, or “I do not know”" in response.text
    assert ImagingPerson.objects.get().answer == ""


def test_a_word_nobody_offered_is_no_answer(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))

    assert say(record, "ours").status_code == 422
    assert say(record, "delivered").status_code == 422


def test_the_same_answer_twice_is_once(case, wen, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    say(record, "spelled")
    before = ImagingPerson.objects.get().answered_at

    say(record, "spelled")

    assert ImagingPerson.objects.get().answered_at == before


# --- Two people on one disc -------------------------------------------------------------


def test_f7_of_two_people_the_patients_scans_stay_and_the_others_are_forgotten(
    case, wen, say, django_capture_on_commit_callbacks
):
    record = added(case, wen, mixed())

    with django_capture_on_commit_callbacks(execute=True):
        say(record, "ours", "no")

    found = receipt_of(fresh(record), case.patient)
    assert (found.state, found.sums) == (State.FINE, "1 patient, 1 CT study, 2 images")
    assert (found.left_out, ImagingReading.objects.get().held) == (1, "others")
    assert not ImagingStudy.objects.filter(uid=OTHER_STUDY).exists()
    assert ImagingCopy.objects.filter(kind="picture").count() == 1


def test_f7_papers_of_the_other_person_go_with_them(case, wen, say):
    paper = packed_pdf(a_pdf())
    record = added(case, wen, mixed(("REPORT", paper)))
    mine = ImagingCopy.objects.get(kind="pdf")

    say(record, "no", "ours")

    assert not ImagingCopy.objects.exists()
    assert not [name for name in vault.place().names() if name.startswith(mine.key)]
    assert reconcile_is_clean(case)


def test_f7_the_whole_disc_never_goes_to_the_team_but_the_pictures_do(
    case, wen, say, client, dr_osei, django_capture_on_commit_callbacks
):
    record = added(case, wen, mixed())
    with django_capture_on_commit_callbacks(execute=True):
        say(record, "ours", "no")
    client.force_login(dr_osei)

    copy, file = ImagingCopy.objects.get(), File.objects.get()
    shown = client.get(reverse("records:scan_copy", args=[case.pk, copy.pk]))
    whole = client.get(reverse("records:file_download", args=[case.pk, file.pk]))

    assert (shown.status_code, whole.status_code) == (200, 404)


def test_two_people_who_are_all_the_patient_are_asked_about_once_more(case, wen, say):
    record = added(case, wen, mixed())

    response = say(record, "ours", "ours")

    asked = "On this disc are 2 different people: SOKOLOVA, ELENA, ORLOVA, IRINA."
    assert (response.status_code, asked in response.text) == (422, True)
    assert 'name="all_ours"' in response.text
    assert state_of(record, case) == State.CHOOSE


def test_nobody_is_asked_twice_about_one_yes(case, wen, say):
    record = added(case, wen, mixed())
    address = reverse("records:scan_receipt", args=[case.pk, record.pk])

    response = say(record, "ours", "unsure")

    assert response.url == address


def test_two_names_of_the_patient_go_on_being_told(case, wen, say, client):
    record = added(case, wen, mixed())

    response = say(record, "ours", "ours", all_ours="on")

    told = "2 different people are named on this disc. You said that all of them are"
    assert told in client.get(response.url).text


def test_two_names_of_the_patient_are_both_hers(case, wen, say):
    record = added(case, wen, mixed())

    say(record, "ours", "ours", all_ours="on")

    assert (state_of(record, case), ImagingReading.objects.get().held) == (
        State.FINE,
        "",
    )


def test_while_one_of_two_is_unsure_nothing_is_used(case, wen, say):
    record = added(case, wen, mixed())

    say(record, "ours", "unsure")

    assert ImagingReading.objects.get().held == "choose"
    assert state_of(record, case) == State.CHOOSE


def test_a_disc_of_two_strangers_is_taken_out(case, wen, say):
    record = added(case, wen, mixed())

    say(record, "no", "no")

    assert File.objects.get().verdict_code == "not_ours"


# --- Two at once, and others ------------------------------------------------------------


def test_whoever_answers_over_anothers_answer_is_told(case, wen, ana):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    groups = answers.people_of(record.pk)
    seen, number = answers.mark_of_people(groups), groups[0][0].pk
    answers.answer(record, {number: "spelled"}, by=wen, seen=seen)

    with pytest.raises(OverwrittenError):
        answers.answer(record, {number: "no"}, by=ana, seen=seen)

    assert ImagingPerson.objects.get().answer == "spelled"
    assert File.objects.get().key


def test_the_page_shows_the_answer_another_gave_meanwhile(case, wen, ana, say):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    groups = answers.people_of(record.pk)
    seen = answers.mark_of_people(groups)
    answers.answer(record, {groups[0][0].pk: "earlier"}, by=ana)

    response = say(record, "no", seen=seen)

    assert response.status_code == 409
    assert "Somebody answered this meanwhile." in response.text


def test_a_person_who_was_forgotten_since_is_no_error(case, wen, say):
    record = added(case, wen, mixed())
    number = receipt_of(fresh(record), case.patient).people[1].number
    say(record, "ours", "no")

    answers.answer(record, {number: "ours"}, by=wen)

    assert ImagingPerson.objects.count() == 1


def test_nobody_else_answers(case, wen, mei, dr_osei, bo, client):
    record = added(case, wen, a_disc(*series(1, **YELENA)))
    address = reverse("records:scan_receipt", args=[case.pk, record.pk])
    number = ImagingPerson.objects.get().pk

    for user in (mei, dr_osei, bo):
        client.force_login(user)
        response = client.post(address, {f"person_{number}": "no"})
        assert response.status_code == 404

    assert ImagingPerson.objects.get().answer == ""


def test_scans_that_come_later_to_the_same_record_are_asked_about(case, wen, say):
    record = added(case, wen, a_disc(*series(1)))
    more = add(case, wen, a_disc(*series(1, **OTHERS)), "more.zip", record=record)

    look(more)

    assert state_of(record, case) == State.CHOOSE
    assert set(ImagingReading.objects.values_list("held", flat=True)) == {"choose"}


def reconcile_is_clean(case) -> bool:
    found = reconcile.compare()
    return not [name for name in [*found.rows, *found.names] if str(case.pk) in name]
