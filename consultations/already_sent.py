"""A page of the request that was open while the folder was sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import models

from consultations.models import ConsultationRequest, Question


class AlreadySentError(PermissionDenied):
    """What was sent is not rewritten; the right to answer was never in question."""


def typed_texts(data: Mapping[str, str]) -> list[str]:
    """The words a person wrote on such a page, to be shown for copying."""
    names = _worded(ConsultationRequest) | _worded(Question)
    texts = (value.strip() for name, value in data.items() if name in names)
    return [text for text in texts if text]


def _worded(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.editable
    }
