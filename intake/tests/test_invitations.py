"""Invitations: one address, one use, an end, and nothing for anybody else (SECURITY: S7)."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.models import AuditEntry, OutgoingMail
from conftest import at_once, make_user, signed_in
from intake import people
from intake.models import CaseMember, Invitation, Scope
from intake.services import open_case_for_other

INVITED = "timur@example.org"
TICKED = {
    "email": INVITED,
    "relationship": "child",
    "scopes": ["may_see", "may_upload"],
}


@pytest.fixture(autouse=True)
def _real_outbox(settings):
    """Mail becomes rows, as in production; pytest-django would keep it in memory."""
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


def list_url(case) -> str:
    return reverse("intake:people_list", args=[case.pk])


def url_of(token: str) -> str:
    return reverse("intake:invitation_answer", args=[token])


def token_in(text: str) -> str:
    return re.search(r"/invitations/([\w-]+)/", text)[1]


def invited_person(email=INVITED, *, verified=True):
    user = make_user(email.partition("@")[0])
    user.emailaddress_set.create(email=email, verified=verified, primary=True)
    return user


@pytest.fixture
def timur(db):
    return invited_person()


@pytest.fixture
def token(case, wen) -> str:
    """Wen's invitation to Timur, as its mail carries it."""
    people.invite(
        case,
        by=wen,
        email=INVITED,
        relationship="child",
        scopes={"may_see": True, "may_upload": True},
    )
    waiting = OutgoingMail.objects.latest("pk").body  # wiped once it is delivered
    return token_in(waiting or mail.outbox[-1].body)


# --- inviting --------------------------------------------------------------------------


def test_invite_makes_an_open_invitation_with_the_rights_that_were_ticked(
    client, wen, case
):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED, follow=True)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == (INVITED, wen)
    assert invitation.scopes == [Scope.SEE, Scope.UPLOAD]
    assert "This person sees nothing before saying yes." in response.text
    assert CaseMember.objects.filter(case=case).count() == 1


def test_invite_ticks_nothing_beforehand(client, wen, case):
    client.force_login(wen)

    response = client.get(list_url(case))

    assert " checked" not in response.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Enter the e-mail address of the person"),
        ({"email": "timur"}, "Write an address like name@example.org"),
        ({"email": "a\0b"}, "Write an address like name@example.org"),
        ({"email": "x" * 10_000 + "@example.org"}, "This address is too long"),
        ({"email": "WEN@example.org"}, "This is your own address"),
        ({"email": "ana@example.org"}, "This person is in the folder already"),
        ({"relationship": ""}, "Choose who this person is to you"),
        ({"relationship": "boss"}, "Choose from the list"),
        ({"scopes": []}, "Choose at least 1 thing this person may do"),
        (
            {"until_day": "1", "until_month": "2", "until_year": "2001"},
            "Choose a date from today on",
        ),
        ({"until_year": "0001"}, "Enter a year from"),
        ({"until_year": "٢٠٢٩"}, "Choose the month"),
        ({"lasts": "date"}, "Enter the last day, or choose “Until I end it”"),
    ],
)
def test_invite_says_what_to_do_and_sends_nothing(
    client, wen, ana, case, change, words
):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | change)

    assert response.status_code == 422
    assert words in response.text
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_invite_with_an_error_never_says_that_anything_was_saved(client, wen, case):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | {"relationship": ""})

    assert response.status_code == 422
    assert "Everything else is saved" not in response.text


def test_invite_keeps_what_was_typed_beside_an_error(client, wen, case):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | {"relationship": ""})

    assert f'value="{INVITED}"' in response.text
    assert response.text.count(" checked") == 2


def test_invite_keeps_what_was_typed_while_signed_out(client, wen, case):
    mark = drafts.token_for(wen, list_url(case))
    client.post(list_url(case), TICKED | {drafts.FIELD: mark})
    client.force_login(wen)

    response = client.get(list_url(case))

    assert f'value="{INVITED}"' in response.text
    assert Invitation.objects.count() == 0


def test_invite_by_a_caregiver_is_refused(client, ana, case):
    client.force_login(ana)

    response = client.post(list_url(case), TICKED)

    assert (response.status_code, Invitation.objects.count()) == (403, 0)


def test_invite_into_a_strangers_folder_is_not_found(client, bo, case):
    client.force_login(bo)

    response = client.post(list_url(case), TICKED)

    assert (response.status_code, Invitation.objects.count()) == (404, 0)


def test_invite_again_ends_the_older_link(client, wen, case, token):
    people.invite(case, by=wen, email=INVITED.upper(), scopes={"may_see": True})

    response = client.get(url_of(token))

    assert response.status_code == 404
    assert len(list(people._open(case))) == 1


def test_invite_more_than_a_folder_needs_waits_until_tomorrow(client, wen, case):
    for number in range(people.MOST_A_DAY):
        people.invite(case, by=wen, email=f"p{number}@example.org")
    client.force_login(wen)

    today = client.post(list_url(case), TICKED)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = Client()
        later.force_login(wen)
        tomorrow = later.post(list_url(case), TICKED)

    assert (today.status_code, tomorrow.status_code) == (422, 302)
    assert "That is enough for today. Invite more people tomorrow" in today.text
    assert Invitation.objects.count() == people.MOST_A_DAY + 1


def test_invitation_end_cancels_once(client, wen, case, token):
    client.force_login(wen)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    first = client.post(url, {"do": "cancel"}, follow=True)
    second = client.post(url, {"do": "cancel"}, follow=True)

    assert "The invitation is cancelled." in first.text
    assert "This invitation has ended already." in second.text
    assert AuditEntry.objects.filter(verb="cancelled").count() == 1
    assert client.get(url_of(token)).status_code == 404


def test_invitation_end_can_send_a_new_link_with_the_same_rights(
    client, wen, case, token
):
    client.force_login(wen)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    client.post(url, {"do": "again"})

    new = people.find(token_in(OutgoingMail.objects.latest("pk").body))
    assert people.find(token) is None
    assert (new.email, new.scopes) == (INVITED, invitation.scopes)


def test_invitation_end_too_often_says_so(client, wen, case, token):
    for number in range(people.MOST_A_DAY - 1):
        people.invite(case, by=wen, email=f"p{number}@example.org")
    client.force_login(wen)
    invitation = Invitation.objects.get(email=INVITED)
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    response = client.post(url, {"do": "again"}, follow=True)

    assert "That is enough for today. Invite more people tomorrow" in response.text
    assert people.find(token) == invitation


def test_invitation_end_of_another_folder_changes_nothing(
    client, bo, bos_case, case, token
):
    client.force_login(bo)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[bos_case.pk, invitation.pk])

    client.post(url, {"do": "cancel"})

    assert people.find(token) == invitation


# --- the secret ------------------------------------------------------------------------


def test_the_token_is_long_and_only_its_hash_is_stored(token):
    invitation = Invitation.objects.get()

    assert len(token) >= 43  # 256 bits
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Invitation.objects.values().get())


def test_the_token_is_in_no_table_once_the_mail_is_sent(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        people.invite(case, by=wen, email=INVITED)
    token = token_in(mail.outbox[0].body)

    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            held += [table for row in cursor.fetchall() if token in str(row)]
    assert held == []


def test_the_mail_names_no_person_no_illness_and_no_folder(case, token):
    sent = OutgoingMail.objects.latest("pk")

    text = sent.subject + sent.body
    words = [
        "Wen",
        "Timur",
        "cancer",
        "health",
        "patient",
        case.reference,
        str(case.pk),
    ]
    assert [word for word in words if word in text] == []
    assert token not in sent.subject
    assert sent.to == [INVITED]


def test_the_token_reaches_neither_log_nor_audit(client, case, wen, token, caplog):
    with caplog.at_level(0):
        client.get(url_of(token))
        client.post(url_of(token), {"answer": "no"})
        client.get(url_of(token))

    told = " ".join(record.getMessage() for record in caplog.records)
    assert token not in told.replace(f"GET {url_of(token)}", "GET {token}")
    assert token not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("known", [True, False])
def test_the_page_sends_its_address_to_nobody(client, token, known):
    response = client.get(url_of(token if known else "no-such-token"))

    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


# --- answering -------------------------------------------------------------------------


def test_the_page_says_what_it_would_mean_and_nothing_about_health(client, case, token):
    response = client.get(url_of(token))

    assert response.context["may"] == [Scope.SEE, Scope.UPLOAD]
    assert "Wen asks for your help" in response.text
    assert "It is all right to say no." in response.text
    leaks = [INVITED, str(case.pk), case.reference, "Wen Li"]
    assert [leak for leak in leaks if leak in response.text] == []


def test_get_answers_nothing(client, timur, token):
    client.force_login(timur)

    client.get(url_of(token))

    assert Invitation.objects.get().is_open
    assert not timur.memberships.exists()


def test_yes_makes_a_member_with_exactly_the_rights_offered(client, timur, case, token):
    client.force_login(timur)

    response = client.post(url_of(token), {"answer": "yes"})

    member = timur.memberships.get()
    assert response["Location"] == reverse("portal:folder_detail", args=[case.pk])
    assert (member.role, member.basis, member.relationship) == (
        CaseMember.Role.CAREGIVER,
        CaseMember.Basis.CONSENT,
        "child",
    )
    assert member.scopes == [Scope.SEE, Scope.UPLOAD]


def test_yes_takes_the_last_day_along(client, wen, timur, case):
    day = timezone.localdate() + timedelta(days=90)
    people.invite(case, by=wen, email=INVITED, access_until=day)
    client.force_login(timur)

    client.post(
        url_of(token_in(OutgoingMail.objects.latest("pk").body)), {"answer": "yes"}
    )

    assert timur.memberships.get().expires_on == day


def test_yes_signed_out_leads_to_signing_in_and_back(client, token):
    response = client.post(url_of(token), {"answer": "yes"})

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login") + "?next=%2Finv")
    assert Invitation.objects.get().is_open


def test_newcomer_signs_up_by_code_and_says_yes(client, case, token):
    """The whole way of somebody who never was here: mail, code, yes."""
    client.post(reverse("account_signup"), {"email": INVITED})
    sent = OutgoingMail.objects.latest("pk").body or mail.outbox[-1].body
    code = re.search(r"^ +(\d{6})$", sent, re.M)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})

    response = client.post(url_of(token), {"answer": "yes"})

    assert response.status_code == 302
    assert case.members.filter(user__email=INVITED, left_at=None).count() == 1


def test_yes_twice_is_once(client, timur, case, token):
    client.force_login(timur)

    answers = [client.post(url_of(token), {"answer": "yes"}) for _ in range(2)]

    folder = reverse("portal:folder_detail", args=[case.pk])
    assert [answer["Location"] for answer in answers] == [folder, folder]
    assert timur.memberships.count() == 1
    assert AuditEntry.objects.filter(verb="joined").count() == 1


@pytest.mark.parametrize("email", ["boris@example.org", "timur2@example.org"])
def test_yes_from_another_address_is_refused(client, token, email):
    other = invited_person(email)
    client.force_login(other)

    response = client.post(url_of(token), {"answer": "yes"})

    assert response.status_code == 409
    assert "You are signed in with another address" in response.text
    assert not other.memberships.exists()
    assert Invitation.objects.get().is_open


def test_yes_from_an_address_that_is_not_confirmed_is_refused(client, token):
    claiming = invited_person(verified=False)
    client.force_login(claiming)

    response = client.post(url_of(token), {"answer": "yes"})

    assert (response.status_code, claiming.memberships.count()) == (409, 0)


def test_no_needs_no_account_and_counts_once(client, token):
    first = client.post(url_of(token), {"answer": "no"})
    second = client.post(url_of(token), {"answer": "no"})

    assert (first.status_code, second.status_code) == (200, 404)
    assert Invitation.objects.get().declined_at is not None
    assert AuditEntry.objects.filter(verb="declined").count() == 1


def test_an_answer_that_is_neither_changes_nothing(client, timur, token):
    client.force_login(timur)

    response = client.post(url_of(token), {"answer": "perhaps"})

    assert response.status_code == 422
    assert Invitation.objects.get().is_open


def bare(response, token: str) -> tuple[int, str]:
    """The answer without what must differ: the CSRF token, and the address itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    return response.status_code, text.replace(token, "TOKEN")


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_cancelled_and_unknown_links_look_the_same(
    wen, case, timur, method
):
    def link(name):
        people.invite(case, by=wen, email=f"{name}@example.org")
        return token_in(OutgoingMail.objects.latest("pk").body)

    tokens = {name: link(name) for name in ("used", "old", "cancelled", "declined")}
    now = timezone.now()
    of = Invitation.objects.filter
    of(email="used@example.org").update(accepted_at=now)
    of(email="old@example.org").update(expires_at=now - timedelta(seconds=1))
    of(email="cancelled@example.org").update(cancelled_at=now)
    of(email="declined@example.org").update(declined_at=now)
    tokens |= {"unknown": "A" * 43, "odd": "x%00é"}

    client = Client()
    client.force_login(timur)
    answers = {
        bare(getattr(client, method)(f"/invitations/{t}/", {"answer": "yes"}), t)
        for t in list(tokens.values())[:5]
    }
    odd = client.get("/invitations/x%00%C3%A9/")

    assert len(answers) == 1
    assert next(iter(answers))[0] == odd.status_code == 404


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_mail_and_page_name_the_same_last_day(client, wen, timur, case, zone):
    wen.time_zone, timur.time_zone = zone, "Asia/Shanghai"
    wen.save()
    timur.save()
    client.force_login(wen)
    with time_machine.travel("2026-11-23T20:00:00Z", tick=False):
        client.post(list_url(case), TICKED)
        body = OutgoingMail.objects.latest("pk").body or mail.outbox[-1].body
        client.force_login(timur)
        page = client.get(url_of(token_in(body))).text

    day = re.search(r"until (\d+ \w+ \d{4})", body)[1]
    assert f"until {day}" in page


def test_the_link_works_until_its_last_moment(client, settings, token):
    end = Invitation.objects.get().expires_at

    with time_machine.travel(end - timedelta(minutes=1), tick=False):
        before = client.get(url_of(token)).status_code
    with time_machine.travel(end + timedelta(minutes=1), tick=False):
        after = client.get(url_of(token)).status_code

    assert (before, after) == (200, 404)


def test_the_link_ends_between_looking_and_saying_yes(timur, case, token):
    invitation = people.find(token)
    Invitation.objects.update(cancelled_at=timezone.now())

    with pytest.raises(people.NotYoursError):
        people.accept(invitation, by=timur)

    assert not timur.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_yes_from_two_windows_at_once_makes_one_member(wen, case, timur, token):
    windows = [signed_in(timur), signed_in(timur)]

    answers = at_once(
        *(partial(window.post, url_of(token), {"answer": "yes"}) for window in windows)
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert CaseMember.objects.filter(case=case, user=timur).count() == 1


# --- the patient is invited ------------------------------------------------------------


@pytest.fixture
def begun(ana):
    """A folder that Ana began for somebody else, with their consent."""
    return open_case_for_other(
        by=ana, relationship="child", basis="consent", full_name="Li Na"
    )


def patient_url(case) -> str:
    return reverse("intake:patient_invite", args=[case.pk])


def test_patient_invite_makes_the_folder_the_patients_own(client, ana, begun):
    li_na = invited_person("li@example.org")
    client.force_login(ana)
    client.post(patient_url(begun), {"email": "li@example.org"})

    client.force_login(li_na)
    token = token_in(OutgoingMail.objects.latest("pk").body)
    page = client.get(url_of(token))
    client.post(url_of(token), {"answer": "yes"})

    member = li_na.memberships.get()
    assert "Yes, it is my folder" in page.text
    assert (member.role, member.may("may_send")) == (CaseMember.Role.PATIENT, True)
    client.post(list_url(begun), TICKED)
    assert Invitation.objects.filter(role=CaseMember.Role.CAREGIVER).count() == 1


def test_patient_invite_shows_the_error_beside_the_address(client, ana, begun):
    client.force_login(ana)

    empty = client.post(patient_url(begun), {"email": ""})
    own = client.post(patient_url(begun), {"email": ana.email})

    assert (empty.status_code, own.status_code) == (422, 422)
    assert "Enter the e-mail address of the patient" in empty.text
    assert "This is your own address" in own.text
    assert Invitation.objects.count() == 0


def test_patient_invite_a_second_time_ends_the_first(client, ana, begun):
    client.force_login(ana)

    for name in ("li", "other"):
        client.post(patient_url(begun), {"email": f"{name}@example.org"})

    assert [i.email for i in people._open(begun)] == ["other@example.org"]


def test_patient_invite_into_a_folder_with_a_patient_is_not_found(client, ana, case):
    client.force_login(ana)

    response = client.post(patient_url(case), {"email": "x@example.org"})

    assert (response.status_code, Invitation.objects.count()) == (404, 0)


def test_patient_invite_too_often_says_so(client, ana, begun):
    for number in range(people.MOST_A_DAY):
        people.invite(begun, by=ana, email=f"p{number}@example.org")
    client.force_login(ana)

    response = client.post(patient_url(begun), {"email": "li@example.org"})

    assert response.status_code == 422
    assert "That is enough for today. Invite more people tomorrow" in response.text


def test_a_folder_never_gets_a_second_patient(ana, begun):
    first, second = invited_person("li@example.org"), invited_person("lo@example.org")
    role = CaseMember.Role.PATIENT
    one = people.invite(begun, by=ana, email="li@example.org", role=role)
    two = people.invite(begun, by=ana, email="lo@example.org", role=role)
    Invitation.objects.update(cancelled_at=None)
    people.accept(one, by=first)

    with pytest.raises(people.NotYoursError):
        people.accept(two, by=second)

    assert begun.members.filter(role=role).count() == 1
