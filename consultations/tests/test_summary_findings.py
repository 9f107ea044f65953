"""Pathology and imaging of the case summary: numbers, both dates, parts of the body."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from consultations import later
from consultations.models import Summary
from consultations.summary import annex, blocks, findings, source, texts
from consultations.tests import summary_cases
from consultations.tests.desk_make import page_url, sent
from intake import consents
from intake.dates import PartialDate
from intake.forms.cancer import BiomarkerForm
from intake.models import Biomarker
from intake.saving import save_answers
from records.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.bare(by)
    consents.record_answer(request.case, "C4", agreed=True, by=by)
    return request


def add(request, kind: str, **facts) -> Record:
    case = request.case
    facts = {"issued_by": "Central", "dated_on": "2026-04-09", "language": "en"} | facts
    number = case.records.count() + 1
    return Record.objects.create(
        case=case, number=number, kind=kind, added_by=case.created_by, **facts
    )


def loaded(request) -> source.Source:
    return source.load(Summary(request=request, version=1))


def rows_of(block) -> list[list[str]]:
    return [[strip_tags(str(value)) for value in row] for row in block["rows"]]


def test_pathology_prints_the_number_and_both_dates(bare):
    add(
        bare, "pathology_report", specimen_number="ГИ-26/2214", reported_on="2026-04-15"
    )

    row = rows_of(findings.pathology_blocks(loaded(bare))[0])[0]

    assert row[0] == "9 Apr 2026 · 报告 reported 15 Apr 2026"
    assert row[1].endswith("编号 No. ГИ-26/2214")


def test_biomarker_prints_the_number_and_both_dates(bare):
    Biomarker.objects.create(
        case=bare.case,
        marker="EGFR",
        method="NGS",
        specimen_number="M-1",
        tested_on="2026-04",
        reported_on="2026-05-02",
    )

    row = rows_of(findings.pathology_blocks(loaded(bare))[1])[0]

    assert row[2:4] == ["NGS · 编号 No. M-1", "Apr 2026 · 报告 reported 2 May 2026"]


def test_annex_names_the_number_and_other_kinds_keep_it_unseen(bare):
    add(bare, "pathology_slides", specimen_number="SEEN-1")
    add(bare, "lab_results", specimen_number="UNSEEN-1", body_part="Chest")

    printed = str(annex.annex_rows(loaded(bare)))

    assert ("SEEN-1" in printed, "UNSEEN-1" in printed) == (True, False)


def test_markup_in_a_number_or_a_part_is_printed_as_text(bare):
    add(bare, "pathology_report", specimen_number="<b>1")
    add(bare, "imaging_report", body_part="<b>2")
    made = loaded(bare)

    printed = str([findings.pathology_blocks(made), findings.imaging_blocks(made)])

    assert ("<b>1" in printed, "<b>2" in printed) == (False, False)
    assert "&lt;b&gt;1" in printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Chest, abdomen", "胸部 Chest, 腹部 Abdomen"),
        ("盆腔", "盆腔 Pelvis"),
        ("Левая кисть", "Левая кисть"),
        ("", "未提供 not provided"),
    ],
)
def test_scan_prints_the_part_in_both_languages_or_as_written(bare, text, printed):
    add(bare, "imaging_report", body_part=text)

    row = rows_of(findings.imaging_blocks(loaded(bare))[0])[0]

    assert row[1] == printed
    assert row[4:6] == ["☑ 有 yes", "☐ 无 no"]


def test_an_endoscopy_is_not_said_to_lack_a_part(bare):
    add(bare, "endoscopy_report")

    assert rows_of(findings.imaging_blocks(loaded(bare))[0])[0][1] == "–"


@pytest.mark.parametrize(
    ("report", "files", "lines"),
    [
        ("Chest", "胸部", [["胸部 Chest", "☑ 有 yes", "☑ 有 yes"]]),
        ("Chest", "", [["胸部 Chest", "☑ 有 yes", "☑ 有 yes"]]),
        ("", "Chest", [["胸部 Chest", "☑ 有 yes", "☑ 有 yes"]]),
        (
            "Chest",
            "Head",
            [
                ["胸部 Chest", "☑ 有 yes", "☐ 无 no"],
                ["头部 Head", "☐ 无 no", "☑ 有 yes"],
            ],
        ),
    ],
)
def test_a_report_and_its_pictures_stand_in_one_line(bare, report, files, lines):
    add(bare, "imaging_report", body_part=report)
    add(bare, "imaging_files", body_part=files)

    rows = rows_of(findings.imaging_blocks(loaded(bare))[0])

    assert [[row[1], *row[4:6]] for row in rows] == lines


def test_a_long_list_says_once_that_most_scans_name_no_part(bare):
    for number in range(blocks.LONG + 1):
        part = "" if number else "Chest"
        add(bare, "imaging_report", issued_by=f"Place {number}", body_part=part)

    block = findings.imaging_blocks(loaded(bare))[0]

    printed = str(block["rows"])
    assert "部位 Body part 未提供 not provided" in strip_tags(str(block["usual"]))
    assert (str(texts.NOT_PROVIDED) in printed, "Chest" in printed) == (False, True)


@pytest.mark.parametrize("count", [1, 30])
def test_new_facts_cost_no_query(bare, count, django_assert_num_queries):
    for number in range(count):
        add(bare, "imaging_report", dated_on=f"20{number + 10}", body_part="Chest")
        add(bare, "pathology_report", specimen_number=str(number))
    made = loaded(bare)

    with django_assert_num_queries(0):
        findings.imaging_blocks(made)
        findings.pathology_blocks(made)


@pytest.mark.parametrize(
    "given", [{"specimen_number": "M-1"}, {"reported_on_year": "2026"}]
)
def test_a_number_or_date_corrected_after_sending_is_noticed(bare, given):
    case, sent_at = bare.case, timezone.now()
    row = Biomarker.objects.create(case=case, marker="EGFR")
    form = BiomarkerForm(given, instance=row)

    save_answers(form, case=case, by=case.created_by)

    found = later.since(sent_at, loaded(bare).changed_at)
    assert (found.count, [str(part.title) for part in found.parts]) == (
        1,
        [str(later._pages()["biomarker"].title)],
    )


def test_work_page_tells_them_beside_the_record_and_the_marker(client, case, wen, mei):
    asked = sent(case, wen)
    client.force_login(mei)
    add(asked, "pathology_report", specimen_number="P-1", reported_on="2026-05-02")
    add(asked, "imaging_report", body_part="Chest")
    Biomarker.objects.create(
        case=asked.case, specimen_number="M-1", reported_on=PartialDate(2026, 3)
    )

    text = client.get(page_url(asked)).text

    assert "No. <bdi>P-1</bdi> · Reported: 2 May 2026" in text
    assert "<bdi>Chest</bdi>" in text
    assert "Number: <bdi>M-1</bdi>, Reported: <bdi>March 2026</bdi>" in text
