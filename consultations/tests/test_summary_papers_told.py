"""What the summary tells of papers: notes, issuers, reasons, and scans nobody can see."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations import flags
from consultations.models import Question, Summary
from consultations.summary import annex, front, questions, source
from consultations.summary.wishes import wishes_blocks
from consultations.tests import summary_cases
from intake.dates import PartialDate
from intake.models import TreatingDoctor
from records import checklist, meaning
from records.models import ChecklistAnswer, File, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")


@pytest.fixture
def request_(by):
    return summary_cases.bare(by)


def load(request_):
    return source.load(Summary(request=request_, version=1))


def add(request_, by, kind: str, **told) -> Record:
    number = request_.case.records.count() + 1
    return Record.objects.create(
        case=request_.case, number=number, kind=kind, added_by=by, **told
    )


KINDS = ["imaging_report", "endoscopy_report", "treatment_summary", "clinic_letters"]


@pytest.mark.parametrize("kind", [*KINDS, "discharge_summary", "pathology_report"])
def test_every_record_tells_who_issued_it_and_its_note(request_, by, kind):
    add(request_, by, kind, issued_by="City Hospital 1", note="Second page is missing")

    (row,) = annex.annex_rows(load(request_))
    said = strip_tags(" | ".join(map(str, row["line"])))
    assert "City Hospital 1" in said
    assert "note: Second page is missing" in said


def test_nothing_is_told_of_a_gene_test_nobody_agreed_to(request_, by):
    add(request_, by, "molecular_report", issued_by="Secret lab", note="Secret note")

    (row,) = annex.annex_rows(load(request_))
    assert "Secret" not in " | ".join(map(str, row["line"]))


def test_an_answer_about_slides_is_told_although_nobody_needs_them(request_, by):
    ChecklistAnswer.objects.create(
        case=request_.case,
        kind="pathology_slides",
        answer="requested",
        requested_from="Regional Cancer Centre",
        by=by,
    )

    sheet = front.front(load(request_))
    told = strip_tags(" | ".join(sheet["all_gaps"]))
    assert "Regional Cancer Centre" in told
    assert "Regional Cancer Centre" not in strip_tags(" | ".join(sheet["gaps"]))


def test_pictures_of_an_earlier_visit_are_not_those_of_the_newest_scan(request_, by):
    for kind, day in (("report", (2026, 10, 5)), ("files", (2026, 3, 19))):
        record = add(request_, by, f"imaging_{kind}", dated_on=PartialDate(*day))
        about = {"name": "a.pdf", "size_bytes": 1, "added_by": by, "verdict": "kept"}
        File.objects.create(record=record, case=request_.case, **about)
    loaded = load(request_)
    question = Question(request=request_, code="SUR-03", text="", added_by=by)

    gaps = strip_tags(" | ".join(front.front(loaded)["all_gaps"]))
    lacks = strip_tags(questions.question_line(loaded, 1, question)["lacks_all"])
    titles = [flag.title for flag in flags.flags_of(loaded, [])]
    judged = meaning.judgements(checklist.state_of(request_.case))
    assert "pictures of the newest scan: 5 Oct 2026, 只有报告 only the report" in gaps
    assert "pictures of the newest scan" in lacks
    assert "The pictures of the newest scan are not here" in titles
    assert [str(j.because) for j in judged if "newest" in str(j.what)] == [
        "because the pictures of the scan of 5 October 2026 are missing"
    ]


def test_a_question_names_all_it_lacks_where_there_is_room(request_, by):
    loaded = load(request_)
    question = Question(request=request_, code="SUR-01", text="", added_by=by)

    line = questions.question_line(loaded, 1, question)
    assert strip_tags(line["lacks"]).endswith("+1")
    assert len(strip_tags(line["lacks_all"])) > len(strip_tags(line["lacks"]))
    assert "+1" not in strip_tags(line["lacks_all"])


def test_the_doctor_at_home_is_named_with_what_they_know(request_):
    TreatingDoctor.objects.create(
        case=request_.case,
        name="Dr Bekova",
        hospital="City Hospital 1",
        country="KZ",
        knows="not_yet",
        may_contact="ask_first",
    )

    (block,) = wishes_blocks(load(request_))
    told = next(
        strip_tags(str(pair["value"]))
        for pair in block["pairs"]
        if "Doctor at home" in str(pair["label"])
    )
    assert "Dr Bekova, City Hospital 1" in told
    assert "knows of this" in told
    assert "may we write" in told
