"""Lists: a line is added once, changed, removed and kept; "none" is an answer."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from intake.dates import PartialDate
from intake.models import (
    AnswerChange,
    Biomarker,
    CaseMember,
    Diagnosis,
    Health,
    Medicine,
    TreatmentLine,
)
from intake.tests.filling import fill_in, send, step_url


@pytest.fixture
def medicines(client, wen, case) -> str:
    client.force_login(wen)
    return step_url(case, "medicines")


@pytest.fixture
def treatments(client, wen, case) -> str:
    client.force_login(wen)
    return step_url(case, "treatments")


def row_url(row, slug: str, name: str = "row_edit") -> str:
    return reverse(f"intake:{name}", args=[row.case_id, slug, row.pk])


def test_line_is_added(client, medicines, case, wen):
    response = fill_in(client, medicines, name="Metformin", dose="500 mg", do="add")

    row = Medicine.objects.get()
    assert response.url == f"{medicines}#listed"
    assert (row.case, row.name, row.dose, row.added_by) == (
        case,
        "Metformin",
        "500 mg",
        wen,
    )


def test_same_form_sent_twice_makes_one_line(client, medicines):
    opened = client.get(medicines)

    for _time in range(2):
        response = send(client, medicines, opened, name="Metformin", do="add")

    assert (response.status_code, Medicine.objects.count()) == (302, 1)
    assert AnswerChange.objects.count() == 1


def test_form_opened_again_makes_another_line(client, medicines):
    for dose in ("500 mg", "850 mg"):
        fill_in(client, medicines, name="Metformin", dose=dose, do="add")

    assert Medicine.objects.count() == 2


def test_key_of_another_folder_makes_a_line_of_its_own(
    client, medicines, case, bos_case
):
    key = uuid.uuid4()
    theirs = Medicine.objects.create(case=bos_case, name="Canary", form_key=key)

    response = client.post(medicines, {"do": "add", "name": "Mine", "form_key": key})

    theirs.refresh_from_db()
    assert (response.status_code, theirs.name, theirs.case) == (
        302,
        "Canary",
        bos_case,
    )
    assert Medicine.objects.get(case=case).name == "Mine"


@pytest.mark.parametrize("key", ["", "x", "\0", "<b>", "x" * 10_000])
def test_key_that_says_nothing_is_no_error(client, medicines, key):
    response = client.post(medicines, {"do": "add", "name": "A", "form_key": key})

    assert (response.status_code, Medicine.objects.count()) == (302, 1)


def test_empty_line_is_not_added_and_says_what_to_do(client, medicines):
    response = fill_in(client, medicines, do="add")

    assert (response.status_code, Medicine.objects.count()) == (422, 0)
    assert response.context["form"].non_field_errors() == [
        "Write something in the first boxes, then save"
    ]


def test_line_with_an_error_keeps_what_is_in_order(client, medicines):
    response = fill_in(client, medicines, name="Metformin", since_year="soon", do="add")

    row = Medicine.objects.get()
    assert (response.status_code, row.name, row.since) == (422, "Metformin", None)
    assert response.context["form_action"] == row_url(row, "medicines")
    assert response.context["form"].errors == {
        "since": ["Enter the year as 4 numbers, like 2026"]
    }


def test_line_with_only_an_error_is_shown_again_as_typed(client, medicines):
    response = fill_in(client, medicines, since_year="soon", do="add")

    assert (response.status_code, Medicine.objects.count()) == (422, 0)
    assert "soon" in response.text


def test_treatments_stand_oldest_first(client, treatments):
    for year in ("2024", "2021", "2023"):
        fill_in(client, treatments, name=year, began_on_year=year, do="add")

    page = client.get(treatments)

    assert [row["title"] for row in page.context["rows"]] == ["2021", "2023", "2024"]


def test_line_is_changed_on_its_own_page(client, treatments, case):
    row = TreatmentLine.objects.create(case=case, name="Tamoxfen")

    response = fill_in(
        client, row_url(row, "treatments"), name="Tamoxifen", began_on_year="2021"
    )

    row.refresh_from_db()
    assert response.url == treatments
    assert (row.name, row.began_on) == ("Tamoxifen", PartialDate(2021))


@pytest.mark.parametrize("year", ["2021", "21", "2999"])
def test_end_of_a_treatment_still_going_on_is_ignored(client, treatments, case, year):
    row = TreatmentLine.objects.create(case=case, name="Tamoxifen")
    end = {"ended_on_year": year, "ended_on_dk": "on", "why_stopped": "scan"}

    response = fill_in(client, row_url(row, "treatments"), is_ongoing="on", **end)

    row.refresh_from_db()
    assert (response.status_code, row.is_ongoing) == (302, True)
    assert (row.ended_on, row.why_stopped, row.not_known) == (None, "", [])


def test_end_of_a_treatment_is_kept_but_not_told_once_it_goes_on(
    client, treatments, case
):
    row = TreatmentLine.objects.create(
        case=case, name="Tamoxifen", ended_on="2021", why_stopped="scan"
    )
    before = client.get(treatments).text
    fill_in(client, row_url(row, "treatments"), is_ongoing="on", ended_on_year="2022")

    pages = [
        client.get(treatments).text,
        client.get(reverse("consultations:request_check", args=[case.pk])).text,
    ]

    row.refresh_from_db()
    told = "Why did it stop? A scan showed growth"
    assert told in before
    assert [told in page for page in pages] == [False, False]
    assert [str(PartialDate(2021)) in page for page in pages] == [False, False]
    assert (row.ended_on, row.why_stopped) == (PartialDate(2021), "scan")


def test_questions_that_wait_for_an_answer_are_marked_for_the_script(client, wen, case):
    client.force_login(wen)

    page = client.get(step_url(case, "cancer")).text

    marked = re.findall(
        r'name="(\w+)"[^>]*data-after="(\w+)"[^>]*data-fits="([^"]*)"', page
    )
    assert ("site_other", "site", "other sarcoma skin") in marked
    assert "side" in {name for name, _after, _fits in marked}
    assert re.search(r'src="[^"]*js/depends[^"]*\.js"', page)


def test_tick_can_be_unticked(client, treatments, case):
    row = TreatmentLine.objects.create(case=case, name="Tamoxifen", is_ongoing=True)

    fill_in(client, row_url(row, "treatments"), is_ongoing=None)

    row.refresh_from_db()
    assert row.is_ongoing is False


def test_removing_asks_first_and_keeps_the_line_unseen(client, medicines, case):
    row = Medicine.objects.create(case=case, name="Metformin")
    address = row_url(row, "medicines", "row_remove")

    asked = client.get(address)
    row.refresh_from_db()
    assert (asked.status_code, row.removed_at) == (200, None)

    for _time in range(2):
        response = client.post(address)

    row.refresh_from_db()
    assert (response.url, row.name) == (medicines, "Metformin")
    assert row.removed_at is not None
    assert client.get(medicines).context["rows"] == []
    assert AuditEntry.objects.filter(verb="removed").count() == 1


def test_removed_line_can_be_put_back(client, medicines, case, wen):
    """The way `remove it` is undone; another folder's line is out of reach."""
    row = Medicine.objects.create(
        case=case, name="Metformin", removed_at=timezone.now()
    )
    page = client.get(medicines).text

    back = client.post(medicines, {"do": f"back:{row.pk}"})
    again = client.post(medicines, {"do": f"back:{row.pk}"})

    row.refresh_from_db()
    assert f'value="back:{row.pk}"' in page
    assert (back.status_code, again.status_code, row.removed_at) == (302, 302, None)
    assert AuditEntry.objects.filter(verb="restored").count() == 1


def test_line_removed_while_somebody_wrote_on_it_is_back_with_the_words(
    client, medicines, case
):
    row = Medicine.objects.create(case=case, name="Metformin")
    address = f"{medicines}{row.pk}/"
    Medicine.objects.update(removed_at=timezone.now())

    assert client.get(address).status_code == 404
    page = client.post(address, {"name": "Metformin", "dose": "500 mg"}, follow=True)

    row.refresh_from_db()
    assert (row.dose, row.removed_at) == ("500 mg", None)
    assert "It is in the list again." in page.text


@pytest.mark.parametrize("target", ["", "x", "<b>", str(uuid.UUID(int=1))])
def test_line_that_is_not_there_cannot_be_put_back(client, medicines, case, target):
    assert client.post(medicines, {"do": f"back:{target}"}).status_code == 302


def test_line_removed_long_ago_is_not_offered(client, medicines, case):
    long_ago = timezone.now() - timedelta(days=31)
    row = Medicine.objects.create(case=case, name="Old", removed_at=long_ago)

    page = client.get(medicines).text
    client.post(medicines, {"do": f"back:{row.pk}"})

    row.refresh_from_db()
    assert "back:" not in page
    assert row.removed_at == long_ago


def test_removed_line_has_no_page(client, medicines, case):
    row = Medicine.objects.create(case=case, name="A", removed_at=case.created_at)

    assert client.get(row_url(row, "medicines")).status_code == 404


@pytest.mark.parametrize("name", ["row_edit", "row_remove"])
def test_line_of_another_folder_is_not_found(client, medicines, case, bos_case, name):
    theirs = Medicine.objects.create(case=bos_case, name="Canary")
    address = reverse(f"intake:{name}", args=[case.pk, "medicines", theirs.pk])

    codes = [client.get(address).status_code, client.post(address).status_code]

    theirs.refresh_from_db()
    assert (codes, theirs.removed_at) == ([404, 404], None)


@pytest.mark.parametrize("name", ["row_edit", "row_remove"])
def test_stranger_reaches_no_line(client, bo, case, name):
    row = Medicine.objects.create(case=case, name="Metformin")
    client.force_login(bo)

    response = client.post(row_url(row, "medicines", name), {"name": "x"})

    row.refresh_from_db()
    assert (response.status_code, row.name, row.removed_at) == (404, "Metformin", None)


def test_page_without_a_list_has_no_lines(client, wen, case):
    row = Medicine.objects.create(case=case, name="Metformin")
    client.force_login(wen)

    assert client.get(row_url(row, "habits")).status_code == 404


def test_none_is_an_answer_and_leads_on(client, treatments, case):
    response = client.post(treatments, {"do": "none"})

    assert response.url == step_url(case, "next")
    assert Diagnosis.objects.get(case=case).no_treatment_yet is True


def test_none_said_twice_is_said_once(client, treatments, case):
    for _time in range(2):
        client.post(treatments, {"do": "none"})

    assert Diagnosis.objects.get(case=case).revision == 1


def test_none_can_be_taken_back(client, treatments, case):
    client.post(treatments, {"do": "none"})

    client.post(treatments, {"do": "some"})

    assert Diagnosis.objects.get(case=case).no_treatment_yet is False


def test_first_line_ends_none(client, treatments, case):
    client.post(treatments, {"do": "none"})

    fill_in(client, treatments, name="Tamoxifen", do="add")

    assert Diagnosis.objects.get(case=case).no_treatment_yet is False


def test_none_is_not_said_over_lines(client, medicines, case):
    Medicine.objects.create(case=case, name="Metformin")

    client.post(medicines, {"do": "none"})

    assert not Health.objects.filter(case=case, no_medicines=True).exists()


def test_questions_below_the_list_are_answered(client, medicines, case):
    response = client.post(medicines, {"do": "answers", "blood_thinner": "yes"})

    assert response.status_code == 302
    assert Health.objects.get(case=case).blood_thinner == "yes"


def test_tests_of_the_tumour_are_suggested_by_its_place(client, wen, case):
    Diagnosis.objects.create(case=case, site="prostate")
    client.force_login(wen)

    page = client.get(step_url(case, "biomarkers"))

    assert page.context["form"].suggestions[0] == "PSA"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_more_lines(
    client, wen, case, rows, django_assert_num_queries
):
    for number in range(rows):
        Biomarker.objects.create(case=case, marker=str(number))
    client.force_login(wen)
    client.get(step_url(case, "biomarkers"))  # the first page also writes the session

    with django_assert_num_queries(6):
        client.get(step_url(case, "biomarkers"))


@pytest.mark.parametrize(
    ("slug", "typed", "links"),
    [
        ("treatments", {"name": "Niraparib"}, 1),
        ("biomarkers", {"marker": "EGFR"}, 1),
        ("medicines", {"name": "Metformin"}, 0),
    ],
)
def test_line_with_a_report_leads_to_adding_it(client, wen, case, slug, typed, links):
    client.force_login(wen)
    fill_in(client, step_url(case, slug), do="add", **typed)

    page = client.get(step_url(case, slug)).text

    address = reverse("records:record_list", args=[case.pk])
    leads = re.findall(
        rf'href="{address}\?for_line={slug}:[^"]+#add">Add its paper', page
    )
    assert len(leads) == links


def test_caregiver_who_may_not_add_records_gets_no_link(client, ana, case):
    CaseMember.objects.filter(user=ana).update(may_answer=True, may_upload=False)
    TreatmentLine.objects.create(case=case, name="Niraparib")
    client.force_login(ana)

    page = client.get(step_url(case, "treatments")).text

    assert (page.count("Niraparib") > 0, page.count("Add its paper")) == (True, 0)
