"""Builds one version of the packet: the PDF and the zip, sealed, and then the row."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from consultations import access
from consultations.models import ConsultationRequest, Packet, PacketFile, Summary
from consultations.packet import binding, contents, keeping, nameless, plan
from consultations.packet.binding import Binder, Bound
from consultations.packet.contents import BrokenScansError, Zipped
from consultations.summary import source as summary_source
from consultations.summary import texts, words
from consultations.summary.build import NOT_STORED
from consultations.summary.source import Source
from intake import genes
from intake import services as intake
from records import vault
from records.models import StoredBytes
from records.paper.engine import PaperError

REQUEST_ENDED = "request_ended"
# What the desk reads when a version was not built, by the code of the cause.
CAUSES = {
    "no_summary": _("There is no finished case summary yet. Build one first."),
    "too_many_pages": _(
        "The packet would have more pages than one PDF may have. Ask the family which "
        "records matter, or send the team the zip files of the records."
    ),
    "missing_glyph": _("A character has no glyph in our fonts. Ask for another font."),
    "not_bound": _("The pages could not be put together. The details are in the log."),
    "damaged": _(
        "An original is not what came, or is gone. Tell whoever runs this service."
    ),
    "too_slow": _("It took too long. It is tried again by itself, or by you."),
    "worker_lost": _("The program that builds it stopped 3 times."),
    REQUEST_ENDED: _("The request was taken back or has ended before it was built."),
    **NOT_STORED,
    "unexpected": _("Something went wrong on our side. The details are in the log."),
}


class LostError(Exception):
    """The row is another worker's now, or its request has ended."""


def build(packet: Packet) -> None:
    """Makes both files, keeps them, and marks the row done.

    Nothing is made of a request that has ended. A worker that lost its claim, or whose
    request ended meanwhile, throws its files away. Raises PaperError with the cause.
    """
    _go_on(packet, 0)
    keeping.sweep(packet)
    broken: set[uuid.UUID] = set()
    while True:
        try:
            return _try(packet, broken)
        except BrokenScansError as error:  # half of it is written: begin once more
            broken.add(error.file_id)


def _try(packet: Packet, broken: set[uuid.UUID]) -> None:
    source = _load(packet)
    bound = Bound(source.case.pk)
    zipped = Zipped(packet, source, broken)
    try:
        if not keeping.note_begun(
            packet, [bound.writer.sealed.key, zipped.archive.key]
        ):
            raise LostError
        _make(packet, source, bound, zipped)
    finally:
        bound.discard()
        zipped.archive.discard()


def _load(packet: Packet) -> Source:
    request = ConsultationRequest.objects.select_related("case").get(
        pk=packet.request_id
    )
    return summary_source.load_request(request)


def _make(packet: Packet, source: Source, bound: Bound, zipped: Zipped) -> None:
    with binding.begun() as child:
        _put_together(packet, source, bound, zipped, child)


def _put_together(
    packet: Packet, source: Source, bound: Bound, zipped: Zipped, child: Any
) -> None:
    entries = plan.plan(source)
    step = _steps(packet)
    summary = _newest_summary(source) if not packet.nameless else None
    if packet.nameless:
        blanks = contents.without_names(source, entries)
    elif summary is None:
        raise PaperError("no_summary")
    zipped.originals(entries, step(5, 50))
    stored: Any = summary
    if packet.nameless:  # only now: what stands on the discs is blanked in it, too
        stored = nameless.summary(source, packet.version, blanks).pdf
    binder = Binder(
        head_of(packet, source, entries),
        entries,
        per_sheet=packet.per_sheet,
        summary=stored,
        child=child,
    )
    binder.bind(bound, step(50, 85))
    sealed = bound.finish()
    zipped.close(sealed, entries, step(85, 99))
    _finish(packet, summary, entries, bound, sealed, zipped)


def _newest_summary(source: Source) -> Summary | None:
    """The newest finished one; not one that tells of genes after the consent was taken back."""
    done = source.request.summaries.filter(work=Summary.Work.DONE).exclude(key="")
    answer = genes.last_answers([source.case]).get(source.case.pk)
    for summary in done.order_by("pseudonymous", "-version"):
        if not access.tells_too_much(summary, answer):
            return summary
    return None


def head_of(
    packet: Packet, source: Source, entries: list[plan.Entry]
) -> dict[str, Any]:
    records = [entry for entry in entries if entry.originals or entry.pages]
    lacking = sum(sum(entry.left_out.values()) for entry in entries)
    return {
        "ref": source.request.reference,
        "version": packet.version,
        "nameless": packet.nameless,
        "made": _made(timezone.now()),
        "told": texts.joined(
            [
                texts.bi(f"{len(records)} 份资料", f"{len(records)} records"),
                texts.bi(f"{lacking} 项未列入", f"{lacking} things left out"),
                texts.bi(
                    "按资料日期排列，无日期者在后",
                    "oldest first, those without a date last",
                ),
                texts.bi(
                    "点页码可跳转，页脚可返回",
                    "page numbers lead to the pages, the foot of a page leads back",
                ),
            ]
        ),
    }


def _made(now: datetime) -> Any:
    here = now.astimezone(ZoneInfo(settings.SERVICE["time_zone"]))
    return texts.joined(
        [texts.bi("生成", "made"), f"{words.day(here.date())} {here:%H:%M %Z}"], " "
    )


def _steps(packet: Packet) -> Callable[[int, int], Callable[[int], None]]:
    """Progress of a stage, from 0 to 100, as progress of the whole; only forwards."""
    told = [0]

    def step(first: int, last: int) -> Callable[[int], None]:
        def report(per_cent: int) -> None:
            now = first + (last - first) * min(per_cent, 100) // 100
            if now > told[0]:
                told[0] = now
                _go_on(packet, now)

        return report

    return step


def _go_on(packet: Packet, per_cent: int) -> None:
    """Says how far it is. Raises LostError when nobody wants it any more."""
    if not packet.report(per_cent):
        raise LostError
    with transaction.atomic():
        ended = _is_called_off(packet)
    if ended:
        raise LostError


def _is_called_off(packet: Packet) -> bool:
    """Ends the row, with its reason, when its request has ended. In a transaction.

    Whoever takes a request back holds the folder: either that or the packet comes first.
    """
    asked = ConsultationRequest.objects.filter(pk=packet.request_id)
    intake.hold(asked.values_list("case", flat=True).get())
    if not asked.ended().exists():
        return False
    Packet.objects.filter(pk=packet.pk).update(error_detail="")
    packet.give_up(REQUEST_ENDED, again=False)
    return True


def _finish(
    packet: Packet,
    summary: Summary | None,
    entries: list[plan.Entry],
    bound: Bound,
    sealed: vault.Sealed,
    zipped: Zipped,
) -> None:
    with transaction.atomic():
        ours = not _is_called_off(packet) and packet.finish(
            summary=summary,
            pages=bound.pages,
            records=sum(bool(e.originals or e.pages) for e in entries),
            left_out=sum(sum(e.left_out.values()) for e in entries),
            made_of=plan.made_of(entries),
            begun=[],
            error_detail="",
        )
        if not ours:
            return
        _keep(packet, PacketFile.Kind.PDF, sealed, bound.sha256)
        _keep(packet, PacketFile.Kind.ZIP, *zipped.sealed)
        audit.note(
            by=None,
            verb="built_packet",
            obj=packet,
            case_id=packet.request.case_id,
            version=packet.version,
        )
        keeping.throw_away_older(packet)
    bound.writer.kept()
    zipped.archive.kept()


def _keep(packet: Packet, kind: str, sealed: vault.Sealed, sha256: str) -> None:
    facts: StoredBytes = PacketFile(packet=packet, kind=kind, sha256=sha256)
    for name, value in sealed.columns().items():
        setattr(facts, name, value)
    facts.save()


def explain(packet: Packet, error: PaperError) -> None:
    """Keeps the cause for the desk. The same input fails the same way: no second try."""
    Packet.objects.filter(pk=packet.pk).update(error_detail=error.detail[:300])
    packet.give_up(error.code, again=False)


def cause_of(packet: Packet) -> str:
    """One sentence for the desk on why this version was not built."""
    return str(CAUSES.get(packet.error_code, CAUSES["unexpected"]))
