"""The names of files: what a person wrote into them, and what a phone did."""

from __future__ import annotations

import re

from records.suggest.choosing import IsPossible
from records.suggest.cleaning import Text
from records.suggest.dates import days_in
from records.suggest.kinds import kind_in
from records.suggest.offers import (
    MOST_CHOICES,
    Choice,
    Fact,
    Offer,
    Source,
    Strength,
    cut,
    value_of,
)
from records.suggest.spans import joined

# Phones, messengers and scanners: the day the picture was taken or sent.
DEVICES = re.compile(
    r"(?:img|image|dscn?|pxl|mvimg|vid|cam|photo|picture|screenshot|screen shot|whatsapp"
    r"|wa0|signal|telegram|wechat|mmexport|weixin|scan(?:ned)?|new ?doc|doc|camscanner"
    r"|adobe ?scan|tapscanner|clear ?scanner|document|file|captura|foto|imagen|снимок"
    r"|фото|скан|изображение|微信图片|图片|照片|截图|扫描|صورة|مسح)[ _.()-]{0,3}(?:image)?"
    r"[ _.-]{0,3}(?=[0-9])"
)
NOT_BEGUN = re.compile(r"[0-9]{8}_[0-9]{6}")  # Android alone writes so
ENDING = re.compile(r"\.[a-z0-9]{1,5}$")
PARTED = re.compile(r"(?<=[0-9])_(?=[0-9]{1,2}(?![0-9]))")
MARKS = str.maketrans("_+", "  ")


def offers_of(name: str, *, is_possible: IsPossible) -> list[Offer]:
    """The date and the kind a name tells; of a phone's own name the date only, weakly."""
    text = _text(name)
    is_device = bool(DEVICES.match(text.plain) or NOT_BEGUN.match(Text.of(name).plain))
    offers = _dates(text, is_device, is_possible)
    if not is_device and (kind := kind_in(text)):
        choice = Choice(kind.code, kind.said, kind.said)
        offers.append(Offer(Fact.KIND, Source.NAME, Strength.NAMED, (choice,)))
    return offers


def _text(name: str) -> Text:
    whole = Text.of(name.replace("\n", " "))
    ending = ENDING.search(whole.plain)
    end = ending.start() if ending else len(whole.plain)
    written, plain = whole.written[:end], whole.plain[:end]
    plain = PARTED.sub("-", plain)  # 2026_03_12 is a date
    return Text(written.translate(MARKS), plain.translate(MARKS))


def _dates(text: Text, is_device: bool, is_possible: IsPossible) -> list[Offer]:
    choices = {}
    dates = joined(text, days_in(text, is_name=True))
    sure = [found for found in dates if not found.is_short]
    for found in sure or dates:  # beside a whole date a short one is a time
        said = cut(text.written[found.start : found.end])
        for days in filter(is_possible, found.readings):
            value = value_of(days)
            choices.setdefault(value, Choice(value, said, cut(text.written)))
    if not choices:
        return []
    source = Source.DEVICE if is_device else Source.NAME
    strength = Strength.TAKEN if is_device else Strength.NAMED
    few = tuple(choices.values())[:MOST_CHOICES]
    return [Offer(Fact.DATE, source, strength, few)]
