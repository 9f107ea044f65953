"""Blood thinners among the medicines, by name: the answer "no" may not know the word.

Names of active substances and of the commonest brands as families write them, in the
languages the pages speak and in Russian. To be approved by the medical lead.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from intake.choices import YesNoUnknown
from intake.models import Health, Medicine

# Parts of names: "nadroparin" also finds "Nadroparine calcique".
NAMES = (
    *("warfarin", "varfarin", "coumadin", "marevan", "acenocoumarol", "acenocumarol"),
    *("sintrom", "phenprocoumon"),
    *("marcumar", "fluindion", "rivaroxaban", "xarelto", "apixaban", "eliquis"),
    *("edoxaban", "lixiana", "savaysa", "dabigatran", "pradaxa", "enoxaparin"),
    *("clexane", "lovenox", "dalteparin", "fragmin", "tinzaparin", "innohep"),
    *("nadroparin", "fraxiparin", "bemiparin", "fondaparinux", "arixtra", "heparin"),
    *("варфарин", "аценокумарол", "ривароксабан", "ксарелто", "апиксабан", "эликвис"),
    *("эдоксабан", "дабигатран", "прадакса", "эноксапарин", "клексан", "далтепарин"),
    *("надропарин", "фраксипарин", "фондапаринукс", "гепарин"),
    *("华法林", "利伐沙班", "拜瑞妥", "阿哌沙班", "艾多沙班", "依度沙班", "达比加群"),
    *("肝素", "磺达肝癸"),
    *("وارفارين", "ريفاروكسابان", "أبيكسابان", "دابيغاتران", "هيبارين"),
)


def among(medicines: Iterable[Medicine]) -> list[Medicine]:
    """The medicines whose name is that of a blood thinner."""
    return [row for row in medicines if _is_one(_plain(row.name))]


def _is_one(name: str) -> bool:
    """A cream with heparinoid stays on the skin."""
    name = name.replace("heparinoid", "")
    return any(_plain(known) in name for known in NAMES)


def untold(health: Health, medicines: Iterable[Medicine]) -> list[Medicine]:
    """Blood thinners in the list of somebody who did not answer that they take one."""
    return [] if health.blood_thinner == YesNoUnknown.YES else among(medicines)


def _plain(name: str) -> str:
    """Small letters without their marks: Rivaroxabán, Énoxaparine."""
    parted = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
