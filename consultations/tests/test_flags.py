"""Automatic flags: each fires on its data, says it in words, and comes back when it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from consultations import bank, desk, flags
from consultations.models import ConsultationRequest, RequestEvent, Status
from consultations.summary.source import load_request
from consultations.tests.desk_make import sent
from consultations.tests.make import add_record
from intake.models import (
    CaseMember,
    Consent,
    Diagnosis,
    Health,
    LabValue,
    Patient,
    Supplement,
    TreatmentLine,
)
from records.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(case, wen) -> ConsultationRequest:
    """A sent request with every core record: it raises no flag by itself."""
    request = sent(case, wen)
    today = timezone.localdate()
    for kind in ("clinic_letters", "lab_results", "imaging_files"):
        add_record(case, kind, wen)
    case.records.update(dated_on=str(today))
    return request


def found(request: ConsultationRequest) -> dict[str, flags.Flag]:
    fresh = ConsultationRequest.objects.select_related("case").get(pk=request.pk)
    events = list(fresh.events.all())
    return {flag.code: flag for flag in flags.flags_of(load_request(fresh), events)}


def codes(request: ConsultationRequest) -> set[str]:
    return {c for c in found(request) if not c.startswith("question_")}


def test_a_folder_in_order_raises_no_flag(request_):
    assert codes(request_) == set()


@pytest.mark.parametrize(("to_18", "flagged"), [(1, True), (0, False)])
def test_under_18_is_a_flag_until_the_birthday(request_, to_18, flagged):
    today = load_request(request_).today
    born = today.replace(year=today.year - 18) + timedelta(days=to_18)
    Patient.objects.filter(case=request_.case).update(date_of_birth=born)

    assert ("under_18" in found(request_)) is flagged


def test_emergency_until_the_family_was_told(request_, mei):
    Diagnosis.objects.filter(case=request_.case).update(
        site="leukaemia", situation="new"
    )

    before = "emergency" in found(request_)
    desk.move(request_, Status.REDIRECTED, by=mei, patient_note="Go now")

    assert (before, "emergency" in found(request_)) == (True, False)


@pytest.mark.parametrize(
    ("test", "value", "unit", "code", "title"),
    [
        ("platelets", "8", "10^9/L", "low", "Dangerously low: Platelets 8 10^9/L"),
        ("creatinine", "900", "umol/L", "high", "High: Creatinine 900 umol/L"),
        ("white_cells", "3", "", "unread", "Not weighed, look at the paper: White"),
    ],
)
def test_a_typed_blood_value_that_presses_or_cannot_be_weighed(
    request_, test, value, unit, code, title
):
    LabValue.objects.create(case=request_.case, test=test, value=value, unit=unit)

    flagged = {c.split("_")[1]: f for c, f in found(request_).items() if "blood_" in c}

    assert list(flagged) == [code]
    assert flagged[code].title.startswith(title)
    assert ("emergency" in found(request_)) is (code == "low")


def test_an_emergency_by_blood_comes_back_with_another_value(request_):
    row = LabValue.objects.create(
        case=request_.case, test="haemoglobin", value="50", unit="g/L"
    )
    before = found(request_)["emergency"].fingerprint
    LabValue.objects.filter(pk=row.pk).update(value="40")

    assert found(request_)["emergency"].fingerprint != before


def test_a_date_nearer_than_our_usual_time(request_, settings):
    today = load_request(request_).today
    usual = settings.SERVICE["turnaround_days"]
    day = today + timedelta(days=usual - 1)
    ConsultationRequest.objects.filter(pk=request_.pk).update(decide_by=day)
    near = found(request_)["late"].text

    ConsultationRequest.objects.filter(pk=request_.pk).update(
        decide_by=day + timedelta(days=1)
    )

    assert near == f"{usual - 1} days are left; an opinion usually takes {usual}."
    assert codes(request_) == set()


def test_a_missing_core_record_with_its_reason(request_, wen):
    request_.case.records.filter(kind="lab_results").update(removed_at=timezone.now())
    silent = found(request_)["core_lab_results"]
    request_.case.checklist.create(kind="lab_results", answer="requested", by=wen)

    explained = found(request_)["core_lab_results"]

    assert (silent.title, silent.text) == ("Missing: Blood tests", "No reason given.")
    assert explained.text == "I asked for it"
    assert explained.fingerprint != silent.fingerprint


def test_a_record_missing_without_a_word_is_a_flag_whatever_its_level(request_, wen):
    Health.objects.filter(case=request_.case).update(other_illness=["hepatitis"])
    assert "core_vaccination_infection" in codes(request_)

    request_.case.checklist.create(kind="vaccination_infection", answer="none", by=wen)
    assert "core_vaccination_infection" not in codes(request_)


@pytest.mark.parametrize(("days", "old"), [(90, set()), (91, {"old_lab_results"})])
def test_blood_tests_are_old_after_90_days(request_, days, old):
    day = load_request(request_).today - timedelta(days=days)
    request_.case.records.filter(kind="lab_results").update(dated_on=str(day))

    assert codes(request_) == old


@pytest.mark.parametrize(
    ("situation", "old"), [("came_back", {"old_imaging_report"}), ("before", set())]
)
def test_scans_are_old_after_six_weeks_only_when_the_cancer_moves(
    request_, situation, old
):
    day = load_request(request_).today - timedelta(days=43)
    request_.case.records.filter(kind="imaging_report").update(dated_on=str(day))
    Diagnosis.objects.filter(case=request_.case).update(situation=situation)

    assert codes(request_) == old


def test_a_day_to_come_does_not_make_old_blood_tests_new(request_, wen):
    request_.case.records.filter(kind="lab_results").update(dated_on="2020-03-01")
    add_record(request_.case, "lab_results", wen)
    request_.case.records.filter(dated_on="").update(dated_on="2099-01-01")

    assert "old_lab_results" in codes(request_)


@pytest.mark.parametrize(
    ("response", "ongoing", "old"),
    [
        ("grew", True, True),
        ("mixed", True, True),
        ("grew", False, True),
        ("shrank", True, False),
    ],
)
def test_scans_are_old_when_the_cancer_grew_under_the_last_treatment(
    request_, response, ongoing, old
):
    day = load_request(request_).today - timedelta(days=43)
    request_.case.records.filter(kind="imaging_report").update(dated_on=str(day))
    TreatmentLine.objects.create(
        case=request_.case,
        type="chemotherapy",
        is_ongoing=ongoing,
        response=response,
        began_on="2026",
    )

    assert ("old_imaging_report" in codes(request_)) is old


@pytest.mark.parametrize(
    ("day", "text"),
    [("2099", "It lies in the future."), ("1960-01", "It lies before the birth.")],
)
def test_a_record_with_a_date_that_cannot_be(request_, day, text):
    record = request_.case.records.get(kind="clinic_letters")
    request_.case.records.filter(pk=record.pk).update(dated_on=day)

    assert found(request_)[f"date_{record.number}"].text == text


def test_records_without_a_date_are_named_by_number(request_):
    request_.case.records.filter(number__in=[3, 4]).update(dated_on="")

    assert found(request_)["undated"].text == "Record 3, 4"


def test_the_same_file_twice(request_):
    File.objects.filter(record__number__in=[2, 5]).update(sha256="a" * 64)

    assert found(request_)["same_aaaaaaaaaaaa"].text == "In record 2, 5."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ecog": "3"}, {"ecog"}),
        ({"ecog": "2"}, set()),
        ({"ecog_change": "worse_quickly"}, {"worse_quickly"}),
    ],
)
def test_fitness_the_patient_reports(request_, changes, code):
    Health.objects.filter(case=request_.case).update(**changes)

    assert codes(request_) == code


def test_chinese_medicine_told_as_a_treatment_counts_as_herbs(request_):
    case = request_.case
    TreatmentLine.objects.create(case=case, type="tcm", is_ongoing=True, name="Fuzheng")
    Health.objects.filter(case=case).update(blood_thinner="yes")
    TreatmentLine.objects.create(case=case, type="chemotherapy", is_ongoing=True)

    assert {"herb_thinner", "herb_chemo"} <= codes(request_)


def test_a_herb_told_to_be_taken_with_a_blood_thinner(request_):
    herb = Supplement.objects.create(case=request_.case, name="danshen")
    assert "herb_thinner" not in codes(request_)

    Supplement.objects.filter(pk=herb.pk).update(with_thinner="yes")
    assert "herb_thinner" in codes(request_)


def test_herbs_beside_other_medicine(request_):
    case, today = request_.case, load_request(request_).today
    Supplement.objects.create(case=case, name="Curcuma")
    alone = codes(request_)
    Health.objects.filter(case=case).update(blood_thinner="yes")
    TreatmentLine.objects.create(case=case, type="chemotherapy", is_ongoing=True)
    ConsultationRequest.objects.filter(pk=request_.pk).update(
        decide_by=today + timedelta(days=14), decide_by_reason="surgery"
    )

    together = {code for code in codes(request_) if code.startswith("herb")}

    assert alone == set()
    assert together == {"herb_thinner", "herb_chemo", "herb_surgery"}


def test_a_caregiver_who_acts_without_a_paper(request_, wen, bo):
    CaseMember.objects.create(
        case=request_.case, user=bo, role="caregiver", basis="guardian"
    )
    before = "authority" in found(request_)
    add_record(request_.case, "legal_authority", wen, dated_on="2026")

    assert (before, "authority" in found(request_)) == (True, False)


def test_mail_to_a_patient_who_does_not_know_everything(request_):
    Patient.objects.filter(case=request_.case).update(knows_diagnosis="partly")
    mailed = codes(request_)
    Patient.objects.filter(case=request_.case).update(contact_ways=["portal"])

    assert (mailed, codes(request_)) == ({"not_told"}, set())


def test_a_consent_older_than_the_present_text(request_):
    Consent.objects.filter(case=request_.case, code="C2").update(version="2020-1")

    assert found(request_)["old_consent"].text == "C2"


def test_no_movement_for_three_working_days(request_):
    week = timezone.now() - timedelta(days=7)
    RequestEvent.objects.filter(request=request_).update(at=week)

    assert found(request_)["quiet"].title == "No movement for 5 working days"


@pytest.mark.parametrize(("day", "flagged"), [(4, False), (5, True)])
def test_quiet_from_the_third_working_day_on(request_, day, flagged):
    """Counted from Monday 2 November 2026."""
    begun = datetime(2026, 11, 2, 4, tzinfo=UTC)
    RequestEvent.objects.update(at=begun)

    with time_machine.travel(begun.replace(day=day), tick=False):
        assert ("quiet" in found(request_)) is flagged


def test_returned_to_the_family_twice(request_, mei):
    for status in ("checking", "needs_info", "checking"):
        desk.move(request_, status, by=mei)
    once = codes(request_)
    desk.move(request_, "needs_info", by=mei)

    assert (once, codes(request_)) == (set(), {"returned"})


def test_no_question_and_too_many(request_, wen):
    request_.questions.update(removed_at=timezone.now())
    none = found(request_)["questions"].title
    for number in range(11):
        request_.questions.create(text=f"Question {number}", added_by=wen)

    many = found(request_)["questions"].title

    assert none == "No question was written"
    assert many == "11 questions: more than the team can answer well"


def test_a_question_whose_record_is_missing(request_, wen):
    request_.case.records.filter(kind="imaging_files").update(removed_at=timezone.now())
    request_.questions.create(code="SUR-01", text="Operate?", added_by=wen)

    flag = found(request_)["question_SUR-01"]

    assert "imaging_files" in bank.get("SUR-01").needs
    words = bank.get("SUR-01").text_in("en")
    assert flag.text == f"“{words}” needs: Scan pictures (disc, USB or zip)"


def test_flags_cost_the_same_with_more_records(
    request_, wen, django_assert_max_num_queries
):
    for _ in range(5):
        add_record(request_.case, "imaging_report", wen, dated_on="2026-10-01")

    with django_assert_max_num_queries(26):
        found(request_)


def test_a_fingerprint_follows_the_data_only():
    one = flags.Flag("late", "Title", "3 days", [date(2026, 1, 1)])
    same = flags.Flag("late", "Other words", "2 days", [date(2026, 1, 1)])
    other = flags.Flag("late", "Title", "3 days", [date(2026, 1, 2)])

    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint
