"""The case without names: its summary, and the scans the profile lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models import User
from consultations.models import Summary
from consultations.packet import identifying, spellings
from consultations.packet.blanking import Blanks
from consultations.packet.reasons import Reason
from consultations.summary import engine
from consultations.summary.contents import contents
from consultations.summary.source import Source
from intake.models import CaseMember
from records import vault
from records.models import File, Record
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

MOST_OBJECT = 200 * MB
CAUSES = {
    "drawn": Reason.SCAN_MAY_NAME,
    "no_image": Reason.NO_IMAGE,
    "broken": Reason.SCAN_BROKEN,
}
# Ids of rows: matched with each other, printed nowhere.
IDS = {"linked_records", "plan_records"}


class TryAgainError(Exception):
    """Nothing was made, by no fault of the files."""


def blanks_of(source: Source) -> Blanks:
    """Every way in which the people of this case are written, wherever it is stored."""
    patient, doctor = source.patient, source.doctor
    members = CaseMember.objects.filter(case=source.case).select_related("user")
    team = {CaseMember.Role.PATIENT, CaseMember.Role.CAREGIVER}
    users = [member.user for member in members if member.role in team]
    names = [patient.full_name, patient.name_in_script, doctor.name]
    names += [user.name for user in users]
    names += spellings.of_note(patient.name_note or "")
    names += identifying.names(source)
    return Blanks(
        names,
        born=patient.date_of_birth,
        phones=[patient.phone, doctor.phone],
        others=[patient.email, patient.messenger, doctor.email, *_mails(users)],
        places=identifying.places(source),
        numbers=identifying.numbers(source),
    )


def _mails(users: list[User]) -> list[str]:
    return [user.email for user in users]


def hide(source: Source, blanks: Blanks) -> None:
    """Takes names, places and contacts out of everything that was loaded; saves nothing."""
    source.is_nameless = True
    for row in _rows(source):
        _blank(row, blanks)


def _rows(source: Source) -> Iterator[models.Model]:
    yield from (source.request, source.patient, source.diagnosis, source.health)
    yield source.doctor
    for name in (
        "biomarkers", "treatments", "medicines", "allergies", "supplements", "previous",
        "family", "lab_values", "case_records", "quiet", "questions",
    ):  # fmt: skip
        yield from getattr(source, name)
    yield from (slot.answer for slot in source.slots if slot.answer is not None)


def _blank(row: models.Model, blanks: Blanks) -> None:
    identifying.empty(row)
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname, None)
        if type(column) in {models.CharField, models.TextField} and not column.choices:
            setattr(row, column.attname, blanks.text(value or ""))
        elif isinstance(column, models.JSONField) and value and column.name not in IDS:
            setattr(row, column.attname, blanks.deep(value))


def summary(source: Source, version: int, blanks: Blanks) -> engine.Rendered:
    """The case summary with no name in it; what is printed is searched once more.

    First every row is, too: by now the numbers on the discs are known.
    """
    hide(source, blanks)
    source.summary = Summary(request=source.request, version=version, pseudonymous=True)
    return engine.render(blanks.deep(contents(source)))


def records_too(records: list[Record], blanks: Blanks) -> None:
    """The same for records that were loaded for the packet."""
    for record in records:
        _blank(record, blanks)


def scans(
    source: Source,
    file: File,
    blanks: Blanks,
    sink: Callable[[str], Any],
    progress: Callable[[int], Any],
) -> dict[str, Any]:
    """One file with scans through the child: each object it lets through goes to `sink`."""
    with vault.open_(file) as stored:
        found = parent.run(
            "nameless",
            stored,
            arguments={
                "type": file.type,
                "key": key_of(source),
                "who": source.request.reference,
                "names": blanks.words(),
                "most": MOST_OBJECT,
            },
            limits=_limits(file),
            sink=sink,
            progress=progress,
        )
    if found.get("code") == "killed":
        raise TryAgainError
    return found


def key_of(source: Source) -> str:
    """Makes the new UIDs: the same in every packet of a case, and of no use without us."""
    return salted_hmac(
        "packet.uids",
        str(source.case.pk),
        secret=settings.SECRET_KEY,
        algorithm="sha256",
    ).hexdigest()


def _limits(file: File) -> Limits:
    return Limits(
        memory=1280 * MB,
        cpu_seconds=900,
        wall_seconds=900,
        output_bytes=20 * file.size_bytes + 256 * MB,
        outputs=60_000,
    )
