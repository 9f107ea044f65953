"""A newer version of a page: it stands in, and the old one is kept."""

from __future__ import annotations

from django.core.files.base import File as AnyFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.services import hold, touch
from records import services
from records.models import File, Record


def replace_page(
    record: Record, old: File, upload: AnyFile, *, by: User
) -> services.Result:
    """Puts the new file where the old one stood; what is said of the record stays.

    A file that is refused replaces nothing. Of two who replace the same page at once, the
    second one's file is kept as a page of its own.
    """
    with transaction.atomic():
        hold(record.case_id)
        before = set(record.files.values_list("pk", flat=True))
        result = services.add_files(record.case, [upload], by=by, record=record)[0]
        if result.is_kept:
            _stand_in(record, old, record.files.exclude(pk__in=before).get(), by=by)
    return result


def _stand_in(record: Record, old: File, new: File, *, by: User) -> None:
    changed = File.objects.filter(pk=old.pk, removed_at=None).update(
        removed_at=timezone.now(), replaced_by=new
    )
    if changed:
        File.objects.filter(pk=new.pk).update(position=old.position)
        audit.note(by=by, verb="replaced", obj=old, record=record.number)
        touch(record.case)
