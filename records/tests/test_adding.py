"""What comes in by the form: every file judged alone, nothing half kept, the door first."""

from __future__ import annotations

import errno
import os

import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from intake.services import open_to_desk
from records import reconcile, vault
from records.models import File, Record
from records.refusals import REFUSALS
from records.tests.test_records import a_pdf, a_photo, send

BOUNDARY = "mark"


class UnreadBody:
    """A body that must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("somebody read the body")

    readline = read


def results(response) -> dict[str, str]:
    """Name and sentence of each file on the page that follows."""
    return {row["name"]: row["text"] for row in response.context["results"]["rows"]}


def form_body(*parts: tuple[bytes, bytes], end: bool = True) -> bytes:
    """A form with files whose names are given as the bytes on the wire."""
    body = b""
    for name, content in parts:
        body += b"--mark\r\nContent-Disposition: form-data; name=files; filename="
        body += b'"' + name + b'"\r\nContent-Type: x/y\r\n\r\n' + content + b"\r\n"
    return body + (b"--mark--\r\n" if end else b"")


def post_raw(client, case, body: bytes, **more):
    url = reverse("records:record_list", args=[case.pk])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return client.post(url, body, content_type=kind, follow=True, **more)


@pytest.fixture
def door(client, wen, case):
    """Wen, signed in, before her own folder."""
    client.force_login(wen)
    return client


def test_a_file_is_stored_as_it_came_and_both_sides_know_each_other(door, case):
    content = a_pdf()

    send(door, case, ("report.pdf", content))

    file = File.objects.get()
    assert vault.open_(file).read() == content
    assert (
        set(file.sealed.names()) <= set(vault.place().names()),
        len(file.sha256),
    ) == (True, 64)
    assert not set(file.sealed.names()) & set(reconcile.compare().names)


@pytest.mark.parametrize("last_whole", [True, False])
def test_a_form_that_broke_off_keeps_only_the_whole_files(door, case, last_whole):
    whole, cut = a_pdf(), a_pdf(pages=9)
    body = form_body((b"whole.pdf", whole), (b"cut.pdf", cut))
    broken = body if last_whole else body[: -len(cut) // 2]

    post_raw(door, case, broken)

    names = sorted(File.objects.values_list("name", flat=True))
    assert names == (["cut.pdf", "whole.pdf"] if last_whole else ["whole.pdf"])


def test_a_name_nobody_can_read_is_said_and_the_other_file_kept(door, case):
    body = form_body((b"caf\xff.pdf", a_pdf()), (b"ok.pdf", a_pdf()))

    response = post_raw(door, case, body)

    assert [file.name for file in File.objects.all()] == ["ok.pdf"]
    assert str(REFUSALS["name"]) in results(response).values()


def test_a_name_of_5000_characters_gets_a_page_in_words(door, case):
    response = post_raw(door, case, form_body((b"x" * 5000 + b".pdf", a_pdf())))

    assert response.status_code == 400
    assert "Give it a short name" in response.text


@pytest.mark.parametrize(
    "name",
    ["نتيجة‮fdp.exe", "a/../../etc/passwd", "con\x00trol.pdf", "", "....", "🧬" * 90],
)
def test_hostile_names_are_labels_and_never_paths(door, case, name):
    send(door, case, (name or "x", a_pdf()))

    file = File.objects.get()
    assert set(file.name) & set("/\\\0\u202e") == set()
    assert file.key.startswith(f"cases/{case.pk}/")


def test_a_form_that_breaks_in_the_middle_leaves_no_bytes(door, case):
    broken = form_body((b"a.pdf", a_pdf() + b"\r\n--mark\r\n" + b"x" * 5000))
    before = set(vault.place().names())

    response = post_raw(door, case, broken)

    assert (response.status_code, set(vault.place().names()) - before) == (400, set())


def test_more_files_than_allowed_are_named_and_the_first_kept(door, case, settings):
    settings.MAX_FILES_AT_ONCE = 2
    papers = [(f"{n}.pdf", a_pdf()) for n in range(1, 4)]

    response = send(door, case, *papers)

    assert sorted(File.objects.values_list("name", flat=True)) == ["1.pdf", "2.pdf"]
    assert "2 files at once" in results(response)["3.pdf"]


def test_a_full_folder_refuses_only_what_does_not_fit(door, case, settings):
    settings.MAX_CASE_MB = 1
    big = b"%PDF-1.4\n" + os.urandom(1024 * 1024)

    response = send(door, case, ("big.pdf", big), ("small.pdf", a_pdf()))

    assert [file.name for file in File.objects.all()] == ["small.pdf"]
    assert results(response)["big.pdf"] == str(REFUSALS["no_space"])


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_full_disk_is_said_and_nothing_is_half_kept(door, case, monkeypatch, call):
    def no_space(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, no_space)
        response = send(door, case, ("a.pdf", a_pdf()))
    left = set(vault.place().names())
    after = send(door, case, ("b.pdf", a_pdf()))

    assert results(response)["a.pdf"] == str(REFUSALS["disk"])
    assert not {name for name in left if name.startswith("incoming/")}
    assert results(after) == {"b.pdf": ""}


def test_a_refused_file_leaves_no_bytes(door, case):
    before = set(vault.place().names())

    send(door, case, ("a.exe", b"MZ" + os.urandom(300)), ("e.pdf", b""))

    assert (set(vault.place().names()) - before, Record.objects.count()) == (set(), 0)


def test_a_second_click_offers_the_record_that_is_there(door, case):
    paper = a_pdf()
    send(door, case, ("a.pdf", paper))

    response = send(door, case, ("a.pdf", paper))

    href = reverse("records:record_edit", args=[case.pk, Record.objects.get().pk])
    assert results(response) == {"a.pdf": str(REFUSALS["twice"])}
    assert f'href="{href}"' in response.text


@pytest.mark.parametrize(
    ("known", "after", "code"),
    [
        ({}, "pathology_report", "named"),
        ({"kind": "lab_results"}, "lab_results", "twice"),
        ({"title": "My own words"}, "other", "twice"),
    ],
)
def test_a_file_sent_again_names_only_a_record_nobody_named(
    door, case, known, after, code
):
    paper = a_pdf()
    send(door, case, ("a.pdf", paper), **known)

    response = send(
        door, case, ("a.pdf", paper), kind="pathology_report", dated_on_year="2026"
    )

    record = Record.objects.get()
    assert (record.kind, results(response)) == (after, {"a.pdf": str(REFUSALS[code])})
    assert str(record.dated_on or "") == ("2026" if code == "named" else "")


def test_say_what_it_is_leads_to_the_record(door, case):
    page = send(door, case, ("a.pdf", a_pdf())).text

    href = reverse("records:record_edit", args=[case.pk, Record.objects.get().pk])
    timeline = page.partition('id="timeline"')[2]
    assert f'<a href="{href}">Say what it is' in timeline


def test_results_are_shown_again_after_a_reload_and_not_in_another_folder(
    door, case, wen
):
    from intake.services import open_case_for_self

    other = open_case_for_self(by=wen)
    came = send(door, case, ("a.pdf", a_pdf()))

    again = door.get(came.redirect_chain[-1][0])
    later = door.get(reverse("records:record_list", args=[case.pk]))
    elsewhere = door.get(reverse("records:record_list", args=[other.pk]) + "?added")

    assert list(results(again)) == ["a.pdf"]
    assert later.context["results"] is None
    assert elsewhere.context["results"] is None


def test_a_wrong_date_beside_a_file_does_not_lose_the_file(door, case):
    response = send(door, case, ("a.pdf", a_pdf()), dated_on_year="20", title="CT")

    assert [record.title for record in Record.objects.all()] == ["CT"]
    assert "Something written beside them was not clear" in response.text
    form = response.context["form"]
    assert list(form.errors) == ["dated_on"]
    assert form["title"].value() == "CT"


def test_what_is_far_too_long_beside_a_file_is_marked_and_kept(door, case):
    long = "x" * 10_000
    response = send(door, case, ("a.pdf", a_pdf()), title=long, issued_by="Dar")

    form = response.context["form"]
    assert Record.objects.count() == 1
    assert (list(form.errors), form["title"].value()) == (["title"], long)


def test_what_is_typed_beside_refused_files_is_kept(door, case):
    response = send(door, case, ("e.txt", b""), kind="lab_results", title="My labs")

    assert not Record.objects.exists()
    form = response.context["form"]
    assert (form["kind"].value(), form["title"].value()) == ("lab_results", "My labs")


def test_what_is_typed_beside_files_that_arrived_is_not_asked_again(door, case):
    response = send(door, case, ("a.pdf", a_pdf()), title="CT")

    assert not response.context["form"].is_bound


def test_the_body_of_a_stranger_is_not_read(client, bo, case):
    client.force_login(bo)
    url = reverse("records:record_list", args=[case.pk])
    kind = f"multipart/form-data; boundary={BOUNDARY}"

    response = client.post(
        url,
        b"",
        content_type=kind,
        CONTENT_LENGTH=str(10**8),
        **{"wsgi.input": UnreadBody()},
    )

    assert response.status_code == 404


def test_a_form_without_its_token_is_refused(wen, case):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wen)

    response = send(strict, case, ("a.pdf", a_pdf()))

    assert (response.status_code, File.objects.count()) == (403, 0)
    assert not [name for name in vault.place().names() if name.startswith("incoming/")]


def test_a_page_without_files_takes_none(door, case):
    before = set(vault.place().names())
    url = reverse("records:checklist_answer", args=[case.pk, "lab_results"])
    body = form_body((b"a.pdf", a_pdf()))

    response = door.post(url, body, content_type="multipart/form-data; boundary=mark")

    assert (response.status_code, set(vault.place().names()) - before) == (422, set())


def test_the_audit_names_no_file(door, case):
    send(door, case, ("Wen-CANARY-biopsy.pdf", a_pdf()))

    told = [f"{e.verb} {e.facts}" for e in AuditEntry.objects.all()]
    assert told[-1] == "added {'record': 1}"


def test_numbers_go_on_after_a_removal(door, case, wen):
    send(door, case, ("a.pdf", a_pdf()))
    first = Record.objects.get()
    door.post(reverse("records:record_remove", args=[case.pk, first.pk]))

    send(door, case, ("b.jpg", a_photo()))

    assert list(Record.objects.here().values_list("number", flat=True)) == [2]


def test_limits_and_space_are_said_before_choosing(door, case):
    response = door.get(reverse("records:record_list", args=[case.pk]))

    assert f"Word up to {conf.MAX_FILE_MB} MB each" in response.text
    assert f"a zip of scan images up to {conf.MAX_ARCHIVE_MB} MB" in response.text
    assert f"Send at most {conf.MAX_FILES_AT_ONCE} files at once" in response.text
    assert f"Space used: 0 of {conf.MAX_CASE_MB} MB" in response.text


@pytest.fixture
def empty_vault(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def test_reconcile_finds_nothing_after_ordinary_work(empty_vault, door, case, capsys):
    send(door, case, ("a.pdf", a_pdf()), ("e.pdf", b""))

    call_command("reconcile")

    assert capsys.readouterr().out == "0 rows without a file, 0 files without a row\n"


def test_reconcile_tells_both_differences_and_removes_only_old_orphans(
    empty_vault, door, case, capsys
):
    send(door, case, ("a.pdf", a_pdf()))
    [name] = File.objects.get().sealed.names()
    (empty_vault / name).unlink()
    young, old = empty_vault / "cases" / "young", empty_vault / "cases" / "old"
    for orphan in (young, old):
        orphan.write_bytes(b"x")
    os.utime(old, (0, 0))

    with pytest.raises(SystemExit):
        call_command("reconcile", fix=True)

    assert "1 rows without a file, 2 files without a row" in capsys.readouterr().out
    assert (young.exists(), old.exists()) == (True, False)


def test_records_without_a_name_of_their_own_are_told_apart(door, case):
    files = [("blood-1.pdf", a_pdf()), ("blood-2.pdf", a_pdf(pages=2))]
    send(door, case, *files, kind="lab_results")

    page = door.get(reverse("records:record_list", args=[case.pk])).text

    assert "blood-1.pdf" in page
    assert "blood-2.pdf" in page


def test_files_that_are_here_already_are_not_counted_as_refused(door, case):
    first, new = a_pdf(), a_pdf()
    send(door, case, ("a.pdf", first))

    page = send(door, case, ("a.pdf", first), ("b.pdf", new), ("e.txt", b""))

    counts = page.context["results"]
    assert (counts["arrived"], counts["here"], counts["refused"]) == (1, 1, 1)
    told = "1 file has arrived. 1 was here already. 1 was not added."
    assert told in page.text


def test_what_names_a_record_that_is_here_is_kept_and_not_asked_again(door, case):
    same = a_pdf()
    send(door, case, ("a.pdf", same))

    page = send(door, case, ("a.pdf", same), kind="pathology_report")

    assert Record.objects.get().kind == "pathology_report"
    assert not page.context["form"].is_bound


@pytest.mark.parametrize("is_sent", [False, True])
def test_form_says_before_choosing_that_a_passport_is_too_early(door, case, is_sent):
    if is_sent:
        open_to_desk(case)

    page = door.get(reverse("records:record_list", args=[case.pk])).text

    advice = "Passport name page: please do not send it now</option>"
    assert (advice in page) is not is_sent
