"""Adding, reading and removing records through the pages."""

from __future__ import annotations

import io
import uuid

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.test import RequestFactory
from django.urls import reverse
from PIL import Image

from intake.models import CaseMember
from records import services, uploads
from records.models import File, Record


def a_pdf(*, pages: int = 1, password: str = "") -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.docinfo["/Title"] = uuid.uuid4().hex
    keys = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(out, encryption=keys)
    return out.getvalue()


def a_photo(width: int = 1600, height: int = 1200) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).save(out, "JPEG")
    return out.getvalue()


def send(client, case, *files, **data):
    url = reverse("records:record_list", args=[case.pk])
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(url, {"files": uploads, **data}, follow=True)


@pytest.fixture
def pdf_record(case, client, wen, django_capture_on_commit_callbacks):
    client.force_login(wen)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, case, ("report.pdf", a_pdf(pages=3)), kind="pathology_report")
    return Record.objects.get()


def test_record_add_keeps_the_file_and_counts_its_pages(pdf_record):
    file = pdf_record.files.get()

    assert (pdf_record.number, pdf_record.kind) == (1, "pathology_report")
    assert (file.type, file.pages, file.verdict) == ("application/pdf", 3, "kept")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty"),
        ("tool.pdf", b"MZ\x90\x00" + b"\0" * 200, "program"),
        ("script.jpg", b"#!/bin/sh\nrm -rf /", "program"),
        ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "page"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "page"),
        ("what.bin", bytes(range(256)) * 8, "unknown"),
    ],
)
def test_record_add_refuses_one_file_and_keeps_the_other(
    client, wen, case, name, content, code
):
    client.force_login(wen)

    response = send(client, case, (name, content), ("ok.pdf", a_pdf()))

    from records.refusals import REFUSALS

    files = [file.name for file in File.objects.all()]
    # Django drops a file without a name or bytes before we see it only when unnamed.
    assert files == ["ok.pdf"]
    assert str(REFUSALS[code]) in response.text.replace("&#x27;", "'")


def test_record_add_refuses_a_pdf_with_a_password_after_looking(
    client, wen, case, django_capture_on_commit_callbacks
):
    client.force_login(wen)

    with django_capture_on_commit_callbacks(execute=True):
        send(client, case, ("locked.pdf", a_pdf(password="x")))

    file = File.objects.get()
    assert (file.verdict, file.verdict_code) == ("refused", "password")
    url = reverse("records:file_download", args=[case.pk, file.pk])
    assert client.get(url).status_code == 404


def test_record_add_without_a_file_says_what_to_do(client, wen, case):
    client.force_login(wen)

    response = send(client, case, title="CT")

    assert response.status_code == 422
    assert "Choose a file, or take a photo" in response.text
    assert 'value="CT"' in response.text


def test_record_add_the_same_file_twice_makes_one_record(client, wen, case):
    client.force_login(wen)
    content = a_pdf()

    send(client, case, ("a.pdf", content))
    response = send(client, case, ("b.pdf", content))

    assert Record.objects.count() == 1
    assert "already" in response.text


def test_record_add_several_photos_as_one_document(client, wen, case):
    client.force_login(wen)

    send(client, case, ("1.jpg", a_photo()), ("2.jpg", a_photo()), one_document="on")

    record = Record.objects.get()
    assert [file.name for file in record.files.all()] == ["1.jpg", "2.jpg"]


def test_record_add_flags_a_small_picture(
    client, wen, case, django_capture_on_commit_callbacks
):
    client.force_login(wen)

    with django_capture_on_commit_callbacks(execute=True):
        send(client, case, ("small.jpg", a_photo(300, 200)))

    file = File.objects.get()
    assert (file.verdict, file.verdict_code) == ("warned", "small")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "отчёт.pdf",
        "报告.pdf",
        "تقرير.pdf",
        "a\r\nX: y.pdf",
        "x" * 250 + ".pdf",
        "CON.pdf",
        "<b>bold</b>.pdf",
    ],
)
def test_record_add_takes_any_name_as_a_label_only(client, wen, case, name, settings):
    client.force_login(wen)

    response = send(client, case, (name, a_pdf()))

    file = File.objects.get()
    assert response.status_code == 200
    assert "/" not in file.name
    assert file.key.startswith(f"cases/{case.pk}/")
    assert "<b>bold</b>" not in response.text


def test_record_add_that_announces_more_than_a_folder_is_not_read(client, wen, case):
    client.force_login(wen)
    url = reverse("records:record_list", args=[case.pk])

    response = client.post(url, {"title": "x"}, CONTENT_LENGTH=str(30 * 1024**3))

    assert response.status_code == 413
    assert "too large together" in response.text


def test_record_add_past_the_limit_gets_its_own_sentence(client, wen, case, settings):
    settings.MAX_FILE_MB = 1
    client.force_login(wen)

    big = b"%PDF-1.4\n" + b"0" * (3 * 1024 * 1024)
    response = send(client, case, ("big.pdf", big), ("ok.pdf", a_pdf()))

    assert [file.name for file in File.objects.all()] == ["ok.pdf"]
    assert "larger than 1 MB" in response.text


def take_in(handler: uploads.VaultHandler, chunk: bytes, *, times: int) -> None:
    for _ in range(times):
        handler.receive_data_chunk(chunk, 0)


def test_a_file_past_the_limit_is_not_written_to_its_end(settings, case):
    """The disk holds no more of it than the limit, however long the sender goes on."""
    settings.MAX_FILE_MB = 1
    request = RequestFactory().post("/")
    handler = uploads.VaultHandler(request, case_id=case.pk, room=10**9)
    handler.new_file(uploads.FIELD, "big.pdf", "application/pdf", 0)
    incoming = handler.incoming

    with pytest.raises(SkipFile):
        take_in(handler, b"0" * 64 * 1024, times=100)

    assert incoming.size <= 1024 * 1024
    assert handler.refused == [("big.pdf", "too_big")]


def test_two_uploads_that_fit_alone_do_not_fit_together(case, wen, settings):
    """Each was let in while there was room; the second finds the first beside it."""
    settings.MAX_CASE_MB = 1
    half = b"%PDF-1.4\n" + b"0" * 700_000
    first, second = (
        services.add_files(case, [SimpleUploadedFile("a.pdf", half + end)], by=wen)
        for end in (b"1", b"2")
    )

    assert [result.code for result in (*first, *second)] == ["", "no_space"]


def test_record_add_without_room_keeps_the_rest(client, wen, case, settings):
    settings.MAX_CASE_MB = 0
    client.force_login(wen)

    response = send(client, case, ("ok.pdf", a_pdf()))

    assert Record.objects.count() == 0
    assert "no room left" in response.text


def test_record_add_by_a_stranger_is_not_found(client, bo, case):
    client.force_login(bo)

    response = send(client, case, ("a.pdf", a_pdf()))

    assert response.status_code == 404
    assert Record.objects.count() == 0


def test_record_add_without_the_right_is_refused(client, ana, case):
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    client.force_login(ana)

    response = send(client, case, ("a.pdf", a_pdf()))

    assert (response.status_code, Record.objects.count()) == (403, 0)


def test_record_list_puts_the_oldest_first_and_undated_last(client, wen, case):
    client.force_login(wen)
    for number, day in enumerate(["2026-03", "", "2025", "2026-01-17"], start=1):
        Record.objects.create(
            case=case, number=number, kind="lab_results", dated_on=day, added_by=wen
        )

    response = client.get(reverse("records:record_list", args=[case.pk]))

    groups = response.context["groups"]
    shown = [[str(r.dated_on or "") for r in g.records] for g in groups if g.records]
    assert shown == [["2025"], ["2026-01-17"], ["2026-03"], [""]]


@pytest.mark.parametrize("rows", [3, 300])
def test_record_list_costs_the_same_at_any_length(
    client, wen, case, rows, django_assert_num_queries
):
    client.force_login(wen)
    for number in range(rows):
        record = Record.objects.create(
            case=case, number=number, kind="lab_results", added_by=wen
        )
        File.objects.create(
            record=record, case=case, key="k", name="n", size_bytes=1, added_by=wen
        )

    url = reverse("records:record_list", args=[case.pk])
    client.get(url)  # the session is written once

    with django_assert_num_queries(29):
        client.get(url)


def test_record_edit_keeps_the_human_date(client, wen, pdf_record):
    url = reverse("records:record_edit", args=[pdf_record.case_id, pdf_record.pk])

    client.post(
        url,
        {
            "kind": "pathology_report",
            "dated_on_day": "2",
            "dated_on_month": "10",
            "dated_on_year": "2026",
            "title": "Biopsy",
        },
    )

    pdf_record.refresh_from_db()
    assert (str(pdf_record.dated_on), pdf_record.title) == ("2026-10-02", "Biopsy")


def test_record_edit_blank_deletes_nothing(client, wen, pdf_record):
    Record.objects.update(title="Biopsy", dated_on="2026-10-02")
    url = reverse("records:record_edit", args=[pdf_record.case_id, pdf_record.pk])

    client.post(url, {"kind": "", "title": "", "dated_on_year": ""})

    pdf_record.refresh_from_db()
    assert (str(pdf_record.dated_on), pdf_record.title) == ("2026-10-02", "Biopsy")


def test_record_edit_says_what_is_wrong_with_a_date(client, wen, pdf_record):
    url = reverse("records:record_edit", args=[pdf_record.case_id, pdf_record.pk])

    response = client.post(
        url, {"dated_on_day": "31", "dated_on_month": "2", "dated_on_year": "2026"}
    )

    assert response.status_code == 422


def test_record_remove_and_take_back(client, wen, pdf_record):
    args = [pdf_record.case_id, pdf_record.pk]

    client.post(reverse("records:record_remove", args=args))
    gone = Record.objects.here().count()
    client.post(reverse("records:record_take_back", args=args))

    assert (gone, Record.objects.here().count()) == (0, 1)
