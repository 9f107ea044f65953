"""Erases a case: its key first, so that nothing of it can be opened, then the rest."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.db import transaction

from accounts import audit
from accounts.models import User
from intake.models import Case
from records import keys, vault
from records.models import Sealed, StoredBytes


def erase(case: Case, *, by: User | None) -> int:
    """Destroys the key of a case, its rows and its files; returns how many files went.

    The audit trail stays: who did what and when, by the id of the case, and now that it was
    erased. Nothing of what was in the case stands there. Sealed copies in backups are noise
    from now on, once the backups of the database are over, too.
    """
    case_id = case.pk
    files = list(_files_of(case_id))
    with transaction.atomic():
        audit.note(by=by, verb="erased", obj=case, case_id=case.pk, files=len(files))
        keys.destroy(case.pk)
        case.delete()
    for sealed in files:
        vault.delete(sealed)
    vault.sweep_case(case_id)
    return len(files)


def _files_of(case_id: uuid.UUID) -> list[Sealed]:
    """Every key names its case, whatever the row that remembers it."""
    found = []
    for model in apps.get_models():
        if issubclass(model, StoredBytes):
            rows = model._default_manager.filter(key__startswith=f"cases/{case_id}/")
            found += [row.sealed for row in rows]
    return found
