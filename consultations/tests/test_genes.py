"""Gene tests reach the team only where somebody agreed to that (statement C4)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from conftest import signed_in
from consultations.models import Summary
from consultations.summary import contents, source
from consultations.tests.desk_make import ready, sent
from consultations.tests.make import add_record
from intake import consents
from intake.models import Biomarker
from records import vault

pytestmark = pytest.mark.django_db
TEAM = reverse("consultations:team_list")


@pytest.fixture
def asked(case, wen):
    Biomarker.objects.create(case=case, marker="EGFR", method="NGS", result="exon 19")
    Biomarker.objects.create(case=case, marker="Ki-67", method="IHC", result="20 %")
    record = add_record(case, "molecular_report", wen, title="EGFR found")
    sealed = vault.keep(case.pk, b"%PDF-1.7 made for a test")
    record.files.update(**sealed.columns())
    return sent(case, wen)


def agree(case, by, *, agreed: bool):
    consents.record_answer(case, "C4", agreed=agreed, by=by)


def printed(request) -> str:
    made = contents.contents(source.load(Summary(request=request, version=1)))
    return strip_tags(str(made))


def file_of(case):
    return case.records.get(kind="molecular_report").files.get()


def download(case) -> str:
    return reverse("records:file_download", args=[case.pk, file_of(case).pk])


def test_summary_tells_gene_tests_with_the_consent(asked, wen):
    agree(asked.case, wen, agreed=True)

    text = printed(asked)

    assert "exon 19" in text
    assert "EGFR found" in text
    assert "left out" not in text


def test_summary_leaves_gene_tests_out_without_it_and_says_so(asked):
    text = printed(asked)

    assert "exon 19" not in text
    assert "EGFR" not in text
    assert "20 %" in text
    assert "Gene tests are left out: nobody agreed that they are sent." in text
    assert "left out: not agreed" in text


def test_every_file_keeps_its_number_in_the_annex(asked):
    loaded = source.load(Summary(request=asked, version=1))

    rows = contents.contents(loaded)["annex"]

    numbers = [f"#{record.number:02d}" for record in loaded.records]
    assert [row["number"] for row in rows] == numbers


def test_specialist_gets_the_file_of_a_gene_test_with_the_consent_only(
    asked, wen, dr_osei
):
    case, client = asked.case, signed_in(dr_osei)
    assert client.get(download(case)).status_code == 404
    assert download(case) not in client.get(TEAM).text

    agree(case, wen, agreed=True)

    assert client.get(download(case)).status_code == 200
    assert download(case) in client.get(TEAM).text


def test_coordinator_and_family_open_it_all_the_same(asked, wen, mei):
    for person in (wen, mei):
        assert signed_in(person).get(download(asked.case)).status_code == 200


def test_taking_the_consent_back_closes_old_versions_and_asks_for_a_new_one(
    asked, wen, dr_osei
):
    case, client = asked.case, signed_in(dr_osei)
    agree(case, wen, agreed=True)
    old = ready(asked)
    opened = reverse("consultations:summary_download", args=[old.pk])
    assert client.get(opened).status_code == 200

    agree(case, wen, agreed=False)

    assert client.get(opened).status_code == 404
    assert opened not in client.get(TEAM).text
    newest = asked.summaries.order_by("version").last()
    assert newest.version > old.version
    assert newest.work == Summary.Work.QUEUED
