"""What the family says it does not know is told as that, never as left out."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import alerts, front, parts, source
from consultations.tests import summary_cases
from intake.models import (
    Allergy,
    Biomarker,
    Diagnosis,
    Health,
    Medicine,
    PreviousCancer,
    Supplement,
    TreatmentLine,
)

pytestmark = pytest.mark.django_db
SAID = "患者不清楚 the family does not know"
UNKNOWN = {
    Biomarker: ["marker", "result", "tested_on"],  # the method stands as known
    TreatmentLine: ["name", "cycles", "dose", "side_effects", "hospital"],
    Medicine: ["name", "dose", "how_often", "since", "what_for"],
    Supplement: ["name", "ingredients", "form", "prescriber", "since", "tested_on"],
    Allergy: ["substance", "reaction"],
    PreviousCancer: ["kind", "found_on", "treatment"],
}


@pytest.fixture
def request_():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.bare(by)
    Health.objects.create(case=request.case)
    return request


def printed(request) -> str:
    loaded = source.load(Summary(request=request, version=1))
    told = [
        value
        for part in parts.clinical_parts(loaded)
        for block in part["blocks"]
        for row in [*block.get("rows", ()), *block.get("pairs", ())]
        for value in (row.values() if isinstance(row, dict) else row)
    ]
    return strip_tags(" ".join(map(str, [*told, front.front(loaded)["markers"]])))


@pytest.mark.parametrize(
    ("model", "names"), UNKNOWN.items(), ids=lambda one: getattr(one, "__name__", "")
)
def test_each_unknown_of_a_row_is_told(request_, model, names):
    more = {"method": "IHC"} if model is Biomarker else {}
    model.objects.create(case=request_.case, not_known=names, **more)

    # A marker and its result stand on the front sheet too.
    extra = 2 if model is Biomarker else 0
    assert printed(request_).count(SAID) == len(names) + extra


def test_a_blood_thinner_and_a_symptom_nobody_can_name(request_):
    Health.objects.filter(case=request_.case).update(
        blood_thinner="yes",
        not_known=["blood_thinner_name"],
        symptoms={"pain": "not_known", "tired": 3},
    )

    said = printed(request_)

    assert "名称 which one: " + SAID in said
    assert SAID + ": 疼痛 Pain" in said
    assert "3/10" in said


def test_a_name_nobody_knows_is_told_on_the_front_sheet_and_in_the_alerts(request_):
    case = request_.case
    Health.objects.filter(case=case).update(
        blood_thinner="yes", not_known=["blood_thinner_name", "ecog"]
    )
    Allergy.objects.create(case=case, not_known=["substance", "reaction"])
    TreatmentLine.objects.create(case=case, is_ongoing=True, not_known=["name"])

    loaded = source.load(Summary(request=request_, version=1))
    lines = [strip_tags(line) for line in alerts.alert_lines(loaded)]
    sheet = [strip_tags(row["value"]) for row in front.front(loaded)["facts"]]

    assert lines[0].startswith(f"抗凝药 anticoagulant 名称 which one: {SAID}")
    assert lines[1].startswith(f"过敏 allergy: {SAID}")
    assert sum(SAID in value for value in sheet) == 2  # strength, and treatment now


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "未提供 not provided"),
        ("not_known", SAID),
        ("none", "无 none"),
        ("diabetes", None),  # told in part 6
    ],
)
def test_danger_box_tells_unknown_from_none_and_from_silence(request_, code, words):
    codes = [code] if code else []
    Health.objects.filter(case=request_.case).update(
        other_illness=codes,
        implants=codes if code != "diabetes" else ["port"],
        blood_thinner={"none": "no", "diabetes": "yes"}.get(code, code),
    )

    loaded = source.load(Summary(request=request_, version=1))
    said = strip_tags(alerts.quiet_alerts(loaded))

    for label in (
        "抗凝药 anticoagulant",
        "其他疾病 other illnesses",
        "植入物 implants",
    ):
        assert (f"{label}: {words}" in said) if words else (label not in said)


def test_danger_box_says_how_many_allergies_and_herbs_it_leaves_out(request_):
    case = request_.case
    for name in ("dust", "pollen", "x" * 40, "y" * 40, "z" * 40):
        Allergy.objects.create(case=case, substance=name)
        Supplement.objects.create(case=case, name=name[:30])
    Allergy.objects.create(case=case, substance="iodine", is_contrast=True)
    Supplement.objects.create(case=case, name="last tea", with_thinner="yes")

    loaded = source.load(Summary(request=request_, version=1))
    lines = {strip_tags(line) for line in alerts.alert_lines(loaded)}

    herbs = next(line for line in lines if "blood thinner" in line)
    allergies = next(line for line in lines if "allergy" in line)
    for line, first, more in ((herbs, "last tea", 1), (allergies, "iodine", 2)):
        assert line.split(": ")[1].startswith(first)
        assert f"另有 {more} 项见第六部分 +{more} more: part 6" in line


def test_a_thinner_that_is_not_taken_needs_no_name(request_):
    Health.objects.filter(case=request_.case).update(
        blood_thinner="no", not_known=["blood_thinner_name"]
    )

    assert "which one" not in printed(request_)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_symptom": "a cough"}, "First sign a cough"),
        ({"not_known": ["first_symptom"]}, f"First sign {SAID}"),
    ],
    ids=["told", "unknown"],
)
def test_a_first_sign_without_a_day_is_told(request_, fields, said):
    Diagnosis.objects.update_or_create(case=request_.case, defaults=fields)

    assert said in printed(request_)
