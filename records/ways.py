"""Who can give a missing record, how long that takes, and whether it is worth waiting.

The days are common practice in oncology intake, to be confirmed by the medical lead. They
say what is usual and promise nothing: nobody delays a treatment for a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.cancer_items import Item
from records.slots import Slot

WEEK = 7


@dataclass(frozen=True)
class Way:
    """`least` and `most`: the days it usually takes."""

    who: Promise
    least: int
    most: int

    def how_long(self) -> str:
        """In days, or in weeks where it is a matter of weeks."""
        if self.most == 0:
            return _("At once")
        if self.least >= WEEK:
            least, most = self.least // WEEK, self.most // WEEK
            words = ngettext(
                "%(least)s to %(most)s week", "%(least)s to %(most)s weeks", most
            )
            return words % {"least": least, "most": most}
        words = ngettext(
            "%(least)s to %(most)s day", "%(least)s to %(most)s days", self.most
        )
        return words % {"least": self.least, "most": self.most}


WAYS: dict[str, Way] = {
    "you": Way(gettext_lazy("You can write it yourself"), 0, 0),
    "doctor": Way(gettext_lazy("Your own doctor"), 2, 10),
    "records_office": Way(gettext_lazy("The records office of the hospital"), 3, 14),
    "pathology": Way(gettext_lazy("The laboratory that looked at the sample"), 3, 14),
    "slides": Way(gettext_lazy("The laboratory that keeps the tissue"), 7, 21),
    "gene_lab": Way(gettext_lazy("A laboratory for gene tests"), 14, 28),
    "radiology": Way(gettext_lazy("The scan department (radiology)"), 1, 5),
    "scan": Way(gettext_lazy("A hospital with such a scanner"), 3, 14),
    "radiotherapy": Way(gettext_lazy("The radiotherapy department"), 3, 14),
    "blood_test": Way(gettext_lazy("Any laboratory or clinic"), 1, 3),
    "body_test": Way(gettext_lazy("Any larger hospital"), 1, 7),
    "endoscopy": Way(gettext_lazy("The department that did the endoscopy"), 3, 14),
}
# How each kind is got; the records office has the rest.
OF_KIND: dict[str, str] = {
    "pathology_report": "pathology",
    "pathology_slides": "slides",
    "molecular_report": "gene_lab",
    "germline_report": "gene_lab",
    "imaging_report": "radiology",
    "imaging_files": "radiology",
    "radiotherapy_summary": "radiotherapy",
    "treatment_summary": "doctor",
    "clinic_letters": "doctor",
    "lab_results": "blood_test",
    "tumour_markers": "blood_test",
    "medication_list": "you",
    "comorbidity_records": "body_test",
    "endoscopy_report": "endoscopy",
    "nutrition_function": "you",
    "vaccination_infection": "blood_test",
    "legal_authority": "you",
}


def way_of(slot: Slot) -> Way:
    own = slot.kind.way if isinstance(slot.kind, Item) else ""
    return WAYS[own or OF_KIND.get(slot.record_kind, "records_office")]


def fits(way: Way, decide_by: date | None, today: date) -> bool:
    """Whether it can usually be here before the day of the decision."""
    return decide_by is None or (decide_by - today).days >= way.least


def worth_waiting(way: Way, decide_by: date | None, today: date) -> str:
    """One sentence; `decide_by` is the family's own date, None while they named none."""
    if decide_by is None:
        return _("Yes, as long as no treatment waits for it.")
    left = (decide_by - today).days
    day = formats.date_format(decide_by)
    if left >= way.most:
        return _("Yes. It fits before %s.") % day
    if left >= way.least:
        latest = formats.date_format(decide_by - timedelta(days=way.least))
        return _("Yes, if it is asked for by %s.") % latest
    return _("No. It may not arrive in time. Do not delay a treatment for it.")
