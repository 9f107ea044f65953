"""Questions and answers that fit the patient: sides, places, herbs, "I do not know"."""

from __future__ import annotations

import pytest

from intake import choices, steps
from intake.facts import facts_of
from intake.forms.cancer import PAIRED
from intake.models import (
    Biomarker,
    Diagnosis,
    Health,
    Patient,
    Supplement,
    TreatmentLine,
)
from intake.tests.filling import fill_in, step_url


def cancer_form(client, case):
    return client.get(step_url(case, "cancer")).context["form"]


@pytest.mark.parametrize("site", choices.Site.values)
def test_side_is_asked_only_of_paired_organs(client, wen, case, site):
    Diagnosis.objects.create(case=case, site=site)
    client.force_login(wen)

    assert ("side" in cancer_form(client, case).fields) == (site in PAIRED)


HERS, HIS = {"ovary", "endometrium", "cervix"}, {"prostate", "testis"}


@pytest.mark.parametrize(
    ("sex", "left_out"),
    [
        ("male", HERS),
        ("female", HIS),
        ("intersex", set()),
        ("prefer_not", set()),
        ("", set()),
    ],
)
def test_places_fit_the_sex_at_birth(client, wen, case, sex, left_out):
    Patient.objects.update_or_create(case=case, defaults={"sex_at_birth": sex})
    client.force_login(wen)

    page = client.get(step_url(case, "cancer")).text

    offered = {code for code in choices.Site.values if f'value="{code}"' in page}
    assert offered == set(choices.Site.values) - left_out


def test_stored_place_stays_shown(client, wen, case):
    Patient.objects.update_or_create(case=case, defaults={"sex_at_birth": "male"})
    Diagnosis.objects.create(case=case, site="ovary")
    client.force_login(wen)

    assert "ovary" in dict(cancer_form(client, case).fields["site"].choices)


@pytest.mark.parametrize("name", ["ecog", "ecog_change"])
def test_strength_may_be_unknown(client, wen, case, name):
    client.force_login(wen)

    fill_in(client, step_url(case, "daily-life"), **{f"{name}_dk": "on"})

    step, facts = steps.BY_SLUG["daily-life"], facts_of(case)
    assert Health.objects.get(case=case).not_known == [name]
    assert step.needed[name] not in steps.lacks(step, facts)


def test_pregnancy_may_be_unknown(client, wen, case):
    client.force_login(wen)

    fill_in(client, step_url(case, "pregnancy"), pregnancy_dk="on")

    assert Health.objects.get(case=case).not_known == ["pregnancy"]


def test_pregnancy_of_a_man_is_not_asked_as_unknown_either(client, wen, case):
    Patient.objects.update_or_create(case=case, defaults={"sex_at_birth": "male"})
    client.force_login(wen)

    form = client.get(step_url(case, "pregnancy")).context["form"]

    assert [name for name in form.fields if name.startswith("pregnancy")] == []


@pytest.mark.parametrize(
    ("slug", "name", "model"),
    [("biomarkers", "marker", Biomarker), ("treatments", "type", TreatmentLine)],
)
def test_kind_of_a_line_may_be_unknown(client, wen, case, slug, name, model):
    client.force_login(wen)

    client.post(
        step_url(case, slug), {f"{name}_dk": "on", "shown": f"{name}_dk", "do": "add"}
    )

    assert model.objects.get().not_known == [name]


def test_herb_is_asked_about_thinner_operation_and_tests(client, wen, case):
    client.force_login(wen)

    fill_in(
        client,
        step_url(case, "herbs"),
        name="Danshen",
        with_thinner="yes",
        with_surgery="yes",
        stopped_before="no",
        tested_on_month="5",
        tested_on_year="2026",
        do="add",
    )

    herb = Supplement.objects.get()
    assert (herb.with_thinner, herb.with_surgery, herb.stopped_before) == (
        "yes",
        "yes",
        "no",
    )
    assert str(herb.tested_on) == "2026-05"


def test_symptoms_can_be_taken_away_though_a_blank_keeps_them(client, wen, case):
    client.force_login(wen)
    address = step_url(case, "symptoms")
    fill_in(client, address, symptom_pain="7")

    fill_in(client, address, symptom_pain="")
    after_blank = Health.objects.get(case=case).symptoms
    fill_in(client, address, away="symptoms")

    assert after_blank == {"pain": 7}
    assert Health.objects.get(case=case).symptoms == {}


@pytest.mark.parametrize(
    ("site", "names"),
    [
        ("lymphoma", "Ann Arbor / Lugano"),
        ("leukaemia", "Rai / Binet"),
        ("myeloma", "ISS / R-ISS"),
    ],
)
def test_stage_offers_the_system_of_the_cancer_first(client, wen, case, site, names):
    Diagnosis.objects.create(case=case, site=site)
    client.force_login(wen)

    page = client.get(step_url(case, "stage"))

    offered = [c for c, _label in page.context["form"].fields["stage"].choices if c]
    assert page.text.count(f"A stage of {names}") == 1
    assert (offered[0], len(offered)) == ("other_system", len(choices.Stage.choices))


def test_stage_of_a_lung_cancer_names_no_system_of_blood(client, wen, case):
    Diagnosis.objects.create(case=case, site="lung")
    client.force_login(wen)

    assert "A stage of " not in client.get(step_url(case, "stage")).text
