"""The pages of the story: who may open them, in which order, what sending still needs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from intake import steps
from intake.facts import facts_of
from intake.models import (
    Case,
    CaseMember,
    Diagnosis,
    Health,
    Medicine,
    Patient,
    TreatmentLine,
)
from intake.steps import Status
from intake.tests.filling import step_url

SLUGS = [step.slug for step in steps.STEPS]


def status(case, slug: str) -> str:
    return steps.status_of(steps.BY_SLUG[slug], facts_of(case))


def missing(case, slug: str) -> list[str]:
    found = steps.missing_answers(facts_of(case))
    return [str(one.text) for one in found if one.step.slug == slug]


# --- doors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_opens_for_the_patient(client, wen, case, slug):
    client.force_login(wen)

    assert client.get(step_url(case, slug)).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("person", "expected"),
    [("bo", 404), ("mei", 404), ("dr_osei", 404), ("dr_roy", 404), ("ana", 200)],
)
def test_page_opens_only_for_those_who_answer(
    client, request, case, person, expected, method
):
    client.force_login(request.getfixturevalue(person))

    response = getattr(client, method)(step_url(case, "habits"), {"smoking": "never"})

    allowed = {200, 302} if expected == 200 else {expected}
    assert response.status_code in allowed
    assert Health.objects.exists() == (expected == 200 and method == "post")


@pytest.mark.parametrize("right", ["may_answer", "may_see"])
def test_caregiver_needs_both_to_see_and_to_answer(client, ana, case, right):
    CaseMember.objects.filter(user=ana).update(**{right: False})
    client.force_login(ana)

    response = client.post(step_url(case, "habits"), {"smoking": "never"})

    assert (response.status_code, Health.objects.count()) == (403, 0)


def test_page_nobody_wrote_does_not_exist(client, wen, case):
    client.force_login(wen)

    assert client.get(step_url(case, "no-such-page")).status_code == 404


def test_signed_out_visitor_is_asked_to_sign_in(client, case):
    response = client.get(step_url(case, "name"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


# --- order and state -----------------------------------------------------------------------


def test_slugs_are_each_used_once():
    assert len(set(SLUGS)) == len(SLUGS)


def test_every_needed_answer_is_asked_on_its_page(case):
    facts = facts_of(case)
    unasked = [
        (step.slug, name)
        for step in steps.STEPS
        for name in step.needed_of(facts)
        if name not in step.form.Meta.fields
    ]

    assert unasked == []


def test_folder_lists_every_page_in_its_group(case):
    listed = [
        line.step.slug
        for _label, lines in steps.groups_of(facts_of(case))
        for line in lines
    ]

    assert listed == SLUGS


def test_facts_cost_one_query(case, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts = facts_of(case)
        steps.groups_of(facts)
        steps.missing_answers(facts)


def test_page_is_not_started_then_started_then_done(case):
    found = [status(case, "daily-life")]
    health = Health.objects.create(case=case, ecog="0", height_cm=165)
    found.append(status(case, "daily-life"))
    health.ecog_change, health.not_known = "same", ["weight_kg"]
    health.save()
    found.append(status(case, "daily-life"))

    assert found == [Status.NOT_STARTED, Status.STARTED, Status.DONE]


def test_missing_answers_are_named_with_what_to_do(case):
    Health.objects.create(case=case, ecog="0", height_cm=165, not_known=["weight_kg"])

    assert missing(case, "daily-life") == ["Say how it compares with a month ago"]


def test_side_is_needed_only_where_there_are_two(case):
    diagnosis = Diagnosis.objects.create(
        case=case, site="stomach", as_written="x", not_known=["diagnosed_on"]
    )
    stomach = missing(case, "cancer")
    diagnosis.site = "breast"
    diagnosis.save()

    assert (stomach, missing(case, "cancer")) == ([], ["Choose the side of the cancer"])


def test_list_needs_a_row_or_none(case):
    empty = missing(case, "treatments")
    row = TreatmentLine.objects.create(case=case, name="Tamoxifen")
    listed = missing(case, "treatments"), status(case, "treatments")
    row.delete()
    Diagnosis.objects.create(case=case, no_treatment_yet=True)
    none = missing(case, "treatments"), status(case, "treatments")

    assert empty == ["List the treatments, or press “No treatment yet”"]
    assert (listed, none) == (([], Status.STARTED), ([], Status.DONE))


def test_removed_row_does_not_count(case):
    Medicine.objects.create(case=case, name="A", removed_at=case.created_at)

    assert facts_of(case).count(Medicine) == 0


def test_rows_of_another_folder_do_not_count(case, bos_case):
    Medicine.objects.create(case=bos_case, name="A")

    assert facts_of(case).count(Medicine) == 0


@pytest.mark.parametrize(
    ("born", "sex", "asked"),
    [
        (date(1990, 1, 1), "female", ["pregnancy", "pregnancy_dk", "fertility"]),
        (date(1990, 1, 1), "male", ["fertility"]),
        (date(1940, 1, 1), "female", None),
    ],
)
def test_pregnancy_is_asked_only_where_it_makes_sense(
    client, wen, case, born, sex, asked
):
    Patient.objects.filter(case=case).update(date_of_birth=born, sex_at_birth=sex)
    client.force_login(wen)
    shown = [step.slug for step in steps.steps_of(facts_of(case))]

    fields = list(client.get(step_url(case, "pregnancy")).context["form"].fields)

    assert ("pregnancy" in shown) == (asked is not None)
    assert asked is None or fields == asked


def test_page_after_the_last_is_the_folder(case):
    assert steps.step_after(steps.BY_SLUG["habits"], facts_of(case)) is None


# --- starting a folder ---------------------------------------------------------------------


def test_folder_for_oneself_makes_one_the_patient(client, bo):
    client.force_login(bo)

    response = client.post(reverse("intake:case_new"), {"whom": "me"})

    case = Case.objects.get()
    assert response.url == step_url(case, "name")
    assert case.members.get().role == CaseMember.Role.PATIENT


def test_folder_for_somebody_else_keeps_the_basis(client, bo):
    client.force_login(bo)

    client.post(
        reverse("intake:case_new"),
        {"whom": "other", "relationship": "child", "basis": "consent"},
    )

    member = CaseMember.objects.get()
    assert (member.role, member.basis, member.may_send) == (
        CaseMember.Role.CAREGIVER,
        "consent",
        False,
    )


def test_same_form_opens_one_folder(client, bo):
    client.force_login(bo)
    key = client.get(reverse("intake:case_new")).context["form"]["form_key"].value()

    for _time in range(2):
        client.post(reverse("intake:case_new"), {"whom": "me", "form_key": key})

    assert Case.objects.count() == 1


def test_key_of_somebody_else_leads_to_ones_own_folder(client, wen, bo):
    key = "6d0a4a7e-1f0f-4a6a-8d0c-0d2f8f3c9a11"
    for person in (wen, bo):
        client.force_login(person)
        client.post(reverse("intake:case_new"), {"whom": "me", "form_key": key})

    assert [case.created_by for case in Case.objects.order_by("created_at")] == [
        wen,
        bo,
    ]


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, ["Choose for whom the folder is"]),
        (
            {"whom": "other", "form_key": "\0"},
            [
                "Choose who you are to the patient",
                "Choose why you may act for the patient",
            ],
        ),
        ({"whom": "<b>"}, ["Choose one of the answers on this page"]),
    ],
)
def test_folder_is_not_opened_without_its_answers(client, bo, sent, problems):
    client.force_login(bo)

    response = client.post(reverse("intake:case_new"), sent)

    errors = response.context["form"].errors
    assert (response.status_code, Case.objects.count()) == (422, 0)
    assert [text for texts in errors.values() for text in texts] == problems
