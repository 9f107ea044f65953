"""L3: pictures and clean copies come from a second host that knows nobody."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from portal.environment import BASE_DIR
from portal.tests.machine import environment
from portal.tests.test_settings import load
from records import apart, services
from records.models import File
from records.tests.test_records import a_pdf
from tests.world_papers import shown

pytestmark = pytest.mark.django_db
HOST = "files.testserver"


@pytest.fixture
def addresses(case, wen, settings, client) -> list[str]:
    """Everything that is shown of one record, as somebody signed in is sent to it."""
    settings.PREVIEW_HOST = HOST
    settings.ALLOWED_HOSTS = ["testserver", HOST]
    services.add_files(case, [ContentFile(a_pdf(), name="Anna-biopsy.pdf")], by=wen)
    file = File.objects.get()
    _photo, picture = shown(file, "word")
    client.force_login(wen)
    asked = [
        reverse("records:preview_show", args=[case.pk, picture.pk]),
        reverse("records:copy_show", args=[case.pk, file.pk]),
    ]
    answers = [client.get(address) for address in asked]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer["Cache-Control"] for answer in answers] == ["no-store"] * 2
    return [answer["Location"] for answer in answers]


def asked(address: str, client: Client | None = None, **more: str):
    path = address.partition(HOST)[2] or address
    return (client or Client()).get(path, headers={"host": HOST, **more})


def test_l3_the_second_host_gives_out_what_a_signed_address_names(addresses):
    assert [a.startswith(f"http://{HOST}/shown/") for a in addresses] == [True, True]

    for address in addresses:
        answer = asked(address)
        assert (answer.status_code, b"word" in answer.getvalue()) == (200, True)
        assert answer["Content-Security-Policy"].startswith(
            "sandbox; default-src 'none'"
        )
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_l3_a_part_can_be_asked_for(addresses):
    answer = asked(addresses[1], range="bytes=0-3")

    assert (answer.status_code, answer.getvalue()) == (206, b"%PDF")


def test_l3_the_address_says_nothing_of_what_it_names(addresses):
    said = " ".join(addresses) + repr(
        [signing.loads(a.rpartition("/")[2], salt=apart.SALT) for a in addresses]
    )

    assert ("Anna" in said, "biopsy" in said) == (False, False)


def test_l3_an_address_ends_after_five_minutes_and_is_good_for_one_thing(
    addresses, monkeypatch
):
    token = addresses[0].rpartition("/")[2]
    of_another = signing.dumps(["page", "x"], salt="another")
    false = [token[:-1], token + "x", of_another, "x", ""]

    assert [asked(f"/shown/{word}").status_code for word in false] == [404] * 5
    later = timezone.now().timestamp() + apart.SECONDS + 1
    monkeypatch.setattr("time.time", lambda: later)
    assert asked(addresses[0]).status_code == 404


def test_l3_what_is_gone_is_given_out_no_more(addresses):
    File.objects.all().delete()

    assert [asked(address).status_code for address in addresses] == [404, 404]


def test_l3_the_second_host_knows_nobody_and_has_no_other_page(addresses, client, case):
    for path in [
        "/",
        "/folders/",
        "/admin/",
        reverse("records:record_list", args=[case.pk]),
    ]:
        answer = asked(path, client)  # with the cookie of a session
        assert (answer.status_code, answer.content) == (404, b"Not found")
        assert not answer.cookies
    path = addresses[0].partition(HOST)[2]
    assert client.get(path).status_code == 404  # on the portal's own host
    assert Client().post(path, headers={"host": HOST}).status_code in {403, 404, 405}


def test_l3_strangers_get_no_address_and_a_look_is_written_down(
    addresses, bo, case, wen
):
    stranger = Client()
    stranger.force_login(bo)
    file = File.objects.first()

    answer = stranger.get(reverse("records:copy_show", args=[case.pk, file.pk]))

    assert answer.status_code == 404
    assert AuditEntry.objects.filter(verb="viewed", by=wen).exists()


@pytest.mark.parametrize(
    ("value", "words"),
    [("https://files.example.org", "Write only the name"), ("localhost", "its own")],
)
def test_l3_a_second_host_that_is_none_stops_the_start(tmp_path, value, words):
    code, said = load(environment(tmp_path) | {"PREVIEW_HOST": value})

    assert (code != 0, words in said) == (True, True)


def test_l3_pages_may_show_pictures_of_the_second_host(tmp_path):
    program = (
        "import portal.settings as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'], s.ALLOWED_HOSTS)"
    )
    env = environment(tmp_path) | {"PREVIEW_HOST": "files.example.org"}

    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
    )

    assert told.stdout.count("files.example.org") == 2
