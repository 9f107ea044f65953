"""The desk's own short words: a queue is read at a glance, a form is not."""

from __future__ import annotations

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.listing import listed
from accounts.models import AuditEntry
from consultations.models import Status
from intake import statements
from intake.choices import Site, Situation
from records.kinds import BY_CODE

# step: the desk's word, and how far along the bar it is (1 to 5)
STEPS: dict[str, tuple[Promise, int]] = {
    Status.SUBMITTED: (pgettext_lazy("step", "New"), 1),
    Status.CHECKING: (_("Records check"), 2),
    Status.NEEDS_INFO: (_("Needs information"), 2),
    Status.PAUSED: (_("Paused"), 2),
    Status.COMPLETE: (_("Complete"), 3),
    Status.WITH_MDT: (_("With the team"), 4),
    Status.DRAFTING: (_("Opinion being written"), 4),
    Status.TRANSLATING: (_("Translation"), 4),
    Status.DELIVERED: (_("Opinion ready"), 5),
    Status.FOLLOW_UP: (_("Questions after it"), 5),
    Status.CLOSED: (_("Closed"), 5),
    Status.REDIRECTED: (_("Sent to emergency care"), 5),
    Status.DECLINED: (_("Declined"), 5),
    Status.WITHDRAWN: (_("Taken back"), 5),
}

SITES: dict[str, Promise] = {
    Site.COLORECTAL: _("Bowel"),
    Site.OESOPHAGUS: _("Oesophagus"),
    Site.BILIARY: _("Bile duct"),
    Site.ENDOMETRIUM: _("Womb"),
    Site.CERVIX: _("Cervix"),
    Site.HEAD_NECK: _("Head and neck"),
    Site.NASOPHARYNX: _("Nasopharynx"),
    Site.MELANOMA: _("Melanoma"),
    Site.SKIN: _("Skin"),
    Site.SARCOMA: _("Sarcoma"),
    Site.BRAIN: _("Brain or spine"),
    Site.NEUROENDOCRINE: _("Neuroendocrine"),
    Site.LYMPHOMA: _("Lymphoma"),
    Site.LEUKAEMIA: _("Leukaemia"),
    Site.MYELOMA: _("Myeloma"),
    Site.MDS: _("MDS"),
    Site.UNKNOWN_PRIMARY: _("Unknown primary"),
    Site.NOT_SURE: _("Place not known"),
}

SITUATIONS: dict[str, Promise] = {
    Situation.NEW: _("just found"),
    Situation.BEFORE_TREATMENT: _("before treatment"),
    Situation.IN_TREATMENT: _("in treatment"),
    Situation.AFTER_TREATMENT: _("after treatment"),
    Situation.CAME_BACK: _("came back"),
    Situation.SPREAD: _("has spread"),
    Situation.WATCHING: _("watch and wait"),
}

KINDS: dict[str, Promise] = {
    "pathology_report": _("Pathology report"),
    "pathology_slides": _("Slides"),
    "molecular_report": _("Gene test"),
    "germline_report": _("Germline test"),
    "imaging_files": _("Scan images"),
    "treatment_summary": _("Treatment summary"),
    "radiotherapy_summary": _("Radiotherapy summary"),
    "clinic_letters": _("Clinic letters"),
    "medication_list": _("Medicines"),
    "comorbidity_records": _("Other illness"),
    "vaccination_infection": _("Infections"),
    "legal_authority": _("Legal authority"),
}

VERBS: dict[str, Promise] = {
    "viewed": _("opened this page"),
    "opened": _("opened"),
    "listed": _("saw it in the list"),
    "took": _("took the case"),
    "handed_over": _("handed the case over"),
    "noted": _("wrote a desk note"),
    "looked_at": _("looked at a flag"),
    "checked": _("checked"),
    "named": _("asked a specialist to read"),
    "ended": _("ended an access"),
    "asked": _("asked for a case summary"),
    "built": _("built a case summary"),
    "asked_packet": _("asked for a packet for the team"),
    "built_packet": _("built a packet for the team"),
    "downloaded": _("saved a copy of"),
    "sent": _("sent the folder"),
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("removed"),
    "answered": _("answered"),
    "replaced": _("put a newer version in place of"),
    "put_together": _("put together the pages of"),
    "parted": _("made a page a record of its own, from"),
    "restored": _("took back"),
    "agreed": _("agreed"),
    "refused": _("did not agree"),
    "invited": _("invited somebody"),
    "cancelled": _("cancelled an invitation"),
    "joined": _("accepted an invitation"),
    "declined": _("declined an invitation"),
    "moved": _("moved the request"),
    "withdrew": _("took the request back"),
    "printed": _("made a PDF of"),
    "posted": _("said that they sent"),
    "asked_tissue": _("asked the family for tissue"),
    "ended_tissue": _("asked for tissue no longer"),
    "moved_parcel": _("said where it is"),
    "kept_out": _("tried to open it and was not let in"),
}

THINGS: dict[str, Promise] = {
    "consultations.summary": _("case summary"),
    "consultations.packet": _("packet for the team"),
    "records.file": _("a file"),
    "records.record": _("a record"),
    "intake.case": _("the folder"),
    "intake.consent": _("a consent"),
    "consultations.question": _("a question"),
    "records.checklistanswer": _("the checklist"),
    "records.letter": _("a letter to a hospital"),
    "records.letterpdf": _("a letter to a hospital"),
    "records.parcel": _("a parcel"),
    "records.parcelpdf": _("the papers of a parcel"),
    "records.quietanswer": _("a gap in time"),
    "records.suggestion": _("a suggestion"),
}
ALONE = {"viewed", "listed", "took", "handed_over", "noted", "looked_at", "named"}
ALONE |= {"ended", "asked", "built", "sent", "invited", "kept_out"}
ALONE |= {"asked_tissue", "ended_tissue", "asked_packet", "built_packet"}
ALONE |= {"cancelled", "joined", "declined", "moved", "withdrew"}


def step_of(status: str) -> str:
    """The desk's word for a step."""
    return str(STEPS[status][0]) if status in STEPS else str(Status(status).label)


def kind_of(code: str) -> str:
    """A kind of record in a word or two."""
    return str(KINDS.get(code) or BY_CODE[code].label)


def site_of(code: str) -> str:
    return str(SITES.get(code) or (Site(code).label if code in Site.values else ""))


def illness_of(diagnosis: object) -> str:
    """Illness and situation in a few words: "Lung, came back"."""
    if diagnosis is None:
        return _t("Illness not provided")
    words = [site_of(diagnosis.site), str(SITUATIONS.get(diagnosis.situation, ""))]
    return listed(word for word in words if word) or _t("Illness not provided")


def _thing_of(entry: AuditEntry) -> str:
    """What was changed, in words: the name of a statement, else the name of its table."""
    code = entry.facts.get("code")
    for statement in statements.current():
        if entry.thing == "intake.consent" and statement.code == code:
            return str(statements.shown(statement, get_language() or "en").title)
    if entry.thing in THINGS:
        return str(THINGS[entry.thing])
    try:
        return str(apps.get_model(entry.thing)._meta.verbose_name)
    except (LookupError, ValueError):  # a table of an earlier version
        return entry.thing.rpartition(".")[2]


def entry_words(entry: AuditEntry) -> str:
    """One line of the audit trail in words; codes nobody named stay as they are."""
    verb = str(VERBS.get(entry.verb, entry.verb.replace("_", " ")))
    if entry.verb in ALONE:
        return verb
    thing = _thing_of(entry)
    # Which version of a summary, which consent (C1 …): both are codes, not answers.
    which = entry.facts.get("version") or entry.facts.get("code")
    return f"{verb}: {thing} {which}" if which else f"{verb}: {thing}"
