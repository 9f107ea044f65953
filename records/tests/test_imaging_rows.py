"""What is written down of a disc that was read, and of one that could not be."""

from __future__ import annotations

import pytest
from django.utils import timezone

from records import tasks, vault
from records.imaging import reading, told
from records.imaging.receipt import State, receipt_of
from records.models import File, ImagingCopy, ImagingReading, ImagingSeries
from records.sandbox import parent
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
from records.tests.processes import every_child_killed
from records.tests.test_imaging_reading import counts, packed_pdf, read
from records.tests.test_records import a_pdf

# --- What is written down ---------------------------------------------------------------


def test_a_disc_is_read_after_it_was_looked_into(case, wen):
    record = added(case, wen, a_disc(*series(3), *VIEWER))

    row = record.files.get().scans
    assert (row.work, row.programs, row.others) == ("done", 2, 2)
    assert row.people.get().studies.get().series.get().images == 3


def test_a_disc_is_read_by_the_bell_that_inspection_rings(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        file = add(case, wen, a_disc())

    assert ImagingReading.objects.get(pk=file.pk).work == "done"
    assert ImagingCopy.objects.filter(kind="picture").count() == 1


def test_reading_twice_is_once(case, wen):
    record = added(case, wen, a_disc())

    tasks.read_scans(str(record.files.get().pk))

    assert ImagingSeries.objects.count() == 1


def test_the_patient_id_is_not_kept(case, wen):
    record = added(case, wen, a_disc(*series(1, PatientID="CANARY-ID")))

    person = record.files.get().scans.people.get()
    assert "CANARY-ID" not in str(vars(person))


def test_a_pdf_is_not_read_for_scans(case, wen):
    file = add(case, wen, a_pdf(), "a.pdf")
    tasks.inspect_file(str(file.pk))

    assert not ImagingReading.objects.exists()


def test_papers_of_a_disc_are_kept_sealed(case, wen):
    paper = a_pdf()
    added(case, wen, a_disc(("REPORT", packed_pdf(paper)), *series(1)))

    copy = ImagingCopy.objects.get(kind="pdf")
    with vault.open_(copy) as stored:
        assert stored.read().rstrip(b"\0") == paper


# --- A child that ends before it is done ------------------------------------------------


def test_a_reader_killed_each_time_leaves_a_row_that_says_so(case, wen):
    file = add(case, wen, a_disc())
    tasks.inspect_file(str(file.pk))

    with every_child_killed():
        for _ in range(ImagingReading.most_attempts):
            ImagingReading.objects.update(not_before=timezone.now())
            tasks.read_scans(str(file.pk))

    row = ImagingReading.objects.get()
    receipt = receipt_of(file.record, case.patient)
    assert (row.work, receipt.state) == ("failed", State.FAILED)


def test_a_zip_no_reader_gets_through_is_said_at_once(case, wen, monkeypatch):
    file = add(case, wen, a_disc())
    tasks.inspect_file(str(file.pk))
    monkeypatch.setattr(parent, "run", lambda *a, **k: {"code": "slow"})

    tasks.read_scans(str(file.pk))

    row = ImagingReading.objects.get()
    assert (row.work, row.error_code, row.attempts) == ("failed", "slow", 1)


def test_a_paper_of_a_reading_that_failed_is_not_kept(case, wen, monkeypatch):
    file = add(case, wen, a_disc(("REPORT", packed_pdf(a_pdf())), *series(1)))
    tasks.inspect_file(str(file.pk))
    before = stored_names()

    def run(*args, **kwargs):
        place = kwargs["sink"]("paper-0")
        place.write(b"%PDF-1.4")
        place.close()
        kwargs["sink"]("paper-1").write(b"%PDF")
        return {"code": "killed"}

    monkeypatch.setattr(parent, "run", run)
    tasks.read_scans(str(file.pk))

    assert stored_names() == before


def stored_names() -> set[str]:
    return set(vault.place().names())


@pytest.mark.parametrize(
    "said",
    [
        {"people": 7, "studies": "x", "papers": None},
        {"people": [{"name": 3, "born": [], "sex": {}}], "studies": [{"person": 0}]},
        {"people": [{}], "studies": [{"person": 9}, {"person": -1}, {"person": True}]},
        {
            "people": [{"name": "A" * 999 + "\0", "born": "20269999"}],
            "studies": [
                {
                    "person": 0,
                    "number": 0,
                    "uid": "1" * 999,
                    "series": [
                        {"images": 10**30, "middle": [[1], "x", [2, -1]], "number": "1"}
                    ],
                }
            ],
            "papers": [{"study": 0, "name": "../x", "kind": "exe"}],
        },
    ],
)
def test_what_a_child_says_of_a_disc_is_not_believed(case, wen, monkeypatch, said):
    file = add(case, wen, a_disc())
    tasks.inspect_file(str(file.pk))
    monkeypatch.setattr(parent, "run", lambda *a, **k: said)

    tasks.read_scans(str(file.pk))

    assert ImagingReading.objects.get().work == "done"
    assert sum(ImagingSeries.objects.values_list("images", flat=True)) == 0
    assert ImagingCopy.objects.count() == 0


def test_days_no_calendar_has_are_no_days():
    days = ["20260909", "2026.09.09", "20260230", "", "99999999", "２０２６０９０９"]

    found = [told.day_of({"d": day}, "d") for day in days]

    assert [str(day) for day in found] == [
        *("2026-09-09", "2026-09-09"),
        *("None", "None", "None", "None"),
    ]


def test_two_ways_of_writing_one_name_are_one_person(case, wen):
    other = {**ELENA, "PatientName": "Sokolova^Elena", "StudyInstanceUID": OTHER_STUDY}
    record = added(case, wen, a_disc(*series(1), *series(1, folder="B", **other)))

    people = record.files.get().scans.people.all()
    assert [person.studies.count() for person in people] == [2]


def test_f7_two_patients_on_one_disc_are_two(case, wen):
    theirs = {**IRINA, "StudyInstanceUID": OTHER_STUDY}
    record = added(case, wen, a_disc(*series(1), *series(2, folder="B", **theirs)))

    row = record.files.get().scans
    assert (row.people.count(), row.held) == (2, "choose")


def test_f7_names_drawn_into_pictures_are_flagged(case, wen):
    members = series(1, BurnedInAnnotation="YES") + series(
        1, folder="U", Modality="US", SeriesInstanceUID="1.9"
    )
    added(case, wen, a_disc(*members, *series(1, folder="C", SeriesInstanceUID="1.8")))

    flags = dict(ImagingSeries.objects.values_list("uid", "burned_in"))
    assert sorted(flags.values()) == [False, True, True]


def test_a_refused_file_is_not_read(case, wen):
    file = add(case, wen, a_disc())
    File.objects.filter(pk=file.pk).update(verdict="refused")
    file.refresh_from_db()

    reading.begin(file)

    assert not ImagingReading.objects.exists()


def test_f7_a_program_in_the_clothes_of_a_scan_is_never_read():
    content = a_disc(("IM1", b"MZ" + image()[2:]), *series(1))

    found = read(content)

    assert (counts(found), found["programs"]) == ([("CT", 1, 1)], 1)


def test_the_look_is_the_same_twice(case, wen):
    file = add(case, wen, a_disc(*series(5)))
    look(file)
    first = list(ImagingSeries.objects.values_list("uid", "images", "middle"))
    ImagingReading.objects.update(work="queued", not_before=timezone.now())

    tasks.read_scans(str(file.pk))

    again = list(ImagingSeries.objects.values_list("uid", "images", "middle"))
    assert again == first
