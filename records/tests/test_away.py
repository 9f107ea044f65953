"""An upload after the session ended: the way back, and true words about what arrived."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import drafts
from accounts.models import KeptDraft
from records.models import Record
from records.tests.test_records import a_pdf, send

CHOOSE = "The files did not arrive: please choose them again."


@pytest.fixture
def page(case):
    return reverse("records:record_list", args=[case.pk])


def upload(client, page, user, size):
    """What a browser sends from the page that was drawn for this person."""
    typed = {"title": "My labs", drafts.FIELD: drafts.token_for(user, page)}
    file = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * size)
    sent = typed | {"files": file}
    return client.post(page, sent, headers={"referer": f"http://testserver{page}"})


def test_small_form_comes_back_and_its_files_are_asked_for(client, wen, page):
    response = upload(client, page, wen, 1000)
    signing_in = client.get(response.url)
    client.force_login(wen)
    session = client.session
    session[drafts.FLAG] = True
    session.save()
    back = client.get(page)

    assert f"What you typed is kept. {CHOOSE}" in signing_in.text
    assert back.context["form"]["title"].value() == "My labs"
    assert CHOOSE in back.text


@pytest.mark.parametrize(("size", "was_in"), [(100_000, False), (400_000, True)])
def test_large_form_leads_back_and_promises_nothing(client, wen, page, size, was_in):
    if was_in:
        client.force_login(wen)
        client.get(page)
        session = client.session
        session["seen_at"] -= 40_000
        session.save()

    response = upload(client, page, wen, size)
    signing_in = client.get(response.url)

    assert response.url.startswith("/accounts/login/?next=%2Ffolders%2F")
    assert KeptDraft.objects.count() == 0
    assert "what you sent last did not arrive" in signing_in.text
    assert "What you typed is kept" not in signing_in.text


OPEN = '<details class="sl-why" open><summary>Tell us more about it now'
CLOSED = '<details class="sl-why"><summary>Tell us more about it now'
NOT_KEPT = "What you typed before is filled in below. It is not kept yet"
WAITS = "You typed something about a paper before you were signed out."
OTHER = {"kind": "comorbidity_records"}


@pytest.fixture
def back(client, wen, page):
    """Wen is signed in again; what she typed about an old paper waits."""
    typed = {"kind": "imaging_report", "title": "Old CT", "dated_on_year": "2024"}
    client.post(page, typed | {drafts.FIELD: drafts.token_for(wen, page)})
    client.force_login(wen)
    session = client.session
    session[drafts.FLAG] = True
    session.save()
    return client


def test_what_is_filled_in_again_stands_open_and_is_called_not_kept(back, page):
    shown = back.get(page).text

    assert OPEN in shown
    assert NOT_KEPT in shown
    assert "Start with an empty form" in shown


def test_details_stand_closed_while_nothing_was_typed(client, wen, page):
    client.force_login(wen)

    shown = client.get(page).text

    assert CLOSED in shown
    assert NOT_KEPT not in shown


def test_details_beside_a_refused_file_stand_open(client, wen, case):
    client.force_login(wen)

    shown = send(client, case, ("e.txt", b""), title="My labs").text

    assert OPEN in shown
    assert NOT_KEPT in shown


def test_a_ticked_box_beside_a_refused_file_is_nothing_typed(client, wen, case):
    client.force_login(wen)

    shown = send(client, case, ("e.txt", b""), one_document="on").text

    assert (CLOSED in shown, NOT_KEPT in shown) == (True, False)


@pytest.mark.parametrize("asked", [OTHER, {"for_line": "biomarkers:1"}])
def test_a_link_to_add_another_paper_shows_nothing_of_the_old_one(back, page, asked):
    response = back.get(page, asked)

    form = response.context["form"]
    assert (form["title"].value(), form["dated_on"].value()) == (None, None)
    assert form["kind"].value() == asked.get("kind", "")
    assert WAITS in response.text


def test_another_paper_takes_nothing_from_the_draft_and_leaves_it(back, page, case):
    shown = back.get(page, OTHER).text
    back.post(
        f"{page}?aside",
        OTHER | {"files": SimpleUploadedFile("heart.pdf", a_pdf())},
    )

    made = Record.objects.get()
    assert f'action="{page}?aside"' in shown
    assert (made.kind, made.title, made.dated_on) == (*OTHER.values(), "", None)
    assert back.get(page).context["form"]["title"].value() == "Old CT"


def test_another_paper_without_its_file_still_leaves_the_draft(back, page):
    shown = back.post(f"{page}?aside", OTHER).text

    assert f'action="{page}?aside"' in shown
    assert KeptDraft.objects.count() == 1


def test_another_paper_typed_while_signed_out_waits_behind_the_first(back, wen, page):
    """Neither takes the place of the other; the second comes when the first is done."""
    back.logout()
    typed = OTHER | {"title": "Heart", drafts.FIELD: drafts.token_for(wen, page)}
    back.post(f"{page}?aside", typed)
    back.force_login(wen)
    session = back.session
    session[drafts.FLAG] = True
    session.save()

    first = back.get(page).context["form"]["title"].value()
    back.post(page, {"do": "empty"})
    second = back.get(page).context["form"]["title"].value()

    assert (first, second) == ("Old CT", "Heart")


def test_an_empty_form_can_be_asked_for(back, page):
    response = back.post(page, {"do": "empty"}, follow=True)

    assert response.redirect_chain == [(f"{page}#add", 302)]
    assert not response.context["form"].is_bound
    assert (KeptDraft.objects.count(), Record.objects.count()) == (0, 0)


def test_words_about_being_away_are_never_taken_from_a_strange_link(client, db):
    page = client.get("/accounts/login/?away=x")

    assert "signed out" not in page.text
