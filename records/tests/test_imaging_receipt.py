"""The receipt of a disc: what it says in each state, and to whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from intake.services import open_to_desk
from records import access, services, tasks
from records.imaging import missing, receipt
from records.imaging.receipt import State, receipt_of
from records.imaging.suggestions import day_of
from records.models import File, ImagingCopy, ImagingReading, Record
from records.tests.discs import (
    ELENA,
    IRINA,
    OTHER_STUDY,
    VIEWER,
    a_disc,
    add,
    added,
    image,
    look,
    series,
)
from records.tests.test_records import a_photo

BORN = date(1968, 5, 3)
OTHERS = {**IRINA, "StudyInstanceUID": OTHER_STUDY}


@pytest.fixture
def case(case):
    """The folder of Elena, born on 3 May 1968."""
    case.patient.full_name, case.patient.date_of_birth = "Elena Sokolova", BORN
    case.patient.save()
    return case


@pytest.fixture
def page(client, wen, case):
    client.force_login(wen)

    def get(record: Record) -> str:
        address = reverse("records:scan_receipt", args=[case.pk, record.pk])
        return client.get(address).text

    return get


def mixed() -> bytes:
    return a_disc(*series(2), *series(3, folder="B", **OTHERS))


# --- States -----------------------------------------------------------------------------


def test_a_disc_that_matches_asks_nothing(case, wen, page):
    record = added(case, wen, a_disc(*series(3), *VIEWER))

    text = page(record)

    assert "1 patient, 1 CT study, 3 images. The name and birth date match." in text
    assert "2 files of a viewer program. We never open programs." in text
    assert 'type="radio"' not in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"PatientName": "SOKOLOVA^YELENA"},
            "The name on the disc differs from yours.",
        ),
        (
            {"PatientName": "Соколова^Елена"},
            "The name on the disc is written in other letters than yours.",
        ),
        (
            {"PatientBirthDate": "19690503"},
            "The birth date on the disc differs from yours.",
        ),
        ({"PatientName": ""}, "The name cannot be compared."),
    ],
)
def test_a_disc_that_differs_is_a_question(case, wen, page, values, sentence):
    record = added(
        case, wen, a_disc(*series(2, SpecificCharacterSet="ISO_IR 192", **values))
    )

    text = page(record)

    assert sentence in text
    assert "Is this the right disc?" in text


def test_a_disc_that_is_being_read_says_so(case, wen, page):
    file = add(case, wen, a_disc())
    tasks.inspect_file(str(file.pk))

    assert "We are reading the disc. You can go on." in page(file.record)


def test_a_disc_with_a_viewer_alone_says_so(case, wen, page):
    record = added(case, wen, a_disc(*VIEWER))

    assert "There are no scan images here, only a viewer program." in page(record)


def test_what_is_said_of_images_holds_beside_a_picture_of_one(case, wen, page):
    text = page(added(case, wen, a_disc()))

    assert "We read only the labels" not in text
    assert "Where we show an image, we only show it and judge nothing." in text


def test_a_cut_image_is_a_study_and_is_not_said_to_be_unopened(case, wen, page, client):
    record = added(case, wen, a_disc(*series(1)))
    File.objects.update(verdict="warned", verdict_code="broken")

    told = client.get(reverse("records:record_edit", args=[case.pk, record.pk])).text

    assert "1 image" in told
    assert "This file may be damaged: we could not open all of it." in told


def test_photos_of_film_are_told_apart(case, wen, page):
    record = added(case, wen, a_photo(), "film.jpg", kind="imaging_files")

    assert "These are photos of film, and the team needs the scan itself." in page(
        record
    )


def test_a_record_without_scans_has_no_receipt(case, wen, client):
    record = added(case, wen, a_photo(), "letter.jpg", kind="clinic_letters")
    client.force_login(wen)

    address = reverse("records:scan_receipt", args=[case.pk, record.pk])

    assert client.get(address).status_code == 404


def test_f7_two_people_on_a_disc_stop_it_and_show_no_picture(case, wen, page):
    record = added(case, wen, mixed())

    text = page(record)

    assert (
        "2 people are on this disc. The team gets nothing of it until you choose."
        in text
    )
    assert ("ORLOVA, IRINA" in text, "<img" in text) == (True, False)
    assert ImagingCopy.objects.count() == 0


def test_a_disc_nobody_could_read_is_kept_as_it_is(case, wen, page):
    record = added(case, wen, a_disc())
    ImagingReading.objects.get().people.all().delete()
    ImagingReading.objects.update(work="failed")

    assert "We could not read the labels of these images." in page(record)


# --- What was found ---------------------------------------------------------------------


def test_studies_are_listed_with_day_place_and_number(case, wen, page):
    text = page(added(case, wen, a_disc(*series(3))))

    for words in ("CT, Chest", "9 September 2026, 3 images", "Private Imaging, Astana"):
        assert words in text


def test_pet_and_ct_of_one_study_are_a_pet_ct(case, wen, page):
    pet = {"Modality": "PT", "SeriesInstanceUID": "1.2.826.0.1.77.1.8"}
    record = added(case, wen, a_disc(*series(2), *series(3, folder="P", **pet)))

    assert "1 patient, 1 PET-CT study, 5 images." in page(record)


@pytest.mark.parametrize(
    ("values", "told", "is_told"),
    [
        ({"StudyDescription": "e+1"}, "e+1", False),
        ({"StudyDescription": "Staging chest"}, "Staging chest", True),
        ({"StudyDescription": "胸部"}, "胸部", True),
        ({"Modality": "NM"}, "1 Nuclear medicine study", True),
    ],
)
def test_a_study_is_told_in_words(case, wen, page, values, told, is_told):
    values = {"SpecificCharacterSet": "ISO_IR 192", **values}

    text = page(added(case, wen, a_disc(*series(3, **values))))

    assert (told in text) == is_told


def test_a_scout_image_is_no_slice(case, wen, page):
    thin = {"SliceThickness": "2.5"}
    scout = {"SliceThickness": "650.18", "SeriesInstanceUID": "1.2.826.0.1.77.1.8"}
    record = added(
        case, wen, a_disc(*series(3, **thin), *series(1, folder="S", **scout))
    )

    assert "2 series, slices of 2.5 mm" in page(record)


def test_words_of_the_labels_are_only_words(case, wen, page):
    evil = {"StudyDescription": "<script>alert(1)</script>", "InstitutionName": "<b>x"}

    text = page(added(case, wen, a_disc(*series(1, **evil))))

    assert ("<script>alert" in text, "&lt;script&gt;alert" in text) == (False, True)


def test_the_records_page_says_what_is_on_the_disc(case, wen, client):
    added(case, wen, a_disc(*series(2, PatientName="SOKOLOVA^YELENA")))
    client.force_login(wen)

    text = client.get(reverse("records:record_list", args=[case.pk])).text

    assert "1 patient, 1 CT study, 2 images." in text
    assert "Say whose they are" in text


def test_the_page_of_the_record_has_a_table_of_studies(case, wen, client):
    record = added(case, wen, a_disc(*series(2)))
    client.force_login(wen)

    text = client.get(reverse("records:record_edit", args=[case.pk, record.pk])).text

    assert '<th scope="row">CT, Chest</th>' in text


@pytest.mark.parametrize("rows", [1, 3])
def test_receipts_cost_the_same_at_any_number(
    case, wen, rows, django_assert_num_queries
):
    for number in range(rows):
        added(case, wen, a_disc(*series(2, StudyInstanceUID=f"1.9.{number}")))
    records = list(access.records_of(case))

    with django_assert_num_queries(4):
        found = receipt.receipts_of(records, case.patient)

    assert [one.sums for one in found.values()] == [
        "1 patient, 1 CT study, 2 images"
    ] * rows


def test_a_folder_without_discs_costs_no_query(case, wen, django_assert_num_queries):
    added(case, wen, a_photo(), "a.jpg")
    records = list(access.records_of(case))

    with django_assert_num_queries(0):
        assert receipt.receipts_of(records, case.patient) == {}


# --- What is missing, and what is suggested ---------------------------------------------


def report(case, wen, day: str, title: str = "") -> Record:
    return Record.objects.create(
        case=case,
        number=50,
        kind="imaging_report",
        dated_on=day,
        title=title,
        added_by=wen,
    )


def lacks(case, record) -> list[str]:
    found = receipt_of(record, case.patient)
    records = list(access.records_of(case))
    return [lack.title for lack in missing.lines_for(found, records)]


def test_a_scan_without_its_report_is_a_quiet_line(case, wen):
    record = added(case, wen, a_disc(*series(2)))

    assert lacks(case, record) == ["Not here yet: the report of this scan"]


def test_a_report_of_the_same_visit_belongs_to_the_disc(case, wen, page):
    record = added(case, wen, a_disc(*series(2)))
    report(case, wen, "2026-09-12", "Chest CT of September")

    assert lacks(case, record) == []
    assert "Chest CT of September" in page(record)


def test_a_pet_report_beside_a_disc_without_pet_says_so(case, wen):
    record = added(case, wen, a_disc(*series(2)))
    report(case, wen, "2026-09-09", "PET-CT of the body")

    assert lacks(case, record) == ["Not on this disc: the PET pictures"]


@pytest.mark.parametrize(
    ("day", "is_lacking"), [("2026-09-10", False), ("2026-03-01", True), ("", False)]
)
def test_a_report_without_pictures_is_known(case, wen, day, is_lacking):
    added(case, wen, a_disc(*series(2)))
    paper = report(case, wen, day)
    found = receipt.receipts_of(list(access.records_of(case)), case.patient)

    paper.refresh_from_db()
    assert missing.lacks_pictures(paper, found.values()) == is_lacking


def test_labels_suggest_and_change_nothing(case, wen):
    record = added(case, wen, a_disc(*series(2)))

    found = day_of(receipt_of(record, case.patient))

    record.refresh_from_db()
    assert str(found) == "2026-09-09"
    assert (record.kind, record.dated_on) == ("other", None)


@pytest.mark.parametrize("several", [True, False])
def test_scans_of_nobody_knows_whom_suggest_nothing(case, wen, several):
    stranger = a_disc(*series(2, **OTHERS))
    record = added(case, wen, mixed() if several else stranger)

    assert day_of(receipt_of(record, case.patient)) is None


# --- Doors ------------------------------------------------------------------------------


def open_file(client, user, file) -> int:
    client.force_login(user)
    address = reverse("records:file_download", args=[file.case_id, file.pk])
    return client.get(address).status_code


@pytest.mark.parametrize("who", ["mei", "dr_osei"])
def test_f7_a_disc_of_two_people_stays_with_the_family(case, wen, client, request, who):
    open_to_desk(case)
    file = added(case, wen, mixed()).files.get()

    theirs = open_file(client, request.getfixturevalue(who), file)

    assert (open_file(client, wen, file), theirs) == (200, 404)


@pytest.mark.parametrize(("who", "status"), [("mei", 200), ("dr_osei", 404)])
def test_specialists_get_no_disc_before_its_labels_are_read(
    case, wen, client, request, who, status
):
    open_to_desk(case)
    file = add(case, wen, a_disc())
    tasks.inspect_file(str(file.pk))

    before = open_file(client, request.getfixturevalue(who), file)
    tasks.read_scans(str(file.pk))

    assert (before, open_file(client, request.getfixturevalue(who), file)) == (
        status,
        200,
    )


def test_a_picture_is_shown_as_files_are(
    case, wen, dr_osei, bo, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        add(case, wen, a_disc())
    copy = ImagingCopy.objects.get()
    address = reverse("records:scan_copy", args=[case.pk, copy.pk])

    answers = {}
    for user in (wen, dr_osei, bo):
        client.force_login(user)
        answers[user.name] = client.get(address)

    assert [a.status_code for a in answers.values()] == [200, 200, 404]
    shown = answers["Wen"]
    assert b"".join(shown.streaming_content).startswith(b"RIFF")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/webp", "no-store")


def test_pages_of_the_same_study_in_two_files_are_one_study(case, wen):
    record = added(case, wen, image(InstanceNumber=1), "a.dcm")
    more = services.add_files(
        case, [_named(image(InstanceNumber=2))], by=wen, record=record
    )
    look(record.files.get(name="b.dcm"))

    found = receipt_of(Record.objects.with_files().get(pk=record.pk), case.patient)

    assert (len(more), found.sums) == (1, "1 patient, 1 CT study, 2 images")
    assert found.state == State.FINE


def _named(content: bytes):
    from django.core.files.base import ContentFile

    return ContentFile(content, name="b.dcm")


def test_the_name_as_it_is_written_in_own_letters_matches(case, wen):
    case.patient.name_in_script = "Соколова Елена"
    case.patient.save()
    values = {
        **ELENA,
        "PatientName": "Соколова^Елена",
        "SpecificCharacterSet": "ISO_IR 192",
    }
    record = added(case, wen, a_disc(*series(1, **values)))

    assert receipt_of(record, case.patient).state == State.FINE
