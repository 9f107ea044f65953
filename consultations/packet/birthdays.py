"""Every usual way in which the day of a birth is written; for folded text."""

from __future__ import annotations

import re
from datetime import date

from consultations.packet.spellings import folded
from records.suggest.months import MONTHS

# Beyond the languages in which dates of papers are read.
_OTHERS = (
    "janvier|janeiro|gennaio|ocak|қаңтар|січня|มกราคม|ม.ค.|जनवरी|ianuarie|stycznia|jan",
    "fevrier|fevereiro|febbraio|subat|ақпан|лютого|กุมภาพันธ์|ก.พ.|फरवरी|februarie|lutego",
    "mars|marco|mart|наурыз|березня|มีนาคม|มี.ค.|मार्च|martie|marca|maret|marz",
    "avril|aprile|nisan|сәуір|квітня|เมษายน|เม.ย.|अप्रैल|aprilie|kwietnia",
    "mai|maio|maggio|mayis|мамыр|травня|พฤษภาคม|พ.ค.|मई|maja|mei",
    "juin|junho|giugno|haziran|маусым|червня|มิถุนายน|มิ.ย.|जून|iunie|czerwca|juni",
    "juillet|julho|luglio|temmuz|шілде|липня|กรกฎาคม|ก.ค.|जुलाई|iulie|lipca|juli",
    "aout|agosto|agustos|тамыз|серпня|สิงหาคม|ส.ค.|अगस्त|sierpnia|august|agustus",
    "septembre|setembro|settembre|eylul|қыркүйек|вересня|กันยายน|ก.ย.|सितंबर|wrzesnia",
    "octobre|outubro|ottobre|ekim|қазан|жовтня|ตุลาคม|ต.ค.|अक्टूबर|pazdziernika|oktober",
    "novembre|novembro|kasim|қараша|листопада|พฤศจิกายน|พ.ย.|नवंबर|listopada|noiembrie",
    "decembre|dezembro|dicembre|aralik|желтоқсан|грудня|ธันวาคม|ธ.ค.|दिसंबर|grudnia|desember",
)
_MORE = (
    "január|januari|ledna|ιανουαρίου|ינואר|იანვარი|جنوری",
    "február|februari|února|φεβρουαρίου|פברואר|თებერვალი|فروری",
    "március|maart|března|μαρτίου|מרץ|მარტი|مارچ",
    "április|dubna|απριλίου|אפריל|აპრილი|اپریل",
    "május|května|μαΐου|מאי|მაისი|مئی",
    "június|června|ιουνίου|יוני|ივნისი|جون",
    "július|července|ιουλίου|יולי|ივლისი|جولائی",
    "augusztus|srpna|αυγούστου|אוגוסט|აგვისტო|اگست",
    "szeptember|září|σεπτεμβρίου|ספטמבר|სექტემბერი|ستمبر",
    "október|října|οκτωβρίου|אוקטובר|ოქტომბერი|اکتوبر",
    "listopadu|νοεμβρίου|נובמבר|ნოემბერი|نومبر",
    "prosince|δεκεμβρίου|דצמבר|დეკემბერი|دسمبر",
)
_HAN = "〇一二三四五六七八九"
_WORDS = (
    "of|de|del|do|di|the|on|el|le|in|en|im|em|day|year|ano|an|jahr|року|роцi|года|году|год"
    "|г|в|у|жыл|жылы|жылғы|nam|ngay|thang|من|عام|سنة|年|月|日"
)
_TH = r"(?:st|nd|rd|th|er|o|a|-?о?го|-?ое|-?е|-?ші|-?шы|-?ши|日|号|號)?"
_GAP = rf"(?:[\W_]|{folded(_WORDS)}){{0,10}}?"
_CLOSE = rf"(?:[\s./\-_·年月,'’|:\\]|{folded('년')}|{folded('월')}|thang|nam){{1,4}}"


def of_birth(born: date) -> list[str]:
    day = rf"(?<!\d)0?{born.day}"
    return [*_named(born, day), *_numeric(born), *_close(born), _han(born)]


def _named(born: date, day: str) -> list[str]:
    """With the name of the month, in any order: 22nd March '65."""
    month = rf"(?<![^\W\d_])(?:{_month(born.month)})(?:[^\W\d_]{{0,3}}(?![^\W\d_]))"
    month_after_digit = rf"(?:{_month(born.month)})(?:[^\W\d_]{{0,3}}(?![^\W\d_]))"
    year = rf"(?:{_years(born)}|['’]?{born.year % 100:02d})(?!\d)"
    return [
        rf"{day}{_TH}{_GAP}{month_after_digit}{_GAP}{year}",
        rf"{month}{_GAP}{day}(?!\d){_TH}{_GAP}{year}",
        rf"(?<!\d)(?:{_years(born)}){_GAP}{month_after_digit}{_GAP}{day}(?!\d){_TH}",
        rf"(?<!\d)(?:{_years(born)}){_GAP}{day}(?!\d){_TH}{_GAP}{month_after_digit}",
    ]


def _month(number: int) -> str:
    names = {folded(name) for name, n in MONTHS.items() if n == number}
    others = f"{_OTHERS[number - 1]}|{_MORE[number - 1]}"
    names |= set(map(folded, others.split("|")))
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)


def _years(born: date) -> str:
    """As we count them, as in Thailand and as in Taiwan."""
    minguo = rf"|{born.year - 1911}" if born.year > 1921 else ""
    return rf"{born.year}|{born.year + 543}{minguo}"


def _numeric(born: date) -> list[str]:
    day, month = rf"0?{born.day}", rf"0?{born.month}"
    year = rf"(?:{_years(born)}|['’]?{born.year % 100:02d})"
    orders = [
        (day, month, year),
        (month, day, year),
        (year, month, day),
        (year, day, month),
    ]
    return [
        rf"(?<!\d){a}{_CLOSE}{b}{_CLOSE}{c}(?!\d)(?:[日号號])?" for a, b, c in orders
    ]


def _close(born: date) -> list[str]:
    """Without anything between, alone or in a number of identity (China, Kazakhstan)."""
    year, short = f"{born.year}", f"{born.year % 100:02d}"
    month, day = f"{born.month:02d}", f"{born.day:02d}"
    return [
        rf"\d*{year}{month}{day}[\dx]*",
        rf"(?<!\d)(?:{day}{month}|{month}{day}){year}(?!\d)",
        rf"(?<!\d)(?:{short}{month}{day}|{day}{month}{short})(?:[-+]?\d{{4,6}})?(?!\d)",
    ]


def _han(born: date) -> str:
    """一九六五年三月二十二日, and where only the year stands in digits."""
    year = "".join("[〇零○0]" if d == "0" else _HAN[int(d)] for d in str(born.year))
    month, day = _han_number(born.month), _han_number(born.day)
    year = rf"(?:{year}|{born.year})"
    return rf"{year}\s?年\s?{month}\s?月\s?{day}\s?[日号號]?"


def _han_number(number: int) -> str:
    """From 一 to 三十一; or in digits."""
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十", 2: "(?:二十|廿)", 3: "(?:三十|卅)"}[tens]
    return rf"(?:{ten}{_HAN[ones] if ones else ''}|0?{number})"
