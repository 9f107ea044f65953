""" "I do not know" is an answer to every medical fact, also when it is the only one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake.forms import cancer, health
from intake.models import Health
from intake.tests.filling import fill_in, step_url

pytestmark = pytest.mark.django_db
# Words beside a fact, names of papers, and choices that hold the answer themselves.
NO_FACT = {
    "AllergyForm": {"is_contrast"},
    "BiomarkerForm": {"linked_records", "specimen_number"},
    "FamilyCancerForm": {"relation"},
    "SupplementForm": {"with_chemo", "with_thinner", "with_surgery", "stopped_before"},
    "TreatmentForm": {
        "intent",
        "is_ongoing",
        "linked_records",
        "response",
        "why_stopped",
        "why_stopped_note",
    },
}
FORMS = [
    cancer.BiomarkerForm,
    cancer.FamilyCancerForm,
    cancer.PreviousCancerForm,
    cancer.TreatmentForm,
    health.AllergyForm,
    health.MedicineForm,
    health.SupplementForm,
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_fact_of_a_row_may_be_unknown(form):
    asked = set(form.Meta.fields) - NO_FACT.get(form.__name__, set())

    assert asked == set(form.Meta.unknowable)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("biomarkers", "method"),
        ("treatments", "side_effects"),
        ("earlier-cancers", "kind"),
        ("medicines", "name"),
        ("allergies", "substance"),
        ("herbs", "name"),
    ],
)
def test_a_row_that_is_only_unknown_is_kept_and_told(client, wen, case, slug, name):
    client.force_login(wen)

    fill_in(client, step_url(case, slug), **{f"{name}_dk": "on"})

    assert "Without a name yet" in client.get(step_url(case, slug)).text
    check = client.get(reverse("consultations:request_check", args=[case.pk])).text
    assert "Without a name yet" in check
    assert "I do not know</span>" in check


def test_a_symptom_nobody_can_judge(client, wen, case):
    client.force_login(wen)
    fill_in(
        client, step_url(case, "symptoms"), symptom_pain="not_known", symptom_tired="4"
    )

    page = client.get(step_url(case, "symptoms")).text
    check = client.get(reverse("consultations:request_check", args=[case.pk])).text

    assert Health.objects.get(case=case).symptoms == {"pain": "not_known", "tired": 4}
    assert page.count("selected>I do not know") == 1
    assert "Pain: I do not know" in check
