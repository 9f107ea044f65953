"""Giving files back: the door, the headers, parts of a file, and what is written down."""

from __future__ import annotations

import gzip

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from intake.models import Case, CaseMember
from records import services, vault
from records.models import File, Record

CONTENT = b"%PDF-1.4\n" + bytes(range(256)) * 40


@pytest.fixture
def file(case, wen) -> File:
    services.add_files(case, [ContentFile(CONTENT, name='Отчёт "1".pdf')], by=wen)
    File.objects.update(verdict="kept", work="done")
    return File.objects.get()


@pytest.fixture
def url(file) -> str:
    return reverse("records:file_download", args=[file.case_id, file.pk])


def get(client, user, url, **headers):
    client.force_login(user)
    return client.get(url, headers=headers)


def test_file_is_never_packed_on_the_way(client, wen, url):
    response = get(client, wen, url, accept_encoding="gzip, br")

    assert (response["Content-Encoding"], response["Content-Length"]) == (
        "identity",
        str(len(CONTENT)),
    )
    assert response.getvalue() == CONTENT
    assert not response.getvalue().startswith(gzip.compress(b"")[:2])


@pytest.mark.parametrize(
    ("asked", "status", "given"),
    [
        ("bytes=0-3", 206, CONTENT[:4]),
        ("bytes=10-", 206, CONTENT[10:]),
        ("bytes=-5", 206, CONTENT[-5:]),
        ("bytes=5-999999999", 206, CONTENT[5:]),
        ("bytes=999999999-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=9-2", 200, CONTENT),
        ("bytes=0-1,4-5", 200, CONTENT),
        ("lines=1-2", 200, CONTENT),
        ("bytes=٠-٣", 200, CONTENT),
    ],
)
def test_file_gives_the_part_that_was_asked_for(client, wen, url, asked, status, given):
    response = get(client, wen, url, range=asked)

    assert (response.status_code, response.getvalue()) == (status, given)


def test_file_keeps_its_name_in_any_script(client, wen, url):
    response = get(client, wen, url)

    name = "%D0%9E%D1%82%D1%87%D1%91%D1%82%20%221%22.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == (
        "nosniff",
        "no-store",
    )


def test_file_is_shown_only_when_that_is_safe(client, wen, url, file):
    shown = get(client, wen, f"{url}?view=1")
    File.objects.update(type="text/plain")
    given = get(client, wen, f"{url}?view=1")

    ways = [r["Content-Disposition"].split(";")[0] for r in (shown, given)]
    assert ways == ["inline", "attachment"]
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_look_is_noted_once_however_many_parts_are_read(client, wen, url):
    for part in ("bytes=0-99", "bytes=100-199", "bytes=200-"):
        get(client, wen, f"{url}?view=1", range=part)
    client.head(url)
    get(client, wen, url)

    seen = AuditEntry.objects.filter(thing="records.file").order_by("number")
    assert list(seen.values_list("verb", flat=True)) == [
        "added",
        "viewed",
        "downloaded",
    ]


def test_a_part_from_the_middle_is_noted_when_no_look_came_before(
    client, wen, ana, url
):
    get(client, ana, url)

    for _ in range(2):
        get(client, wen, url, range="bytes=1-")

    seen = AuditEntry.objects.filter(thing="records.file", by=wen).order_by("number")
    assert list(seen.values_list("verb", flat=True)) == ["added", "downloaded"]


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=0-0", 206, 1),
        ("bytes=-5", 206, 5),
        ("bytes=-99999999", 206, len(CONTENT)),
        ("bytes=5-2", 200, len(CONTENT)),
        ("bytes=0-1,4-5", 200, len(CONTENT)),
        ("bytes=٠-٣", 200, len(CONTENT)),
        ("bytes=" + "9" * 5000 + "-", 200, len(CONTENT)),
        ("bytes=-", 200, len(CONTENT)),
        ("lines=1-2", 200, len(CONTENT)),
        ("bytes=-0", 416, 0),
        (f"bytes={len(CONTENT)}-", 416, 0),
    ],
)
def test_odd_wishes_for_parts_get_an_answer(client, wen, url, asked, status, length):
    response = get(client, wen, url, range=asked)

    assert (response.status_code, len(response.getvalue())) == (status, length)


def test_file_dies_with_the_access_of_a_live_session(client, url, ana, case):
    before = get(client, ana, url).status_code

    CaseMember.objects.filter(user=ana).update(left_at=timezone.now())

    assert (before, client.get(url).status_code) == (200, 404)


def statuses(client, url, *people) -> list[int]:
    return [get(client, person, url).status_code for person in people]


def test_file_of_an_unsent_folder_is_not_the_desks(
    client, url, wen, ana, bo, mei, dr_osei, dr_roy
):
    people = (wen, ana, bo, mei, dr_osei, dr_roy)

    assert statuses(client, url, *people) == [200, 200, 404, 404, 200, 404]


def test_file_of_a_sent_folder_is_open_to_the_desk(client, url, mei, case):
    Case.objects.update(desk_opened_at=timezone.now())

    assert statuses(client, url, mei) == [200]


def test_file_nobody_looked_into_goes_to_the_family_and_the_desk_only(
    client, url, wen, mei, dr_osei
):
    File.objects.update(verdict="waiting")
    Case.objects.update(desk_opened_at=timezone.now())

    assert statuses(client, url, wen, mei, dr_osei) == [200, 200, 404]


def test_who_may_only_add_opens_only_their_own(client, url, ana, file):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    before = statuses(client, url, ana)
    File.objects.update(added_by=ana)

    assert before + statuses(client, url, ana) == [404, 200]


@pytest.mark.parametrize("gone", ["refused", "removed", "lost"])
def test_file_that_is_not_here_is_given_to_nobody(client, wen, url, file, gone):
    if gone == "refused":
        File.objects.update(verdict="refused")
    elif gone == "removed":
        Record.objects.update(removed_at=timezone.now())
    else:
        vault.delete(File.objects.get())

    assert statuses(client, url, wen) == [404]


def test_file_under_another_folder_is_not_found(client, bo, bos_case, file):
    url = reverse("records:file_download", args=[bos_case.pk, file.pk])

    assert statuses(client, url, bo) == [404]
