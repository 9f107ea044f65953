"""The virus check (SECURITY F4): clean only when the scanner said so of everything."""

from __future__ import annotations

import io
import socket
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from intake.models import Case
from records import clamd, reconcile, services, tasks, vault, viruses
from records.models import File, VirusCheck
from records.tests import scanners
from records.tests.scanners import EICAR
from records.tests.test_kinds_of_files import a_report_with_pdf, a_word
from records.tests.test_records import a_pdf, a_photo
from records.tests.zips import a_scan, a_zip

CLEAN, FOUND = b"stream: OK\0", b"stream: Test.Eicar FOUND\0"


@pytest.fixture
def scanner(settings, request):
    """A scanner that says what the test wants: by default that all is well."""
    answers = getattr(request, "param", [CLEAN])
    made = scanners.Scanner(*answers)
    settings.CLAMD_URL = made.url
    yield made
    made.close()


@pytest.fixture
def away(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.CLAMD_URL = f"tcp://127.0.0.1:{port}"  # nobody listens there any more


@pytest.fixture
def add(case, wen):
    """A file that came and was looked into, but was not scanned yet."""

    def add(content: bytes) -> File:
        services.add_files(case, [ContentFile(content, name="paper")], by=wen)
        file = File.objects.latest("added_at")
        tasks.inspect_file(str(file.pk))
        return fresh(file)

    return add


def fresh(file: File) -> File:
    return File.objects.get(pk=file.pk)


def check(file: File) -> File:
    VirusCheck.objects.update(not_before=timezone.now())
    tasks.check_for_viruses(str(file.pk))
    return fresh(file)


def test_f4_without_a_scanner_nothing_is_called_clean(add):
    file = add(a_pdf())

    assert (file.scan, VirusCheck.objects.count()) == ("not_configured", 0)


def test_f4_a_file_waits_for_the_scanner_and_is_clean_once_it_said_so(add, scanner):
    content = a_photo()

    waiting = add(content)
    clean = check(waiting)

    assert (waiting.verdict, waiting.scan, clean.scan) == ("kept", "waiting", "clean")
    assert scanner.asked == [content]


def test_f4_while_it_waits_only_the_family_and_the_desk_get_it(
    add, scanner, client, wen, mei, dr_osei
):
    file = add(a_photo())
    Case.objects.update(desk_opened_at=timezone.now())

    def statuses() -> list[int]:
        found = []
        for person in (wen, mei, dr_osei):
            client.force_login(person)
            url = reverse("records:file_download", args=[file.case_id, file.pk])
            found.append(client.get(url).status_code)
        return found

    waiting = statuses()
    check(file)

    assert (waiting, statuses()) == ([200, 200, 404], [200, 200, 200])


def test_f4_the_page_says_that_it_waits(add, scanner, client, wen):
    file = add(a_photo())
    client.force_login(wen)

    page = client.get(
        reverse("records:record_edit", args=[file.case_id, file.record_id])
    )

    assert "Waiting for the virus check" in page.text


def test_f4_a_scanner_that_is_away_is_asked_again_for_weeks(add, away):
    file = add(a_photo())

    for _ in range(20):
        check(file)

    row = VirusCheck.objects.get()
    wait = row.not_before - timezone.now()
    assert (row.work, row.error_code, row.attempts) == ("queued", "scanner_away", 20)
    assert timedelta(minutes=14) < wait <= timedelta(minutes=15)
    assert fresh(file).scan == "waiting"


def test_f4_a_scanner_that_comes_back_answers(add, away, settings):
    file = check(add(a_photo()))
    back = scanners.Scanner(CLEAN)
    settings.CLAMD_URL = back.url

    assert (file.scan, check(file).scan) == ("waiting", "clean")


def test_f4_a_slow_scanner_is_a_scanner_that_is_away(add, settings, monkeypatch):
    monkeypatch.setattr(clamd, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"

        file = check(add(a_photo()))

    assert (file.scan, VirusCheck.objects.get().error_code) == (
        "waiting",
        "scanner_away",
    )


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (CLEAN, "clean"),
        (FOUND, "found"),
        (b"INSTREAM size limit exceeded. ERROR\0", "not_scanned"),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "not_scanned"),
        (b"stream: Heuristics.Encrypted.PDF FOUND\0", "not_scanned"),
        (b"", "waiting"),
        (b"stream: lstat() failed: No such file. ERROR\0", "waiting"),
        (b"OK of a kind nobody knows", "waiting"),
    ],
)
def test_f4_only_the_scanners_own_ok_is_clean(add, settings, answer, state):
    scanner = scanners.Scanner(answer)
    settings.CLAMD_URL = scanner.url

    assert check(add(a_photo())).scan == state


@pytest.mark.parametrize("scanner", [[CLEAN, FOUND]], indirect=True)
def test_f4_a_find_in_a_part_is_a_find(add, scanner):
    assert check(add(a_zip(("DICOM/IM1", a_scan())))).scan == "found"


def test_f4_more_than_the_scanner_takes_is_not_called_clean(add, scanner, settings):
    settings.CLAMD_MOST_MB = 1
    content = a_photo(2400, 2000)

    file = check(add(content))

    asked = sum(map(len, scanner.asked))
    assert (asked <= 1024 * 1024 < len(content), file.scan) == (True, "not_scanned")


@pytest.mark.parametrize("scanner", [[FOUND]], indirect=True)
def test_f4_a_find_in_the_beginning_of_a_large_file_is_a_find(add, scanner, settings):
    settings.CLAMD_MOST_MB = 1

    assert check(add(a_photo(2400, 2000))).scan == "found"


def test_f4_parts_that_cannot_be_taken_out_are_not_called_clean(scanner):
    broken = bytearray(a_zip(("a.pdf", a_pdf()), ("b.pdf", a_pdf())))
    broken[60] ^= 0xFF

    assert viruses.state_of(io.BytesIO(broken), "application/zip") == "not_scanned"


# --- Quarantine -------------------------------------------------------------------------


def is_stored(file: File) -> bool:
    return all(map(vault.place().exists, file.sealed.names()))


@pytest.fixture
def harmful(add, settings) -> File:
    scanner = scanners.Scanner(FOUND)
    settings.CLAMD_URL = scanner.url
    return check(add(a_photo()))


def test_f4_a_harmful_file_is_refused_and_its_bytes_are_kept(harmful):
    assert (harmful.verdict, harmful.verdict_code) == ("refused", "malware")
    assert is_stored(harmful)
    found = reconcile.compare()
    assert not set(harmful.sealed.names()) & {*found.rows, *found.names}


def test_f4_nobody_is_given_a_harmful_file(
    harmful, client, wen, ana, mei, dr_osei, django_user_model
):
    Case.objects.update(desk_opened_at=timezone.now())
    admin = django_user_model.objects.create_superuser("root@example.org", "x")
    url = reverse("records:file_download", args=[harmful.case_id, harmful.pk])

    statuses = []
    for person in (wen, ana, mei, dr_osei, admin):
        client.force_login(person)
        statuses.append(client.get(url).status_code)

    assert statuses == [404] * 5


def test_f4_the_family_is_told_calmly_what_to_do(harmful, client, wen):
    client.force_login(wen)

    page = client.get(reverse("records:record_list", args=[harmful.case_id]))

    assert "A virus was found in this file, so nobody can open it here." in page.text


def test_quarantine_lists_without_names_and_erases_for_a_reason(harmful, capsys):
    call_command("quarantine")
    listed = capsys.readouterr().out
    call_command("quarantine", erase=str(harmful.pk), reason="ticket 12")

    entry = AuditEntry.objects.latest("number")
    assert str(harmful.pk) in listed
    assert harmful.name not in listed
    assert (entry.verb, entry.thing_id, entry.facts) == (
        "removed",
        str(harmful.pk),
        {"reason": "ticket 12"},
    )
    assert (fresh(harmful).key, is_stored(harmful)) == ("", False)


@pytest.mark.parametrize(
    ("file_id", "reason"),
    [("", "ticket 12"), ("no id", "ticket 12"), (None, ""), (None, "<b>")],
)
def test_quarantine_erases_nothing_it_was_not_asked_to(harmful, add, file_id, reason):
    other = file_id if file_id is not None else str(harmful.pk)

    with pytest.raises(CommandError):
        call_command("quarantine", erase=other or str(harmful.record_id), reason=reason)

    assert is_stored(harmful)


# --- The real scanner -------------------------------------------------------------------


def attached(content: bytes) -> bytes:
    """A PDF with an attachment, packed: what ClamAV alone does not see."""
    out, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    made.attachments["note.txt"] = content
    made.save(
        out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    return out.getvalue()


PLACES = {
    "plain": EICAR,
    "zip": a_zip(("a.txt", EICAR)),
    "zip in a zip": a_zip(("b.zip", a_zip(("a.txt", EICAR)))),
    "program in a zip": a_zip(("DICOM/IM1", a_scan()), ("run.exe", b"MZ" + EICAR)),
    "word": a_word(**{"word/media/image1.bin": EICAR}),
    "pdf attachment": attached(EICAR),
    "pdf attachment in a zip": a_zip(("a.pdf", attached(EICAR))),
    "document in dicom": a_report_with_pdf(attached(EICAR)),
    "plain document in dicom": a_report_with_pdf(EICAR),
}
CLEAN_FILES = {
    "pdf": a_pdf(),
    "pdf with an attachment": attached(b"Hb 120"),
    "zip": a_zip(("DICOM/IM1", a_scan()), ("a.pdf", a_pdf())),
    "word": a_word(),
    "scan": a_scan(),
    "photo": a_photo(),
}


@pytest.fixture(scope="module")
def clamav():
    with scanners.clamav(most="1M") as url:
        yield url


def real_state(clamav, settings, content: bytes) -> str:
    settings.CLAMD_URL = clamav
    type_ = viruses.parent.run("look", io.BytesIO(content))["type"]
    return viruses.state_of(io.BytesIO(content), type_)


@pytest.mark.services
@pytest.mark.parametrize("place", PLACES)
def test_f4_clamav_finds_the_test_virus_wherever_it_hides(clamav, settings, place):
    assert real_state(clamav, settings, PLACES[place]) == "found"


@pytest.mark.services
@pytest.mark.parametrize("what", CLEAN_FILES)
def test_f4_clamav_calls_ordinary_files_clean(clamav, settings, what):
    assert real_state(clamav, settings, CLEAN_FILES[what]) == "clean"


@pytest.mark.services
def test_f4_clamav_that_hangs_up_at_its_limit_is_heard(clamav, settings):
    assert real_state(clamav, settings, a_photo(3000, 3000)) == "not_scanned"


@pytest.mark.services
def test_readyz_sees_clamav(clamav, settings, client, db):
    before = client.get("/readyz").json()["virus_check"]
    settings.CLAMD_URL = clamav

    assert (before, client.get("/readyz").json()["virus_check"]) == ("off", "ok")
