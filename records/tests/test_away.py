"""An upload after the session ended: the way back, and true words about what arrived."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import drafts
from accounts.models import KeptDraft

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


def test_words_about_being_away_are_never_taken_from_a_strange_link(client, db):
    page = client.get("/accounts/login/?away=x")

    assert "signed out" not in page.text
