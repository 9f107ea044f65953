"""What the reports promise and the discs lack, and the other way round: quiet lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from records.imaging.receipt import Receipt
from records.imaging.shown import Study
from records.models import Record
from records.scans import SAME_VISIT

_PET = re.compile(r"\bPET\b|\bTEP\b|ПЭТ|正电子", re.IGNORECASE)


@dataclass(frozen=True)
class Lack:
    """Something that is not here, in a line and a sentence."""

    title: str
    text: str


def lines_for(receipt: Receipt, records: Iterable[Record]) -> list[Lack]:
    """What is missing beside the studies of a disc."""
    reports = [record for record in records if record.kind == "imaging_report"]
    studies = [study for study in receipt.studies if study.images and study.made_on]
    lacking = [study for study in studies if not _reports_of(study, reports)]
    found = [_no_report(study) for study in lacking]
    has_pet = any("PT" in study.modalities for study in receipt.studies)
    promised = [
        r for study in studies for r in _reports_of(study, reports) if _is_pet(r)
    ]
    if promised and not has_pet:
        found.append(
            Lack(
                _("Not on this disc: the PET pictures"),
                _(
                    "The report is about a PET scan. Ask for “the PET series, in DICOM”."
                ),
            )
        )
    return found


def _no_report(study: Study) -> Lack:
    day = date_format(study.made_on)
    return Lack(
        _("Not here yet: the report of this scan"),
        _("%(kind)s, %(day)s. Add the report, if you have it.")
        % {"kind": study.kind, "day": day},
    )


def linked_reports(receipt: Receipt, records: Iterable[Record]) -> list[Record]:
    """Reports written about the scans of this disc, by their days."""
    reports = [record for record in records if record.kind == "imaging_report"]
    found = {
        report.pk: report
        for study in receipt.studies
        if study.made_on
        for report in _reports_of(study, reports)
    }
    return list(found.values())


def lacks_pictures(report: Record, receipts: Iterable[Receipt]) -> bool:
    """A scan report of a day of which no disc here has pictures; False without any disc."""
    days = [study.made_on for one in receipts for study in one.studies if study.images]
    if report.kind != "imaging_report" or not report.dated_on or not days:
        return False
    return not any(day is None or _is_near(day, report) for day in days)


def _reports_of(study: Study, reports: list[Record]) -> list[Record]:
    return [r for r in reports if study.made_on and _is_near(study.made_on, r)]


def _is_near(day: date, report: Record) -> bool:
    """A report may carry the day it was written."""
    told = report.dated_on
    return bool(told) and told.first_day - SAME_VISIT <= day <= told.last_day


def _is_pet(report: Record) -> bool:
    return bool(_PET.search(f"{report.title} {report.body_part}"))
