"""Names of the months as papers write them, by language; in small letters."""

from __future__ import annotations

_NAMES: dict[str, list[str]] = {
    "en": [
        "january jan", "february feb", "march mar", "april apr", "may", "june jun",
        "july jul", "august aug", "september sept sep", "october oct",
        "november nov", "december dec",
    ],
    "ru": [
        "января январь янв", "февраля февраль фев", "марта март мар",
        "апреля апрель апр", "мая май", "июня июнь июн", "июля июль июл",
        "августа август авг", "сентября сентябрь сент сен", "октября октябрь окт",
        "ноября ноябрь ноя", "декабря декабрь дек",
    ],
    "es": [
        "enero ene", "febrero", "marzo", "abril abr", "mayo", "junio", "julio",
        "agosto ago", "septiembre setiembre", "octubre", "noviembre",
        "diciembre dic",
    ],
    "de": [
        "januar jänner", "februar", "märz mrz", "", "mai", "juni", "juli", "", "",
        "oktober okt", "", "dezember dez",
    ],
    # As said in Egypt and the Gulf, in the Levant and Iraq, and in the Maghreb.
    "ar": [
        "يناير|كانون الثاني|جانفي", "فبراير|شباط|فيفري", "مارس|آذار|اذار",
        "أبريل|ابريل|إبريل|نيسان|أفريل", "مايو|أيار|ايار|ماي", "يونيو|حزيران|جوان",
        "يوليو|تموز|جويلية", "أغسطس|اغسطس|آب|أوت",
        "سبتمبر|أيلول|ايلول", "أكتوبر|اكتوبر|تشرين الأول|تشرين الاول",
        "نوفمبر|تشرين الثاني", "ديسمبر|كانون الأول|كانون الاول",
    ],
}  # fmt: skip


def _by_name() -> dict[str, int]:
    found = {}
    for language, months in _NAMES.items():
        apart = "|" if language == "ar" else " "
        for number, names in enumerate(months, start=1):
            found |= dict.fromkeys(filter(None, names.split(apart)), number)
    return found


# Between day and year, as in Poland, Hungary and older papers of Spain and Russia.
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
MONTHS: dict[str, int] = _by_name() | {
    name: n for n, name in enumerate(_ROMAN, start=1)
}
# The longest first: "march" is not "mar" with letters behind it.
ANY_MONTH = "|".join(
    name.replace(" ", " {1,2}") for name in sorted(_by_name(), key=len, reverse=True)
)
ANY_ROMAN = "|".join(_ROMAN)


def number_of(name: str) -> int:
    return MONTHS[" ".join(name.split())]
