"""The work of drawing one PDF, whatever it is of: claim, draw, keep, or say why not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from accounts import audit
from records import storage, vault
from records.paper.engine import Rendered
from records.paper.errors import PaperError

log = logging.getLogger(__name__)


def do(model: Any, pk: str, draw: Callable[[Any], Rendered]) -> None:
    """Draws one row's PDF, once; a cause that stays is not tried again."""
    row = model.take(pk)
    if row is None:
        return
    name = model._meta.model_name
    try:
        with row.kept():
            row.report(20)
            _keep(row, draw(row))
    except PaperError as error:
        log.warning("%s %s not drawn: %s", name, pk, error.code)
        model.objects.filter(pk=row.pk).update(error_detail=error.detail[:300])
        row.give_up(error.code, again=False)
    except SoftTimeLimitExceeded:
        log.warning("%s %s took too long", name, pk)
        row.give_up("too_slow")
    except Exception as error:
        log.exception("%s %s failed: %s", name, pk, type(error).__name__)
        row.give_up(storage.cause(error))


def _keep(row: Any, rendered: Rendered) -> None:
    """Bytes first, then the row; a worker that lost its claim throws its bytes away."""
    row.report(90)
    sealed = vault.keep(row.case_id, rendered.pdf)
    with transaction.atomic():
        ours = row.finish(
            **sealed.columns(),
            sha256=rendered.sha256,
            pages=rendered.pages,
            error_detail="",
        )
        if ours:
            audit.note(by=None, verb="printed", obj=row, case_id=row.case_id)
    if not ours:
        vault.delete(sealed)
