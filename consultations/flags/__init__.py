"""Flags: what a rule saw in the data that a coordinator might overlook.

Computed from one loaded case, never stored. "Looked at" is stored with the fingerprint of
the data: when the data changes, the flag is back. Rules to be approved by the medical lead.
"""

from __future__ import annotations

from consultations.flags import course, health, papers, people
from consultations.flags.flag import Events, Finder, Flag
from consultations.flags.health import EMERGENCY
from consultations.summary.source import Source

__all__ = ["EMERGENCY", "FINDERS", "Flag", "flags_of"]

FINDERS: tuple[Finder, ...] = (
    health.emergency,
    people.under_age,
    people.patient_not_told,
    course.may_be_late,
    health.blood_values,
    health.infections,
    health.untold_thinner,
    health.fitness,
    health.herbs,
    papers.core_missing,
    papers.whose_scans,
    papers.newest_scan_unseen,
    papers.old_results,
    papers.odd_dates,
    papers.undated,
    papers.same_file,
    people.authority,
    people.old_consent,
    course.quiet,
    course.returned,
    course.questions,
)


def flags_of(source: Source, events: Events) -> list[Flag]:
    """Every flag of a request, the gravest rules first."""
    return [flag for find in FINDERS for flag in find(source, events)]
