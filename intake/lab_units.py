"""Which spellings of a unit are the same unit: `ng/mL`, `нг/мл` and `ｎｇ／ｍｌ`.

Only spellings are folded, for the trend of the case summary; no number is ever converted
and what a person typed is what is printed (docs/decisions/0010). A spelling that may be
two units is left out, and stays a unit of its own: `G/L` is grams or giga, `MU/L` milli
or mega, in Cyrillic `Г/л` too.
"""

from __future__ import annotations

import re
import unicodedata

# A part of a unit (what stands before, between and after its strokes) and its spellings.
SPELLINGS = {
    # mass
    "g": "g gm г гр 克",
    "mg": "mg MG мг МГ 毫克",
    "μg": "μg ug UG mcg Mcg MCG microg microgram micrograms мкг Мкг МКГ 微克",
    "ng": "ng Ng NG нг Нг НГ 纳克",
    "pg": "pg Pg PG пг Пг ПГ 皮克",
    # amount
    "mol": "mol Mol MOL моль Моль МОЛЬ 摩尔",
    "mmol": "mmol MMOL ммоль ММОЛЬ 毫摩尔",
    "μmol": "μmol umol UMOL mcmol micromol мкмоль Мкмоль МКМОЛЬ 微摩尔",
    "nmol": "nmol Nmol NMOL нмоль Нмоль НМОЛЬ 纳摩尔",
    "pmol": "pmol Pmol PMOL пмоль Пмоль ПМОЛЬ 皮摩尔",
    "mEq": "mEq meq мэкв мЭкв",
    # activity; a unit and an international unit are two units
    "U": "U u unit units ед Ед ЕД 单位",
    "kU": "kU KU ku кЕд кед",
    "mU": "mU мЕд",
    "μU": "μU uU mcU мкЕд мкед",
    "IU": "IU iu UI МЕ 国际单位",
    "kIU": "kIU KIU kUI кМЕ",
    "mIU": "mIU miu mUI мМЕ",
    "μIU": "μIU uIU mcIU μUI uUI мкМЕ",
    # volume
    "L": "L l litre liter Л л 升",
    "dL": "dL dl DL дл ДЛ 分升",
    "mL": "mL ml ML мл МЛ 毫升",
    "μL": "μL μl uL ul mcL mcl мкл МКЛ 微升",
    "fL": "fL fl FL фл ФЛ",
    "mm^3": "mm^3 mm3 мм^3 мм3",
    # numbers of cells, copies
    "10^3": "10^3 10*3 x10^3 X10^3 ×10^3 х10^3 Х10^3 *10^3",
    "10^6": "10^6 10*6 x10^6 X10^6 ×10^6 х10^6 Х10^6 *10^6",
    "10^9": "10^9 10*9 x10^9 X10^9 ×10^9 х10^9 Х10^9 *10^9",
    "10^12": "10^12 10*12 x10^12 X10^12 ×10^12 х10^12 Х10^12 *10^12",
    "copies": "copies Copies copy копий копии 拷贝",
    # length, time and the body surface of an eGFR
    "mm": "mm MM мм ММ 毫米",
    "s": "s sec Sec SEC с сек Сек СЕК 秒",
    "min": "min Min MIN мин Мин МИН 分钟",
    "h": "h hr ч час 小时",
    "1.73m^2": "1.73m^2 1.73m2 1,73m^2 1,73m2 1.73м^2 1.73м2 1,73м^2 1,73м2",
}
_UNIT_OF = {
    said: unit for unit, all_said in SPELLINGS.items() for said in all_said.split()
}
_STROKES = str.maketrans("∕⁄", "//")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def unit_key(unit: str) -> str:
    """The same for every spelling of one unit; other units stay apart."""
    parts = "".join(_plain(unit).split()).split("/")
    return "/".join(map(_part_key, parts))


def _part_key(part: str) -> str:
    """The unit of a spelling; of a part we do not know, only `l` and `L` are one."""
    return _UNIT_OF.get(part.rstrip(".")) or part.replace("l", "L")


def _plain(unit: str) -> str:
    """Full-width letters, square signs (㎎) and both signs for micro as plain letters."""
    said = _RAISED.sub(lambda power: f"^{power.group()}", unit)  # 10⁹ is not 109
    return unicodedata.normalize("NFKC", said).translate(_STROKES)
