"""The plan at home names its records; the desk and the case summary read every such link."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from consultations.models import ConsultationRequest, FactCheck, Summary
from consultations.summary import findings, front, source, treatments, wishes
from consultations.tests.desk_make import ADMIN, sent
from consultations.tests.make import add_record, fill_folder
from intake import consents
from intake.models import AnswerChange, Biomarker, Diagnosis, TreatmentLine
from intake.tests.filling import fill_in
from records.models import Record


def plan_url(case):
    return reverse("consultations:request_step", args=[case.pk, "plan"])


@pytest.fixture
def letter(case, wen):
    return add_record(
        case, "clinic_letters", wen, title="Clinic letter", dated_on="2026-09"
    )


@pytest.fixture
def draft(case, wen):
    return ConsultationRequest.objects.create(case=case, changed_by=wen)


def test_plan_may_be_a_record_alone(client, wen, case, letter):
    client.force_login(wen)

    fill_in(client, plan_url(case), plan_records=[letter.pk])

    asked = ConsultationRequest.objects.get()
    check = client.get(reverse("consultations:request_check", args=[case.pk])).text
    assert asked.plan_records == [str(letter.pk)]
    assert "In the records: Clinic letter, September 2026" in check
    assert "Write down the plan of your doctors" not in check


def test_plan_in_a_removed_record_is_missing_again(client, wen, case, letter):
    client.force_login(wen)
    fill_in(client, plan_url(case), plan_records=[letter.pk])

    Record.objects.filter(pk=letter.pk).update(removed_at=timezone.now())

    check = client.get(reverse("consultations:request_check", args=[case.pk])).text
    assert "Write down the plan of your doctors" in check
    assert "Clinic letter" not in check


def test_ticked_record_says_that_there_is_a_plan(client, wen, case, draft, letter):
    client.force_login(wen)

    fill_in(client, plan_url(case), plan_records=[letter.pk], no_plan_yet="on")

    draft.refresh_from_db()
    assert (draft.plan_records, draft.no_plan_yet) == ([str(letter.pk)], False)


def test_a_page_that_showed_no_box_takes_no_link_away(client, wen, case, letter):
    client.force_login(wen)
    fill_in(client, plan_url(case), plan_records=[letter.pk])

    client.post(plan_url(case), {"proposed_plan": "Surgery in May"})

    asked = ConsultationRequest.objects.get()
    assert asked.plan_records == [str(letter.pk)]
    assert asked.proposed_plan == "Surgery in May"


def test_unticking_the_last_record_takes_its_link_away(client, wen, case, letter):
    client.force_login(wen)
    fill_in(client, plan_url(case), plan_records=[letter.pk], proposed_plan="Surgery")

    fill_in(client, plan_url(case), plan_records=None)

    asked = ConsultationRequest.objects.get()
    assert (asked.plan_records, asked.proposed_plan) == ([], "Surgery")


def test_record_of_another_folder_is_refused_and_the_words_are_kept(
    client, wen, bo, case, bos_case
):
    theirs = add_record(bos_case, "clinic_letters", bo, title="Canary")
    client.force_login(wen)

    response = fill_in(
        client, plan_url(case), proposed_plan="Surgery", plan_records=[theirs.pk]
    )

    asked = ConsultationRequest.objects.get()
    assert (response.status_code, "Canary" in response.text) == (422, False)
    assert (asked.proposed_plan, asked.plan_records) == ("Surgery", [])
    assert not AnswerChange.objects.filter(field="plan_records").exists()


def test_plan_page_costs_the_same_with_more_records(client, wen, case, draft):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(plan_url(case))
        return len(queries)

    client.force_login(wen)
    for _ in range(3):
        add_record(case, "imaging_report", wen)
    cost()
    before = cost()
    for _ in range(27):
        add_record(case, "imaging_report", wen)

    assert (cost(), before <= 6) == (before, True)


def test_record_says_that_the_plan_is_in_it(client, wen, case, letter):
    client.force_login(wen)
    fill_in(client, plan_url(case), plan_records=[letter.pk])

    text = client.get(reverse("records:record_list", args=[case.pk])).text

    assert "Belongs to: <bdi>The plan at home</bdi>" in text


def test_check_tells_the_records_of_each_line_and_never_an_id(client, wen, case):
    fill_folder(case, wen)
    linked = [str(record.pk) for record in case.records.all()]
    for number in range(3):
        Biomarker.objects.create(case=case, marker=f"M{number}", linked_records=linked)
    client.force_login(wen)

    text = client.get(reverse("consultations:request_check", args=[case.pk])).text

    assert text.count("Records that belong to it: ") == 3
    assert linked[0] not in text


@pytest.fixture
def whole(case, wen):
    """A sent request in which a test, a treatment and the plan name record 1."""
    asked = sent(case, wen)
    named = {"linked_records": [str(case.records.get(number=1).pk)]}
    Diagnosis.objects.filter(case=case).update(no_treatment_yet=False)
    Biomarker.objects.create(case=case, marker="EGFR", result="L858R", **named)
    consents.record_answer(case, "C4", agreed=True, by=wen)
    TreatmentLine.objects.create(case=case, name="Osimertinib", **named)
    plan = {"plan_records": named["linked_records"], "proposed_plan": "Surgery"}
    ConsultationRequest.objects.filter(pk=asked.pk).update(**plan)
    return ConsultationRequest.objects.select_related("case").get(pk=asked.pk)


def words_of(made) -> str:
    """All text of nested contents, marks and all."""
    if isinstance(made, dict):
        return " ".join(words_of(part) for part in made.values())
    if isinstance(made, list | tuple):
        return " ".join(words_of(part) for part in made)
    return strip_tags(str(made))


PARTS = {
    "treatments": treatments.treatment_blocks,
    "biomarkers": findings.pathology_blocks,
    "plan": wishes.wishes_blocks,
    "front": front._facts,
}


def loaded(request):
    return source.load(Summary(request=request, version=1))


@pytest.mark.parametrize("part", PARTS)
def test_summary_names_the_record_and_claims_no_reading(whole, part):
    words = words_of(PARTS[part](loaded(whole)))

    line = words.rpartition("#01")[0].split()[-2:]
    assert line == ["患", "P"]


@pytest.mark.parametrize("part", ["treatments", "plan", "front"])
def test_summary_names_no_removed_record(whole, part):
    whole.case.records.filter(number=1).update(removed_at=timezone.now())

    words = words_of(PARTS[part](loaded(whole)))

    assert ("患 P" in words, "#01" in words) == (True, False)


def test_what_the_desk_compared_comes_before_what_the_family_named(whole, mei):
    line = TreatmentLine.objects.get()
    FactCheck.objects.create(
        case=whole.case,
        fact=f"treatmentline:{line.pk}",
        record=whole.case.records.get(number=2),
        checked_by=mei,
    )

    words = words_of(treatments.treatment_blocks(loaded(whole)))

    assert ("核 #02" in words, "患 P #01" in words) == (True, False)


def test_naming_a_record_later_leaves_the_check_of_the_desk(client, wen, whole, mei):
    line = TreatmentLine.objects.get()
    first, second = whole.case.records.order_by("number")
    fact = {"case": whole.case, "fact": f"treatmentline:{line.pk}", "record": first}
    FactCheck.objects.create(**fact, checked_by=mei)
    client.force_login(wen)
    address = reverse("intake:row_edit", args=[whole.case_id, "treatments", line.pk])

    fill_in(client, address, linked_records=[first.pk, second.pk])

    line.refresh_from_db()
    words = words_of(treatments.treatment_blocks(loaded(whole)))
    assert len(line.linked_records) == 2
    assert "核 #01" in words


def test_plan_that_stands_only_in_a_record_is_not_called_missing(whole):
    whole.proposed_plan = ""
    ConsultationRequest.objects.filter(pk=whole.pk).update(proposed_plan="")

    words = words_of(wishes.wishes_blocks(loaded(whole)))

    assert "见资料 in the record 患 P #01" in words


def test_mark_that_names_many_records_counts_the_rest(whole, wen):
    for _ in range(5):
        add_record(whole.case, "imaging_report", wen)
    every = [str(record.pk) for record in whole.case.records.all()]
    TreatmentLine.objects.update(linked_records=every)

    words = words_of(treatments.treatment_blocks(loaded(whole)))

    assert "患 P #01 #02 #03 #04 +3" in words


def test_desk_reads_which_records_the_family_names(client, mei, whole):
    client.force_login(mei)

    text = client.get(reverse(f"{ADMIN}_change", args=[whole.pk])).text

    assert text.count("family, names record 1") == 3
