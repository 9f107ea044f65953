"""Images of one study sent as many files are one record, not two hundred."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from intake.services import hold
from records import sniff
from records.imaging import answers
from records.models import File, ImagingStudy, Record, Suggestion, Upload

# What nobody has said anything about: as it came, or named as scans while sending.
AS_SENT = {"other", "imaging_files"}
TOLD = (
    "title", "dated_on", "reported_on", "specimen_number", "body_part", "issued_by",
    "language", "translation", "translation_of", "note", "checked_at", "removed_at",
)  # fmt: skip


def merge(file: File) -> None:
    """Puts a loose image to the other images of its study that the same person sent.

    A record somebody named, dated or linked keeps its files; it may be given more.
    """
    if file.type != sniff.DICOM:
        return
    with transaction.atomic():
        hold(file.case_id)
        now = File.objects.select_related("record").filter(pk=file.pk).first()
        if now is None or not _is_loose(now.record):
            return
        target = _record_of_study(now)
        if target is not None and not _is_named_elsewhere(now.record):
            _move(now, target)


def _is_loose(record: Record) -> bool:
    """One image, of which nobody said anything since it came."""
    return (
        record.kind in AS_SENT
        and not record.revision
        and not any(getattr(record, name) for name in TOLD)
        and File.objects.filter(record=record).count() == 1
    )


def _record_of_study(file: File) -> Record | None:
    """The oldest record of the same sender that holds images of the same study."""
    uids = set(
        ImagingStudy.objects.filter(person__reading=file.pk).values_list(
            "uid", flat=True
        )
    )
    if len(uids) != 1 or "" in uids:
        return None
    others = ImagingStudy.objects.filter(
        uid__in=uids,
        person__reading__file__case_id=file.case_id,
        person__reading__file__type=sniff.DICOM,
        person__reading__file__record__removed_at=None,
        person__reading__file__record__added_by_id=file.record.added_by_id,
    ).exclude(person__reading__file__record_id=file.record_id)
    ids = others.values_list("person__reading__file__record_id", flat=True)
    return Record.objects.filter(pk__in=list(ids)).order_by("number").first()


def _is_named_elsewhere(record: Record) -> bool:
    """An answer or a deed names this very record: it stays as it is."""
    from records import linking

    linking.write_answers(record.case, [record])
    if record.answers:
        return True
    relations = [
        relation
        for relation in Record._meta.related_objects
        if relation.related_model not in {File, Upload, Suggestion}
    ]
    if Suggestion.objects.decided().filter(record=record).exists():
        return True
    return any(
        relation.related_model._default_manager.filter(
            **{relation.field.name: record.pk}
        ).exists()
        for relation in relations
    )


def _move(file: File, target: Record) -> None:
    source = file.record
    last = target.files.aggregate(last=Max("position"))["last"] or 0
    File.objects.filter(pk=file.pk).update(record=target, position=last + 1)
    File.objects.filter(same_as=source).update(same_as=target)
    Upload.objects.filter(record=source).update(record=target)
    Record.objects.filter(pk=target.pk).update(changed_at=timezone.now())
    audit.note(
        by=None,
        verb="changed",
        obj=target,
        case_id=file.case_id,
        record=target.number,
        merged=source.number,
    )
    source.delete()
    answers.settle(target.pk)
