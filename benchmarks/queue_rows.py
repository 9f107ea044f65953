"""Many requests of invented people, and the time of the queue's first page."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import COORDINATORS, User
from consultations import triage
from consultations.models import ConsultationRequest, Status, Urgency
from consultations.models.requests import ENDED, WAITS, WaitingOn
from intake.models import Case, CaseMember, Diagnosis, Patient
from records.models import Record

BATCH = 2_000
SAMPLES = 15
STEPS = [
    Status.SUBMITTED,
    Status.CHECKING,
    Status.NEEDS_INFO,
    Status.COMPLETE,
    Status.WITH_MDT,
    Status.DELIVERED,
    Status.CLOSED,
    Status.DECLINED,
]


def fill(rows: int) -> None:
    """Adds requests in every step until there are `rows` of them; then nothing is left
    to tidy, so that the database is as quiet as on any day.
    """
    owner = _coordinator("owner")
    patient = User.objects.get_or_create(email="patient@example.org")[0]
    dice = random.Random(rows)  # noqa: S311 - the same rows in every run
    here = ConsultationRequest.objects.count()
    for start in range(here, rows, BATCH):
        _add(range(start, min(start + BATCH, rows)), owner, patient, dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _add(numbers: range, owner: User, patient: User, dice: random.Random) -> None:
    cases = Case.objects.bulk_create(
        Case(created_by=patient, desk_opened_at=timezone.now()) for _ in numbers
    )
    Patient.objects.bulk_create(
        Patient(
            case=case,
            full_name=f"Person {number}",
            email=f"person{number}@example.org",
            country=dice.choice(["KZ", "PE", "KE", "VN"]),
            language=dice.choice(["ru", "es", "en", "vi"]),
            date_of_birth="1968-02-03",
        )
        for number, case in zip(numbers, cases, strict=True)
    )
    Diagnosis.objects.bulk_create(
        Diagnosis(case=case, site="lung", situation="before") for case in cases
    )
    CaseMember.objects.bulk_create(
        CaseMember(case=case, user=patient, role=CaseMember.Role.CAREGIVER)
        for case in cases[::2]
    )
    Record.objects.bulk_create(
        Record(case=case, number=1, kind="pathology_report", added_by=patient)
        for case in cases
    )
    ConsultationRequest.objects.bulk_create(
        _request(case, owner, dice) for case in cases
    )


def _request(case: Case, owner: User, dice: random.Random) -> ConsultationRequest:
    status = dice.choice(STEPS)
    due = timezone.localdate() + timedelta(days=dice.randint(-5, 90))
    request = ConsultationRequest(
        case=case,
        status=status,
        is_open=status not in ENDED,
        waiting_on=WAITS.get(status, WaitingOn.US),
        urgency=dice.choice(Urgency.values),
        decide_by=due if dice.random() < 0.8 else None,
        submitted_at=timezone.now() - timedelta(minutes=dice.randint(1, 99_999)),
        owner=owner if dice.random() < 0.5 else None,
        missing=["lab_results", "imaging_files"],
    )
    request.queue_key = triage.queue_key(request.urgency, request)
    return request


def _coordinator(name: str) -> User:
    user, _made = User.objects.get_or_create(
        email=f"{name}@example.org", defaults={"is_staff": True, "name": name.title()}
    )
    user.groups.add(Group.objects.get_or_create(name=COORDINATORS)[0])
    return user


def measure(view: str = "todo") -> tuple[float, ...]:
    """How many queries the first page takes, then the milliseconds of each look."""
    client = Client()
    client.force_login(_coordinator("reader"))
    address = reverse("admin:consultations_consultationrequest_changelist")
    for _ in range(5):
        client.get(address, {"view": view})
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address, {"view": view})
    asked = len(queries)
    assert page.status_code == 200, page.status_code  # noqa: S101
    times = []
    for _ in range(SAMPLES):
        begun = time.perf_counter()
        client.get(address, {"view": view})
        times.append((time.perf_counter() - begun) * 1000)
    return asked, *times
