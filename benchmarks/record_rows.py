"""Folders with many records of invented people, and the time of the first view."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from intake.models import Diagnosis, TreatmentLine
from intake.services import open_case_for_self
from records.kinds import KINDS
from records.models import File, Record

SAMPLES = 25
YEARS = 8
FULL_YEAR = 2022  # any that has more than one part


def fill(rows: int) -> None:
    """One folder with so many records, spread over eight years; one in fifty undated."""
    user = User.objects.create_user(_address(rows), name="Bench")
    case = open_case_for_self(by=user, full_name="Bench Person")
    Diagnosis.objects.create(case=case, site="lung", situation="before")
    TreatmentLine.objects.create(case=case, type="surgery", began_on="2024-03")
    step = timedelta(days=365 * YEARS) / rows
    records = Record.objects.bulk_create(
        Record(
            case=case,
            number=number,
            kind=KINDS[number % len(KINDS)].code,
            title=f"Paper {number}",
            dated_on="" if number % 50 == 49 else _day(number * step),
            added_by=user,
        )
        for number in range(1, rows + 1)
    )
    File.objects.bulk_create(
        File(
            record=record,
            case=case,
            key=f"bench/{rows}/{record.number}",
            name="paper.pdf",
            size_bytes=1000,
            sha256=f"{rows}-{record.number}",
            type="application/pdf",
            pages=1,
            verdict=File.Verdict.KEPT,
            work=File.Work.DONE,
            added_by=user,
        )
        for record in records
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _day(after: timedelta) -> str:
    return (date(2018, 1, 1) + after).isoformat()


def _address(rows: int) -> str:
    return f"bench{rows}@example.org"


def tell(rows: int) -> None:
    """For the first view and a whole part of a year: queries, milliseconds of each look."""
    user = User.objects.get(email=_address(rows))
    client = Client()
    client.force_login(user)
    url = reverse("records:record_list", args=[user.memberships.get().case_id])
    for query in ("", f"?year={FULL_YEAR}"):
        print(*_measure(client, url + query))


def _measure(client: Client, url: str) -> list[float]:
    for _ in range(5):
        client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    asked = len(queries)
    assert page.status_code == 200, page.status_code  # noqa: S101
    times = []
    for _ in range(SAMPLES):
        begun = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - begun) * 1000)
    return [asked, *times]
