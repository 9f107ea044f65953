"""Which records a case needs: the answers decide, and every gap may have a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake.models import Biomarker, CaseMember, Health, TreatmentLine
from records import checklist, meaning, services
from records.checklist import Facts, Level
from records.kinds import KINDS
from records.models import ChecklistAnswer, File, Record

ALWAYS = {
    "pathology_report",
    "imaging_report",
    "imaging_files",
    "clinic_letters",
    "lab_results",
    "medication_list",
}


@pytest.mark.parametrize(
    ("facts", "more"),
    [
        (Facts(), {}),
        (
            Facts(treatments=frozenset({"surgery"})),
            {"operative_note": Level.IF_DONE, "treatment_summary": Level.CORE},
        ),
        (
            Facts(treatments=frozenset({"radiotherapy"})),
            {"radiotherapy_summary": Level.IF_DONE, "treatment_summary": Level.CORE},
        ),
        (Facts(treatments=frozenset({"tcm", "supportive", ""})), {}),
        (Facts(has_gene_test=True), {"molecular_report": Level.IF_DONE}),
        (Facts(site="leukaemia"), {"bone_marrow": Level.IF_DONE}),
        (Facts(site="lung"), {}),
        (
            Facts(illnesses=frozenset({"heart"})),
            {"comorbidity_records": Level.IF_DONE},
        ),
        (
            Facts(illnesses=frozenset({"hepatitis"})),
            {"vaccination_infection": Level.IF_DONE},
        ),
        (Facts(acts_for_patient=True), {"legal_authority": Level.IF_DONE}),
        (Facts(wants_children=True), {}),
    ],
)
def test_answers_decide_what_is_needed(facts, more):
    assert checklist.needed_kinds(facts) == dict.fromkeys(ALWAYS, Level.CORE) | more


@pytest.mark.parametrize(
    ("marker", "method", "needed"),
    [
        ("EGFR", "NGS", True),
        ("EGFR", "", True),
        ("ALK fusion", "", True),
        ("MSI / MMR", "PCR", True),
        ("HER2", "FISH", True),
        ("BRCA1/2", "", True),
        ("TMB", "", True),
        ("ER", "IHC", False),
        ("HER2", "", False),
        ("Ki-67", "", False),
        ("ALK", "IHC", False),
        ("PD-L1 (CPS)", "", False),
        ("MMR", "IHC", False),
        ("BCL6", "immunohistochemistry", False),
        ("EBV DNA", "PCR", False),
        ("AFP", "", False),
    ],
)
def test_gene_report_is_needed_only_where_genes_were_read(case, marker, method, needed):
    Biomarker.objects.create(case=case, marker="ER", method="IHC")
    Biomarker.objects.create(case=case, marker=marker, method=method)

    kinds = checklist.needed_kinds(checklist.facts_of(case))

    assert ("molecular_report" in kinds) is needed


def test_fertility_records_are_lifted_and_never_demanded():
    slots = checklist.slots_from(Facts(wants_children=True), [], [])
    found = next(s for s in slots if s.kind.code == "fertility_pregnancy")

    assert (found.level, found.is_needed) == (Level.IF_DONE, False)


@pytest.mark.parametrize(
    ("basis", "patient_signs_in", "needed"),
    [
        ("consent", True, False),
        ("consent", False, True),
        ("attorney", True, True),
    ],
)
def test_a_paper_is_needed_when_somebody_acts_alone(
    case, wen, ana, basis, patient_signs_in, needed
):
    CaseMember.objects.filter(user=ana).update(basis=basis)
    if not patient_signs_in:
        CaseMember.objects.filter(user=wen).delete()

    assert checklist.facts_of(case).acts_for_patient is needed


@pytest.mark.parametrize("answer", ChecklistAnswer.Answer.values)
def test_only_an_answer_with_a_reason_closes_a_gap(case, wen, answer):
    ChecklistAnswer.objects.create(
        case=case,
        kind="pathology_report",
        answer=answer,
        reason="The hospital closed",
        requested_from="Ward 4",
        by=wen,
    )

    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    explained = answer in {"requested", "none", "cannot"}
    found = slots["pathology_report"]
    assert (found.is_explained, found.is_open) == (explained, not explained)


@pytest.mark.parametrize("answer", ["requested", "none", "cannot"])
def test_an_answer_without_its_reason_closes_no_gap(case, wen, answer):
    ChecklistAnswer.objects.create(
        case=case, kind="pathology_report", answer=answer, by=wen
    )

    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    found = slots["pathology_report"]
    assert (found.is_told, found.is_explained, found.is_open) == (False, False, True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("cannot", "Say in a few words why you cannot get it"),
        ("none", "Say in a few words why there is none"),
        ("uploaded", "Tick the record that holds it, say where it is"),
        ("requested", "Say whom you asked, or when"),
    ],
)
def test_an_answer_is_asked_for_what_makes_it_clear(client, wen, case, answer, words):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "pathology_report"])

    asked = client.post(url, {"answer": answer})
    told = client.post(
        url, {"answer": answer, "reason": "It burnt", "requested_from": "Ward 4"}
    )

    assert (asked.status_code, told.status_code) == (422, 302)
    assert words in asked.text


def test_a_helpful_record_may_simply_not_exist(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "past_second_opinions"])

    assert client.post(url, {"answer": "none"}).status_code == 302


@pytest.mark.parametrize("sent", [False, True])
def test_passport_is_not_asked_for_at_first_contact(case, sent):
    case.desk_opened_at = case.created_at if sent else None

    asked = {slot.kind.code for slot in checklist.state_of(case)}

    assert ("identity" in asked) == sent


def test_answers_about_strength_and_medicines_fill_their_slots(case):
    Health.objects.create(case=case, ecog="1", no_medicines=True)

    here = {slot.kind.code for slot in checklist.state_of(case) if slot.is_here}

    assert here == {"medication_list", "nutrition_function"}


@pytest.mark.parametrize("rows", [1, 3])
def test_state_costs_the_same_at_any_length(case, wen, rows, django_assert_num_queries):
    for number in range(rows):
        Record.objects.create(case=case, number=number, kind="other", added_by=wen)
        TreatmentLine.objects.create(case=case, type="surgery")

    with django_assert_num_queries(6):
        checklist.state_of(case)


def test_checklist_page_shows_every_kind(client, wen, case):
    client.force_login(wen)

    page = client.get(reverse("records:checklist_list", args=[case.pk]))

    shown = [slot.kind.code for slot in page.context["needed"] + page.context["others"]]
    expected = {kind.code for kind in KINDS} - {"other"} - checklist.LATE
    assert sorted(shown) == sorted(expected)


def test_checklist_page_says_whom_was_asked_and_when(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "lab_results"])

    page = client.post(
        url,
        {
            "answer": "requested",
            "requested_on_month": "9",
            "requested_on_year": "2026",
            "requested_from": "Ward 4",
        },
        follow=True,
    )

    assert "I asked for it, September 2026, Ward 4" in page.text


def test_a_blank_resave_keeps_whom_was_asked(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "lab_results"])
    client.post(url, {"answer": "requested", "requested_from": "Ward 4"})

    client.post(url, {"answer": "requested", "requested_from": ""})

    assert ChecklistAnswer.objects.get().requested_from == "Ward 4"


@pytest.mark.parametrize(("who", "status"), [("bo", 404), ("mei", 404)])
def test_checklist_answer_is_not_found_by_strangers(client, case, request, who, status):
    client.force_login(request.getfixturevalue(who))
    url = reverse("records:checklist_answer", args=[case.pk, "lab_results"])

    response = client.post(url, {"answer": "none"})

    assert (response.status_code, ChecklistAnswer.objects.count()) == (status, 0)


def test_checklist_answer_of_an_unknown_kind_is_not_found(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "horoscope"])

    assert client.post(url, {"answer": "none"}).status_code == 404


def test_meaning_says_what_can_and_what_cannot_be_judged():
    record = Record(kind="imaging_files", number=1)
    facts = Facts(treatments=frozenset({"surgery"}))

    found = {
        judged.kind: (judged.can, str(judged.because))
        for judged in meaning.judgements(checklist.slots_from(facts, [record], []))
    }

    assert found["imaging_files"] == (True, "")
    assert found["operative_note"] == (
        False,
        "because this is missing: Operation report",
    )


def test_checklist_answer_explains_a_gap_once(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "pathology_report"])
    data = {"answer": "requested", "requested_from": "Records office"}

    client.post(url, data)
    client.post(url, data)

    row = ChecklistAnswer.objects.get()
    assert (row.answer, row.requested_from) == ("requested", "Records office")


def test_checklist_answer_without_a_choice_says_what_to_do(client, wen, case):
    client.force_login(wen)
    url = reverse("records:checklist_answer", args=[case.pk, "pathology_report"])

    response = client.post(url, {})

    assert (response.status_code, ChecklistAnswer.objects.count()) == (422, 0)
    assert "Choose one answer" in response.text


def test_checklist_list_needs_an_operation_report_after_an_operation(client, wen, case):
    client.force_login(wen)
    TreatmentLine.objects.create(case=case, type="surgery")

    response = client.get(reverse("records:checklist_list", args=[case.pk]))

    needed = {slot.kind.code for slot in response.context["needed"]}
    assert {"operative_note", "treatment_summary"} <= needed


def test_checklist_answer_of_two_people_is_written_over_by_nobody_unseen(
    client, wen, ana, case
):
    url = reverse("records:checklist_answer", args=[case.pk, "pathology_report"])
    client.force_login(ana)
    seen = client.get(url).context["form"]["seen"].value()
    gone = {"answer": "cannot", "requested_on": None, "requested_from": ""}
    gone["reason"] = "The hospital burned"
    services.answer_slot(case, "pathology_report", gone, by=wen)
    mine = {"answer": "none", "reason": "Never done"}

    refused = client.post(url, mine | {"seen": seen})
    before = ChecklistAnswer.objects.get().reason
    now = refused.context["form"]["seen"].value()
    kept = client.post(url, mine | {"seen": now})

    answer = ChecklistAnswer.objects.get()
    assert (refused.status_code, before) == (409, "The hospital burned")
    assert "I cannot get it, The hospital burned" in refused.text
    assert 'value="Never done"' in refused.text
    assert (kept.status_code, answer.reason, answer.by) == (302, "Never done", ana)


# --- the page of records says the same ------------------------------------------------------

WHOLE = "Nothing that the team needs is missing."
NO_MORE = "There is nothing more for you to do here now."


@pytest.mark.parametrize(
    ("answer", "why"),
    [("none", "Never done"), ("cannot", "Never done"), ("requested", "Ward 4")],
)
def test_records_page_tells_what_the_team_does_not_have_and_why(
    client, wen, case, answer, why
):
    for number, kind in enumerate(sorted(ALWAYS), 1):
        if kind != "pathology_report":
            add_record(case, wen, kind, number)
    ChecklistAnswer.objects.create(
        case=case,
        kind="pathology_report",
        answer=answer,
        reason="Never done",
        requested_from="Ward 4",
        by=wen,
    )
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[case.pk]))

    words = ChecklistAnswer.Answer(answer).label
    assert [slot.kind.code for slot in page.context["away"]] == ["pathology_report"]
    assert (WHOLE in page.text, NO_MORE in page.text) == (False, True)
    assert f"{words}, {why}" in page.text


def test_records_page_with_every_needed_record_says_so(client, wen, case):
    for number, kind in enumerate(sorted(ALWAYS), 1):
        add_record(case, wen, kind, number)
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    assert (WHOLE in page, NO_MORE in page) == (True, False)


def add_record(case, user, kind: str, number: int) -> None:
    record = Record.objects.create(case=case, number=number, kind=kind, added_by=user)
    File.objects.create(
        case=case,
        record=record,
        name=f"{kind}.pdf",
        size_bytes=1,
        sha256=f"{kind}{number}",
        key=f"{kind}{number}",
        added_by=user,
        verdict="kept",
    )
