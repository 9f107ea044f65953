"""What the tests of letters type and make."""

from __future__ import annotations

from typing import Any

from intake.models import Case
from records.letters import services
from records.models import Letter

TYPED = {
    "hospital": "City Hospital",
    "address": "5 River Street\nOld Town",
    "country": "DE",
    "department": "pathology",
    "more_kinds": ["pathology_report", "pathology_slides"],
    "hospital_number": "MRN-77/a",
    "signs": "patient",
    "send_to": "Wen Li\nwen@example.org",
    "language": "",
    "reading_language": "en",
    "note": "",
}


def write_letter(case: Case, **answers: Any) -> Letter:
    """Wen's letter to City Hospital, as the service keeps it."""
    given = {
        **{n: v for n, v in TYPED.items() if n != "more_kinds"},
        "kinds": TYPED["more_kinds"],
        "facts": [],
        "language": "en",
        **answers,
    }
    return services.write(case, given, by=case.created_by)
