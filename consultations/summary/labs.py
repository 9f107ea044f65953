"""Part 5 of the printed page: values typed from papers with a small trend, and the papers.

Nothing is judged: values and reference ranges stand as they were typed. One line holds one
test in one unit; a drawing holds nothing that its line does not say.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.blocks import LONG, SOURCE, Block, Heads, note, table
from consultations.summary.papers import record_row
from consultations.summary.source import Source
from intake.lab_tests import LabTest, in_order
from intake.lab_units import unit_key
from intake.models import LabValue

LABS = {"lab_results", "tumour_markers"}
EARLIER = 5  # values printed before the latest one
UNITLESS = {LabTest.INR}
NO_BREAK = "\u00a0"
WIDE, HIGH, EDGE = 34.0, 8.0, 1.3  # millimetres
Series = list[LabValue]  # of one test in one unit, latest first
Point = tuple[date, float]

_FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 8" width="34mm"'
    ' height="8mm" role="img"><title>{}</title>'
    '<polyline points="{}" fill="none" stroke="#15302F" stroke-width=".4"/>{}</svg>'
)
_DOT = '<circle cx="{}" cy="{}" r=".8" fill="{}" stroke="#15302F" stroke-width=".4"/>'
_VALUES_NOTE = (
    "数值与参考范围由患者及家属照资料录入，未作任何判断。小图只画本行中日期到月、读法唯一的数字，"
    "由早到晚（实心为最新），高低为其最小值到最大值；单位不同的数值绝不画在一起。",
    "Values and reference ranges are typed as the paper prints them; nothing is judged. "
    "A drawing holds the numbers of its line that have a month and can be read in only one "
    "way, oldest to latest (filled), from their lowest to their highest. "
    "Different units never share a drawing.",
)


def lab_blocks(source: Source) -> list[Block]:
    return [*_value_blocks(source), *_record_blocks(source)]


# --- values --------------------------------------------------------------------------------


def _value_blocks(source: Source) -> list[Block]:
    found = series_of(source)
    if not found:
        return []
    heads: Heads = [
        ("项目与单位", "Test and unit"),
        ("最新结果", "Latest"),
        ("之前结果，由近到远", "Earlier, newest first"),
        ("趋势", "Trend"),
        SOURCE,
    ]
    drawn = len(found) <= LONG
    rows = [_row(source, series, drawn=drawn) for series in found]
    return [table(heads, rows) | {"look": "t-lab"}, note(texts.bi(*_VALUES_NOTE))]


def series_of(source: Source) -> list[Series]:
    """Each test and unit with its values; the markers of this cancer first."""
    order = in_order(source.diagnosis.site)
    found: dict[tuple[int, str, str], Series] = {}
    for row in source.lab_values:
        own = "" if row.is_listed else " ".join(row.test_name.casefold().split())
        place = order.index(row.test) if row.is_listed else len(order)
        found.setdefault((place, own, unit_key(row.unit)), []).append(row)
    return [sorted(found[key], key=_when, reverse=True) for key in sorted(found)]


def _when(row: LabValue) -> tuple[str, Any]:
    return str(row.sampled_on or ""), row.added_at


def _row(source: Source, series: Series, *, drawn: bool) -> list[Any]:
    latest = series[0]
    mark = source.row_mark(latest)
    return [
        texts.joined([format_html("<b>{}</b>", _name(source, latest)), _unit(series)]),
        texts.joined(
            [
                format_html("<b>{}</b>", _value(source, latest)),
                _day(latest),
                _labelled(("参考", "ref."), _reference(source, latest)),
                source.own(latest.laboratory),
            ]
        ),
        _earlier(source, series, mark) or "–",
        (drawn and _drawing(series)) or "–",
        mark,
    ]


def _name(source: Source, row: LabValue) -> SafeString:
    if row.is_listed:
        return texts.label_of(LabTest, row.test)
    return source.own(row.test_name) or texts.NOT_PROVIDED


def _unit(series: Series) -> SafeString | str:
    """The unit as typed; words stand without one, a number only where none exists."""
    unit = texts.clean(series[0].unit)
    if unit or series[0].test in UNITLESS or all(r.number is None for r in series):
        return unit
    return _labelled(("单位", "unit"), texts.NOT_PROVIDED)


def _own_unit(row: LabValue, series: Series) -> str:
    """The unit as typed, where it is spelled otherwise than at the head of the line."""
    return "" if row.unit == series[0].unit else texts.clean(row.unit)


def _reference(source: Source, row: LabValue) -> SafeString:
    """As typed; a short one is not parted at its dash."""
    own = source.own(row.reference)
    short = 0 < len(row.reference) < 16
    return format_html('<span class="nb">{}</span>', own) if short else own


def _labelled(label: tuple[str, str], value: Any) -> SafeString | str:
    return texts.joined([texts.bi(*label), value], " ") if value else ""


def _value(source: Source, row: LabValue) -> SafeString | str:
    if not row.value:
        return texts.NOT_KNOWN if "value" in row.not_known else texts.NOT_PROVIDED
    if row.value.isascii():  # no element of its own: there may be hundreds
        return texts.clean(row.value)
    return source.own(row.value)


def _day(row: LabValue) -> SafeString | str:
    if row.sampled_on:
        return words.partial(row.sampled_on)
    return _labelled(("日期", "date"), texts.NOT_PROVIDED)


def _whole(day: SafeString | str) -> SafeString | str:
    """A plain date on one line; one with elements in it breaks where it must."""
    return day if isinstance(day, SafeString) else day.replace(" ", NO_BREAK)


def _earlier(source: Source, series: Series, mark: SafeString) -> SafeString:
    """Up to five values with their dates; how many more there are is said."""
    said = []
    for row in series[1 : EARLIER + 1]:
        own = source.row_mark(row)
        unit = _own_unit(row, series)
        value = texts.joined([_value(source, row), unit], NO_BREAK)
        parts = (value, NO_BREAK, _whole(_day(row)))
        line = format_html("{}{}({})", *parts)
        said.append(line if own == mark else format_html("{} {}", line, own))
    more = len(series) - 1 - EARLIER
    if more > 0:
        said.append(texts.bi(f"另有更早 {more} 个", f"{more} more before these"))
    return texts.joined(said, "; ")


# --- the drawing ---------------------------------------------------------------------------


def _points(series: Series) -> list[Point]:
    """What may be compared, oldest first; empty when that is not two days at least."""
    if not series[0].unit and series[0].test not in UNITLESS:
        return []
    points = [
        (row.sampled_on.first_day, float(row.number))
        for row in reversed(series[: EARLIER + 1])
        if row.number is not None and row.sampled_on and row.sampled_on.month
    ]
    return points if len({day for day, _number in points}) > 1 else []


def _drawing(series: Series) -> SafeString | str:
    """A line over the dates, its last point filled; its words tell the same to a listener."""
    points = _points(series)
    if not points:
        return ""
    spots = _spots(points)
    line = " ".join(f"{x},{y}" for x, y in spots)
    fills = ["#fff"] * (len(spots) - 1) + ["#15302F"]
    dots = [(x, y, fill) for (x, y), fill in zip(spots, fills, strict=True)]
    return format_html(_FIGURE, _told(series), line, format_html_join("", _DOT, dots))


def _spots(points: list[Point]) -> list[Point]:
    days = [day for day, _number in points]
    numbers = [number for _day, number in points]
    first, length = days[0], (days[-1] - days[0]).days
    low, span = min(numbers), max(numbers) - min(numbers)
    return [
        (
            round(EDGE + (WIDE - 2 * EDGE) * (day - first).days / length, 1),
            round(
                HIGH - EDGE - (HIGH - 2 * EDGE) * ((n - low) / span if span else 0.5), 1
            ),
        )
        for day, n in points
    ]


def _told(series: Series) -> str:
    """`CA 125, U/mL: 212 (3 Mar 2025), 96 (1 Oct 2025)`: what the drawing shows."""
    latest = series[0]
    name = texts.label_of(LabTest, latest.test) if latest.is_listed else latest.name
    told = ", ".join(
        f"{_amount(row, series)} ({words.partial(row.sampled_on)})"
        for row in reversed(series[: EARLIER + 1])
        if row.number is not None and row.sampled_on and row.sampled_on.month
    )
    return texts.clean(strip_tags(f"{name}, {latest.unit}: {told}"))


def _amount(row: LabValue, series: Series) -> str:
    return f"{row.value} {_own_unit(row, series)}".strip()


# --- the papers ----------------------------------------------------------------------------


def _record_blocks(source: Source) -> list[Block]:
    found = [record for record in source.records if record.kind in LABS]
    if not found:
        label = texts.bi("化验资料", "Lab records") if source.lab_values else ""
        return [note(texts.joined([label, texts.NOT_PROVIDED], ": "))]
    heads: Heads = [
        ("资料上的日期", "Date on the record"),
        ("资料", "Record"),
        ("实验室", "Laboratory"),
        ("备注", "Note"),
        SOURCE,
    ]
    rows = [record_row(source, record) for record in reversed(found)]
    return [table(heads, rows), note(_about_records(source))]


def _about_records(source: Source) -> SafeString:
    if source.lab_values:
        return texts.bi("化验资料，最新在前。", "Records of blood tests, latest first.")
    return texts.bi(
        "数值未录入，请见原件；最新在前。",
        "Values were not typed in: read them in the record. Latest first.",
    )
