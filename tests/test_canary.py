"""U7, P3: a word typed everywhere, and in every file, shows up in no log, mail, task or file.

Each form of each page that the patient, her caregiver and the coordinator can open is filled
in twice: with the word in every field, and only where any words may stand, so that it is
kept. Then all work that waits is done.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from celery.app.task import Task
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import OutgoingMail
from consultations import steps as consultation_steps
from consultations.models import ConsultationRequest, Summary
from intake import steps as intake_steps
from records.models import Derivative, File, LetterPdf, Parcel, ParcelPdf, Upload
from records.parcels import papers
from records.tests.tus_client import begin, send
from tests.typing_in import Form, forms_of
from tests.world import ROWS, World, everything

WORD = "Kanarienvogel"  # typed, and the name of each file
INSIDE = "Zaunkoenig"  # stands in each file
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 30>>stream\nBT (Zaunkoenig) Tj ET         \nendstream endobj\n"
    b"trailer<</Root 1 0 R/Info<</Title(Zaunkoenig)>>>>\n%%EOF\n"
)
# They end the session or the thing that others still need.
LEFT_OUT = {"account_logout", "admin:logout", "admin:auth_user_password_change"}


def addresses(world: World) -> list[str]:
    """Every route, and every step of the two questionnaires."""
    case = world.args["records:record_list"][0]
    found = [world.url(name) for name in sorted(set(ROWS) - LEFT_OUT)]
    for name, steps in (
        ("intake:step_edit", intake_steps.STEPS),
        ("consultations:request_step", consultation_steps.STEPS),
    ):
        found += [reverse(name, args=[case, step.slug]) for step in steps]
    return found


def forms_on_all_pages(world: World, who: str) -> list[Form]:
    client, found = world.client(who), []
    for url in addresses(world):
        answer = client.get(url)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and kind.startswith("text/html"):
            found += [form for form in forms_of(url, answer.text) if form.typed]
    return found


def fill_in(client: Client, form: Form, free_only: bool, number: int) -> Any:
    cache.clear()
    url = urljoin(form.page, form.action.split("#")[0])
    data: dict[str, Any] = form.filled(WORD, free_only=free_only)
    for name in form.files:
        data[name] = SimpleUploadedFile(
            f"{WORD}.pdf", PDF + f"% {number}{free_only}".encode(), "application/pdf"
        )
    send = client.get if form.method == "get" else client.post
    return send(url, data, headers={"referer": f"http://testserver{form.page}"})


def type_everywhere(world: World, who: str) -> list[str]:
    """Where each form led to."""
    led, forms = [], forms_on_all_pages(world, who)
    assert len(forms) > 5, who
    for number, form in enumerate(forms):
        for free_only in (False, True):
            world.people[who].refresh_from_db()  # the password may be new
            answers = [fill_in(world.client(who), form, free_only, number)]
            # Of somebody whose session ended meanwhile: what was typed waits as a draft.
            if form.method == "post" and free_only:
                answers.append(fill_in(Client(), form, free_only, number))
            led += [answer.headers.get("Location", "") for answer in answers]
    return led


def print_all(world: World) -> None:
    """Everything that is drawn of what was typed: a letter, a parcel's papers, a summary."""
    LetterPdf.objects.all().delete()  # what the world came with
    printed = world.client("wen").post(world.url("records:letter_print"))
    assert printed.status_code == 302
    parcel = Parcel.objects.get(pk=world.args["records:parcel_print"][1])
    contents = papers.contents_of(parcel)
    ParcelPdf.objects.create(parcel=parcel, revision=9, contents=contents).ring()
    asked = ConsultationRequest.objects.get(
        case=world.args["records:record_list"][0], number=1
    )
    asked.move_to("submitted", by=world.people["wen"])
    Summary.objects.create(request=asked, version=1).ring()


def upload_in_pieces(world: World) -> None:
    """One that arrives and one that stays unfinished."""
    wen = world.client("wen")
    case = type(world.bos_case).objects.get(pk=world.args["records:record_list"][0])
    for most in (None, 100):
        content = PDF + f"% tus {most}".encode()
        url = begin(wen, case, len(content), filename=f"{WORD}.pdf")["Location"]
        send(wen, url, 0, content[:most])


@pytest.fixture
def given(monkeypatch) -> list[str]:
    """What every task was given, as text."""
    seen: list[str] = []
    plain = Task.apply_async

    def told(self: Task, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        seen.append(repr((self.name, args, kwargs, options)))
        return plain(self, args, kwargs, **options)

    monkeypatch.setattr(Task, "apply_async", told)
    return seen


def clear_in(folder: Path, *words: str) -> list[str]:
    """The files below a folder that hold one of these words; the database is not a file."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("test.sqlite3"):
            content = path.read_bytes()
            if any(word.encode() in content for word in words):
                found.append(path.name)
    return found


@pytest.fixture
def everything_typed(
    world,
    given,
    written_log,
    mailoutbox,
    tmp_path,
    monkeypatch,
    django_capture_on_commit_callbacks,
) -> dict[str, Any]:
    """The world after the word was typed everywhere and all work was done."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "accounts.outbox.OutboxBackend")
    monkeypatch.setitem(settings.SERVICE, "parcel_address", ["A street", "A town"])
    with django_capture_on_commit_callbacks(execute=True):
        upload_in_pieces(world)
        led = [url for who in ("wen", "mei") for url in type_everywhere(world, who)]
        print_all(world)
    return {"led": led, "temporary": temporary, "tasks": given}


def test_u7_what_is_typed_and_sent_is_in_no_log_mail_task_address_or_file(
    everything_typed, written_log, mailoutbox
):
    rows = str(everything())
    mails = [str(mail.message()) for mail in mailoutbox]
    lines = written_log.getvalue()

    # It did arrive, and there was something to look at.
    kept = [name for name, table in everything().items() if WORD in str(table)]
    assert len(kept) >= 15, kept
    names = File.objects.values_list("name", flat=True)
    assert f"{WORD}.pdf" in set(names)
    for model in (OutgoingMail, Derivative, LetterPdf, ParcelPdf, Summary):
        assert model.objects.filter(work="done", started_at__isnull=False), model
    assert Upload.objects.filter(ended_at=None, size_bytes=100).count() == 1
    assert (len(mails) > 0, len(everything_typed["tasks"]) > 10) == (True, True)
    # And nowhere else.
    assert WORD not in lines
    assert [m for m in mails if WORD in m] == []
    assert [task for task in everything_typed["tasks"] if WORD in task] == []
    assert [url for url in everything_typed["led"] if WORD in unquote(url)] == []
    for folder in (settings.DATA_DIR, everything_typed["temporary"]):
        assert clear_in(Path(folder), WORD, INSIDE) == []
    # What stands inside a file is not even in the database.
    assert INSIDE not in rows
