"""Parts of the body that scans show, in five languages; any other words are kept too.

Offered as words to choose from, printed in both languages of the team where they were used,
and in the hospital's in letters to it. To be approved by the medical lead.
"""

from __future__ import annotations

import re

LANGUAGES = ("en", "zh", "ru", "es", "ar")
Names = tuple[str, str, str, str, str]  # in their order

PARTS: tuple[Names, ...] = (
    ("Head", "头部", "Голова", "Cabeza", "الرأس"),
    ("Brain", "脑部", "Головной мозг", "Cerebro", "الدماغ"),
    ("Nasopharynx", "鼻咽", "Носоглотка", "Nasofaringe", "البلعوم الأنفي"),
    ("Neck", "颈部", "Шея", "Cuello", "العنق"),
    ("Thyroid", "甲状腺", "Щитовидная железа", "Tiroides", "الغدة الدرقية"),
    ("Chest", "胸部", "Грудная клетка", "Tórax", "الصدر"),
    ("Breast", "乳腺", "Молочная железа", "Mama", "الثدي"),
    ("Heart", "心脏", "Сердце", "Corazón", "القلب"),
    ("Abdomen", "腹部", "Брюшная полость", "Abdomen", "البطن"),
    ("Liver", "肝脏", "Печень", "Hígado", "الكبد"),
    ("Pancreas", "胰腺", "Поджелудочная железа", "Páncreas", "البنكرياس"),
    ("Kidneys", "肾脏", "Почки", "Riñones", "الكليتان"),
    ("Pelvis", "盆腔", "Малый таз", "Pelvis", "الحوض"),
    ("Prostate", "前列腺", "Предстательная железа", "Próstata", "البروستاتا"),
    ("Spine", "脊柱", "Позвоночник", "Columna vertebral", "العمود الفقري"),
    ("Bones", "骨骼", "Кости", "Huesos", "العظام"),
    ("Arm", "上肢", "Верхняя конечность", "Brazo", "الطرف العلوي"),
    ("Leg", "下肢", "Нижняя конечность", "Pierna", "الطرف السفلي"),
    ("Thigh", "大腿", "Бедро", "Muslo", "الفخذ"),
    (
        "Lymph nodes",
        "淋巴结",
        "Лимфатические узлы",
        "Ganglios linfáticos",
        "العقد اللمفاوية",
    ),
    ("Soft tissue", "软组织", "Мягкие ткани", "Tejidos blandos", "الأنسجة الرخوة"),
    ("Whole body", "全身", "Всё тело", "Cuerpo entero", "الجسم كله"),
)
_KNOWN: dict[str, Names] = {name.casefold(): names for names in PARTS for name in names}
_KNOWN |= {"belly": _KNOWN["abdomen"], "thorax": _KNOWN["chest"]}
_BETWEEN = re.compile(r"\s*(?:[,;，、；+&/]|\b(?:and|y|и)\b|和|及)\s*", re.IGNORECASE)


def _place(language: str) -> int:
    code = language.partition("-")[0]
    return LANGUAGES.index(code) if code in LANGUAGES else 0


def offered(language: str) -> list[str]:
    """The names to choose from, for a reader of this language; else in English."""
    place = _place(language)
    return [names[place] for names in PARTS]


def known(text: str) -> list[Names]:
    """All names of every part the text names; none while one of its words is unknown."""
    pieces = [piece for piece in _BETWEEN.split(text.strip().casefold()) if piece]
    if any(piece not in _KNOWN for piece in pieces):
        return []
    return list(dict.fromkeys(_KNOWN[piece] for piece in pieces))


def said_in(language: str, text: str) -> str:
    """The parts a text names, in this language; the text itself where one is unknown."""
    place = _place(language)
    comma = {"zh": "、", "ar": "، "}.get(LANGUAGES[place], ", ")
    return comma.join(names[place] for names in known(text)) or text
