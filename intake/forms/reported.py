"""What a laboratory finds a sample by: its number, and the day of its report."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDate
from intake.forms.fields import BEFORE_BIRTH

SPECIMEN_LABEL = _("Number of the sample or report (optional)")
SPECIMEN_HELP = _(
    "As printed, often beside “Accession”, “Specimen” or “No.”. For example, S26-10432"
)


def report_problem(
    reported: PartialDate | None, taken: PartialDate | None, born: date | None
) -> Promise | None:
    """Why this cannot be the day of the report; None when it can, or when none is told."""
    if reported is None:
        return None
    if born is not None and reported.last_day < born:
        return BEFORE_BIRTH
    if taken is not None and reported.last_day < taken.first_day:
        return _("The report is before the day of the sample. Check both dates")
    return None
