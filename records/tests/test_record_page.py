"""One record: what is known of it, its pages, and two people at once."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake.models import Case, CaseMember, Patient
from records import services
from records.models import File, Record
from records.tests.test_records import a_pdf, a_photo


@pytest.fixture
def record(case, wen, client) -> Record:
    client.force_login(wen)
    pages = [ContentFile(a_photo(), name=f"{n}.jpg") for n in (1, 2)]
    services.add_files(case, pages, by=wen, one_document=True, kind="lab_results")
    return Record.objects.get()


def url_of(name: str, record: Record, *more: object) -> str:
    return reverse(f"records:{name}", args=[record.case_id, record.pk, *more])


def names(record: Record) -> list[str]:
    return [file.name for file in record.files.kept().order_by("position")]


def add_page(client, record, *files):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(url_of("page_add", record), {"files": uploads}, follow=True)


def test_page_add_puts_files_after_the_last_page(client, record):
    add_page(client, record, ("3.jpg", a_photo()), ("bad.exe", b"MZ" + b"\0" * 99))

    assert (names(record), Record.objects.count()) == (["1.jpg", "2.jpg", "3.jpg"], 1)


def test_page_add_without_a_file_says_so(client, record):
    response = client.post(url_of("page_add", record), {}, follow=True)

    assert "Choose a file, or take a photo" in response.text


def test_page_add_to_a_removed_record_is_not_found(client, record):
    Record.objects.update(removed_at=timezone.now())

    assert add_page(client, record, ("3.pdf", a_pdf())).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("bo", 404), ("mei", 404)])
def test_page_add_is_not_found_by_strangers(client, record, request, who, status):
    client.force_login(request.getfixturevalue(who))

    response = add_page(client, record, ("3.pdf", a_pdf()))

    assert (response.status_code, File.objects.count()) == (status, 2)


def test_page_move_swaps_neighbours_and_stops_at_the_ends(client, record):
    second = record.files.get(name="2.jpg")
    client.post(url_of("page_move", record, second.pk), {"way": "up"})
    once = names(record)
    client.post(url_of("page_move", record, second.pk), {"way": "up"})

    assert (once, names(record)) == (["2.jpg", "1.jpg"], ["2.jpg", "1.jpg"])


def test_page_move_of_another_records_page_is_not_found(client, record, case, wen):
    services.add_files(case, [ContentFile(a_pdf(), name="x.pdf")], by=wen)
    strange = File.objects.get(name="x.pdf")

    response = client.post(url_of("page_move", record, strange.pk), {"way": "up"})

    assert response.status_code == 404


def test_two_people_who_change_the_same_fact_both_see_it(client, record):
    page = {"title": "Blood of May", "revision": "0"}
    Record.objects.update(title="Blood of June", revision=1)

    first = client.post(url_of("record_edit", record), page)
    record.refresh_from_db()
    kept = record.title
    seen = first.context["form"]["revision"].value()
    client.post(url_of("record_edit", record), page | {"revision": seen})

    record.refresh_from_db()
    assert (first.status_code, kept, record.title) == (
        422,
        "Blood of June",
        "Blood of May",
    )
    assert "It now says: Blood of June" in first.text


def test_the_same_page_sent_twice_is_saved_once(client, record):
    page = {"title": "Blood", "revision": "0"}

    answers = [client.post(url_of("record_edit", record), page) for _ in range(2)]

    record.refresh_from_db()
    assert [a.status_code for a in answers] == [302, 302]
    assert (record.title, record.revision) == ("Blood", 1)


def test_a_date_is_taken_away_only_when_that_is_said(client, record):
    Record.objects.update(dated_on="2026-05")
    client.post(url_of("record_edit", record), {"dated_on_year": ""})
    record.refresh_from_db()
    blank = str(record.dated_on)

    client.post(
        url_of("record_edit", record),
        {"dated_on_month": "5", "dated_on_year": "2026", "undated": "on"},
    )

    record.refresh_from_db()
    assert (blank, record.dated_on) == ("2026-05", None)


BLANK = {"dated_on_day": "", "dated_on_month": "", "dated_on_year": ""}
KEPT = "The date was kept. To take it away, tick “Take this date away”."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, KEPT),
        ({"title": "Blood"}, f"Saved. {KEPT}"),
        ({"undated": "on"}, "Saved."),
    ],
)
def test_a_date_that_was_made_blank_is_said_to_be_kept(client, record, more, said):
    Record.objects.update(dated_on="2026-05")

    response = client.post(url_of("record_edit", record), BLANK | more, follow=True)

    assert [str(told) for told in response.context["messages"]] == [said]


def test_a_record_that_never_had_a_date_is_simply_saved(client, record):
    response = client.post(url_of("record_edit", record), BLANK, follow=True)

    assert [str(told) for told in response.context["messages"]] == ["Saved."]


def test_a_translation_points_to_its_record_and_to_no_other_folder(
    client, record, case, wen, bo, bos_case
):
    original = Record.objects.create(case=case, number=9, kind="other", added_by=wen)
    strange = Record.objects.create(case=bos_case, number=1, kind="other", added_by=bo)
    url = url_of("record_edit", record)

    client.post(url, {"translation_of": str(original.pk), "translation": "certified"})
    refused = client.post(url, {"translation_of": str(strange.pk)})

    record.refresh_from_db()
    assert (record.translation_of, record.translation) == (original, "certified")
    assert refused.status_code == 422


@pytest.mark.parametrize("field", ["title", "issued_by", "note"])
def test_a_text_of_10000_characters_is_told_and_nothing_changes(client, record, field):
    response = client.post(url_of("record_edit", record), {field: "x\0" * 5001})

    record.refresh_from_db()
    assert (response.status_code, getattr(record, field)) == (422, "")
    assert "This is too long" in response.text


def test_markup_in_a_name_is_shown_as_text(client, record):
    client.post(url_of("record_edit", record), {"title": "<script>alert(1)</script>"})

    page = client.get(reverse("records:record_list", args=[record.case_id]))

    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_who_may_only_look_sees_the_facts_and_no_form(client, record, ana):
    Record.objects.update(issued_by="City Hospital", note="CANARY note")
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    page = client.get(url_of("record_edit", record))
    change = client.post(url_of("record_edit", record), {"title": "mine"})

    assert ("CANARY note" in page.text, 'name="title"' in page.text) == (True, False)
    assert change.status_code == 403


def test_who_may_only_add_works_on_their_own_records(client, record, ana):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)
    strange = client.get(url_of("record_edit", record)).status_code
    Record.objects.update(added_by=ana)

    assert (strange, client.get(url_of("record_edit", record)).status_code) == (
        404,
        200,
    )


def test_a_sent_record_stays_and_the_page_says_whom_to_ask(client, record):
    Case.objects.update(desk_opened_at=timezone.now())

    response = client.post(url_of("record_remove", record))

    assert (response.status_code, Record.objects.here().count()) == (403, 1)
    assert "ask our coordinator" in response.text


def test_a_record_sent_while_the_question_was_open_stays(record, wen):
    Case.objects.update(desk_opened_at=timezone.now())

    with pytest.raises(services.AlreadySentError):
        services.remove_record(record, by=wen)

    assert Record.objects.here().count() == 1


def test_a_removed_record_cannot_be_taken_back_after_30_days(client, record):
    Record.objects.update(removed_at=timezone.now() - timezone.timedelta(days=31))

    response = client.post(url_of("record_take_back", record))

    assert (response.status_code, Record.objects.here().count()) == (404, 0)


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2031-01", "This date has not come yet"),
        ("1950", "before the day of birth"),
        ("2020", "The team likes blood tests of the last 3 months"),
        ("", ""),
    ],
)
def test_notes_warn_about_a_date_and_block_nothing(client, record, day, note):
    Patient.objects.update(date_of_birth="1968-05-03")
    Record.objects.update(dated_on=day)

    page = client.get(url_of("record_edit", record))

    noted = page.context["record"].notes
    assert [note in line for line in noted] == ([True] if note else [])


WRONG = [
    ({"dated_on_year": "2036"}, "This date has not come yet"),
    ({"dated_on_year": "1950"}, "This date is before the day of birth"),
    ({"dated_on_year": "2020", "dated_to_year": "2036"}, "has not come yet"),
]


@pytest.mark.parametrize(("typed", "asked"), WRONG)
def test_a_day_that_cannot_be_right_is_refused_and_the_rest_is_on_the_page(
    client, record, wen, typed, asked
):
    Patient.objects.update(date_of_birth="1968-05-03")
    client.force_login(wen)
    answers = {"kind": "lab_results", "title": "My paper", **typed}

    page = client.post(url_of("record_edit", record), answers)

    record.refresh_from_db()
    assert (page.status_code, record.dated_on, record.title) == (422, None, "")
    assert asked in page.text
    assert "My paper" in page.text


@pytest.mark.parametrize(("typed", "asked"), WRONG[:2])
def test_files_are_kept_beside_a_day_that_cannot_be_right(
    client, case, wen, typed, asked
):
    Patient.objects.update(date_of_birth="1968-05-03")
    client.force_login(wen)
    page = reverse("records:record_list", args=[case.pk])
    before = case.records.count()

    checked = client.post(page, typed | {"do": "check"})
    sent = client.post(
        page, typed | {"files": ContentFile(a_pdf(), name="n.pdf")}, follow=True
    )

    assert (checked.status_code, asked in checked.text) == (422, True)
    assert case.records.count() == before + 1
    assert case.records.latest("number").dated_on is None
    assert "Something written beside them was not clear" in sent.text


def test_a_day_that_was_kept_before_it_was_refused_blocks_no_other_answer(
    client, record, wen
):
    Record.objects.update(dated_on="2036-01")
    client.force_login(wen)
    page = client.get(url_of("record_edit", record))
    shown = {"dated_on_month": "1", "dated_on_year": "2036", "title": "My paper"}
    drawn = page.context["form"].initial["drawn"]

    client.post(url_of("record_edit", record), shown | {"drawn": drawn})

    record.refresh_from_db()
    assert (str(record.dated_on), record.title) == ("2036-01", "My paper")


def test_a_passport_may_end_in_a_year_to_come(client, record, wen):
    client.force_login(wen)

    client.post(
        url_of("record_edit", record), {"kind": "identity", "dated_on_year": "2031"}
    )

    record.refresh_from_db()
    assert str(record.dated_on) == "2031"


@pytest.mark.parametrize("rows", [1, 3])
def test_record_page_costs_the_same_at_any_number_of_pages(
    client, record, case, wen, rows, django_assert_num_queries
):
    more = [ContentFile(a_pdf(), name="m.pdf") for _ in range(rows)]
    services.add_files(case, more, by=wen, record=record)

    client.get(
        url_of("record_edit", record)
    )  # the session and the look are written once

    with django_assert_num_queries(33):
        client.get(url_of("record_edit", record))


@pytest.mark.parametrize("page", ["record", "slot", "list"])
def test_what_was_typed_is_there_after_signing_in_again(client, record, wen, page):
    url, field = {
        "record": (url_of("record_edit", record), "title"),
        "slot": (
            reverse("records:checklist_answer", args=[record.case_id, "lab_results"]),
            "requested_from",
        ),
        "list": (reverse("records:record_list", args=[record.case_id]), "title"),
    }[page]
    html = client.get(url).text
    mark = re.search(r'name="kept_for" value="([^"]+)"', html)[1]
    client.logout()
    client.post(url, {field: "Typed before", "kept_for": mark})
    client.force_login(wen)

    again = client.get(url)

    assert (again.status_code, 'value="Typed before"' in again.text) == (200, True)
