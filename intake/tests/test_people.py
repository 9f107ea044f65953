"""Who is in a folder, what each may do, and how access ends."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import audit
from accounts.models import AuditEntry
from intake import people, trail
from intake.models import Diagnosis, Invitation, Medicine
from intake.tests.filling import sent_by, step_url
from intake.tests.helping import helper, membership, people_url, upload
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

    with django_assert_num_queries(8):
        client.get(people_url(case))


def test_people_list_is_not_found_by_a_stranger(client, bo, ana, case):
    client.force_login(bo)

    response = client.get(people_url(case))

    assert response.status_code == 404
    assert "ana@example.org" not in response.text


# --- what each may do ------------------------------------------------------------------


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
