"""Words beside a date that say what it is the date of, in the languages of papers.

To be approved by the medical lead. A list that grows: add words where papers write them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from records.suggest.cleaning import Text
from records.suggest.dates import Found


class Label(StrEnum):
    NEVER = "never"  # of birth, of printing, of what is still to come
    OTHER = "other"  # an earlier paper, an order, the next visit
    BEGAN = "began"
    ENDED = "ended"
    DAY = "day"  # of the test, the sample, the operation
    REPORT = "report"
    PLAIN = "plain"  # "Date:"
    NONE = "none"


# The longer before the shorter that begins the same way; within one text the last counts.
WORDS: dict[Label, list[str]] = {
    Label.NEVER: [
        "date of birth", "birth ?date", "d ?o ?b", r"d\.o\.b", "born", "birthday",
        "printed", "print(?:ing)? date", "date of print", "valid (?:until|till|to)",
        "valid thru", "expir", "next (?:visit|appointment|control|cycle|dose)",
        "appointment", "follow.?up (?:on|date)", "version", "revision", "accredit",
        "geburtsdatum", r"geb\.", "geboren", "gedruckt", "druckdatum", "gültig bis",
        "出生", "生日", "打印", "列印", "有效期", "下次", "复诊", "預約", "预约",
        "дата рождения", "год рождения", "родил", r"г\.? ?р\.", r"д\.? ?р\.",
        "дата печати", "распечатан", "действител", "следующ", "явка", "лицензия",
        "fecha de nac", "f(?:echa)?\\. ?nac", "nacimiento", "nacid[oa]", "fecha de impres",
        "impreso", "válid[oa] hasta", "valido hasta", "vence", "vencimiento", "próxim",
        "تاريخ الميلاد", "الميلاد", "تاريخ الولادة", "مواليد", "تاريخ الطباعة",
        "صالح", "تاريخ الانتهاء", "الموعد القادم", "موعد المراجعة",
    ],
    Label.OTHER: [
        "compar", "prior", "previous", "earlier", "last menstrual", "order(?:ed)? date",
        "date ordered", "ordered", "requested", "request date", "referr", r"since(?![a-z])",
        "diagnosed", "vergleich", "voruntersuchung",
        "对比", "前片", "比较", "既往", "申请", "开单", "医嘱", "术后", "曾于", "自",
        "в сравнении", "сравн", "предыдущ", "ранее", "направлен", "назначен",
        "compara", "previ[oa]", "anterior", "solicit", "pedido", "desde",
        "مقارنة", "بالمقارنة", "السابق", "تاريخ الطلب",
    ],
    Label.BEGAN: [
        "date of admission", "admission date", "admitted(?: on)?", "admission",
        "aufnahmedatum", "aufnahme", "入院(?:日期|时间|時間)?",
        "дата поступления", "поступил[а]?", "fecha de ingreso", "ingres[oó]",
        "تاريخ الدخول", "تاريخ القبول",
    ],
    Label.ENDED: [
        "date of discharge", "discharge date", "discharged(?: on)?",
        "entlassungsdatum", "entlassung", "出院(?:日期|时间|時間)?",
        "дата выписки", "выписан[а]?", "fecha de (?:alta|egreso)", "egreso",
        "تاريخ الخروج",
    ],
    Label.DAY: [
        "date of (?:exam|examination|study|service|procedure|operation|surgery|biopsy|"
        "collection|sample|specimen|visit|test|scan|consultation)",
        "(?:exam|examination|study|scan|procedure|operation|surgery|biopsy|collection|"
        "sample|specimen|visit|test|acquisition) (?:date|taken|collected)",
        "date (?:collected|taken|performed)", "collected(?: on)?", "performed(?: on)?",
        "drawn(?: on)?", "sampled", "taken on", "examined on", "operated on",
        "untersuchungsdatum", "entnahme(?:datum)?", "abnahme(?:datum)?", "op-datum",
        "untersuchung vom", "eingang(?:sdatum)?",
        "检查(?:日期|时间)", "檢查日期", "采样(?:日期|时间)", "採檢日期", "采集(?:日期|时间)",
        "采血(?:日期|时间)", "抽血(?:日期|时间)", "取材(?:日期|时间)", "送检(?:日期|时间)",
        "手术(?:日期|时间)", "手術日期", "检验(?:日期|时间)", "就诊(?:日期|时间)",
        "标本采集", "收样日期", "接收(?:日期|时间)",
        "дата (?:исследования|обследования|взятия|забора|операции|приема|приёма|"
        "осмотра|анализа|биопсии|проведения|процедуры|визита|посещения)",
        "дата и время (?:исследования|взятия|забора)", "взят[аи]?е? материала",
        "fecha (?:de|del) (?:examen|estudio|toma|muestra|extracci[oó]n|cirug[ií]a|"
        "procedimiento|biopsia|realizaci[oó]n|consulta|visita|recepci[oó]n|"
        "intervenci[oó]n|la toma|la muestra|recolecci[oó]n)",
        "realizad[oa] el", "تاريخ (?:الفحص|العينة|أخذ العينة|الأشعة|العملية|الزيارة|"
        "الإجراء|التحليل|سحب العينة)",
    ],
    Label.REPORT: [
        "date of (?:the )?(?:report|letter|issue|summary|dictation|signature)",
        "(?:report|letter|issue|signature|result) date", "report(?:ed)?(?: on)?",
        "date reported", "signed(?: on)?", "issued(?: on)?", "dictated", "verified",
        "authori[sz]ed", "final(?:ized)?", "befunddatum", "befund vom", "berichtsdatum",
        "报告(?:日期|时间|時間)?", "報告日期", "审核(?:日期|时间)", "签发日期", "签字日期",
        "记录(?:日期|时间)", "发报告日期",
        "дата (?:отч[её]та|заключения|выдачи|протокола|выполнения|подписи|результата|"
        "готовности|письма)", "выдан[оа]?", "подписан[оа]?",
        "fecha (?:de|del) (?:informe|emisi[oó]n|reporte|resultado|firma|validaci[oó]n|"
        "carta|la carta)", "emitido", "firmado", "informe de fecha",
        "تاريخ (?:التقرير|الإصدار|النتيجة|التوقيع|الرسالة)", "صدر بتاريخ",
    ],
    Label.PLAIN: [
        "dated?(?![a-z])", "datum", r"vom\s", r"от\s", "日期", "时间", "時間", "дата", "fecha",
        "التاريخ", "تاريخ", "بتاريخ",
    ],
}  # fmt: skip


def _alternatives(words: list[str]) -> str:
    """Whole beginnings of words: `date` is not in `update`."""
    return "|".join(rf"(?<![a-zа-яё0-9])(?:{word})" for word in words)


BESIDE = re.compile("|".join(f"(?P<{k}>{_alternatives(w)})" for k, w in WORDS.items()))
BEHIND = re.compile(
    r" {0,2}(?:г\.? ?)?(?:р\.|рожд|года? рожд|г\.р|出生|生\b|geb|born|هـ)"
)
STILL_THE_SAME = re.compile(r"[^:：\n0-9;,.|]{0,10}")
# "compared with the CT of the chest dated": a sentence goes on.
STILL_THE_OTHER = re.compile(r"[^:：\n0-9;,.|]{0,40}")
MOST_BEFORE = 60
MOST_BEHIND = 16
FEW = 3  # signs on a line of its own: the label stands in the line above


def label_of(text: Text, found: Found, after: int) -> tuple[Label, int]:
    """What the words before the date call it, and where they begin.

    `after`: where the date before this one ends; its words are not this one's.
    """
    if BEHIND.match(text.plain[found.end : found.end + MOST_BEHIND]):
        return Label.NEVER, found.start
    start = max(after, found.start - MOST_BEFORE)
    before = text.plain[start : found.start]
    line = before.rfind("\n") + 1
    if len(before[line:].strip()) >= FEW:
        return _last(before[line:], start + line, found.start)
    above = before[: max(line - 1, 0)].rstrip("\n ")
    begin = above.rfind("\n") + 1
    if len(list(BESIDE.finditer(above[begin:]))) > 1:  # heads of columns: whose is it?
        return Label.NONE, found.start
    return _last(above[begin:], start + begin, found.start)


def _last(words: str, start: int, otherwise: int) -> tuple[Label, int]:
    last = None
    for match in BESIDE.finditer(words):
        if match.lastgroup == Label.PLAIN and last and _belong(words, last, match):
            continue
        last = match
    if last is None:
        return Label.NONE, otherwise
    return Label(last.lastgroup), start + last.start()


def _belong(words: str, first: re.Match[str], date: re.Match[str]) -> bool:
    """In "expiry date" the date is that of the expiry."""
    same = STILL_THE_OTHER if first.lastgroup == Label.OTHER else STILL_THE_SAME
    return bool(same.fullmatch(words, first.end(), date.start()))
