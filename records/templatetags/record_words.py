"""Records in words: dates, facts, what needs care."""

from __future__ import annotations

from dataclasses import replace

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.listing import listed
from intake.choices import TreatmentType
from intake.dates import PartialDate, span_words
from intake.languages import name_of
from intake.models import TreatmentLine
from records import called, refusals, sniff, ways
from records.calendar import Quiet
from records.forms import WhenForm
from records.kinds import BY_CODE, Level
from records.models import ChecklistAnswer, File, QuietAnswer, Record
from records.quiet import mark
from records.slots import Slot

register = template.Library()
SHOWN = {sniff.PDF, sniff.JPEG, sniff.PNG}
_TYPES = {
    sniff.PDF: "PDF",
    sniff.DICOM: "DICOM",
    sniff.ZIP: "ZIP",
    sniff.JPEG: "JPG",
    sniff.PNG: "PNG",
    sniff.TIFF: "TIFF",
    sniff.HEIC: "HEIC",
    sniff.DOCX: "Word",
    sniff.XLSX: "Excel",
    sniff.ODT: "OpenDocument",
    sniff.RTF: "RTF",
}


@register.filter
def day_words(record: Record) -> str:
    """The date below a heading that names its month and year already."""
    if record.dated_to:
        return record.days
    return _below_month(record.dated_on) if record.dated_on else _("No date")


def _below_month(day: PartialDate) -> str:
    if day.is_whole:
        return date_format(day.first_day, "MONTH_DAY_FORMAT")
    return day.words()


@register.filter
def gap_day(slot: Slot) -> str:
    """Where a missing record stands: after the day it tells of, or about that day."""
    day, occasion = slot.hangs_on, slot.occasion
    if day is None:
        return _("Not here yet")
    if occasion is None:
        return _("Asked for: %s") % _below_month(day)
    if occasion.is_before and day.is_whole:
        return _("After %s") % _below_month(day)
    return _("Around %s") % _below_month(replace(day, about=False))


@register.filter
def facts_line(record: Record) -> SafeString:
    """Who issued it, its language, how many pages, who added it."""
    parts = [
        *(_apart(name) for name in _unnamed(record)),
        *own_facts(record),
        _apart(record.issued_by),
        _language(record.language),
        *_amount(list(record.files.all())),
        _("added by %s") % record.added_by,
    ]
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))


@register.filter
def own_facts(record: Record) -> list[SafeString | str]:
    """What only such papers carry: body part, number, day of the report."""
    number, reported = record.told("specimen_number"), record.told("reported_on")
    told = [
        _apart(record.told("body_part") or ""),
        format_html(_("No. {}"), _apart(number)) if number else "",
        _("Reported: %s") % reported.words() if reported else "",
    ]
    return [part for part in told if part]


def _apart(text: str) -> SafeString | str:
    """Typed text keeps its own direction and does not turn its neighbours round."""
    return format_html("<bdi>{}</bdi>", text) if text else ""


@register.filter
def heading(record: Record) -> str:
    """What the record is called on pages of the family."""
    return _("Not named yet") if is_unnamed(record) else record.heading


@register.filter(name="called")
def called_words(record: Record) -> str:
    """What tells it apart in a list; the record comes with its files."""
    return called.called(record)


@register.filter
def is_unnamed(record: Record) -> bool:
    return record.is_unnamed


def _unnamed(record: Record) -> list[str]:
    """The name on the person's own device: all that tells such records apart."""
    return [] if record.title else [called.first_file(record)]


def _language(code: str) -> str:
    """The name in the reader's language only: a line has little room."""
    return name_of(code).split(", ")[0]


def _amount(files: list[File]) -> list[str]:
    pages = sum(file.pages or 0 for file in files)
    unread = [file for file in files if not file.pages]
    return [
        ngettext("%d page", "%d pages", pages) % pages if pages else "",
        ngettext("%d file", "%d files", len(unread)) % len(unread) if unread else "",
    ]


@register.filter
def about_rows(record: Record) -> list[dict[str, object]]:
    """What is known of a record, for people who may look and not change."""
    rows = [
        (_("What it is"), record.about.label),
        (_("The date on the paper"), record.days),
        *_own_rows(record),
        (_("From"), record.issued_by),
        (_("Language"), _language(record.language)),
        (_("Translation"), record.get_translation_display()),
        (_("Translation of"), record.translation_of and record.translation_of.heading),
        (_("Note for the team"), record.note),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _own_rows(record: Record) -> list[tuple[str, object]]:
    reported = record.told("reported_on")
    rows = [
        (_("Reported"), reported and reported.words()),
        (_("Number of the sample or report"), record.told("specimen_number")),
        (_("Part of the body"), record.told("body_part")),
    ]
    return [(label, value) for label, value in rows if value]


@register.filter
def kind_of_file(file: File) -> str:
    """The type in letters people know from their own devices."""
    return _TYPES.get(file.type, _("file"))


@register.filter
def file_note(file: File) -> str:
    return refusals.sentence(file.verdict_code)


@register.filter
def can_show(file: File) -> bool:
    return file.type in SHOWN


@register.filter
def file_facts(file: File) -> str:
    pages = (
        ngettext("%d page", "%d pages", file.pages) % file.pages if file.pages else ""
    )
    day = date_format(timezone.localtime(file.added_at), "DATETIME_FORMAT")
    added = _("added by %(name)s, %(day)s") % {"name": file.added_by, "day": day}
    scan = file.get_scan_display() if file.scan == File.Scan.NOT_SCANNED else ""
    parts = [kind_of_file(file), filesizeformat(file.size_bytes), pages, added, scan]
    return " · ".join(part for part in parts if part)


@register.filter
def slot_words(slot: Slot) -> str:
    if slot.held.count:
        count = slot.held.count
        return ngettext("%d here", "%d here", count) % count
    if slot.named:
        return _("In: %s") % listed(record.words for record in slot.named)
    if slot.told_in_answers:
        return _("In your answers")
    if slot.answer is not None and slot.answer.answer != "uploaded":
        return _answer_words(slot.answer)
    if slot.is_item:
        return _("Nobody has said yet")
    return _("Still needed") if slot.is_needed else _("Not here")


def _answer_words(answer: ChecklistAnswer) -> str:
    """The answer, and what was told beside it: when and whom, or why."""
    told = [str(answer.get_answer_display())]
    if answer.answer == answer.Answer.REQUESTED:
        told += [answer.requested_on and answer.requested_on.words()]
        told += [answer.requested_from]
    elif answer.answer in {answer.Answer.NONE, answer.Answer.CANNOT}:
        told += [answer.reason]
    return listed(part for part in told if part)


@register.filter
def level_words(slot: Slot) -> str:
    return {
        Level.CORE: _("Core"),
        Level.IF_DONE: _("If done"),
        Level.HELPFUL: _("Helpful"),
    }[slot.level]


@register.filter
def question_numbers(slot: Slot) -> str:
    """Which of the reader's own questions wait for it."""
    numbers = listed(slot.asked_by)
    words = ngettext(
        "Your question %(n)s needs it.",
        "Your questions %(n)s need it.",
        len(slot.asked_by),
    )
    return words % {"n": numbers} if slot.asked_by else ""


@register.filter
def asked_numbers(slot: Slot) -> str:
    """The same for the desk."""
    words = ngettext("for question %(n)s", "for questions %(n)s", len(slot.asked_by))
    return words % {"n": listed(slot.asked_by)}


@register.filter
def way_words(slot: Slot) -> str:
    """Who can give it, and how long that takes."""
    way = ways.way_of(slot)
    return f"{way.who} · {way.how_long()}"


@register.filter
def kind_words(slot: Slot) -> str:
    """The kind of record that usually holds an item."""
    return str(BY_CODE[slot.record_kind].label)


@register.filter
def page_count(record: Record) -> str:
    return " · ".join(part for part in _amount(list(record.files.all())) if part)


@register.filter
def treatment_days(line: TreatmentLine) -> str:
    """From when to when, or that it goes on."""
    if line.first_told is None:
        return _("No date")
    if line.is_ongoing:
        return _("Since %s") % line.first_told.words()
    return span_words(line.first_told, line.ended_on)


@register.filter
def treatment_icon(line: TreatmentLine) -> str:
    return "edit" if line.type == TreatmentType.SURGERY else "pill"


@register.filter
def quiet_days(quiet: Quiet) -> str:
    began, ended = PartialDate.of(quiet.began_on), PartialDate.of(quiet.ended_on)
    if quiet.is_open:
        return _("Since %s") % began.words()
    return span_words(began, ended)


@register.filter
def quiet_question(quiet: Quiet) -> str:
    """In months: on which day it began says the line beside it."""
    began = PartialDate(quiet.began_on.year, quiet.began_on.month)
    ended = PartialDate(quiet.ended_on.year, quiet.ended_on.month)
    if quiet.is_open:
        return _("Nothing since %s. Was there treatment?") % began.words()
    words = _("Nothing between %(began)s and %(ended)s. Was there treatment?")
    return words % {"began": began.words(), "ended": ended.words()}


@register.filter
def quiet_mark(quiet: Quiet) -> str:
    """Of the answer about exactly this time, if there is one."""
    said, days = quiet.answer, (quiet.began_on, quiet.ended_on)
    same = said is not None and (said.began_on, said.ended_on) == days
    return mark(said if same else None)


@register.filter
def quiet_choices(quiet: Quiet) -> list[tuple[str, str]]:
    return QuietAnswer.Answer.choices


@register.filter
def when_form(record: Record) -> WhenForm:
    """The small form that says which day; its ids are those of this record."""
    return WhenForm(record=record)
