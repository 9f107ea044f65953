"""Discs of scans on the work page: what is on them, and no name of a stranger."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.urls import reverse

from consultations.models import ConsultationRequest
from intake.services import open_to_desk
from records.tests.discs import IRINA, OTHER_STUDY, a_disc, added, series

YELENA = {"PatientName": "SOKOLOVA^YELENA"}
OTHERS = {**IRINA, "StudyInstanceUID": OTHER_STUDY}


@pytest.fixture
def work_page(client, mei, case, wen):
    """The work page of the folder of Elena Sokolova, sent."""
    case.patient.full_name = "Elena Sokolova"
    case.patient.save()
    open_to_desk(case)
    asked = ConsultationRequest.objects.create(case=case, main_question="Operate?")
    asked.move_to("submitted", by=wen)
    client.force_login(mei)
    name = "admin:consultations_consultationrequest_change"
    return lambda: client.get(reverse(name, args=[asked.pk])).text


def test_studies_stand_below_their_record(case, wen, work_page):
    added(case, wen, a_disc(*series(3)))

    text = work_page()

    assert "1 patient, 1 CT study, 3 images" in text
    assert "CT, Chest · 9 September 2026" in text


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (series(1, **YELENA), "The name on a disc differs from the patient&#x27;s"),
        (
            series(1) + series(1, folder="B", **OTHERS),
            "Scans of several people on one disc",
        ),
    ],
)
def test_a_disc_that_may_be_another_persons_is_flagged(
    case, wen, work_page, members, words
):
    added(case, wen, a_disc(*members))

    assert words in work_page()


def test_f7_the_desk_sees_neither_name_nor_file_of_a_disc_of_two_people(
    case, wen, work_page
):
    record = added(case, wen, a_disc(*series(1), *series(1, folder="B", **OTHERS)))

    text = work_page()

    file = record.files.get()
    address = reverse("records:file_download", args=[case.pk, file.pk])
    assert "Several people on it: nothing is shown until the family chooses." in text
    assert ("ORLOVA" in text, address in text) == (False, False)


def test_a_study_of_many_files_shows_a_dozen_of_them(case, wen, work_page):
    record = added(case, wen, a_disc(*series(1)))
    for number in range(20):
        record.files.create(
            case=case, name=f"IM{number}", verdict="kept", work="done", added_by=wen
        )

    assert "and 9 more files" in work_page()


def test_the_portal_itself_never_loads_what_draws_scans():
    """NumPy and the decoders belong to the child that draws."""
    code = (
        "import django, sys; django.setup(); import portal.urls, records.tasks;"
        "print([m for m in ('numpy', 'pydicom', 'gdcm', 'openjpeg') if m in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert told.stdout.strip() == "[]"
