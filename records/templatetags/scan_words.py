"""Scans in the words of pages."""

from __future__ import annotations

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.models import Patient
from records.imaging.people import Match
from records.imaging.receipt import Receipt, State
from records.imaging.shown import Person, Study
from records.imaging.words import is_told
from records.models import ImagingCopy

register = template.Library()


@register.filter
def found_words(receipt: Receipt) -> str:
    """What was found, and how it goes with the folder: "2 CT studies. The name matches." """
    told = {"found": receipt.sums, "match": match_words(receipt)}
    return _("%(found)s. %(match)s") % told


def match_words(receipt: Receipt) -> str:
    """How the name on the disc goes with the folder, in one sentence."""
    person = receipt.people[0]
    if receipt.state == State.UNSURE:
        return _("You asked our coordinator whether this is the right disc.")
    if len(receipt.named) > 1:
        said = _(
            "%(n)s different people are named on this disc. You said that all of them are "
            "the patient."
        )
        return said % {"n": len(receipt.named)}
    if len(receipt.people) > 1 or (receipt.state == State.FINE and person.answer):
        return _("You said that these are the patient’s.")
    if person.match == Match.SAME:
        return _same(person, receipt)
    return {
        Match.NAME: _("The name on the disc differs from yours."),
        Match.SCRIPT: _("The name on the disc is written in other letters than yours."),
        Match.BORN: _("The birth date on the disc differs from yours."),
        Match.NOBODY: _("The name cannot be compared."),
    }[person.match]


@register.filter
def desk_words(receipt: Receipt) -> str:
    """Where the question whose scans these are stands, for the desk: no strangers' names."""
    return {
        State.READING: _("Its labels are being read."),
        State.FAILED: _("Nobody could read its labels."),
        State.NOTHING: _("No scan images on it."),
        State.CHOOSE: _(
            "Several people on it: nothing is shown until the family chooses."
        ),
        State.ASK: _(
            "The name or birth date on it differs; the family did not answer yet."
        ),
        State.UNSURE: _("The family does not know whose it is, and asks you."),
    }.get(receipt.state, receipt.sums)


def _same(person: Person, receipt: Receipt) -> str:
    if person.born_on and receipt.record.case.patient.date_of_birth:
        return _("The name and birth date match.")
    return _("The name matches.")


@register.filter
def born_words(person: Person, patient: Patient) -> str:
    ours, theirs = patient.date_of_birth, person.born_on
    if ours and ours == theirs:
        return _("%s on both") % date_format(ours)
    told = _("%s on the disc") % date_format(theirs) if theirs else _("not on the disc")
    known = (
        _("%s in the folder") % date_format(ours) if ours else _("not in the folder")
    )
    return _("%(disc)s, %(folder)s") % {"disc": told, "folder": known}


@register.filter
def series_words(study: Study) -> str:
    """How many runs of images, and how thin the slices are."""
    count = study.series_count
    told = ngettext("%d series", "%d series", count) % count
    thickness = study.thickness
    if not thickness:
        return told
    ends = dict.fromkeys((thickness[0], thickness[-1]))
    slices = "–".join(number_format(int(mm) if mm == int(mm) else mm) for mm in ends)
    return _("%(series)s, slices of %(mm)s mm") % {"series": told, "mm": slices}


@register.filter
def description_words(study: Study) -> str:
    """What the machine calls the scan, where that is in words."""
    return study.description if is_told(study.description) else ""


@register.filter
def picture_words(copy: ImagingCopy) -> str:
    """For whoever does not see the picture."""
    part = copy.series.description if copy.series else ""
    return (
        _("One image of the series %s") % part if part else _("One image of the scan")
    )


@register.filter
def left_out_words(receipt: Receipt) -> list[str]:
    """What was not taken, each in a sentence."""
    programs, others = receipt.programs, receipt.others
    told = []
    if programs:
        told.append(
            ngettext(
                "%d file of a viewer program. We never open programs.",
                "%d files of a viewer program. We never open programs.",
                programs,
            )
            % programs
        )
    if others:
        told.append(
            ngettext(
                "%d file that is no image.", "%d files that are no images.", others
            )
            % others
        )
    return [*told, *_damaged(receipt), *_others(receipt)]


def _damaged(receipt: Receipt) -> list[str]:
    words = ngettext(
        "%d image could not be read.", "%d images could not be read.", receipt.broken
    )
    return [words % receipt.broken] if receipt.broken else []


def _others(receipt: Receipt) -> list[str]:
    words = ngettext(
        "%d study of somebody else. Because of it, the team does not get the file as it is.",
        "%d studies of somebody else. Because of them, the team does not get the file as it "
        "is.",
        receipt.left_out,
    )
    return [words % receipt.left_out] if receipt.left_out else []
