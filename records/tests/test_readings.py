"""Real files are read in the sandbox: what each says of its own date and kind."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from intake.models import Patient
from records import readings, services, suggestions, tasks
from records.models import Derivative, File, ImagingPerson, Reading, Record, Suggestion
from records.sandbox import cage
from records.sandbox.words import recognised
from records.tests.discs import a_disc, image, series
from records.tests.papers import (
    HAN,
    REPORT,
    REPORT_IN_CHINESE,
    a_dated_photo,
    a_scanned_page,
    a_text_pdf,
)
from records.tests.shown import a_letter, as_jpeg
from records.tests.test_records import a_pdf
from records.tests.zips import a_scan, a_zip

LATER = datetime(2024, 12, 24, 12, tzinfo=UTC)


@pytest.fixture
def add(case, wen, django_capture_on_commit_callbacks):
    """A file with this name goes the whole way: looked into, copied, read."""

    def add(content: bytes, name: str = "x", **details) -> File:
        paper = ContentFile(content, name=name)
        with django_capture_on_commit_callbacks(execute=True):
            services.add_files(case, [paper], by=wen, **details)
        return File.objects.order_by("-added_at").first()

    return add


def offers() -> list[tuple[str, str, list[str]]]:
    rows = Suggestion.objects.order_by("fact", "-strength")
    return [
        (row.fact, row.source, [choice["value"] for choice in row.choices])
        for row in rows
    ]


def words() -> list[str]:
    row = Suggestion.objects.get(fact="date")
    return [choice["words"] for choice in row.choices]


@pytest.mark.parametrize(
    ("page", "dates", "kind"),
    [
        ("\n".join(REPORT), ["2024-10-01"], "pathology_report"),
        ("\n".join(REPORT_IN_CHINESE), ["2024-10-04"], "pathology_report"),
        (
            "Выписной эпикриз\nнаходилась с 02.10.2024 по 10.10.2024",
            ["2024-10-02/2024-10-10"],
            "discharge_summary",
        ),
        (
            "Informe de TAC\nFecha del estudio: 02/10/2024",
            ["2024-10-02", "2024-02-10"],
            "imaging_report",
        ),
    ],
    ids=["en", "zh", "ru", "es"],
)
def test_text_of_a_pdf_is_read_in_any_script(add, page, dates, kind):
    file = add(a_text_pdf(page))

    assert offers() == [("date", "paper", dates), ("kind", "paper", [kind])]
    assert file.record.dated_on is None
    assert Reading.objects.get().work == "done"


ARABIC_REPORT = """تقرير الأشعة
تاريخ الفحص: ٢٣/٠٩/٢٠٢٤
النتيجة: لا توجد علامات على انتشار المرض في الصدر
يوصى بإعادة الفحص بعد ثلاثة أشهر"""


def test_of_arabic_whose_fonts_do_not_name_their_letters_the_day_is_read(add):
    """The letters come out of such a PDF as noise, the digits as they are."""
    add(a_text_pdf(ARABIC_REPORT))

    assert offers() == [("date", "paper", ["2024-09-23"])]


def test_a_date_on_a_later_page_says_its_page(add):
    add(a_text_pdf("Paper", "Nothing", "Date of report: 04.10.2024"))

    assert (Suggestion.objects.get().page, words()) == (
        3,
        ["Date of report: 04.10.2024"],
    )


def test_text_beside_which_the_name_says_otherwise_is_asked_first(add):
    file = add(a_text_pdf("Date of report: 04.10.2024"), "2024-09-01.pdf")

    suggestions.write_asked([file.record], born=None)
    assert [c.value for c in file.record.asked[0].choices] == ["2024-10-04"]


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("Biopsy 02-10-2024.pdf", ["2024-10-02", "2024-02-10"]),
        ("病理 2024年10月2日.pdf", ["2024-10-02"]),
        ("Биопсия 2 октября 2024.pdf", ["2024-10-02"]),
        ("Biopsia 2 de octubre de 2024.pdf", ["2024-10-02"]),
        ("خزعة ٢٠٢٤-١٠-٠٢.pdf", ["2024-10-02"]),
        ("\u202e\u200f2024-10-02\u202c biopsy.pdf", ["2024-10-02"]),
    ],
)
def test_names_are_read_in_any_script(add, name, dates):
    add(a_pdf(), name)

    found = offers()
    assert ("date", "name", dates) in found
    assert ("kind", "name", ["pathology_report"]) in found


def test_a_scan_of_the_patient_says_its_day_and_that_it_is_one(add):
    known = {"full_name": "Elena Sokolova", "date_of_birth": "1968-05-03"}
    Patient.objects.update(**known)

    add(image(PatientName="SOKOLOVA^ELENA", PatientBirthDate="19680503"))

    assert offers() == [
        ("date", "dicom", ["2026-09-09"]),
        ("kind", "dicom", ["imaging_files"]),
    ]


def test_a_disc_under_another_name_says_that_it_is_one_and_no_day(add):
    add(a_zip(("IM1", a_scan())))

    assert offers() == [("kind", "dicom", ["imaging_files"])]


def test_the_day_of_a_disc_is_offered_once_it_is_said_whose_it_is(
    add, client, wen, django_capture_on_commit_callbacks
):
    two_people = a_disc(*series(1), *series(1, PatientName="Other^One", PatientID="9"))
    record = add(two_people, "disc.zip").record
    before = offers()
    people = ImagingPerson.objects.order_by("pk")
    told = {f"person_{p.pk}": w for p, w in zip(people, ("ours", "no"), strict=True)}
    client.force_login(wen)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("records:scan_receipt", args=[record.case_id, record.pk]), told
        )

    assert before == [("kind", "dicom", ["imaging_files"])]
    assert [fact for fact, _source, _values in offers()] == ["date", "kind"]


def test_a_photo_taken_long_before_is_told_weakly(add):
    add(a_dated_photo("2024:10:02 10:11:12"), "IMG_20240901_101112.jpg")

    assert offers() == [
        ("date", "device", ["2024-09-01"]),
        ("date", "photo", ["2024-10-02"]),
    ]


@pytest.mark.parametrize(
    "taken", ["now", "0000:00:00 00:00:00", "2024:02:31 00:00:00", "x"]
)
def test_a_photo_taken_to_be_sent_says_nothing(add, taken):
    now = datetime.now(UTC) - timedelta(days=2)
    add(a_dated_photo(now.strftime("%Y:%m:%d %H:%M:%S") if taken == "now" else taken))

    assert offers() == []


def test_when_a_pdf_was_made_is_the_weakest(add):
    add(a_text_pdf("Hello", made="2024-10-02"))

    assert offers() == [("date", "pdf", ["2024-10-02"])]
    assert Suggestion.objects.get().strength == 10


def test_nothing_is_read_for_what_a_person_said_already(add, monkeypatch):
    monkeypatch.setattr(readings, "_seen", lambda *_: pytest.fail("it was read"))

    add(a_text_pdf("Date: 04.10.2024"), kind="lab_results", dated_on="2024-10-04")

    assert (Reading.objects.get().work, offers()) == ("done", [])


def test_an_answer_given_while_the_file_is_read_wins(add, wen, monkeypatch):
    real = readings._seen

    def slow(row, file):
        found = real(row, file)
        services.change_record(Record.objects.get(), {"dated_on": "2020"}, by=wen)
        return found

    monkeypatch.setattr(readings, "_seen", slow)

    add(a_text_pdf("Date of report: 04.10.2024"))

    record = Record.objects.get()
    assert (str(record.dated_on), Suggestion.objects.offered().count()) == ("2020", 0)


def test_a_copy_made_anew_is_read_anew_and_changes_no_answer(add, wen):
    file = add(a_text_pdf("Date of report: 04.10.2024"))
    services.change_record(file.record, {"dated_on": "2023-01-01"}, by=wen)
    Derivative.objects.update(work="queued")

    tasks.build_derivative(str(file.pk))
    tasks.read_file(str(file.pk))

    record = Record.objects.get()
    assert (str(record.dated_on), Suggestion.objects.offered().count()) == (
        "2023-01-01",
        0,
    )


def test_a_killed_child_is_tried_again(add, monkeypatch):
    file = add(a_text_pdf("Date of report: 04.10.2024"))
    readings.ask(file.pk)
    monkeypatch.setattr(readings.parent, "run", lambda *_a, **_k: {"code": "killed"})

    tasks.read_file(str(file.pk))

    row = Reading.objects.get()
    assert (row.work, row.error_code, row.attempts) == ("queued", "TryAgainError", 1)
    assert offers() == [("date", "paper", ["2024-10-04"])]


def test_files_from_before_are_read_later_and_once(add):
    add(a_text_pdf("Date of report: 04.10.2024"))
    Reading.objects.all().delete()
    Suggestion.objects.all().delete()

    asked = [readings.catch_up(), readings.catch_up()]
    tasks.read_file(str(File.objects.get().pk))

    assert (asked, len(offers())) == ([1, 0], 1)


def test_files_that_wait_for_their_copy_are_not_asked_for(add):
    add(a_pdf())
    Reading.objects.all().delete()
    Derivative.objects.update(work="queued")

    assert readings.catch_up() == 0


def test_whatever_a_child_says_is_text():
    told = [
        7,
        {},
        {"number": 0, "text": "x"},
        {"number": "1"},
        {"number": 1, "text": 5},
    ]

    found = readings._believed(told)

    assert ([(page.number, page.text.written) for page in found]) == [(1, "5")]
    assert readings._believed({"pages": 1}) == readings._believed(None) == []


def test_without_tesseract_scans_are_kept_and_offer_nothing(add, settings, monkeypatch):
    settings.READ_SCANS = True
    monkeypatch.setattr(readings.shutil, "which", lambda _program: None)

    add(as_jpeg(a_scanned_page(*REPORT)))

    assert (Reading.objects.get().work, offers()) == ("done", [])


@pytest.mark.parametrize(
    ("is_on", "where", "can"),
    [
        (True, "bubblewrap", True),
        (False, "bubblewrap", False),
        (True, "landlock", False),
    ],
)
def test_recognition_needs_its_switch_and_its_cage(
    settings, monkeypatch, is_on, where, can
):
    settings.READ_SCANS = is_on
    monkeypatch.setattr(readings.shutil, "which", lambda _program: "/usr/bin/x")
    monkeypatch.setattr(readings.cage, "cage", lambda: where)

    assert readings.can_recognise() is can


needs_tesseract = pytest.mark.skipif(
    shutil.which(recognised.PROGRAM) is None or cage.cage() != "bubblewrap",
    reason="Tesseract and bubblewrap are not both here",
)


def needs_language(code: str):
    found = [*recognised.TESSDATA.glob(f"*/tessdata/{code}.traineddata")]
    return pytest.mark.skipif(not found, reason=f"Tesseract has no {code} here")


@needs_tesseract
@needs_language("eng")
@pytest.mark.parametrize("turned", [0, 90])
def test_a_scanned_page_is_recognised(add, settings, turned):
    settings.READ_SCANS = True
    page = a_scanned_page(*REPORT).rotate(turned, expand=True)

    add(as_jpeg(page))

    assert offers() == [
        ("date", "scan", ["2024-10-01"]),
        ("kind", "scan", ["pathology_report"]),
    ]
    assert words() == ["Specimen collected: 01.10.2024"]


@needs_tesseract
@needs_language("chi_sim")
def test_a_scanned_page_in_chinese_is_recognised(add, settings):
    settings.READ_SCANS = True

    add(as_jpeg(a_scanned_page(*REPORT_IN_CHINESE, font=HAN)))

    assert offers() == [
        ("date", "scan", ["2024-10-04"]),
        ("kind", "scan", ["pathology_report"]),
    ]


@needs_tesseract
@needs_language("ara")
def test_noise_instead_of_letters_is_recognised_from_the_picture(add, settings):
    """Tesseract reads the letters and the digits 0 to 9; for ٠ to ٩ the noise is better."""
    settings.READ_SCANS = True

    add(a_text_pdf(ARABIC_REPORT.replace("٢٣/٠٩/٢٠٢٤", "2024/09/23")))

    assert ("date", "scan", ["2024-09-23"]) in offers()


@needs_tesseract
@needs_language("chi_sim")
def test_a_page_in_two_scripts_is_recognised_in_both(add, settings):
    """Where most of it is Latin, Tesseract's guess of the script is wrong and unsure."""
    settings.READ_SCANS = True
    results = [f"Marker {n}: value {n}.{n} within 3.5 - 9.5" for n in range(14)]

    page = a_scanned_page(*REPORT_IN_CHINESE[:4], *results, font=HAN)
    add(as_jpeg(page))

    assert ("date", "scan", ["2024-10-04"]) in offers()


@needs_tesseract
@needs_language("eng")
def test_only_pages_without_text_are_recognised(add, settings):
    """The first page has text, the second is a picture."""
    import io

    import pikepdf

    settings.READ_SCANS = True
    scan = io.BytesIO()
    a_scanned_page(*REPORT).save(scan, "PDF", resolution=200)
    whole = pikepdf.open(io.BytesIO(a_text_pdf("This page is written by a program.")))
    whole.pages.extend(pikepdf.open(scan).pages)
    out = io.BytesIO()
    whole.save(out)

    add(out.getvalue())

    row = Suggestion.objects.get(fact="date")
    assert (row.source, row.page) == ("scan", 2)


@pytest.mark.skipif(
    not shutil.which("soffice") or cage.cage() != "bubblewrap",
    reason="LibreOffice and bubblewrap are not both here",
)
def test_a_word_letter_is_read_by_its_copy(add):
    add(a_letter("Discharge summary. Date of discharge: 04.10.2024"))

    assert ("date", "paper", ["2024-10-04"]) in offers()
