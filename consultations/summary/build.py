"""Builds one version of the case summary and keeps its bytes in the vault."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from consultations.models import ConsultationRequest, Summary
from consultations.summary import engine, source
from consultations.summary.contents import contents
from intake import services as intake
from records import vault

REQUEST_ENDED = "request_ended"
NOT_STORED = {
    "disk": _("There is no room left to keep it. Free some, then build it again."),
    "away": _(
        "The storage of files did not answer. It is tried again by itself, or by you."
    ),
}
# What the desk reads when a version was not built, by the code of the cause.
CAUSES = {
    "missing_glyph": _("A character has no glyph in our fonts. Ask for another font."),
    "font_missing": _("A font file is missing on the server."),
    "strange_font": _("A font that is not ours came into the PDF."),
    "front_sheet_too_long": _("The first page does not fit on one page."),
    "too_many_pages": _("The summary has too many pages."),
    "too_many_rows": _("The case has more rows than can be printed."),
    "too_deep": _("The texts are nested too deeply to be printed."),
    "too_big": _("The summary needs more memory than it may use."),
    "style_broken": _("The style sheet of the summary has an error."),
    "fetch_refused": _("Something in the summary asked for a file from elsewhere."),
    "attachment": _("Something was attached to the PDF that does not belong there."),
    "untagged": _("The PDF cannot be read by a screen reader."),
    "too_long": _("The texts are too long to be printed."),
    "too_slow": _("It took too long. It is tried again by itself, or by you."),
    "worker_lost": _("The program that builds it stopped 3 times."),
    REQUEST_ENDED: _("The request was taken back or has ended before it was built."),
    **NOT_STORED,
    "unexpected": _("Something went wrong on our side. The details are in the log."),
}


def build(summary: Summary) -> None:
    """Makes the PDF, keeps it under a new name, and marks the row done.

    Nothing is made of a request that has ended. A worker that lost its claim, or whose
    request ended meanwhile, throws its file away.
    """
    with transaction.atomic():
        if _is_called_off(summary):
            return
    loaded = source.load(summary)
    summary.report(20)
    prepared = contents(loaded)
    summary.report(40)
    rendered = engine.render(prepared)
    summary.report(90)
    sealed = vault.keep(loaded.case.pk, rendered.pdf)
    with transaction.atomic():
        ours = not _is_called_off(summary) and summary.finish(
            **sealed.columns(),
            sha256=rendered.sha256,
            pages=rendered.pages,
            error_detail="",
        )
        if ours:
            audit.note(
                by=None,
                verb="built",
                obj=summary,
                case_id=loaded.case.pk,
                version=summary.version,
            )
    if not ours:
        vault.delete(sealed)


def _is_called_off(summary: Summary) -> bool:
    """Ends the row, with its reason, when its request has ended. In a transaction.

    Whoever takes a request back holds the folder: either that or the summary comes first.
    """
    asked = ConsultationRequest.objects.filter(pk=summary.request_id)
    intake.hold(asked.values_list("case", flat=True).get())
    if not asked.ended().exists():
        return False
    Summary.objects.filter(pk=summary.pk).update(error_detail="")
    summary.give_up(REQUEST_ENDED, again=False)
    return True


def explain(summary: Summary, error: engine.PaperError) -> None:
    """Keeps the cause for the desk. The same input fails the same way: no second try."""
    Summary.objects.filter(pk=summary.pk).update(error_detail=error.detail[:300])
    summary.give_up(error.code, again=False)


def cause_of(summary: Summary) -> str:
    """One sentence for the desk on why this version was not built."""
    return str(CAUSES.get(summary.error_code, CAUSES["unexpected"]))
