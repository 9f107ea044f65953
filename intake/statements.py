"""The statements a person may agree to, each on its own, in plain words.

Wording to be approved by the medical lead and by counsel: docs/consents.md. To change a
text, add a new version at the end of STATEMENTS and leave the old one where it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class Group(StrEnum):
    """Where a statement stands on the page. Only NEEDED ones are needed for an opinion."""

    NEEDED = "needed"
    FOLDER = "folder"
    CHOICE = "choice"


@dataclass(frozen=True)
class Facts:
    """What decides which statements are asked."""

    abroad: bool = True
    genetic: bool = False
    caregiver: bool = False
    may_contact_doctor: bool = False
    foreign_language: bool = False


def everyone(facts: Facts) -> bool:
    return True


@dataclass(frozen=True)
class Statement:
    """One version of one statement. Texts may name the service: %(hospital)s and others."""

    code: str
    version: str
    group: Group
    title: Promise
    what: Promise
    receives: Promise
    if_no: Promise
    take_back: Promise  # how
    stops: Promise  # what taking it back stops
    agree: Promise  # words beside the box
    asked: Callable[[Facts], bool] = everyone

    @property
    def is_needed(self) -> bool:
        return self.group == Group.NEEDED


@dataclass(frozen=True)
class Shown:
    """A statement as one person reads it: one language, with the names filled in."""

    code: str
    version: str
    language: str
    title: str
    what: str
    receives: str
    if_no: str
    take_back: str
    stops: str
    agree: str

    @property
    def parts(self) -> dict[str, str]:
        """Everything that is read, in reading order."""
        return {name: getattr(self, name) for name in PARTS}

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text as shown."""
        text = json.dumps([self.code, *self.parts.values()], ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


PARTS = [f.name for f in fields(Shown) if f.name not in {"code", "version", "language"}]

FIRST = "2026-11-1"
HERE = _("Press “Take it back” on this page on any day, or write to %(email)s.")

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        "C1",
        FIRST,
        Group.NEEDED,
        title=_("Using your health data"),
        what=_(
            "We read your answers, your records and your questions to prepare the "
            "opinion. We use them for nothing else. Data about health is sensitive, so "
            "we ask you for this on its own."
        ),
        receives=_(
            "The coordinators of %(service)s, and a translator if one is needed. Each of "
            "them must keep it to themselves."
        ),
        if_no=_("We may not read your folder, so we cannot ask for an opinion."),
        take_back=HERE,
        stops=_(
            "We stop reading your folder and stop work on your request. What was done "
            "before stays as it is."
        ),
        agree=_("I agree that my health data is used to prepare the opinion"),
    ),
    Statement(
        "C2",
        FIRST,
        Group.NEEDED,
        title=_("Sending it to the hospital in %(country)s"),
        what=_(
            "We send your answers, records, scans and questions to a hospital in "
            "%(country)s, so that its specialists can read them and write the opinion. "
            "They travel over a locked connection. %(country)s has its own privacy law. "
            "The European Union has not declared it equal to its own: it may be harder "
            "to use your rights there, and authorities there may ask for data under "
            "their law. You can ask the hospital to show you your data, to correct it or "
            "to delete it."
        ),
        receives=_(
            "%(hospital)s and the specialists who are asked about your case. For "
            "questions about your data there, write to %(hospital_contact)s."
        ),
        if_no=_("The specialists cannot see your case, so there can be no opinion."),
        take_back=HERE,
        stops=_(
            "Nothing more is sent to the hospital and work on your request stops. We ask "
            "the hospital to delete what its law lets it delete."
        ),
        agree=_("I agree that my data is sent to this hospital in %(country)s"),
        asked=lambda facts: facts.abroad,
    ),
    Statement(
        "C3",
        FIRST,
        Group.NEEDED,
        title=_("Sending the opinion back"),
        what=_(
            "The written opinion comes from the hospital in %(country)s to your folder "
            "here. It holds your data and the names of the doctors who wrote it."
        ),
        receives=_(
            "You, the caregivers you let read it, and your doctor only when you send it."
        ),
        if_no=_("We cannot give you the answer, so we do not ask for one."),
        take_back=HERE,
        stops=_(
            "No opinion is sent to you. One that is already in your folder stays there."
        ),
        agree=_("I agree that the opinion and my data in it are sent to me"),
    ),
    Statement(
        "C8",
        FIRST,
        Group.NEEDED,
        title=_("What this opinion is"),
        what=_(
            "It is advice from a distance, written from papers and scans. Nobody "
            "examines you, and the team does not become your doctor. Your own doctor "
            "stays responsible for your treatment. Talk to your doctor before you change "
            "anything. It is not for emergencies: call your local emergency number."
        ),
        receives=_("Nobody. You confirm that you have read it."),
        if_no=_("We cannot ask for an opinion."),
        take_back=HERE,
        stops=_("Work on your request stops."),
        agree=_("I have read this and I understand it"),
    ),
    Statement(
        "C4",
        FIRST,
        Group.FOLDER,
        title=_("Gene tests and tissue"),
        what=_(
            "Your folder holds a gene test or speaks of one. Some results also say "
            "something about your relatives. They are among the most private data there "
            "is. %(country)s has rules of its own for gene data and for tissue."
        ),
        receives=_("%(hospital)s and the specialists who are asked about your case."),
        if_no=_(
            "We leave gene tests out. The team may then not be able to say which "
            "medicines fit."
        ),
        take_back=HERE,
        stops=_("Gene tests are not shown to the team any more."),
        agree=_("I agree that my gene tests are sent too"),
        asked=lambda facts: facts.genetic,
    ),
    Statement(
        "C5",
        FIRST,
        Group.FOLDER,
        title=_("What your caregivers may do"),
        what=_(
            "You let somebody help you. Each caregiver may see and do what is written "
            "beside their name on the page about the people in your folder, until the "
            "day written there. You can change it at any time."
        ),
        receives=_("The caregivers named on that page. Each signs in as themselves."),
        if_no=_(
            "Please end their access on the page about the people in your folder. You "
            "can go on alone."
        ),
        take_back=HERE,
        stops=_(
            "The access of every caregiver who helps because you agreed ends at once. "
            "What they added stays, with their name."
        ),
        agree=_("I agree that my caregivers see and do what I chose for each"),
        asked=lambda facts: facts.caregiver,
    ),
    Statement(
        "C7",
        FIRST,
        Group.FOLDER,
        title=_("Translation by a person"),
        what=_(
            "Your folder may hold papers in a language the team does not read. A medical "
            "translator turns them into English or Chinese. The original stays beside it."
        ),
        receives=_("The translator: %(translator)s."),
        if_no=_("You bring the translations yourself. It may take longer."),
        take_back=HERE,
        stops=_("The translator gets nothing more. Finished translations stay."),
        agree=_("I agree that a translator reads my records"),
        asked=lambda facts: facts.foreign_language,
    ),
    Statement(
        "C7M",
        FIRST,
        Group.FOLDER,
        title=_("Translation by a computer first"),
        what=_(
            "A computer may write the first draft of a translation, which is faster. "
            "Computers make mistakes with medical words, and some of them matter. So a "
            "person checks every line before the team reads it."
        ),
        receives=_("The same translator, with a program that keeps no copy."),
        if_no=_("A person translates everything. Nothing else changes."),
        take_back=HERE,
        stops=_("From then on only a person translates."),
        agree=_("A computer may translate first, and a person checks every line"),
        asked=lambda facts: facts.foreign_language,
    ),
    Statement(
        "C6",
        FIRST,
        Group.CHOICE,
        title=_("A word with your doctor at home"),
        what=_(
            "A coordinator may ask your doctor about a record or a date that is not "
            "clear. We follow what you chose on the page about your doctor: if you chose "
            "“ask me first”, we ask you each time."
        ),
        receives=_("The doctor you named in your folder."),
        if_no=_("We ask only you. The opinion does not depend on it."),
        take_back=HERE,
        stops=_("We do not write to your doctor or call again."),
        agree=_("I agree that a coordinator may contact my doctor"),
        asked=lambda facts: facts.may_contact_doctor,
    ),
    Statement(
        "C10",
        FIRST,
        Group.CHOICE,
        title=_("Reminders"),
        what=_(
            "Short messages such as “There is something new in your folder”. They never "
            "say anything about your health."
        ),
        receives=_("You, at the address you sign in with."),
        if_no=_("You look here yourself from time to time."),
        take_back=HERE,
        stops=_("We send no more reminders."),
        agree=_("I agree to reminders by e-mail"),
    ),
)


def current() -> list[Statement]:
    """The newest version of every statement, in the order they are read."""
    newest = {statement.code: statement for statement in STATEMENTS}
    return list(newest.values())


def find(code: str) -> Statement | None:
    """The newest version of one statement; None for a code nobody knows."""
    return next((s for s in current() if s.code == code), None)


def shown(statement: Statement, language: str) -> Shown:
    """The statement in that language, with the names of this service filled in."""
    with override(language):
        names = _names()
        parts = {
            name: capfirst(str(getattr(statement, name)) % names) for name in PARTS
        }
    return Shown(statement.code, statement.version, language, **parts)


def text_hash(statement: Statement, language: str) -> str:
    """SHA-256 of the statement as it is shown in that language."""
    return shown(statement, language).text_hash


def _names() -> dict[str, Any]:
    service = settings.SERVICE
    until_then = str(NO_CONTACT_YET) % {"email": service["email"]}
    return {
        "service": service["name"],
        "hospital": service["hospital"],
        "hospital_contact": service["hospital_contact"] or until_then,
        "country": service["country"],
        "email": service["email"],
        "translator": service.get("translator") or str(NO_NAME_YET),
    }


NO_NAME_YET = _("a person or office that we name to you before they begin")
# Ends the sentence "For questions about your data there, write to ...".
NO_CONTACT_YET = _(
    "%(email)s. Before anything is sent there, we tell you the name of the hospital and whom "
    "to write to in it"
)
