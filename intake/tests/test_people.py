"""Who is in a folder, what each may do, and how access ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts import audit, drafts
from accounts.models import AuditEntry
from conftest import make_user
from intake import access, people, trail
from intake.models import CaseMember, Diagnosis, Invitation, Medicine, Scope
from intake.services import open_case_for_other
from intake.tests.filling import sent_by, step_url
from records.models import Record

CASE_PAGES = [
    "portal:folder_detail",
    "intake:people_list",
    "intake:consent_list",
    "records:record_list",
    "records:checklist_list",
    "consultations:question_list",
    "consultations:request_check",
    "consultations:request_send",
]


def people_url(case) -> str:
    return reverse("intake:people_list", args=[case.pk])


def helper(case, name="uma", **scopes) -> CaseMember:
    """A caregiver by consent with these rights and no others."""
    return CaseMember.objects.create(
        case=case,
        user=make_user(name),
        role=CaseMember.Role.CAREGIVER,
        relationship=CaseMember.Relationship.FRIEND,
        basis=CaseMember.Basis.CONSENT,
        **scopes,
    )


def membership(case, user) -> CaseMember:
    return CaseMember.objects.get(case=case, user=user)


# --- who helps -------------------------------------------------------------------------


def test_people_list_shows_each_caregiver_and_what_they_may_do(client, wen, ana, case):
    client.force_login(wen)

    response = client.get(people_url(case))

    assert [m.user for m in response.context["caregivers"]] == [ana]
    assert "Add records · Write questions" in response.text
    assert "Send the folder</dd>" not in response.text


def test_people_list_without_caregivers_says_that_nobody_is_needed(client, wen, case):
    client.force_login(wen)

    response = client.get(people_url(case))

    assert "Nobody helps you here yet. You can do all of it alone." in response.text


def test_people_list_shows_a_caregiver_no_button_but_to_stop(client, ana, case):
    helper(case, "dan", may_see=True)
    client.force_login(ana)

    text = client.get(people_url(case)).text

    own = reverse("intake:caregiver_end", args=[case.pk, membership(case, ana).pk])
    assert text.count("/end/") == text.count(own) == 1
    assert "Send the invitation" not in text
    assert "dan@example.org" not in text


def test_who_looked_names_the_record_of_a_file(client, case, wen, ana):
    audit.note(by=ana, verb="viewed", obj=case, case_id=case.pk)
    entry = AuditEntry.objects.latest("pk")
    entry.thing, entry.facts = "records.file", {"record": 3}

    assert str(trail.in_words(entry).thing) == "a file of record 3"


def test_people_list_tells_who_looked_only_to_those_who_may_see(client, case, wen):
    uma = helper(case, may_upload=True)
    AuditEntry.objects.all().delete()
    people.change_access(uma, scopes={"may_upload": True}, expires_on=None, by=wen)

    client.force_login(wen)
    seen = client.get(people_url(case)).context["looked"]
    client.force_login(uma.user)
    hidden = client.get(people_url(case)).context["looked"]

    assert [(line.who, str(line.verb)) for line in seen] == [("Wen", "changed")]
    assert hidden == []


def test_people_list_names_those_whose_access_ended(client, wen, ana, case):
    people.end_access(membership(case, ana), by=wen)
    client.force_login(wen)

    response = client.get(people_url(case))

    assert [m.user for m in response.context["ended"]] == [ana]
    assert "What they added is still here, with the name." in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_people_list_costs_the_same_for_any_number(
    client, wen, case, count, django_assert_num_queries
):
    for number in range(count):
        member = helper(case, f"h{number}", may_see=True)
        people.invite(case, by=wen, email=f"i{number}@example.org")
        people.end_access(helper(case, f"e{number}", may_see=True), by=wen)
        assert member.is_caregiver
    client.force_login(wen)
    client.get(people_url(case))

    with django_assert_num_queries(7):
        client.get(people_url(case))


def test_people_list_is_not_found_by_a_stranger(client, bo, ana, case):
    client.force_login(bo)

    response = client.get(people_url(case))

    assert response.status_code == 404
    assert "ana@example.org" not in response.text


# --- what each may do ------------------------------------------------------------------


def upload(client, case):
    file = SimpleUploadedFile("a.txt", b"Blood was taken on Monday. " * 10)
    return client.post(
        reverse("records:record_list", args=[case.pk]), {"files": [file]}
    )


def deeds(client, case) -> dict[str, int]:
    """The answer to each deed that a right opens."""

    def get(name, *args):
        return client.get(reverse(name, args=[case.pk, *args])).status_code

    return {
        "read": get("records:checklist_list"),
        "upload": upload(client, case).status_code,
        "question": client.post(
            reverse("consultations:question_list", args=[case.pk]),
            {"do": "own", "text": "Can it be taken out?", "who": "caregiver"},
        ).status_code,
        "answer": get("intake:step_edit", "medicines"),
        "invite": client.post(people_url(case), {}).status_code,
        "agree": client.post(
            reverse("intake:consent_list", args=[case.pk]), {"agree_C1": "on"}
        ).status_code,
        "send": client.post(
            reverse("consultations:request_send", args=[case.pk]), {}
        ).status_code,
    }


NOTHING = dict.fromkeys(
    ["read", "upload", "question", "answer", "invite", "agree", "send"], 403
)


@pytest.mark.parametrize(
    ("scopes", "opened"),
    [
        (["may_see"], {"read": 200}),
        (["may_upload"], {"upload": 302}),
        (["may_question"], {"question": 302}),
        (["may_answer"], {}),
        (["may_see", "may_answer"], {"read": 200, "answer": 200}),
        (["may_message"], {}),
    ],
)
def test_each_right_opens_its_own_deed_and_no_other(client, case, scopes, opened):
    uma = helper(case, **dict.fromkeys(scopes, True))
    client.force_login(uma.user)

    found = deeds(client, case)

    assert found == NOTHING | opened
    assert Invitation.objects.count() == case.consents.count() == 0


def test_the_right_to_send_opens_sending_but_not_agreeing(client, case):
    uma = helper(case, may_see=True, may_send=True)
    client.force_login(uma.user)

    found = deeds(client, case)

    assert found["send"] != 403
    assert (found["agree"], found["invite"]) == (403, 403)


def test_a_caregiver_who_may_only_add_sees_nothing_others_added(client, wen, case):
    Medicine.objects.create(case=case, name="CANARY medicine")
    Diagnosis.objects.create(case=case, as_written="CANARY illness")
    Record.objects.create(
        case=case, number=1, kind="lab_results", title="CANARY paper", added_by=wen
    )
    uma = helper(case, may_upload=True)
    client.force_login(uma.user)

    pages = [client.get(reverse(name, args=[case.pk])) for name in CASE_PAGES]

    assert ["CANARY" in page.text for page in pages] == [False] * len(CASE_PAGES)
    assert [page.status_code for page in pages] == [
        200,
        200,
        403,
        200,
        403,
        403,
        403,
        403,
    ]


def test_who_added_a_record_is_shown_with_the_name(client, wen, ana, case):
    Record.objects.create(case=case, number=1, kind="lab_results", added_by=ana)
    client.force_login(wen)

    response = client.get(reverse("records:record_list", args=[case.pk]))

    assert "added by Ana" in response.text


def test_who_gave_an_answer_is_shown_with_the_name(client, wen, ana, case):
    client.force_login(ana)
    url = step_url(case, "cancer")
    client.post(url, sent_by(client.get(url)) | {"as_written": "Adenocarcinoma"})

    client.force_login(wen)
    response = client.get(url)

    assert Diagnosis.objects.get(case=case).changed_by == ana
    assert "<bdi>Ana</bdi> answered here on" in response.text


def test_who_added_a_row_is_shown_with_the_name(client, wen, ana, case):
    Medicine.objects.create(case=case, name="Aspirin", added_by=ana)
    client.force_login(wen)

    response = client.get(step_url(case, "medicines"))

    assert "Added by <bdi>Ana</bdi>" in response.text


def test_answers_on_other_pages_name_nobody_here(client, wen, ana, case):
    client.force_login(ana)
    cancer = step_url(case, "cancer")
    client.post(cancer, sent_by(client.get(cancer)) | {"as_written": "Adenocarcinoma"})

    client.force_login(wen)
    response = client.get(step_url(case, "stage"))

    assert response.context["authors"] == []


@pytest.mark.parametrize("name", CASE_PAGES)
def test_the_strip_tells_a_caregiver_whom_they_help(client, ana, wen, case, name):
    url = reverse(name, args=[case.pk])

    client.force_login(ana)
    helping = client.get(url).text
    client.force_login(wen)
    own = client.get(url).text

    assert helping.count("You are helping <strong><bdi>Wen Li</bdi></strong>") == 1
    assert "You are helping" not in own


# --- changing access -------------------------------------------------------------------


def edit_url(case, member) -> str:
    return reverse("intake:caregiver_edit", args=[case.pk, member.pk])


def test_caregiver_edit_shows_what_the_caregiver_may_do_now(client, wen, ana, case):
    client.force_login(wen)

    form = client.get(edit_url(case, membership(case, ana))).context["form"]

    assert form["scopes"].value() == [s for s in Scope.values if s != "may_send"]
    assert form["lasts"].value() == "open"


def test_caregiver_edit_takes_a_right_away_at_once(client, wen, ana, case):
    client.force_login(wen)

    client.post(edit_url(case, membership(case, ana)), {"scopes": ["may_see"]})

    assert membership(case, ana).scopes == [Scope.SEE]
    client.force_login(ana)
    assert upload(client, case).status_code == 403


@pytest.mark.parametrize(
    ("typed", "last_day"),
    [
        ({}, timedelta(days=10)),
        ({"until_day": "", "until_year": ""}, timedelta(days=10)),
        ({"lasts": "open", "until_day": "", "until_year": ""}, None),
    ],
)
def test_caregiver_edit_with_an_empty_date_makes_no_access_longer(
    client, wen, ana, case, typed, last_day
):
    today = timezone.localdate()
    CaseMember.objects.filter(user=ana).update(expires_on=today + timedelta(days=10))
    client.force_login(wen)

    client.post(edit_url(case, membership(case, ana)), {"scopes": ["may_see"], **typed})

    expected = today + last_day if last_day else None
    assert membership(case, ana).expires_on == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose at least 1 thing this person may do"),
        ({"scopes": ["may_do_all"]}, "Choose from the list"),
        (
            {"scopes": ["may_see"], "lasts": "date"},
            "Enter the last day, or choose “Until I end it”",
        ),
        (
            {
                "scopes": ["may_see"],
                "until_day": "1",
                "until_month": "1",
                "until_year": "2020",
            },
            "Choose a date from today on",
        ),
        (
            {
                "scopes": ["may_see"],
                "lasts": "open",
                "until_day": "1",
                "until_month": "1",
            }
            | {"until_year": str(timezone.localdate().year + 1)},
            "Choose “Until a date I choose”, or empty the boxes of the date",
        ),
    ],
)
def test_caregiver_edit_says_what_to_do_and_changes_nothing(
    client, wen, ana, case, typed, words
):
    before = membership(case, ana).scopes
    client.force_login(wen)

    response = client.post(edit_url(case, membership(case, ana)), typed)

    assert response.status_code == 422
    assert words in response.text
    assert membership(case, ana).scopes == before


def test_caregiver_edit_is_refused_to_caregivers(client, ana, case):
    client.force_login(ana)

    response = client.post(
        edit_url(case, membership(case, ana)), {"scopes": Scope.values}
    )

    assert response.status_code == 403
    assert membership(case, ana).may_send is False


def test_caregiver_edit_of_somebody_elses_caregiver_is_not_found(
    client, bo, bos_case, ana, case
):
    client.force_login(bo)

    response = client.post(
        edit_url(bos_case, membership(case, ana)), {"scopes": ["may_see"]}
    )

    assert response.status_code == 404
    assert membership(case, ana).may_upload is True


def test_caregiver_edit_keeps_what_was_typed_while_signed_out(client, wen, ana, case):
    url = edit_url(case, membership(case, ana))
    typed = {"scopes": ["may_see"], drafts.FIELD: drafts.token_for(wen, url)}
    client.post(url, typed)
    client.force_login(wen)

    form = client.get(url).context["form"]

    assert form["scopes"].value() == ["may_see"]


# --- access ends -----------------------------------------------------------------------


def end_url(case, user) -> str:
    return reverse("intake:caregiver_end", args=[case.pk, membership(case, user).pk])


def test_caregiver_end_asks_first(client, wen, ana, case):
    client.force_login(wen)

    response = client.get(end_url(case, ana))

    assert "End this access?" in response.text
    assert membership(case, ana).left_at is None


def test_caregiver_end_works_at_once_on_open_pages(client, wen, ana, case):
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])
    before = client.get(url).status_code
    people.end_access(membership(case, ana), by=wen)

    after = [client.get(url), upload(client, case), client.get(people_url(case))]

    assert before == 200
    assert [response.status_code for response in after] == [404, 404, 404]


def test_caregiver_end_twice_is_once(client, wen, ana, case):
    client.force_login(wen)
    url = end_url(case, ana)

    first, second = client.post(url), client.post(url)

    assert (first.status_code, second.status_code) == (302, 404)
    ended = AuditEntry.objects.filter(verb="ended", case_id=str(case.pk))
    assert ended.count() == 1


def test_caregiver_end_keeps_what_was_added_with_the_name(client, wen, ana, case):
    Record.objects.create(case=case, number=1, kind="lab_results", added_by=ana)
    client.force_login(wen)

    client.post(end_url(case, ana))
    response = client.get(reverse("records:record_list", args=[case.pk]))

    assert "added by Ana" in response.text


def test_caregiver_end_by_the_caregiver_stops_helping(client, ana, case):
    client.force_login(ana)

    response = client.post(end_url(case, ana))

    assert response["Location"] == reverse("portal:folder_list")
    assert membership(case, ana).ended_by == ana


def test_caregiver_end_of_another_caregiver_is_refused(client, ana, case):
    uma = helper(case, may_see=True)
    client.force_login(ana)

    response = client.post(end_url(case, uma.user))

    assert response.status_code == 403
    assert membership(case, uma.user).left_at is None


def test_caregiver_end_never_ends_the_patient(client, wen, case):
    client.force_login(wen)

    response = client.post(end_url(case, wen))

    assert response.status_code == 404
    assert membership(case, wen).left_at is None


def test_access_ends_after_its_last_day(client, ana, case):
    CaseMember.objects.filter(user=ana).update(expires_on=timezone.localdate())
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])

    on_the_day = client.get(url).status_code
    yesterday = timezone.localdate() - timedelta(days=1)
    CaseMember.objects.filter(user=ana).update(expires_on=yesterday)

    assert (on_the_day, client.get(url).status_code) == (200, 404)


def test_access_of_a_closed_account_ends_with_the_next_request(client, ana, case):
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])
    before = client.get(url).status_code
    ana.is_active = False
    ana.save()

    response = client.get(url)

    assert (before, response.status_code) == (200, 302)
    assert response["Location"].startswith(reverse("account_login"))


def test_access_by_an_old_invitation_can_be_given_again(client, wen, ana, case):
    day = timezone.localdate() + timedelta(days=3)
    CaseMember.objects.filter(user=ana).update(expires_on=day)

    with time_machine.travel(timezone.now() + timedelta(days=9)):
        ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)
        again = people.invite(case, by=wen, email=ana.email, scopes={"may_see": True})
        member = people.accept(again, by=ana)

        assert member.scopes == [Scope.SEE]
        assert [m.user for m in access.members_of(case) if m.is_caregiver] == [ana]


# --- folders that a caregiver began ----------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "acts"),
    [
        ("consent", False),
        ("parent", True),
        ("guardian", True),
        ("attorney", True),
        ("cannot_act", True),
    ],
)
def test_a_folder_begun_by_a_caregiver_records_the_basis(client, ana, basis, acts):
    begun = open_case_for_other(by=ana, relationship="child", basis=basis)

    member = membership(begun, ana)
    entry = AuditEntry.objects.get(verb="opened", case_id=str(begun.pk))
    assert (member.basis, member.may_send, access.agree(member)) == (basis, acts, acts)
    assert entry.facts == {"basis": basis}


def test_a_folder_begun_by_consent_cannot_be_agreed_for_the_patient(client, ana):
    begun = open_case_for_other(by=ana, relationship="child", basis="consent")
    client.force_login(ana)

    response = client.post(
        reverse("intake:consent_list", args=[begun.pk]), {"agree_C1": "on"}
    )

    assert (response.status_code, begun.consents.count()) == (403, 0)
