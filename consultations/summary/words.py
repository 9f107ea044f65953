"""Dates, names, languages and countries as the summary writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accounts import countries
from consultations.summary import texts
from consultations.summary.source import Source
from intake import languages
from intake.dates import PartialDate

MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
NAMELESS = "已去身份 without name"
WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
# Languages patients write in; others are printed by their code.
LANGUAGES = {
    "ar": ("阿拉伯语", "Arabic"),
    "bn": ("孟加拉语", "Bengali"),
    "de": ("德语", "German"),
    "en": ("英语", "English"),
    "es": ("西班牙语", "Spanish"),
    "fa": ("波斯语", "Persian"),
    "fr": ("法语", "French"),
    "he": ("希伯来语", "Hebrew"),
    "hi": ("印地语", "Hindi"),
    "id": ("印度尼西亚语", "Indonesian"),
    "kk": ("哈萨克语", "Kazakh"),
    "mn": ("蒙古语", "Mongolian"),
    "ms": ("马来语", "Malay"),
    "pt": ("葡萄牙语", "Portuguese"),
    "qu": ("克丘亚语", "Quechua"),
    "ru": ("俄语", "Russian"),
    "th": ("泰语", "Thai"),
    "tr": ("土耳其语", "Turkish"),
    "uk": ("乌克兰语", "Ukrainian"),
    "ur": ("乌尔都语", "Urdu"),
    "uz": ("乌兹别克语", "Uzbek"),
    "vi": ("越南语", "Vietnamese"),
    "cmn": ("普通话", "Mandarin"),
    "yue": ("粤语", "Cantonese"),
    "zh": ("中文", "Chinese"),
}


def day(value: date | None) -> str:
    """`6 Nov 2026`: the month in words, so that nobody reads it backwards."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def partial(value: PartialDate | None) -> SafeString | str:
    if value is None:
        return ""
    text = str(value.year)
    if value.month:
        text = f"{MONTHS[value.month - 1]} {text}"
    if value.day:
        text = f"{value.day} {text}"
    return format_html("{} {}", text, texts.bi("约", "about")) if value.about else text


def partial_span(first: PartialDate | None, last: PartialDate | None) -> Any:
    """One day, or two as one span."""
    if first is None or last is None or last == first:
        return partial(first)
    return format_html("{} – {}", partial(first), partial(last))


def day_zh(value: date) -> str:
    weekday = value.weekday()
    return (
        f"{value.year}年{value.month}月{value.day}日，周{WEEKDAYS_ZH[weekday]} "
        f"{WEEKDAYS[weekday]}"
    )


def language(code: str) -> SafeString | str:
    if not code:
        return ""
    known = LANGUAGES.get(code.split("-")[0]) or _named(code)
    return texts.bi(*known) if known else texts.clean(code, most=20)


def _named(code: str) -> tuple[str, str] | None:
    """What Django calls a language in Chinese and English."""
    if code == languages.ANOTHER:
        return "其他语言", "Another language"
    facts = LANG_INFO.get(code) or LANG_INFO.get(code.split("-")[0])
    if facts is None or "name" not in facts:
        return None
    with translation.override("zh-hans"):
        return gettext(facts["name"]), facts["name"]


def country(code: str) -> SafeString | str:
    if not code:
        return ""
    names = []
    for tongue in ("zh-hans", "en"):
        with translation.override(tongue):
            names.append(countries.name_of(code))
    return texts.bi(*names) if all(names) else texts.clean(code, most=4)


def initials(name: str) -> str:
    """`Gulnara Temirova` -> `G. T.`: for summaries without the name."""
    return " ".join(f"{part[0]}." for part in name.split() if part) or "–"


def told_name(source: Source, name: object) -> str:
    """The name of somebody beside the patient, as far as this summary tells names."""
    if source.is_nameless:
        return ""
    return texts.clean(initials(str(name)) if source.is_pseudonymous else name)


def shown_name(source: Source) -> str:
    name = source.patient.short_name
    if source.is_nameless:
        return NAMELESS
    return initials(name) if source.is_pseudonymous else name


def service_name() -> str:
    return texts.clean(settings.SERVICE["name"], most=120)
