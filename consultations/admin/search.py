"""The search of the queue: a reference as people type it, or somebody's name or e-mail.

Names are compared folded: by the database what is kept, here what was typed. So no column
has to follow who is called what.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from consultations.folding import Fold, fold
from intake.models import CaseMember, Patient
from intake.reference import LETTERS, clean_reference

LONGEST = 200
SHORTEST_REFERENCE = 3
FEW = 1000
BREAK = Value("\n")  # nobody types it: a match never runs from one name into the next
FAMILY = (CaseMember.Role.PATIENT, CaseMember.Role.CAREGIVER)


def matching(queryset: QuerySet, typed: str) -> QuerySet:
    """Requests whose reference begins so, or whose patient or caregiver is called so."""
    term = typed.replace("\0", "").strip()[:LONGEST]
    if not term:
        return queryset
    whole = queryset.filter(case__reference=clean_reference(term.partition("/")[0]))
    if whole.exists():
        return whole
    return queryset.filter(_begins_a_reference(term) | _names_somebody(fold(term)))


def _begins_a_reference(term: str) -> Q:
    letters = "".join(sign for sign in term.upper() if sign.isalnum())
    if not SHORTEST_REFERENCE <= len(letters) < 8 or set(letters) - set(LETTERS):
        return Q(pk=None)
    start = letters if len(letters) <= 4 else f"{letters[:4]}-{letters[4:]}"
    return Q(case__reference__startswith=start)


def _names_somebody(folded: str) -> Q:
    patients = Patient.objects.annotate(
        called=_folded("full_name", "name_in_script", "email")
    ).filter(called__contains=folded)
    members = CaseMember.objects.annotate(
        called=_folded("user__name", "user__email")
    ).filter(called__contains=folded, role__in=FAMILY)
    return Q(case__in=_cases(patients)) | Q(case__in=_cases(members))


def _cases(found: QuerySet) -> Any:
    """Their cases, looked up once for the count and the page; too many stay a question."""
    cases = found.order_by().values_list("case", flat=True)
    few = list(cases[: FEW + 1])
    return few if len(few) <= FEW else cases


def _folded(first: str, *others: str) -> Fold:
    parts = [part for name in others for part in (BREAK, name)]
    return Fold(Concat(first, *parts, output_field=TextField()))
