"""Images of one study that come as many files become one record."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from records import services, tasks
from records.imaging.receipt import receipt_of
from records.models import File, ImagingCopy, Record, Upload
from records.tests.discs import OTHER_STUDY, a_disc, add, added, image, look, series


def loose(case, by, count: int, **values) -> list[File]:
    """Images of one study, sent as many files and looked into in turn."""
    files = [
        add(case, by, image(InstanceNumber=n, **values), f"IM{n}.dcm")
        for n in range(1, count + 1)
    ]
    for file in files:
        look(file)
    return files


def sizes() -> list[int]:
    """How many files each record holds, by its number."""
    return [record.files.count() for record in Record.objects.here().order_by("number")]


def test_many_images_of_one_study_are_one_record(case, wen):
    loose(case, wen, 4)

    record = Record.objects.get()
    found = receipt_of(Record.objects.with_files().get(), case.patient)
    assert (record.number, record.files.count()) == (1, 4)
    assert found.sums == "1 patient, 1 CT study, 4 images"


def test_images_of_two_studies_are_two_records(case, wen):
    loose(case, wen, 2)
    loose(case, wen, 3, StudyInstanceUID=OTHER_STUDY)

    assert sizes() == [2, 3]


def test_images_sent_later_come_to_their_study(case, wen):
    loose(case, wen, 2)
    record = Record.objects.get()
    services.change_record(record, {"title": "CT of September"}, by=wen)

    loose(case, wen, 3)

    record.refresh_from_db()
    assert (record.title, record.files.count()) == ("CT of September", 5)


def test_images_in_the_order_they_came_keep_their_places(case, wen):
    loose(case, wen, 3)

    files = File.objects.order_by("position")
    assert [file.name for file in files] == ["IM1.dcm", "IM2.dcm", "IM3.dcm"]


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Chest"},
        {"dated_on": "2026-09-09"},
        {"kind": "imaging_report"},
        {"note": "Ask me"},
    ],
)
def test_a_record_somebody_touched_is_never_merged(case, wen, said):
    loose(case, wen, 1)
    file = add(case, wen, image(InstanceNumber=9), "mine.dcm")
    services.change_record(file.record, said, by=wen)

    look(file)

    assert sizes() == [1, 1]


def test_a_record_named_while_sending_is_never_merged(case, wen):
    loose(case, wen, 1)
    file = add(case, wen, image(InstanceNumber=9), "a.dcm", title="My scan")

    look(file)

    assert sizes() == [1, 1]


def test_a_record_an_answer_names_is_never_merged(case, wen):
    from intake.models import TreatmentLine

    loose(case, wen, 1)
    file = add(case, wen, image(InstanceNumber=9), "a.dcm")
    TreatmentLine.objects.create(case=case, linked_records=[str(file.record_id)])

    look(file)

    assert sizes() == [1, 1]


def test_images_of_two_senders_stay_apart(case, wen, ana):
    loose(case, wen, 1)
    file = add(case, ana, image(InstanceNumber=9), "a.dcm")

    look(file)

    assert sizes() == [1, 1]


def test_an_image_never_comes_to_a_record_that_was_taken_away(case, wen):
    loose(case, wen, 1)
    services.remove_record(Record.objects.get(), by=wen)

    loose(case, wen, 2, SeriesInstanceUID="1.9")

    assert sizes() == [2]


def test_a_disc_and_loose_images_stay_apart(case, wen):
    added(case, wen, a_disc(*series(2)))

    loose(case, wen, 2, SOPClassUID="1.2.840.10008.5.1.4.1.1.2")

    assert sizes() == [1, 2]


def test_images_without_a_study_are_not_put_together(case, wen):
    loose(case, wen, 2, StudyInstanceUID="")

    assert sizes() == [1, 1]


def test_images_of_two_people_of_one_number_are_asked_about(case, wen):
    """A scanner that gives two people one study number: together, and held back."""
    loose(case, wen, 1)
    loose(case, wen, 1, PatientName="ORLOVA^IRINA", PatientBirthDate="19710101")

    record = Record.objects.with_files().get()
    assert receipt_of(record, case.patient).state == "choose"


def test_the_upload_and_the_trail_know_where_it_went(case, wen):
    loose(case, wen, 1)
    file = add(case, wen, image(InstanceNumber=2), "b.dcm")
    upload = Upload.objects.create(
        case=case,
        by=wen,
        name="b.dcm",
        length=1,
        expires_at=file.added_at,
        record=file.record,
        file=file,
    )

    look(file)

    upload.refresh_from_db()
    entry = AuditEntry.objects.order_by("-number").first()
    assert upload.record == Record.objects.get()
    assert (entry.by_key, entry.facts) == ("system", {"record": 1, "merged": 2})


def test_pictures_wait_until_the_last_image_came(
    case, wen, django_capture_on_commit_callbacks
):
    """Only then is it known which image lies in the middle."""
    files = [
        add(case, wen, image(InstanceNumber=n), f"IM{n}.dcm") for n in (5, 1, 3, 2, 4)
    ]
    for file in files:
        tasks.inspect_file(str(file.pk))

    with django_capture_on_commit_callbacks(execute=True):
        for file in files:
            tasks.read_scans(str(file.pk))

    copy = ImagingCopy.objects.get()
    assert copy.study.person.reading.file.name == "IM3.dcm"


def test_what_is_offered_about_an_image_keeps_it_from_no_study(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for number in (1, 2):
            add(case, wen, image(InstanceNumber=number), f"IM{number}.dcm")

    assert sizes() == [2]
