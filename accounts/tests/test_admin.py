"""People and the trail in the admin: managers open and close accounts, nobody edits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from accounts import audit
from accounts.models import MANAGERS, AuditEntry, OutgoingMail, User
from conftest import make_user

USERS = "/admin/accounts/user/"
TRAIL = "/admin/accounts/auditentry/"


@pytest.fixture
def manager(db) -> User:
    return make_user("manager", group=MANAGERS, is_staff=True)


@pytest.fixture
def chief(db) -> User:
    return User.objects.create_superuser("chief@example.org", "kettle-lamp-river-9")


@pytest.mark.parametrize(
    ("person", "status"),
    [("wen", 302), ("mei", 403), ("manager", 200), ("chief", 200)],
)
@pytest.mark.parametrize("path", [USERS, TRAIL, USERS + "add/"])
def test_only_managers_see_people_and_trail(client, request, person, status, path):
    client.force_login(request.getfixturevalue(person))

    assert client.get(path).status_code == status


def test_manager_opens_an_account_with_an_address_and_a_group(client, manager):
    client.force_login(manager)
    group = manager.groups.get()

    client.post(
        USERS + "add/",
        {
            "email": "new@example.org",
            "name": "New Person",
            "usable_password": "true",
            "password1": "kettle-lamp-river-9",
            "password2": "kettle-lamp-river-9",
        },
    )
    user = User.objects.get(email="new@example.org")
    data = {
        "email": user.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk],
        "language": "en",
        "time_zone": "UTC",
    }
    client.post(f"{USERS}{user.pk}/change/", data)

    user.refresh_from_db()
    assert (user.is_staff, user.group_names) == (True, frozenset({MANAGERS}))
    verbs = AuditEntry.objects.filter(thing_id=user.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["changed_account", "opened_account"]


def test_manager_can_neither_become_superuser_nor_change_one(client, manager, chief):
    client.force_login(manager)

    client.post(
        f"{USERS}{manager.pk}/change/",
        {
            "email": manager.email,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "language": "en",
            "time_zone": "UTC",
        },
    )
    change = client.post(f"{USERS}{chief.pk}/change/", {"email": "mine@example.org"})
    password = client.get(f"{USERS}{chief.pk}/password/")

    manager.refresh_from_db()
    assert manager.is_superuser is False
    assert (change.status_code, password.status_code) == (403, 403)


@pytest.mark.parametrize("who", ["manager", "chief"])
def test_nobody_sets_the_password_of_a_patient(client, request, wen, mei, who):
    """It would open the folder: here it is set for staff only, who have no other way in."""
    client.force_login(request.getfixturevalue(who))
    new = {"usable_password": "true"}
    new |= dict.fromkeys(["password1", "password2"], "kettle-lamp-river-9")

    answers = [
        client.post(f"{USERS}{person.pk}/password/", new).status_code
        for person in (wen, mei)
    ]

    wen.refresh_from_db()
    mei.refresh_from_db()
    assert answers == [403, 302]
    assert (wen.has_usable_password(), mei.has_usable_password()) == (False, True)
    assert "/password/" not in client.get(f"{USERS}{wen.pk}/change/").text


@pytest.mark.parametrize(
    ("who", "person", "moved"),
    [("manager", "wen", False), ("manager", "mei", True), ("chief", "wen", True)],
)
def test_manager_does_not_move_the_address_of_a_patient(
    client, request, who, person, moved
):
    """The codes that open the folder go there."""
    client.force_login(request.getfixturevalue(who))
    person = request.getfixturevalue(person)
    data = {"email": "mine@example.org", "is_active": "on"}
    data |= {"language": "en", "time_zone": "UTC", "name": "New Name"}

    client.post(f"{USERS}{person.pk}/change/", data)

    person.refresh_from_db()
    assert person.name == "New Name"
    assert (person.email == "mine@example.org") is moved


def test_manager_makes_no_patient_staff_to_set_their_password(client, manager, wen):
    """Nor on the way round: staff for a moment, whose password a manager sets."""
    User.objects.filter(pk=wen.pk).update(last_login=timezone.now())
    client.force_login(manager)
    data = {"email": wen.email, "is_active": "on", "is_staff": "on"}
    data |= {"language": "en", "time_zone": "UTC", "name": "Wen"}

    client.post(f"{USERS}{wen.pk}/change/", data)
    answer = client.post(f"{USERS}{wen.pk}/password/", {"usable_password": "true"})

    wen.refresh_from_db()
    assert (wen.is_staff, answer.status_code) == (False, 403)


def test_nobody_is_deleted_here(client, chief, wen):
    client.force_login(chief)

    response = client.post(f"{USERS}{wen.pk}/delete/", {"post": "yes"})

    assert (response.status_code, User.objects.filter(pk=wen.pk).exists()) == (
        403,
        True,
    )


def test_trail_cannot_be_written_even_by_a_superuser(client, chief, wen):
    entry = audit.note(by=wen, verb="viewed", obj=wen)
    client.force_login(chief)

    found = [
        client.get(TRAIL + "add/").status_code,
        client.post(f"{TRAIL}{entry.pk}/change/", {"verb": "x"}).status_code,
        client.post(f"{TRAIL}{entry.pk}/delete/", {"post": "yes"}).status_code,
        client.post(
            TRAIL, {"action": "delete_selected", "_selected_action": [entry.pk]}
        ).status_code,
    ]

    assert found == [403, 403, 403, 200]
    kept_out = AuditEntry.objects.filter(verb="kept_out").count()
    assert (list(audit.faults()), AuditEntry.objects.count()) == ([], 1 + kept_out)


MAIL = "/admin/accounts/outgoingmail/"


@pytest.fixture
def failed(db) -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind=OutgoingMail.Kind.INVITATION,
        to=["timur@example.org"],
        subject="Somebody asks",
        body="canary 424242",
        work="failed",
        error_code="ConnectionRefusedError",
        ended_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=3),
    )


@pytest.mark.parametrize(
    ("person", "status"),
    [("wen", 302), ("dr_roy", 302), ("mei", 200), ("manager", 200), ("chief", 200)],
)
def test_only_managers_and_coordinators_see_failed_mail(
    client, request, failed, person, status
):
    client.force_login(request.getfixturevalue(person))

    assert client.get(MAIL).status_code == status


def test_failed_mail_is_told_without_its_text_and_whole_address(client, mei, failed):
    client.force_login(mei)

    page = client.get(MAIL).text

    for words in ("Invitation", "t…@example.org", "ConnectionRefusedError", "Failed"):
        assert words in page
    for words in ("timur@", "canary", "424242"):
        assert words not in page


def test_list_of_failed_mail_speaks_chinese(client, mei, failed):
    mei.language = "zh-hans"
    mei.save()
    client.force_login(mei)

    page = client.get(MAIL).text

    wanted = ["未送达的邮件", "收件人", "状态", "原因", "邀请", "现在再试", "发送失败"]
    assert [words for words in wanted if words not in page] == []


def test_delivered_mail_and_mail_on_its_way_are_not_listed(client, mei):
    for more in ({"work": "done"}, {"work": "working", "attempts": 1}, {}):
        OutgoingMail.objects.create(to=["timur@example.org"], body="x", **more)
    OutgoingMail.objects.create(to=["late@example.org"], body="x", attempts=3)
    client.force_login(mei)

    page = client.get(MAIL).text

    assert ("t…@" in page, "l…@" in page, "Next try" in page) == (False, True, True)


def send_now(client, *rows: OutgoingMail) -> str:
    data = {"action": "send_now", "_selected_action": [row.pk for row in rows]}
    return client.post(MAIL, data, follow=True).text


@pytest.mark.parametrize("work", ["failed", "queued"])
def test_mail_is_tried_again_at_once(client, mei, failed, work):
    later = timezone.now() + timedelta(hours=6)
    OutgoingMail.objects.update(work=work, not_before=later, attempts=5)
    client.force_login(mei)

    page = send_now(client, failed)

    failed.refresh_from_db()
    assert "1 message is tried again now." in page
    assert (failed.work, failed.not_before <= timezone.now()) == ("queued", True)
    entry = AuditEntry.objects.get(verb="sent_mail_again")
    assert (entry.by, entry.thing_id) == (mei, str(failed.pk))


@pytest.mark.parametrize(
    "gone",
    [{"body": ""}, {"expires_at": timezone.now()}],
    ids=["wiped", "expired"],
)
def test_mail_that_has_ended_is_not_tried_again(client, mei, failed, gone):
    OutgoingMail.objects.update(**gone)
    client.force_login(mei)

    page = send_now(client, failed)

    failed.refresh_from_db()
    assert "1 message cannot be sent any more. Ask for a new one." in page
    assert "The code or link in it has ended" in page
    assert failed.work == "failed"


def test_mail_has_no_page_of_its_own_and_is_not_deleted(client, chief, failed):
    client.force_login(chief)

    pages = [f"{MAIL}{failed.pk}/{page}/" for page in ("change", "delete", "history")]
    found = [client.get(page).status_code for page in [MAIL + "add/", *pages]]
    client.post(MAIL, {"action": "delete_selected", "_selected_action": [failed.pk]})

    assert (found, OutgoingMail.objects.count()) == ([404] * 4, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_mail_costs_the_same_at_any_length(
    client, mei, failed, rows, django_assert_max_num_queries
):
    for _ in range(rows - 1):
        OutgoingMail.objects.create(to=["wen@example.org"], body="x", work="failed")
    client.force_login(mei)
    client.get(MAIL)

    with django_assert_max_num_queries(6):
        client.get(MAIL)


def test_tables_of_the_sign_in_library_are_not_in_the_admin():
    shown = {model._meta.label for model in admin.site._registry}

    assert {
        label for label in shown if label.startswith(("account.", "auth."))
    } == set()
    assert {label for label in shown if label.startswith("usersessions.")} == set()
