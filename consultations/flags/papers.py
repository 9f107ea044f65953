"""Flags about records: missing, old, oddly dated, sent twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations.flags.flag import Events, Flag
from consultations.summary.source import Source
from records import ages, checklist
from records.imaging.receipt import State
from records.kinds import BY_CODE

AGEING = ("lab_results", "imaging_report")


def core_missing(source: Source, _events: Events) -> Iterator[Flag]:
    """What is missing of the core, and of the rest what is missing without a word."""
    for slot in checklist.gaps(source.slots):
        if slot.level == checklist.Level.CORE or slot.is_open:
            yield Flag(
                f"core_{slot.kind.code}",
                _("Missing: %s") % slot.kind.label,
                slot.answer.get_answer_display()
                if slot.answer
                else _("No reason given."),
                [slot.kind.code, slot.answer.answer if slot.answer else ""],
            )


def newest_scan_unseen(source: Source, _events: Events) -> Iterator[Flag]:
    record = source.unseen_scan
    if record is not None:
        yield Flag(
            "scan_without_pictures",
            _("The pictures of the newest scan are not here"),
            _("Record %(number)s, %(day)s: only the report.")
            % {"number": record.number, "day": record.dated_on.words()},
            [record.number, str(record.dated_on)],
        )


def whose_scans(source: Source, _events: Events) -> Iterator[Flag]:
    """Scans that may be of somebody else. No name of a stranger stands here."""
    titles = {
        State.CHOOSE: _("Scans of several people on one disc"),
        State.ASK: _("The name on a disc differs from the patient's"),
        State.UNSURE: _("The family asks whether a disc is the patient's"),
    }
    for record in source.records:
        scans = source.scans.get(record.pk)
        if scans is not None and scans.state in titles:
            yield Flag(
                f"whose_{record.number}",
                titles[scans.state],
                _("Record %s. Ask the family; they answer on the page of the record.")
                % record.number,
                [record.number, scans.state],
            )


def old_results(source: Source, _events: Events) -> Iterator[Flag]:
    for kind in AGEING:
        rule = ages.rule_for(kind, source.needs)
        # A day to come is a slip of the pen, and has a flag of its own.
        dated = [
            record.dated_on
            for record in source.records
            if record.kind == kind
            and record.dated_on
            and record.dated_on.first_day <= source.today
        ]
        if rule is None or not dated:
            continue
        newest = max(dated, key=lambda day: day.last_day)
        days = ages.days_old(newest, source.today)
        if days > rule.days:
            yield Flag(
                f"old_{kind}",
                _("%(kind)s: older than %(days)s days")
                % {"kind": BY_CODE[kind].label, "days": rule.days},
                _("The newest is %s days old.") % days,
                [kind, str(min(newest.last_day, source.today))],
            )


def odd_dates(source: Source, _events: Events) -> Iterator[Flag]:
    born = source.patient.date_of_birth
    for record in source.records:
        if not record.dated_on:
            continue
        ahead = record.dated_on.first_day > source.today
        before = born is not None and record.dated_on.last_day < born
        if ahead or before:
            yield Flag(
                f"date_{record.number}",
                _("Record %s has a date that cannot be right") % record.number,
                _("It lies in the future.")
                if ahead
                else _("It lies before the birth."),
                [record.number, str(record.dated_on)],
            )


def undated(source: Source, _events: Events) -> Iterator[Flag]:
    numbers = [record.number for record in source.records if not record.dated_on]
    if numbers:
        yield Flag(
            "undated",
            _("Records without a date"),
            _("Record %s") % listed(numbers),
            numbers,
        )


def same_file(source: Source, _events: Events) -> Iterator[Flag]:
    holders: dict[str, list[int]] = {}
    for record in source.records:
        for file in record.files.all():
            holders.setdefault(file.sha256, []).append(record.number)
    for digest, numbers in holders.items():
        if len(numbers) > 1:
            yield Flag(
                f"same_{digest[:12]}",
                _("The same file is here twice"),
                _("In record %s.") % listed(sorted(set(numbers))),
                [digest, numbers],
            )
