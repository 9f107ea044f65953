"""No visible link leads a person to a closed door: every link of every page is followed."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import reverse

from conftest import make_user
from consultations.services import send_folder
from consultations.tests.make import fill_folder
from intake.models import CaseMember
from records.models import Record

MOST = 400
NOT_PAGES = ("/admin/", "/static/", "/files/")
SCOPES = ["may_see", "may_upload", "may_question", "may_answer", "may_message"]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def links_of(page: str, address: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    addresses = [urldefrag(urljoin(address, href))[0] for href in parser.found]
    return [a for a in addresses if not urlsplit(a).scheme]


def closed_doors(client, start: str) -> tuple[dict[str, str], int]:
    """Addresses that answered with an error and the page that links there; pages seen."""
    waiting, seen, closed = deque([(start, "")]), {start}, {}
    while waiting and len(seen) < MOST:
        address, source = waiting.popleft()
        response = client.get(address, follow=True)
        if response.status_code >= 400:
            closed[address] = f"{response.status_code}, linked on {source}"
        elif "text/html" in response.headers["Content-Type"]:
            for link in links_of(response.text, address):
                plain = link.partition("?")[0]
                if plain not in seen and not any(n in plain for n in NOT_PAGES):
                    seen.add(plain)
                    waiting.append((link, address))
    return closed, len(seen)


def folder_of(case) -> str:
    return reverse("portal:folder_detail", args=[case.pk])


@pytest.mark.parametrize("sent", [False, True])
def test_patient_meets_no_closed_door(client, wen, ana, case, sent):
    fill_folder(case, wen)
    Record.objects.create(case=case, number=9, kind="lab_results", added_by=wen)
    if sent:
        send_folder(case, by=wen)
    client.force_login(wen)

    closed, seen = closed_doors(client, folder_of(case))

    assert closed == {}
    assert seen > 60


@pytest.mark.parametrize("scope", [*SCOPES, "all", "none"])
@pytest.mark.parametrize("sent", [False, True])
def test_caregiver_meets_no_closed_door(client, wen, case, scope, sent):
    fill_folder(case, wen)
    Record.objects.create(case=case, number=9, kind="lab_results", added_by=wen)
    if sent:
        send_folder(case, by=wen)
    uma = make_user("uma")
    may = {s: scope in (s, "all") for s in SCOPES}
    CaseMember.objects.create(
        case=case, user=uma, role="caregiver", basis="consent", **may
    )
    client.force_login(uma)

    closed, seen = closed_doors(client, folder_of(case))

    assert closed == {}
    assert seen > 20


def test_stranger_meets_no_closed_door(client, db):
    closed, seen = closed_doors(client, "/")

    assert closed == {}
    assert seen > 15
