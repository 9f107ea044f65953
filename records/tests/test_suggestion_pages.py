"""What is suggested, as it stands on the pages, and the buttons that answer it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from intake.models import CaseMember
from records import services, suggestions
from records.models import File, Record, Suggestion
from records.suggest.offers import Source, Strength
from records.tests.test_suggestions import a_file, dated, named

HOSTILE = "</bdi><script>alert(1)</script>\u202e"


@pytest.fixture
def record(case, wen) -> Record:
    return Record.objects.create(case=case, number=1, kind="other", added_by=wen)


@pytest.fixture
def file(record, wen) -> File:
    return a_file(record, wen)


def page_of(record) -> str:
    return reverse("records:record_edit", args=[record.case_id, record.pk])


def list_of(record) -> str:
    return reverse("records:record_list", args=[record.case_id])


def answer(client, record, use: str, **more):
    row = Suggestion.objects.offered().first()
    url = reverse("records:suggestion_answer", args=[record.case_id, record.pk])
    data = {"suggestion": row.pk if row else 1, "use": use} | more
    return client.post(url, data, follow=True)


def text_of(response) -> str:
    """What can be read, without marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


def test_two_readings_are_a_question_in_words(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02", "2024-02-10")])
    Suggestion.objects.update(
        choices=[
            {"value": value, "said": "02/10/2024", "words": "Date: 02/10/2024"}
            for value in ("2024-10-02", "2024-02-10")
        ]
    )
    client.force_login(wen)

    for url in (page_of(record), list_of(record)):
        text = text_of(client.get(url))
        assert "The paper says “02/10/2024” . Which day is right?" in text
        assert "On page 1 of the paper: “Date: 02/10/2024”" in text
        assert "2 October 2024 10 February 2024 Neither" in text


def test_the_page_is_counted_through_the_record_as_it_lies_now(
    client, wen, record, file
):
    """A PDF of two pages, then a photo: read there, it is page 3, moved up it is page 1."""
    File.objects.update(pages=2)
    photo = a_file(record, wen, position=1, pages=1, type="image/jpeg")
    suggestions.offer(photo, [dated("2024-10-02", source=Source.SCAN)])
    client.force_login(wen)

    for up, page in ((None, 3), (True, 1), (False, 3)):
        if up is not None:
            services.move_page(record, photo, up=up, by=wen)
        for url in (page_of(record), list_of(record)):
            told = f"Read in the picture of page {page}: “Date: 2024-10-02”"
            assert told in text_of(client.get(url))


def test_one_date_is_offered_and_stands_in_no_field(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)

    response = client.get(page_of(record))

    assert "Is it from 2 October 2024?" in text_of(response)
    assert "Use this date" in response.text
    form = response.context["form"]
    assert form["dated_on"].value() in (None, "")
    assert 'value="2024"' not in response.text


def test_several_days_stand_each_beside_its_words(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02", "2024-10-04")])
    client.force_login(wen)

    text = text_of(client.get(page_of(record)))

    assert "It names several days. Which one is it from?" in text
    assert "4 October 2024 On page 1 of the paper: “Date: 2024-10-04”" in text
    assert "Neither" in text


def test_a_kind_is_asked_on_the_page_of_the_record_alone(client, wen, record, file):
    suggestions.offer(file, [named()])
    client.force_login(wen)

    asked = "Is this what it is: Letters from your cancer doctor?"
    assert asked in text_of(client.get(page_of(record)))
    assert asked not in text_of(client.get(list_of(record)))


@pytest.mark.parametrize("source", Source)
def test_each_place_is_told_in_a_sentence(client, wen, record, file, source):
    suggestions.offer(
        file, [dated("2024-10-02", source=source, strength=Strength.TAKEN)]
    )
    client.force_login(wen)

    text = text_of(client.get(page_of(record)))

    told = text.split("Is it from 2 October 2024?")[1].split("Use this date")[0]
    assert len(told.split()) > 6


def test_what_stands_on_the_paper_is_text(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    Suggestion.objects.update(
        choices=[{"value": "2024-10-02", "said": HOSTILE, "words": HOSTILE}]
    )
    client.force_login(wen)

    response = client.get(page_of(record))

    assert f"<bdi>“{escape(HOSTILE)}”</bdi>" in response.text
    assert "<script>alert" not in response.text


def test_one_click_on_the_page(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)

    response = answer(client, record, "2024-10-02")

    record.refresh_from_db()
    assert str(record.dated_on) == "2024-10-02"
    assert response.redirect_chain == [(page_of(record), 302)]
    assert "Saved." in response.text
    assert "Use this date" not in response.text


def test_one_click_on_the_list_leads_back_to_its_part(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)

    response = answer(
        client, record, "none", **{"from": "list", "year": "2024", "part": "1"}
    )

    assert response.redirect_chain[0][0] == f"{list_of(record)}?year=2024&part=1#r-1"
    assert Suggestion.objects.get().state == "declined"


@pytest.mark.parametrize(
    ("number", "use"),
    [
        ("", ""),
        ("x", "none"),
        ("9" * 30, "none"),
        ("٣", "none"),
        ("999999", "2024-10-02"),
    ],
)
def test_what_is_no_answer_changes_nothing_and_says_so(
    client, wen, record, file, number, use
):
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)

    response = answer(client, record, use, suggestion=number)

    assert "This is answered by now. Look at the record once more." in response.text
    assert Suggestion.objects.get().state == "offered"


def test_two_tabs_the_second_is_told(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)
    pk = Suggestion.objects.get().pk
    answer(client, record, "none")

    response = answer(client, record, "2024-10-02", suggestion=pk)

    record.refresh_from_db()
    assert "This is answered by now." in response.text
    assert record.dated_on is None


def test_who_may_only_look_is_not_asked(client, case, record, file, bo):
    suggestions.offer(file, [dated("2024-10-02"), named()])
    CaseMember.objects.create(
        case=case, user=bo, role="caregiver", basis="consent", may_see=True
    )
    client.force_login(bo)

    for url in (page_of(record), list_of(record)):
        assert "sl-asked" not in client.get(url).text
    assert answer(client, record, "2024-10-02").status_code == 403


def test_who_may_only_add_is_asked_about_their_own(client, case, record, file, bo, wen):
    CaseMember.objects.create(
        case=case, user=bo, role="caregiver", basis="consent", may_upload=True
    )
    mine = Record.objects.create(case=case, number=2, kind="other", added_by=bo)
    suggestions.offer(file, [dated("2024-10-02")])
    suggestions.offer(a_file(mine, bo), [dated("2024-10-03")])
    client.force_login(bo)

    response = client.get(list_of(record))

    assert response.text.count('class="sl-asked ') == 1
    assert answer(client, record, "2024-10-02").status_code == 404


def test_a_form_drawn_before_saves_over_an_offer_in_between(client, wen, record, file):
    """The person typed a date while the file was still read: the typed one counts."""
    client.force_login(wen)
    drawn = client.get(page_of(record)).context["form"].initial["drawn"]
    suggestions.offer(file, [dated("2024-10-02")])

    client.post(
        page_of(record),
        {"drawn": drawn, "revision": 0, "dated_on_year": "2023", "dated_on_month": "5"},
    )

    record.refresh_from_db()
    assert str(record.dated_on) == "2023-05"
    assert Suggestion.objects.get().state == "passed"


def test_a_name_alone_leaves_the_question_what_it_is(client, wen, record, file):
    """Nor does the page answer it when it is saved again as it was drawn."""
    suggestions.offer(file, [named()])
    client.force_login(wen)

    for title in ("From the clinic", "From the clinic in town"):
        form = client.get(page_of(record)).context["form"]
        drawn = {"kind": form["kind"].value(), "drawn": form.initial["drawn"]}
        client.post(page_of(record), {"title": title, **drawn})

        text = text_of(client.get(page_of(record)))
        assert "Is this what it is: Letters from your cancer doctor?" in text
    assert "specimen_number" in form.fields


def test_no_is_no_kind_and_something_else_after_it_is(client, wen, record, file):
    suggestions.offer(file, [named()])
    client.force_login(wen)
    shown = []

    answer(client, record, "none")
    for kind in ("", "other"):
        client.post(page_of(record), {"kind": kind})
        shown.append(client.get(page_of(record)).context["form"]["kind"].value())

    assert shown == ["", "other"]


def test_choosing_something_else_ends_the_question(client, wen, record, file):
    suggestions.offer(file, [named()])
    client.force_login(wen)

    client.post(page_of(record), {"kind": "other"})

    assert Suggestion.objects.get().state == "passed"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_in_one_query(client, wen, case, django_assert_num_queries, rows):
    client.force_login(wen)
    for number in range(rows):
        record = Record.objects.create(
            case=case, number=number, kind="other", added_by=wen
        )
        suggestions.offer(a_file(record, wen), [dated("2024-10-02"), named()])
    url = list_of(record)
    client.get(url)

    with django_assert_num_queries(29):
        client.get(url)


def test_the_question_is_in_the_reader_s_language(client, wen, record, file):
    wen.language = "zh-hans"
    wen.save()
    suggestions.offer(file, [dated("2024-10-02")])
    client.force_login(wen)

    assert "2024年10月2日" in client.get(page_of(record)).text


def test_a_date_that_is_there_is_asked_about_no_more(client, wen, record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    services.change_record(record, {"dated_on": "2023"}, by=wen)
    client.force_login(wen)

    assert "sl-asked" not in client.get(page_of(record)).text
