"""What every page of a folder tells its template: one dictionary that each view merges.

`render(request, "…", case_context(case, nav="folder") | {"form": form})`. It costs no query:
all of it comes with the case that `access.case_for` returned.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from intake import access
from intake.models import Case

DEEDS = {
    "can_see_answers": access.see_answers,
    "can_upload": access.upload,
    "can_answer": access.answer,
    "can_question": access.question,
    "can_message": access.message,
    "can_send": access.send,
    "can_agree": access.agree,
    "can_invite": access.invite,
    "can_invite_patient": access.invite_patient,
}


def case_context(case: Case, *, nav: str = "") -> dict[str, Any]:
    """The folder, its reader, the caregiver strip, and what the reader may do.

    `case` must come from `access.case_for`, which leaves the membership on it. `nav` says
    which item of the folder's navigation the page is (see templates/base.html).
    """
    member = case.member
    return {
        "case": case,
        "member": member,
        "nav": nav,
        "patient_name": patient_name(case),
        "helping": patient_name(case) if member.is_caregiver else "",
        "under_age": _is_under_age(case),
        "not_sent": case.desk_opened_at is None,
        **{flag: deed(member) for flag, deed in DEEDS.items()},
    }


def _is_under_age(case: Case) -> bool:
    patient = getattr(case, "patient", None)
    return patient is not None and patient.is_under_age_on(timezone.localdate())


def patient_name(case: Case) -> str:
    """How pages call the patient; "the patient" while no name was entered."""
    patient = getattr(case, "patient", None)  # a missing row is an AttributeError too
    return (patient.short_name if patient else "") or _("the patient")
