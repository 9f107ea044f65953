"""Parts of the body that scans show, in English and Chinese; any other words are kept too.

Offered as words to choose from, and printed in both languages where they were used. To be
approved by the medical lead.
"""

from __future__ import annotations

import re

Names = tuple[str, str]  # English, Chinese

PARTS: tuple[Names, ...] = (
    ("Head", "头部"),
    ("Brain", "脑部"),
    ("Nasopharynx", "鼻咽"),
    ("Neck", "颈部"),
    ("Thyroid", "甲状腺"),
    ("Chest", "胸部"),
    ("Breast", "乳腺"),
    ("Heart", "心脏"),
    ("Abdomen", "腹部"),
    ("Liver", "肝脏"),
    ("Pancreas", "胰腺"),
    ("Kidneys", "肾脏"),
    ("Pelvis", "盆腔"),
    ("Prostate", "前列腺"),
    ("Spine", "脊柱"),
    ("Bones", "骨骼"),
    ("Arm", "上肢"),
    ("Leg", "下肢"),
    ("Thigh", "大腿"),
    ("Lymph nodes", "淋巴结"),
    ("Soft tissue", "软组织"),
    ("Whole body", "全身"),
)
_KNOWN: dict[str, Names] = {name.casefold(): both for both in PARTS for name in both}
_KNOWN |= {"belly": _KNOWN["abdomen"], "thorax": _KNOWN["chest"]}
_BETWEEN = re.compile(r"\s*(?:[,;，、；+&/]|\band\b|和|及)\s*", re.IGNORECASE)


def offered(language: str) -> list[str]:
    """The names to choose from, for a reader of this language."""
    place = 1 if language.startswith("zh") else 0
    return [both[place] for both in PARTS]


def known(text: str) -> list[Names]:
    """Both names of every part the text names; none while one of its words is unknown."""
    pieces = [piece for piece in _BETWEEN.split(text.strip().casefold()) if piece]
    if any(piece not in _KNOWN for piece in pieces):
        return []
    return list(dict.fromkeys(_KNOWN[piece] for piece in pieces))
