"""Coming in: by a mailed code or a password, with no hint about who has an account."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import people, tasks
from accounts.models import AuditEntry, OutgoingMail, User
from accounts.people import same_address

PASSWORD = "kettle-lamp-river-9"
NEW = "brand-new-words-7"

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture
def wen_with_password(wen) -> User:
    wen.set_password(PASSWORD)
    wen.save()
    return wen


@pytest.fixture
def mei_with_password(mei) -> User:
    mei.set_password(PASSWORD)
    mei.save()
    return mei


def ask_for_code(client: Client, email: str, **extra):
    return client.post(CODE, {"email": email}, **extra)


def mailed_code() -> str:
    return re.search(r"^ +(\d{6})$", mail.outbox[-1].body, re.M)[1]


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def who(client: Client) -> User:
    return get_user(client)


# --- by a mailed code -----------------------------------------------------------------


def test_code_typed_in_signs_the_person_in(client, wen):
    ask_for_code(client, wen.email)

    response = client.post(CONFIRM, {"code": mailed_code()})

    assert (response.status_code, who(client)) == (302, wen)


def test_code_typed_with_blanks_and_other_digits_works(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]} "})

    assert who(client) == wen


def test_code_for_a_new_address_opens_a_new_empty_account(client, db):
    ask_for_code(client, "New@Example.org", headers={"accept-language": "zh-hans"})

    client.post(CONFIRM, {"code": mailed_code()})

    user = who(client)
    assert (user.email, user.language, user.has_usable_password()) == (
        "new@example.org",
        "zh-hans",
        False,
    )


def test_code_typed_in_proves_the_address_and_a_wrong_one_does_not(client, db):
    ask_for_code(client, "new@example.org")
    address = EmailAddress.objects.get(email="new@example.org")
    code = mailed_code()

    client.post(CONFIRM, {"code": "000000" if code != "000000" else "111111"})
    before = EmailAddress.objects.get(pk=address.pk).verified
    client.post(CONFIRM, {"code": code})

    assert (before, EmailAddress.objects.get(pk=address.pk).verified) == (False, True)


def test_code_works_once(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code()
    client.post(CONFIRM, {"code": code})

    second = Client()
    second.post(CONFIRM, {"code": code})

    assert who(second).is_anonymous


def test_wrong_code_is_said_beside_the_field_with_422(client, wen):
    ask_for_code(client, wen.email)
    wrong = "000000" if mailed_code() != "000000" else "111111"

    response = client.post(CONFIRM, {"code": wrong})

    assert response.status_code == 422
    assert "This code is not the one we sent." in response.text


def test_third_wrong_code_ends_the_try(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(3):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": code})

    assert who(client).is_anonymous


def test_old_code_is_refused(client, wen):
    ask_for_code(client, wen.email)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(CONFIRM, {"code": mailed_code()})

    assert who(client).is_anonymous


def test_new_code_replaces_the_old_one(client, wen):
    ask_for_code(client, wen.email)
    old = mailed_code()

    client.post(CONFIRM, {"action": "resend"})

    new = mailed_code()
    client.post(CONFIRM, {"code": new})
    assert (len(mail.outbox), old == new, who(client)) == (2, False, wen)


def test_code_alone_never_opens_a_staff_account(client, mei):
    ask_for_code(client, mei.email)

    bodies = [message.body for message in mail.outbox]
    assert len(bodies) == 1
    assert re.search(r"^ +\d{6}$", bodies[0], re.M) is None
    assert "with your password only" in bodies[0]


def test_code_asked_for_before_becoming_staff_does_not_open_the_account(client, wen):
    ask_for_code(client, wen.email)
    User.objects.filter(pk=wen.pk).update(is_staff=True)

    client.post(CONFIRM, {"code": mailed_code()})

    assert who(client).is_anonymous


def test_closed_account_gets_no_code_and_no_second_account(client, wen):
    User.objects.filter(pk=wen.pk).update(is_active=False)

    response = ask_for_code(client, wen.email)

    assert (response.status_code, mail.outbox, User.objects.count()) == (302, [], 1)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x" * 10_000 + "@example.org", "a\0b@example.org"]
)
def test_address_that_cannot_be_one_is_said_and_kept(client, db, email):
    response = ask_for_code(client, email)

    assert response.status_code == 422
    assert 'id="id_email_error"' in response.text
    assert User.objects.count() == 0


# --- by password ------------------------------------------------------------------------


def test_password_signs_in_a_patient_and_a_coordinator(
    client, wen_with_password, mei_with_password
):
    other = Client()

    sign_in(client, "Wen@Example.org ")
    sign_in(other, "mei@example.org")

    assert (who(client), who(other)) == (wen_with_password, mei_with_password)


def test_wrong_password_is_said_with_422_and_never_shown_again(
    client, wen_with_password
):
    response = sign_in(client, "wen@example.org", "canary-password")

    assert response.status_code == 422
    assert "The address or the password is not right." in response.text
    assert "canary-password" not in response.text


def test_every_sign_in_is_in_the_audit_trail(client, wen_with_password):
    sign_in(client, "wen@example.org")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.facts) == (
        "signed_in",
        wen_with_password,
        {"method": "password"},
    )


def test_session_gets_a_new_id_at_sign_in(client, wen_with_password):
    session = client.session
    session["mark"] = "before"
    session.save()
    before = session.session_key

    sign_in(client, "wen@example.org")

    assert client.session.session_key != before


# --- guessing -----------------------------------------------------------------------------


def failures_until_refused(client, spell=lambda n: "wen@example.org", **extra):
    for n in range(12):
        headers = {"x-forwarded-for": f"203.0.113.{n}", **extra}
        response = sign_in(client, spell(n), "wrong", headers=headers)
        if "Wait 10 minutes" in response.text or response.status_code == 429:
            return n
    return None


def test_five_wrong_passwords_stop_guessing(client, wen_with_password):
    assert failures_until_refused(client) == 5


def test_right_password_after_five_wrong_ones_is_refused_for_a_while(
    client, wen_with_password
):
    failures_until_refused(client)

    now = sign_in(client, "wen@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        later = sign_in(client, "wen@example.org")

    assert (now.status_code, later.status_code) == (422, 302)


def test_code_still_opens_an_account_that_a_stranger_locked(client, wen_with_password):
    failures_until_refused(Client())

    ask_for_code(client, "wen@example.org")
    client.post(CONFIRM, {"code": mailed_code()})

    assert who(client) == wen_with_password


SPELLINGS = [
    lambda n: ["wen", "WEN", "Wen", "wEn", "weN", "WeN"][n % 6] + "@example.org",
    lambda n: " " * n + "wen@example.org",
    lambda n: ["wen", "wén", "wèn", "wên", "wẽn", "wēn"][n % 6] + "@example.org",
    lambda n: (
        ["wen", "ｗen", "wｅn", "weｎ", "ｗｅn", "ｗｅｎ"][n % 6] + "@example.org"
    ),
]


@pytest.mark.parametrize("spell", SPELLINGS)
def test_spelling_of_the_address_does_not_raise_the_limit(wen_with_password, spell):
    answers = [sign_in(Client(), spell(n), "wrong").text for n in range(12)]

    guesses = ["the password is not right" in text for text in answers]
    assert 0 < sum(guesses) <= 5


def test_same_address_knows_all_spellings():
    spellings = {" WEN@Example.org", "wén@example.org", "ｗen@example.org"}

    assert {same_address(text) for text in spellings} == {"wen@example.org"}


def test_many_accounts_from_one_place_are_slowed_despite_invented_addresses(client, db):
    refused = failures_until_refused(client, lambda n: f"person{n}@example.org")

    assert refused == 10


def test_codes_for_one_address_are_limited(client, wen):
    for _ in range(3):
        ask_for_code(client, wen.email)

    response = ask_for_code(client, wen.email)

    assert (response.status_code, len(mail.outbox)) == (422, 3)
    assert "Wait 10 minutes" in response.text


def test_forwarded_address_counts_only_behind_a_trusted_proxy(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    refused = failures_until_refused(client, lambda n: f"person{n}@example.org")

    assert refused is None


# --- who has an account? ----------------------------------------------------------------


def without_marks(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"[a-z_0-9]+@example\.org", "ADDRESS", text)


def answer(path: str, data: dict[str, str]) -> tuple:
    client = Client()
    first = client.post(path, data)
    there = first.get("Location", "")
    then = client.get(there).text if there else ""
    cookies = sorted(client.cookies)
    return first.status_code, there, cookies, without_marks(first.text + then)


@pytest.mark.parametrize(
    ("path", "field", "extra"),
    [
        (CODE, "email", {}),
        ("/accounts/signup/", "email", {}),
        ("/accounts/password/reset/", "email", {}),
        (LOGIN, "login", {"password": "wrong-password"}),
    ],
)
def test_known_unknown_staff_and_closed_addresses_get_one_answer(
    wen_with_password, mei_with_password, bo, path, field, extra
):
    User.objects.filter(pk=bo.pk).update(is_active=False)

    answers = [
        answer(path, {field: f"{name}@example.org", **extra})
        for name in ("wen", "nobody", "mei", "bo")
    ]

    assert answers[1:] == answers[:1] * 3


class CountingHasher(MD5PasswordHasher):
    """Quick, and counts how often a password was hashed: that is what takes the time."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes_are_counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.parametrize(
    ("path", "field", "extra"),
    [
        (CODE, "email", {}),
        ("/accounts/password/reset/", "email", {}),
        (LOGIN, "login", {"password": "wrong-password"}),
    ],
)
def test_speed_does_not_tell_who_has_an_account(
    db, hashes_are_counted, path, field, extra
):
    tries = 15
    for n in range(tries):
        password = PASSWORD if n % 2 else None  # half of them never set one
        User.objects.create_user(f"known{n}@example.org", password)
    times: dict[str, list[float]] = {"known": [], "nobody": []}
    hashed: dict[str, list[int]] = {"known": [], "nobody": []}
    answer(path, {field: "warm@example.org", **extra})

    for n in range(tries):
        for name in times:
            before = CountingHasher.hashed
            start = time.thread_time()  # of this thread: other work does not count
            Client().post(path, {field: f"{name}{n}@example.org", **extra})
            times[name].append(time.thread_time() - start)
            hashed[name].append(CountingHasher.hashed - before)

    known, nobody = (statistics.median(values) for values in times.values())
    assert hashed["known"] == hashed["nobody"]
    assert abs(known - nobody) < 0.02


# --- a new password ---------------------------------------------------------------------


def reset_link(email: str, **extra) -> str:
    Client().post("/accounts/password/reset/", {"email": email}, **extra)
    link = re.search(r"https?://\S+", mail.outbox[-1].body)[0]
    return link


def follow(client: Client, link: str, password: str = NEW):
    path = link.split("localhost:8000")[1]
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else path
    return client.post(where, {"password1": password, "password2": password})


def test_reset_link_sets_a_new_password_once(client, wen_with_password):
    link = reset_link("wen@example.org")

    follow(client, link)
    second = follow(Client(), link, "another-password-1")

    wen_with_password.refresh_from_db()
    assert wen_with_password.check_password(NEW)
    assert "This link has ended" in second.text


def test_reset_ends_every_session_and_signs_nobody_in(client, wen_with_password):
    elsewhere = Client()
    sign_in(elsewhere, "wen@example.org")

    follow(client, reset_link("wen@example.org"))

    assert (who(elsewhere).is_anonymous, who(client).is_anonymous) == (True, True)
    assert people.sessions_of(wen_with_password) == []


def test_reset_link_ends_after_an_hour(client, wen_with_password):
    link = reset_link("wen@example.org")

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = follow(client, link)

    assert "This link has ended" in response.text


def test_reset_link_dies_when_the_address_changes(client, wen_with_password):
    link = reset_link("wen@example.org")
    User.objects.filter(pk=wen_with_password.pk).update(email="new@example.org")

    response = follow(client, link)

    assert "This link has ended" in response.text


def test_reset_link_does_not_follow_the_host_header(wen_with_password, settings):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]

    link = reset_link("wen@example.org", headers={"host": "evil.example"})

    assert link.startswith("http://localhost:8000/accounts/password/reset/key/")


def test_reset_sends_no_link_to_staff(mei_with_password):
    Client().post("/accounts/password/reset/", {"email": "mei@example.org"})

    (message,) = mail.outbox
    assert "password/reset/key" not in message.body
    assert "only a manager of the service can set one" in message.body


def test_changed_password_ends_the_other_sessions_and_keeps_this_one(
    client, wen_with_password
):
    elsewhere = Client()
    sign_in(elsewhere, "wen@example.org")
    sign_in(client, "wen@example.org")

    client.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": NEW,
            "password2": NEW,
        },
    )

    assert who(elsewhere).is_anonymous
    assert who(client) == wen_with_password


@pytest.mark.parametrize("password", ["short", "password123", "", "wen@example.org"])
def test_weak_password_is_refused_beside_the_field(client, wen, password):
    client.force_login(wen)

    response = client.post(
        "/accounts/password/set/", {"password1": password, "password2": password}
    )

    wen.refresh_from_db()
    assert (response.status_code, wen.has_usable_password()) == (422, False)


# --- one front door -----------------------------------------------------------------------


def test_admin_has_no_sign_in_of_its_own(client, db):
    response = client.get("/admin/login/?next=/admin/")

    assert response.headers["Location"].startswith("/accounts/login/?next=")


def test_exactly_one_address_asks_for_a_password():
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]

    assert [name for name in names if name.endswith("login")] == ["account_login"]


def test_remote_user_and_basic_auth_headers_sign_nobody_in(client, wen_with_password):
    response = client.get(
        reverse("accounts:person_edit"),
        headers={
            "remote-user": "wen@example.org",
            "x-remote-user": "wen@example.org",
            "authorization": "Basic d2VuQGV4YW1wbGUub3JnOmtldHRsZQ==",
        },
    )

    assert response.status_code == 302


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\thttps://evil.example",
    ],
)
def test_next_page_is_always_ours(client, wen_with_password, there):
    response = client.post(
        LOGIN, {"login": "wen@example.org", "password": PASSWORD, "next": there}
    )

    assert response.headers["Location"] == "/folders/"


def test_next_page_is_kept_through_the_code(client, wen):
    first = client.post(CODE, {"email": wen.email, "next": "/me/"})
    page = client.get(first.headers["Location"])

    response = client.post(CONFIRM, {"code": mailed_code(), "next": "/me/"})

    assert 'name="next" value="/me/"' in page.text
    assert response.headers["Location"] == "/me/"


# --- pages and what they leave behind -------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        LOGIN,
        LOGIN + "?with=password",
        LOGIN + "?away=1",
        CODE,
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/key/1-abc/",
    ],
)
def test_open_page_has_one_heading_and_no_inline_script_or_style(client, db, path):
    text = client.get(path).text

    assert text.count("<h1>") == 1
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", text) == []


def test_signed_out_page_says_that_typed_text_is_kept(client, db):
    response = client.get(LOGIN + "?away=1")

    assert "You were away for a while, so we signed you out." in response.text


def test_logs_of_signing_in_hold_no_address_code_or_password(
    client, wen_with_password, caplog, settings
):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
    ask_for_code(client, "wen@example.org")
    for row in OutgoingMail.objects.all():
        tasks.send_mail(row.pk)
    code = mailed_code()
    client.post(CONFIRM, {"code": "000001"})
    client.post(CONFIRM, {"code": code})
    failures_until_refused(Client())
    Client().post("/accounts/password/reset/", {"email": "wen@example.org"})

    written = caplog.text + "".join(str(r.__dict__) for r in caplog.records)
    found = [word for word in ("wen@", code, PASSWORD) if word in written]
    assert found == []
    assert "sign-in refused" in written


def test_mails_say_nothing_about_health(client, wen_with_password, mei_with_password):
    ask_for_code(client, "wen@example.org")
    ask_for_code(client, "mei@example.org")
    reset_link("wen@example.org")
    follow(client, re.search(r"http\S+", mail.outbox[-1].body)[0])

    words = " ".join(m.subject + m.body for m in mail.outbox).lower()
    clinical = r"cancer|tumou?r|oncolog|diagnos|opinion|patient|doctor|hospital|health"
    assert (len(mail.outbox), re.findall(clinical, words)) == (4, [])


def test_tidy_removes_accounts_whose_code_was_never_typed_in(client, wen, mei):
    ask_for_code(Client(), "never@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        ask_for_code(Client(), "fresh@example.org")
        wen.last_login = timezone.now()
        wen.save()

        tasks.tidy()

    left = sorted(User.objects.values_list("email", flat=True))
    assert left == ["fresh@example.org", "mei@example.org", "wen@example.org"]
