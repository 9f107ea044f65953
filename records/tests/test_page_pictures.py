"""Pictures of pages on the page of a record, and who gets them."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry
from conftest import make_user
from intake.models import CaseMember
from records import services, vault
from records.models import Derivative, File, PagePreview, Record
from records.tests.shown import a_letter, a_page, as_jpeg
from records.tests.test_inspection import a_heic
from records.tests.test_records import a_pdf


@pytest.fixture
def add(case, wen, django_capture_on_commit_callbacks):
    """One record of these files, with all that is made of them."""

    def add(*contents: bytes, name: str = "paper") -> list[File]:
        papers = [ContentFile(content, name=name) for content in contents]
        with django_capture_on_commit_callbacks(execute=True):
            services.add_files(case, papers, by=wen, one_document=True)
        return list(File.objects.order_by("position"))

    return add


def page_of(client, user, record: Record | None = None) -> str:
    record = record or Record.objects.latest("added_at")
    client.force_login(user)
    return client.get(
        reverse("records:record_edit", args=[record.case_id, record.pk])
    ).text


def url_of(preview: PagePreview) -> str:
    return reverse("records:preview_show", args=[preview.file.case_id, preview.pk])


def copy_url(file: File) -> str:
    return reverse("records:copy_show", args=[file.case_id, file.pk])


def test_every_page_stands_on_the_page_with_its_number(add, client, wen):
    add(a_pdf(pages=2), as_jpeg(a_page()))

    page = page_of(client, wen)

    small = PagePreview.objects.filter(size="small").order_by(
        "file__position", "number"
    )
    pictures = re.findall(
        r'<a href="([^"]+)"><img src="([^"]+)"[^>]*alt="([^"]+)"', page
    )
    beside_the_question, *pictures = pictures
    assert beside_the_question[1:] == (url_of(small[0]), "The first page, larger")
    assert [src for _href, src, _alt in pictures] == [url_of(row) for row in small]
    assert [alt for *_rest, alt in pictures] == [f"Page {n}, larger" for n in (1, 2, 3)]
    assert re.findall(r'<p class="sl-small">(Page \d)</p>', page) == [
        "Page 1",
        "Page 2",
        "Page 3",
    ]
    assert page.count('loading="lazy"') == 3


def test_pages_after_the_first_dozen_are_folded(add, client, wen):
    add(a_pdf(pages=14))

    page = page_of(client, wen)

    before, folded = page.split("Show 2 more pages")
    assert (before.count('loading="lazy"'), folded.count('loading="lazy"')) == (12, 2)


def test_a_small_picture_opens_the_large_one(add, client, wen):
    add(as_jpeg(a_page()))
    page = page_of(client, wen)
    href = re.search(r'<a href="([^"]+)"><img', page)[1]

    answer = client.get(href)

    picture = Image.open(io.BytesIO(answer.getvalue()))
    assert (answer["Content-Type"], picture.format, picture.size) == (
        "image/webp",
        "WEBP",
        (1200, 1600),
    )


def test_while_pictures_are_made_the_page_says_so_and_looks_again(add, client, wen):
    add(a_pdf(pages=1))
    Derivative.objects.update(work="queued")

    page = page_of(client, wen)

    assert "We are preparing the pictures of its pages." in page
    assert "data-watch" in page
    assert "js/watch.js" in page


def test_pictures_that_could_not_be_made_are_told_and_nobody_waits(add, client, wen):
    add(a_pdf(pages=1))
    PagePreview.objects.all().delete()
    Derivative.objects.update(work="failed", remarks=["not_made"])

    page = page_of(client, wen)

    assert "We could not make pictures of this file. The original is kept." in page
    assert "data-watch" not in page


def test_a_file_whose_worker_was_lost_for_good_is_told(add, client, wen):
    """Nobody wrote a remark: the worker died three times."""
    add(a_pdf(pages=1))
    PagePreview.objects.all().delete()
    Derivative.objects.update(work="failed", remarks=[], key="", type="")

    page = page_of(client, wen)

    assert "We could not make pictures of this file. The original is kept." in page


def test_a_blurred_photo_is_told_with_a_way_to_take_it_again(add, client, wen):
    (file,) = add(as_jpeg(a_page()))
    Derivative.objects.update(remarks=["blurred"])

    page = page_of(client, wen)

    again = reverse(
        "records:page_replace", args=[file.case_id, file.record_id, file.pk]
    )
    told = re.search(r'class="sl-remark">.*?</p>', page, re.S)[0]
    assert "This photo looks blurred. If you can, take it again." in told
    assert f'href="{again}"' in told


def test_the_list_of_records_tells_of_a_blurred_photo(add, client, wen, case):
    add(as_jpeg(a_page()))
    Derivative.objects.update(remarks=["blurred", "signed"])
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[case.pk])).text

    assert "This photo looks blurred." in page
    assert "digital signature" not in page


def test_phone_photo_is_viewed_as_its_copy_and_kept_to_download(add, client, wen):
    (file,) = add(a_heic(), name="IMG_1.heic")

    page = page_of(client, wen)
    answer = client.get(copy_url(file))

    original = reverse("records:file_download", args=[file.case_id, file.pk])
    assert f'<a href="{copy_url(file)}">View' in page
    assert f'<a href="{original}">Download the original' in page
    assert answer["Content-Type"] == "image/jpeg"
    assert 'filename="IMG_1.heic.jpg"' in answer["Content-Disposition"]
    assert client.get(original).getvalue() == a_heic()


def test_links_to_view_a_file_lead_to_its_copy(add, client, dr_osei):
    (file,) = add(a_heic())
    client.force_login(dr_osei)
    url = reverse("records:file_download", args=[file.case_id, file.pk])

    answer = client.get(f"{url}?view=1")

    assert (answer.status_code, answer.url) == (302, copy_url(file))
    assert client.get(answer.url).status_code == 200


def test_where_a_letter_is_not_converted_the_page_says_so(
    add, client, wen, monkeypatch
):
    monkeypatch.setattr("records.derivatives.can_convert", lambda: False)
    add(a_letter())

    page = page_of(client, wen)

    assert "Not converted: we cannot show this kind of file as pages here." in page
    assert ">View" not in page


def test_copy_of_a_pdf_is_sent_in_parts_like_the_file(add, client, wen):
    (file,) = add(a_pdf(pages=1))
    client.force_login(wen)

    answer = client.get(copy_url(file), headers={"range": "bytes=0-4"})

    assert (answer.status_code, answer.getvalue()) == (206, b"%PDF-")


@pytest.mark.parametrize("what", ["small", "large", "copy"])
def test_headers_are_those_of_files(add, client, wen, what):
    """L2: nothing stays on a shared computer, nothing acts in our name."""
    (file,) = add(as_jpeg(a_page()))
    client.force_login(wen)
    picture = PagePreview.objects.filter(size=what).first()

    answer = client.get(copy_url(file) if what == "copy" else url_of(picture))

    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def looks() -> int:
    return AuditEntry.objects.filter(verb="viewed").count()


def test_large_pictures_are_a_look_told_once_an_hour(add, client, wen):
    add(a_pdf(pages=2))
    client.force_login(wen)
    for preview in PagePreview.objects.filter(size="small"):
        client.get(url_of(preview))
    small = looks()

    for preview in PagePreview.objects.filter(size="large"):
        client.get(url_of(preview))

    entry = AuditEntry.objects.filter(verb="viewed").get()
    assert (small, entry.thing, entry.facts) == (0, "records.file", {"record": 1})


def test_a_copy_is_a_look(add, client, wen):
    (file,) = add(a_pdf(pages=1))
    client.force_login(wen)

    client.get(copy_url(file))

    assert looks() == 1


def statuses(client, user, file: File) -> set[int]:
    """What this person gets for every picture and for the copy."""
    client.force_login(user)
    urls = [url_of(row) for row in PagePreview.objects.filter(file=file)]
    return {client.get(url).status_code for url in [*urls, copy_url(file)]}


def test_pictures_go_through_the_door_of_the_file(
    add, client, wen, ana, bo, mei, dr_osei, dr_roy
):
    (file,) = add(a_pdf(pages=1))

    found = {user.name: statuses(client, user, file) for user in (wen, ana, dr_osei)}
    kept_out = [statuses(client, user, file) for user in (bo, mei, dr_roy)]

    assert set(map(frozenset, found.values())) == {frozenset({200})}
    assert kept_out == [{404}] * 3


@pytest.mark.parametrize("change", [{"scan": "waiting"}, {"verdict": "waiting"}])
def test_specialists_get_pictures_after_the_checks(add, client, wen, dr_osei, change):
    (file,) = add(a_pdf(pages=1))
    File.objects.update(**change)

    assert statuses(client, dr_osei, file) == {404}
    assert statuses(client, wen, file) == {200}


def test_specialists_get_no_pictures_of_a_gene_test_without_the_consent(
    add, client, dr_osei
):
    (file,) = add(a_pdf(pages=1))
    Record.objects.update(kind="molecular_report")

    assert statuses(client, dr_osei, file) == {404}


def test_who_only_adds_sees_pictures_of_their_own_files(add, client, case):
    (file,) = add(a_pdf(pages=1))
    uma = make_user("uma")
    role = CaseMember.Role.CAREGIVER
    CaseMember.objects.create(
        case=case, user=uma, role=role, basis="consent", may_upload=True
    )
    assert statuses(client, uma, file) == {404}

    File.objects.update(added_by=uma)

    assert statuses(client, uma, file) == {200}


@pytest.mark.parametrize("change", [{"verdict": "refused"}, {"scan": "found"}])
def test_of_a_refused_file_nobody_gets_a_picture(add, client, wen, change):
    (file,) = add(a_pdf(pages=1))
    assert statuses(client, wen, file) == {200}

    File.objects.update(**{"verdict": "refused"} | change)

    assert statuses(client, wen, file) == {404}


def test_pictures_whose_bytes_are_lost_are_not_found(add, client, wen):
    (file,) = add(a_pdf(pages=1))
    for row in (*PagePreview.objects.all(), *Derivative.objects.all()):
        vault.delete(row)

    assert statuses(client, wen, file) == {404}


def test_pages_of_a_removed_record_are_not_found(add, client, wen):
    (file,) = add(a_pdf(pages=1))
    services.remove_record(file.record, by=wen)

    assert statuses(client, wen, file) == {404}


def queries_of(client, record: Record) -> int:
    url = reverse("records:record_edit", args=[record.case_id, record.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_page_of_a_record_asks_as_much_for_two_pages_as_for_many(add, client, wen):
    client.force_login(wen)
    (first, _second) = add(a_pdf(pages=1), as_jpeg(a_page(1000, 1200)))
    few = queries_of(client, first.record)

    add(a_pdf(pages=9), *(as_jpeg(a_page(1001 + n, 1200)) for n in range(3)))

    assert queries_of(client, Record.objects.latest("added_at")) == few
