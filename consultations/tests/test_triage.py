"""Urgency: what presses, and how much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from consultations import times, triage
from consultations.models import ConsultationRequest, Status, Urgency
from consultations.summary.source import load_request
from consultations.tests.desk_make import sent
from consultations.tests.triage_make import codes, whole_request
from intake.models import Diagnosis, Health, LabValue, Patient, TreatmentLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(case, wen) -> ConsultationRequest:
    return whole_request(case, wen)


def test_without_any_reason_a_request_is_green(whole):
    assert (whole.urgency, codes(whole), whole.missing) == (Urgency.GREEN, [], [])


def test_a_missing_record_makes_a_request_grey(case, wen):
    request = sent(case, wen)

    assert (request.urgency, codes(request)) == (Urgency.GREY, ["incomplete"])
    assert set(request.missing) == {"clinic_letters", "lab_results", "imaging_files"}


def test_a_folder_the_desk_called_complete_is_not_grey_for_a_record(case, wen):
    request = sent(case, wen)
    ConsultationRequest.objects.filter(pk=request.pk).update(status=Status.COMPLETE)

    assert codes(request) == []


def test_a_dangerously_low_blood_value_is_red(whole):
    LabValue.objects.create(
        case=whole.case, test="platelets", value="8", unit="10^9/L", sampled_on=""
    )

    triage.refresh(whole)

    assert (whole.urgency, codes(whole)) == (Urgency.RED, ["low_blood"])


@pytest.mark.parametrize(
    ("days", "level", "code"),
    [
        (-3, Urgency.AMBER_1, ["within_7"]),
        (0, Urgency.AMBER_1, ["within_7"]),
        (7, Urgency.AMBER_1, ["within_7"]),
        (8, Urgency.AMBER_2, ["within_21"]),
        (21, Urgency.AMBER_2, ["within_21"]),
        (22, Urgency.GREEN, []),
    ],
)
def test_days_left_decide_the_level(whole, days, level, code):
    today = load_request(whole).today
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=today + timedelta(days=days)
    )

    triage.refresh(whole)

    assert (whole.urgency, codes(whole)) == (level, code)


@pytest.mark.parametrize(
    ("model", "changes", "code"),
    [
        (Health, {"ecog_change": "worse_quickly"}, "worse_quickly"),
        (Health, {"pregnancy": "possible"}, "pregnancy"),
        (Health, {"fertility": "yes"}, "fertility"),
        (Health, {"symptoms": {"pain": 7}}, "symptom"),
        (Health, {"symptoms": {"breathless": 7}}, "airway"),
        (Health, {"symptoms": {"nausea": 7}}, "symptom"),
        (Diagnosis, {"site": "lymphoma"}, "new_lymphoma"),
        (Diagnosis, {"situation": "during"}, "in_treatment"),
        (Diagnosis, {"spread_to": ["bone"]}, "brain_or_bone"),
        (Diagnosis, {"site": "leukaemia"}, "new_leukaemia"),
        (Diagnosis, {"site": "leukaemia", "situation": "watching"}, "leukaemia"),
        (Diagnosis, {"site": "myeloma"}, "myeloma"),
        (Patient, {"date_of_birth": date(2015, 1, 1)}, "under_18"),
    ],
)
def test_each_rule_names_itself(whole, model, changes, code):
    model.objects.filter(case=whole.case).update(**changes)

    assert codes(whole)[0] == code


@pytest.mark.parametrize("symptom", ["breathless", "pain", "nausea"])
def test_six_of_ten_does_not_press(whole, symptom):
    Health.objects.filter(case=whole.case).update(symptoms={symptom: 6})

    assert codes(whole) == []


@pytest.mark.parametrize(
    ("diagnosis", "health", "code"),
    [
        ({"spread_to": ["bone"]}, {"symptoms": {"pain": 7}}, "nerve"),
        ({"site": "brain"}, {"symptoms": {"pain": 7}}, "nerve"),
        ({"spread_to": ["bone"]}, {"symptoms": {"pain": 6}}, "brain_or_bone"),
        ({"site": "bladder"}, {"other_illness": ["kidney"]}, "kidney"),
        ({"site": "myeloma"}, {"other_illness": ["kidney"]}, "kidney"),
        ({"site": "myeloma"}, {"other_illness": ["heart"]}, "myeloma"),
    ],
)
def test_a_threatened_nerve_or_kidney(whole, diagnosis, health, code):
    Diagnosis.objects.filter(case=whole.case).update(**diagnosis)
    Health.objects.filter(case=whole.case).update(**health)

    assert codes(whole)[0] == code


@pytest.mark.parametrize(("to_18", "said"), [(1, ["under_18"]), (0, [])])
def test_under_18_until_the_birthday(whole, to_18, said):
    today = load_request(whole).today
    born = today.replace(year=today.year - 18) + timedelta(days=to_18)
    Patient.objects.filter(case=whole.case).update(date_of_birth=born)

    assert codes(whole) == said


def test_under_18_is_said_beside_what_presses_more(whole):
    Patient.objects.filter(case=whole.case).update(date_of_birth=date(2015, 1, 1))
    Health.objects.filter(case=whole.case).update(ecog_change="worse_quickly")

    triage.refresh(whole)

    assert whole.urgency == Urgency.AMBER_1
    assert codes(whole) == ["worse_quickly", "under_18"]


DAY = timedelta(days=60)


@pytest.mark.parametrize(
    ("reason", "dated", "situation", "booked"),
    [
        ("treatment", True, "before", True),
        ("treatment", True, "new", True),
        ("treatment", True, "during", False),
        ("treatment", True, "after", False),
        ("treatment", True, "came_back", False),
        ("treatment", False, "before", False),
        ("travel", True, "before", False),
        ("surgery", True, "during", True),
        ("surgery", True, "came_back", True),
    ],
)
def test_an_operation_or_the_first_treatment_of_all_is_booked(
    whole, reason, dated, situation, booked
):
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=times.today() + DAY if dated else None, decide_by_reason=reason
    )
    Diagnosis.objects.filter(case=whole.case).update(situation=situation)

    assert ("booked" in codes(whole)) is booked


@pytest.mark.parametrize(
    ("kind", "booked"), [("chemotherapy", False), ("", False), ("tcm", True)]
)
def test_a_treatment_that_was_begun_is_not_the_first_one(whole, kind, booked):
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=times.today() + DAY, decide_by_reason="treatment"
    )
    TreatmentLine.objects.create(case=whole.case, type=kind, name="A")

    assert ("booked" in codes(whole)) is booked


def test_fertility_no_longer_presses_once_treatment_began(whole):
    Health.objects.filter(case=whole.case).update(fertility="yes")
    TreatmentLine.objects.create(case=whole.case, type="chemotherapy", name="A")

    assert "fertility" not in codes(whole)
