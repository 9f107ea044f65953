"""What a hostile text, a stored file and every page do in a real browser: nothing."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from accounts.models import User
from consultations.models import InternalNote, Question
from consultations.services import send_folder
from consultations.tests.make import fill_folder
from intake.models import Diagnosis, Medicine, Patient
from records import vault
from records.models import File, Record
from tests.world import ROWS

pytestmark = pytest.mark.django_db(transaction=True)

RUN = "window.top.ranHere=1"
# Each breaks out of another place: text, attribute, script, comment, link, template.
HOSTILE = (
    f"<script>{RUN}</script><img src=x onerror='{RUN}'><svg onload={RUN}>"
    f'"autofocus onfocus="{RUN}" x="\' onmouseover=\'{RUN}\' '
    f"javascript:{RUN} </textarea></title>--><script>{RUN}</script>{{{{7*7}}}}"
)


def hostile_folder(case, wen, mei) -> None:
    """Every text a page prints, written by somebody who means harm."""
    User.objects.filter(pk=wen.pk).update(name=HOSTILE[:100])
    fill_folder(case, wen)
    Patient.objects.filter(case=case).update(full_name=HOSTILE[:190], city=HOSTILE[:90])
    Diagnosis.objects.filter(case=case).update(as_written=HOSTILE)
    Medicine.objects.create(case=case, name=HOSTILE[:190], dose=HOSTILE[:90])
    case.records.update(title=HOSTILE[:200], issued_by=HOSTILE[:200])
    File.objects.filter(case=case).update(name=f"{HOSTILE[:190]}.pdf")
    request = case.requests.get()
    Question.objects.create(request=request, text=HOSTILE, added_by=wen, position=90)
    case.requests.update(main_question=HOSTILE, proposed_plan=HOSTILE)


def addresses(case) -> list[str]:
    """Pages of the family that print what people wrote."""
    record = case.records.first()
    question = Question.objects.get(position=90)
    medicine = Medicine.objects.latest("pk")
    of_case = [
        "portal:folder_detail",
        "intake:people_list",
        "records:record_list",
        "records:checklist_list",
        "consultations:question_list",
        "consultations:request_check",
        "consultations:request_send",
    ]
    return [
        reverse("portal:folder_list"),
        reverse("accounts:person_edit"),
        *(reverse(name, args=[case.pk]) for name in of_case),
        reverse("intake:row_edit", args=[case.pk, "medicines", medicine.pk]),
        reverse("intake:step_edit", args=[case.pk, "medicines"]),
        reverse("records:record_edit", args=[case.pk, record.pk]),
        reverse("records:record_remove", args=[case.pk, record.pk]),
        reverse("consultations:question_edit", args=[case.pk, question.pk]),
    ]


def desk_addresses(case) -> list[str]:
    request = case.requests.get()
    of_request = ["change", "trail", "summaries", "packets"]
    name = "admin:consultations_consultationrequest_"
    return [
        reverse(f"{name}changelist"),
        reverse(f"{name}changelist") + f"?q={HOSTILE}",
        *(reverse(f"{name}{page}", args=[request.pk]) for page in of_request),
    ]


def assert_harmless(page, url: str) -> None:
    """Nothing ran on the page, not even after the pointer and the keyboard passed by."""
    answer = page.goto(url)
    assert (url, answer.status) == (url, 200)
    for _press in range(12):
        page.keyboard.press("Tab")
    page.mouse.move(200, 300)
    assert page.evaluate("typeof window.ranHere") == "undefined"
    made = "script:not([src]),[onerror],[onload],[onfocus],a[href^='javascript' i]"
    assert page.locator(made).count() == 0
    assert page.locator("img[src='x']").count() == 0


def test_hostile_text_runs_on_no_page(open_page, live_server, case, wen, mei):
    """Given hostile texts everywhere, when family and desk read them, then nothing runs."""
    hostile_folder(case, wen, mei)
    family = open_page(wen)
    for path in addresses(case):
        assert_harmless(family, live_server.url + path)
    send_folder(case, by=wen)
    request = case.requests.get()
    InternalNote.objects.create(request=request, text=HOSTILE, by=mei)

    desk = open_page(mei)
    for path in desk_addresses(case):
        assert_harmless(desk, live_server.url + path)


@pytest.mark.parametrize("who", ["anon", "wen", "uma", "mei", "osei"])
def test_every_page_keeps_its_policy(open_page, live_server, world, who):
    """W2: each page of the matrix that opens for this person, as a browser judges it."""
    page = open_page(None if who == "anon" else world.people[who])

    seen = 0
    for name, row in sorted(ROWS.items()):
        # Files are shown by the browser's own viewer; a sign-out ends the walk.
        if row[who] != 200 or name in LEFT_OUT:
            continue
        answer = page.goto(live_server.url + world.url(name))
        assert (name, answer.status) == (name, 200)
        seen += 1

    assert seen > 15


LEFT_OUT = {
    "records:file_download",
    "records:letter_download",
    "records:parcel_download",
    "records:copy_show",
    "records:preview_show",
    "records:record_pdf",
    "records:scan_copy",
    "consultations:summary_download",
    "consultations:packet_pdf",
    "consultations:packet_zip",
    "account_logout",
    "admin:jsi18n",
}


def store(case, by, content: bytes, kind: str, name: str) -> File:
    record = Record.objects.create(case=case, number=9, kind="other", added_by=by)
    sealed = vault.keep(case.pk, content)
    return File.objects.create(
        record=record,
        case=case,
        name=name,
        **sealed.columns(),
        type=kind,
        verdict="kept",
        work="done",
        added_by=by,
    )


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#ff0000").save(out, "PNG")
    return out.getvalue()


def paper() -> bytes:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        page.Contents = pdf.make_stream(b"1 0 0 rg 0 0 300 300 re f")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("made", "kind", "name"),
    [(picture, "image/png", "a.png"), (paper, "application/pdf", "a.pdf")],
)
def test_stored_file_is_shown_in_its_sandbox(
    full_browser, live_server, case, wen, made, kind, name
):
    """W1: no unsafe-inline, and the family still sees its own papers."""
    file = store(case, wen, made(), kind, name)
    page = full_browser(wen)
    address = reverse("records:file_download", args=[case.pk, file.pk])

    page.goto(f"{live_server.url}{address}?view=1")

    answer = page.request.get(f"{live_server.url}{address}?view=1")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    # The viewer of PDFs draws in a process of its own and tells nobody when it is done.
    for _look in range(60):
        if red_in(page.screenshot()) > 20_000:
            break
        page.wait_for_timeout(500)
    assert red_in(page.screenshot()) > 20_000


def red_in(picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as shot:
        colours = shot.convert("RGB").getcolors(maxcolors=1 << 20)
    return sum(count for count, (r, g, b) in colours if r > 200 and g < 60 and b < 60)


def test_markup_kept_under_the_name_of_a_pdf_does_not_run(
    full_browser, live_server, case, wen
):
    """L2: the bytes of a page, stored as a PDF, stay a file."""
    page_bytes = f"<html><script>{RUN};document.title='ran'</script></html>".encode()
    file = store(case, wen, page_bytes, "application/pdf", "a.pdf")
    page = full_browser(wen)
    address = reverse("records:file_download", args=[case.pk, file.pk])

    page.goto(f"{live_server.url}{address}?view=1")
    page.wait_for_timeout(500)

    assert page.title() != "ran"
