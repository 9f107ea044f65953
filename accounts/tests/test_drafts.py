"""What was typed on a page whose session had ended is there again after signing in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.middleware import LoginRequiredMiddleware
from accounts.models import KeptDraft

PAGE = "/me/"
TYPED = "application/x-www-form-urlencoded"  # files come as multipart


def request_by(user, path: str = PAGE):
    request = RequestFactory().get(path)
    request.user, request.session = user, {}
    drafts.remember(request, user)
    return request


def form_of(user, path: str = PAGE, **fields: str) -> dict[str, str]:
    return {drafts.FIELD: drafts.token_for(user, path), **fields}


def test_page_carries_the_mark_of_its_reader(client, wen):
    client.force_login(wen)

    page = client.get(PAGE).text

    assert f'<input type="hidden" name="{drafts.FIELD}" value="' in page


def test_typed_text_is_kept_and_given_back(client, wen):
    typed = urlencode(form_of(wen, name="Wen Li", theme=""))
    response = client.post(PAGE, typed, content_type=TYPED)

    taken = drafts.take(request_by(wen))
    assert response.headers["Location"] == "/accounts/login/?next=%2Fme%2F&away=1"
    assert taken.dict() == {"name": "Wen Li", "theme": ""}


def test_a_form_may_go_elsewhere_and_its_page_asks_for_that_path(client, wen):
    client.post("/me/", form_of(wen, "/me/", name="Wen Li"))

    page = request_by(wen, "/elsewhere/")
    assert drafts.take(page) is None
    assert drafts.take(page, path="/me/").dict() == {"name": "Wen Li"}


def test_the_mark_names_where_the_form_goes(wen):
    page = Context({"request": request_by(wen, "/elsewhere/")})

    mark = Template("{% load typed_text %}{% keep_typed '/me/' %}").render(page)

    assert drafts.token_for(wen, "/me/").split(":")[0] in mark


def test_typed_text_outlives_a_reload_until_the_page_is_saved(client, wen):
    client.post(PAGE, form_of(wen, name="Wen Li", theme=""))
    client.force_login(wen)

    first, again = client.get(PAGE).text, client.get(PAGE).text
    client.post(PAGE, {"name": "Wen Li, corrected", "theme": ""})

    assert 'value="Wen Li"' in first
    assert 'value="Wen Li"' in again
    assert KeptDraft.objects.count() == 0
    assert drafts.FLAG not in client.session


def test_page_asks_for_drafts_only_when_there_are_some(
    client, wen, django_assert_num_queries
):
    request = request_by(wen)

    with django_assert_num_queries(0):
        assert drafts.take(request) is None


def test_text_sent_the_usual_way_of_a_browser_is_kept(client, wen):
    client.post(
        PAGE,
        urlencode(form_of(wen, name="Wen & Li = 文")),
        content_type="application/x-www-form-urlencoded",
    )

    assert drafts.take(request_by(wen)).dict() == {"name": "Wen & Li = 文"}


def test_several_values_of_one_field_are_kept(client, wen):
    client.post(PAGE, form_of(wen) | {"kind": ["a", "b"]})

    assert drafts.take(request_by(wen)).getlist("kind") == ["a", "b"]


def test_kept_text_holds_neither_token_nor_csrf(client, wen):
    client.post(PAGE, form_of(wen, csrfmiddlewaretoken="x", name="Wen"))

    assert KeptDraft.objects.get().data == "name=Wen"


def test_kept_text_is_for_the_person_the_page_was_drawn_for(client, wen, bo):
    client.post(PAGE, form_of(wen, name="Wen Li"))

    assert drafts.take(request_by(bo)) is None
    assert drafts.take(request_by(wen)) is not None


def test_later_text_replaces_earlier_text(client, wen):
    client.post(PAGE, form_of(wen, name="First"))
    client.post(PAGE, form_of(wen, name="Second"))

    assert drafts.take(request_by(wen)).dict() == {"name": "Second"}


@pytest.mark.parametrize("mark", ["", "forged", "a:b:c"])
def test_stranger_cannot_leave_a_draft(client, wen, mark):
    response = client.post(PAGE, {drafts.FIELD: mark, "name": "x"})

    assert (response.status_code, KeptDraft.objects.count()) == (302, 0)


def test_mark_of_another_page_keeps_nothing(client, wen):
    client.post(PAGE, form_of(wen, "/other/", name="x"))

    assert KeptDraft.objects.count() == 0


def test_mark_older_than_a_week_keeps_nothing(client, wen):
    form = form_of(wen, name="x")

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        client.post(PAGE, form)

    assert KeptDraft.objects.count() == 0


def test_draft_older_than_a_week_is_not_shown(client, wen):
    client.post(PAGE, form_of(wen, name="x"))

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        taken = drafts.take(request_by(wen))

    assert taken is None


def test_page_of_a_person_who_is_gone_keeps_nothing(client, wen):
    form = form_of(wen, name="x")
    wen.delete()

    response = client.post(PAGE, form)

    assert (response.status_code, KeptDraft.objects.count()) == (302, 0)


def test_form_larger_than_a_page_is_not_kept(client, wen):
    response = client.post(PAGE, form_of(wen, name="x" * (drafts.MOST_BYTES + 1)))

    assert (response.status_code, KeptDraft.objects.count()) == (302, 0)


@pytest.mark.parametrize("name", ["\0", "é" * 10_000, "<b>&=%00+", "\u202e", "\ud7ff"])
def test_strange_text_is_kept_or_left_and_never_an_error(client, wen, name):
    response = client.post(PAGE, form_of(wen, name=name))

    assert response.status_code == 302
    taken = drafts.take(request_by(wen))
    assert taken is None or taken.dict() == {"name": name.replace("\0", "")}


def test_session_that_idled_out_keeps_what_was_typed(client, wen):
    client.force_login(wen)
    client.get(PAGE)
    form = form_of(wen, name="Typed before lunch")

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        response = client.post(PAGE, urlencode(form), content_type=TYPED)
        client.force_login(wen)
        page = client.get(PAGE).text

    assert response.headers["Location"] == "/accounts/login/?next=%2Fme%2F&away=1"
    assert 'value="Typed before lunch"' in page


def test_way_back_after_an_action_is_the_page_that_sent_it(client, db):
    where = reverse("portal:theme_set")

    response = client.post(
        where, headers={"referer": "http://testserver/folders/?page=2"}
    )

    assert response.headers["Location"] == (
        "/accounts/login/?next=%2Ffolders%2F%3Fpage%3D2"
    )


@pytest.mark.parametrize("referer", ["https://evil.example/x", "", "::not-an-address"])
def test_way_back_after_an_action_is_never_a_strange_page(client, db, referer):
    response = client.post(reverse("portal:theme_set"), headers={"referer": referer})

    assert response.headers["Location"] == "/accounts/login/"


def test_way_back_after_a_page_is_that_page_with_its_query(client, db):
    response = client.get("/me/?tab=2")

    assert response.headers["Location"] == "/accounts/login/?next=%2Fme%2F%3Ftab%3D2"


def test_failed_csrf_check_keeps_what_was_typed(wen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wen)

    response = client.post(PAGE, form_of(wen, name="Typed in an old tab"))

    assert response.status_code == 403
    assert 'value="Typed in an old tab"' in client.get(PAGE).text


# --- sessions end by themselves -------------------------------------------------------------


def is_signed_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("person", "minutes", "expected"),
    [("wen", 29, True), ("wen", 31, False), ("mei", 14, True), ("mei", 16, False)],
)
def test_session_ends_after_idle_minutes(client, request, person, minutes, expected):
    client.force_login(request.getfixturevalue(person))
    client.get(PAGE)

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        found = is_signed_in(client)

    assert found == expected


def test_session_that_is_used_ends_at_the_absolute_limit(client, wen, settings):
    settings.SESSION_ABSOLUTE_HOURS = 2
    client.force_login(wen)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get(PAGE)
        stays = []
        for _ in range(6):
            clock.shift(timedelta(minutes=25))
            stays.append(is_signed_in(client))

    assert stays == [True, True, True, True, False, False]


def test_session_of_a_closed_account_ends_at_once(client, wen):
    client.force_login(wen)
    assert is_signed_in(client)

    type(wen).objects.filter(pk=wen.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_page_views_within_a_minute_write_no_session(client, wen):
    client.force_login(wen)
    client.get(PAGE)
    before = client.session[LoginRequiredMiddleware.SEEN]

    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        client.get(PAGE)

    assert client.session[LoginRequiredMiddleware.SEEN] == before


def test_sign_out_tells_the_browser_to_forget(client, wen):
    client.force_login(wen)

    response = client.post("/accounts/logout/")
    page = client.get(PAGE)

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.status_code == 302


def test_session_that_ended_by_itself_leaves_unsaved_text_in_the_browser(client, wen):
    client.force_login(wen)
    client.get(PAGE)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        response = client.get(PAGE)

    assert response.headers["Clear-Site-Data"] == '"cache"'


def test_sign_out_by_get_only_asks(client, wen):
    client.force_login(wen)

    response = client.get("/accounts/logout/")

    assert (response.status_code, is_signed_in(client)) == (200, True)
