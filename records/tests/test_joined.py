"""One PDF of all pages: several photos are one document."""

from __future__ import annotations

import io
import threading

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from conftest import make_user
from intake.models import CaseMember
from records import reconcile, services, shapes, tasks, vault
from records.models import Derivative, File, JoinedPdf
from records.row import Row
from records.tests.processes import every_child_killed
from records.tests.shown import a_page, as_jpeg
from records.tests.test_records import a_pdf
from records.tests.zips import a_scan

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Runs a deed and all the work that it asks for."""

    def run(deed):
        with django_capture_on_commit_callbacks(execute=True):
            return deed()

    return run


def coloured(colour: str, *, lying: bool = False) -> bytes:
    size = (1600, 1200) if lying else (1200, 1600)
    return as_jpeg(Image.new("RGB", size, colour))


@pytest.fixture
def add(case, wen, commits):
    """Photos and papers of one record, with all that is made of them."""

    def add(*contents: bytes) -> list[File]:
        papers = [
            ContentFile(content, name=f"{n}") for n, content in enumerate(contents)
        ]
        commits(lambda: services.add_files(case, papers, by=wen, one_document=True))
        return list(File.objects.order_by("position"))

    return add


def pages() -> list[str]:
    """The colour in the middle of each page of the joined PDF."""
    with vault.open_(JoinedPdf.objects.get()) as stored:
        document = pypdfium2.PdfDocument(io.BytesIO(stored.read()))
    return [
        _colour(page.render(scale=0.2).to_pil().convert("RGB")) for page in document
    ]


def _colour(page: Image.Image) -> str:
    red, green, blue = page.getpixel((page.width // 2, page.height // 2))
    if min(red, green, blue) > 200:
        return "white"
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


def nothing_lost() -> bool:
    found = reconcile.compare()
    return (found.rows, found.names) == ([], [])


def url() -> str:
    row = JoinedPdf.objects.select_related("record").get()
    return reverse("records:record_pdf", args=[row.record.case_id, row.pk])


def test_photos_of_one_record_become_one_pdf_in_their_order(add):
    add(coloured("red"), coloured("lime", lying=True), a_pdf(pages=2), coloured("blue"))

    row = JoinedPdf.objects.get()
    assert (row.work, row.pages, row.is_current) == ("done", 5, True)
    assert pages() == ["red", "green", "white", "white", "blue"]
    assert nothing_lost()


def test_a_photo_fills_a_page_of_paper_the_way_it_lies(add):
    add(coloured("red"), coloured("lime", lying=True))

    with vault.open_(JoinedPdf.objects.get()) as stored:
        pdf = pikepdf.open(io.BytesIO(stored.read()))
    sizes = [[round(float(n)) for n in page.mediabox[2:]] for page in pdf.pages]
    assert sizes == [[595, 842], [842, 595]]


def test_pixels_of_a_photo_are_joined_as_they_are(add):
    first, _second = add(as_jpeg(a_page()), coloured("red"))

    with vault.open_(Derivative.objects.get(pk=first.pk)) as stored:
        copy = stored.read()
    with vault.open_(JoinedPdf.objects.get()) as stored:
        assert copy in stored.read()


def test_a_record_with_one_file_needs_no_joined_pdf(add):
    add(a_pdf(pages=3))

    assert not JoinedPdf.objects.exists()


def test_moved_turned_and_new_pages_make_it_anew(add, commits, case, wen):
    first, second = add(coloured("red"), coloured("blue"))
    record = first.record

    commits(lambda: services.move_page(record, second, up=True, by=wen))
    assert pages() == ["blue", "red"]
    made = JoinedPdf.objects.get().key
    commits(lambda: shapes.turn_page(first, 1, 1, by=wen))
    assert JoinedPdf.objects.get().key != made
    more = [ContentFile(coloured("lime"), name="more")]
    commits(lambda: services.add_files(case, more, by=wen, record=record))

    assert pages() == ["blue", "red", "green"]
    assert nothing_lost()


def test_what_is_no_page_is_left_out_and_told(add, client, wen):
    add(coloured("red"), coloured("blue"), a_scan())
    client.force_login(wen)
    record = JoinedPdf.objects.get().record

    page = client.get(reverse("records:record_edit", args=[record.case_id, record.pk]))

    assert pages() == ["red", "blue"]
    assert "One PDF of all pages (2 pages)" in page.text
    assert "1 file is not in it" in page.text


def test_a_pdf_of_other_pages_than_now_is_given_to_nobody(add, client, wen):
    _first, second = add(coloured("red"), coloured("blue"))
    client.force_login(wen)
    assert client.get(url()).status_code == 200

    File.objects.filter(pk=second.pk).update(verdict="refused")

    assert client.get(url()).status_code == 404


def test_a_killed_child_leaves_no_half_of_it(add, commits, wen, monkeypatch):
    first, _second = add(coloured("red"), coloured("blue"))
    at_once = Row.read

    def late(row: Row, *size: int) -> bytes:
        """The child waits for its first bytes until it is seen, and killed."""
        threading.Event().wait(0.5)
        return at_once(row, *size)

    monkeypatch.setattr(Row, "read", late)
    made = JoinedPdf.objects.get()
    JoinedPdf.objects.update(work="queued", made_of=[])

    with every_child_killed():
        for _try in range(3):
            JoinedPdf.objects.update(not_before=first.added_at)
            tasks.build_joined(str(made.pk))

    row = JoinedPdf.objects.get()
    assert (row.work, row.is_current, row.key) == ("failed", False, made.key)
    assert nothing_lost()


def test_joined_pdf_has_the_headers_of_files_and_is_a_look(add, client, wen):
    add(coloured("red"), coloured("blue"))
    client.force_login(wen)

    response = client.get(url())

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert 'filename="record-1.pdf"' in response["Content-Disposition"]


def test_who_only_adds_has_the_pdf_of_their_own_pages_alone(
    add, client, case, wen, commits
):
    add(coloured("red"), coloured("blue"))
    uma = make_user("uma")
    role = CaseMember.Role.CAREGIVER
    CaseMember.objects.create(
        case=case, user=uma, role=role, basis="consent", may_upload=True
    )
    client.force_login(uma)
    assert client.get(url()).status_code == 404

    File.objects.update(added_by=uma)

    assert client.get(url()).status_code == 200


@pytest.mark.parametrize("change", [{"scan": "waiting"}, {"verdict": "waiting"}])
def test_specialists_wait_until_every_page_is_checked(add, client, dr_osei, change):
    _first, second = add(coloured("red"), coloured("blue"))
    client.force_login(dr_osei)
    assert client.get(url()).status_code == 200

    File.objects.filter(pk=second.pk).update(**change)

    assert client.get(url()).status_code == 404
