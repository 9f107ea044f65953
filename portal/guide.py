"""The pages of the guide: their titles, one line about each, and their order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    slug: str
    title: str | Promise
    about: str | Promise
    nav: str = ""


ASKING = [
    Page(
        "how-to-ask",
        _("What to say to your doctor"),
        _("Words for three situations, for a no, and for asking for your records."),
        nav="say",
    ),
    Page(
        "what-to-prepare",
        _("What to prepare"),
        _("The papers that matter most, how to get them, how to photograph them."),
    ),
    Page(
        "questions",
        _("Questions worth asking"),
        _("How to choose five questions, with examples for your situation."),
    ),
]
SERVICE = [
    Page(
        "how-it-works",
        _("How a review by a team in China works"),
        _("Who reads your folder, what they can judge from papers, what comes back."),
    ),
    Page(
        "how-soon",
        _("How soon you can hear"),
        _("What takes time, what we can say, and why treatment comes first."),
    ),
    Page(
        "comparing-opinions",
        _("When opinions match, and when they differ"),
        _("What each can mean, and what to ask both teams."),
    ),
]
LIVING = [
    Page(
        "supportive-care",
        _("Supportive care and traditional Chinese medicine"),
        _("Help for how you feel, beside treatment and never in its place."),
    ),
    Page(
        "caregivers",
        _("For caregivers"),
        _("Helping without taking over: what you can do, and what the patient keeps."),
    ),
    Page(
        "common-questions",
        _("Common questions"),
        _("Short answers about cost, privacy, language, travel and more."),
    ),
]
ABOUT = [
    Page(
        "who-can-see-records",
        _("Who can see your records"),
        _("Every group of people, what they see, and how you can check."),
    ),
    Page(
        "accessibility",
        _("Accessibility"),
        _("How these pages are made, and what to do when one does not work for you."),
    ),
    Page(
        "who-runs-this",
        _("Who runs this service"),
        _("Names, contacts and what we promise."),
    ),
]
GROUPS = [
    (_("Asking"), ASKING),
    (_("The opinion"), SERVICE),
    (_("Living with it"), LIVING),
    (_("Privacy and people"), ABOUT),
]
PAGES = {page.slug: page for _title, pages in GROUPS for page in pages}


def neighbours(slug: str) -> tuple[Page | None, Page | None]:
    """The pages before and after this one, in reading order."""
    order = list(PAGES.values())
    place = order.index(PAGES[slug])
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return before, after
