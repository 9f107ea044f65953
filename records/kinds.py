"""The kinds of record a cancer second opinion may need, and what is known of each.

Levels and reasons follow the records checklist (to be approved by the medical lead). A list
that grows: models take it as a function, so that a new kind needs no migration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """How much the team needs a kind; which level applies depends on the answers."""

    CORE = "core"  # the team cannot usefully start without it, or a reason
    IF_DONE = "if_done"  # needed when that thing happened
    HELPFUL = "helpful"  # improves the opinion, never blocks


@dataclass(frozen=True)
class Kind:
    """One kind of record. `icon` is a name of the icon tag; `level` the one to start from."""

    code: str
    label: Promise
    why: Promise  # one sentence: what it tells the team
    date_asked: Promise  # which date of the paper is asked for
    tip: Promise
    level: Level
    icon: str = "file"
    in_packet: bool = True  # False: not clinical, kept out of the case summary


KINDS: tuple[Kind, ...] = (
    Kind(
        "pathology_report",
        _("Pathology report (biopsy or operation)"),
        _("It names the type of cancer. Every later decision rests on it."),
        _("The day the sample was taken"),
        _("Send all pages. Later additions often come weeks after the first report."),
        Level.CORE,
        "clipboard",
    ),
    Kind(
        "pathology_slides",
        _("Glass slides or tissue blocks"),
        _("Our pathologist can look at the tissue again."),
        _("The day the sample was taken"),
        _("Do not post anything yet. Tell us if the laboratory still has them."),
        Level.HELPFUL,
        "slide",
    ),
    Kind(
        "molecular_report",
        _("Gene test of the tumour"),
        _("It shows whether targeted medicine or immune therapy may fit."),
        _("The day of the report"),
        _("Send the whole report, not only the first page."),
        Level.IF_DONE,
        "gene",
    ),
    Kind(
        "germline_report",
        _("Test for inherited risk"),
        _("It can change the operation, the medicines and advice for the family."),
        _("The day of the report"),
        _("This also says something about your relatives. We ask for it separately."),
        Level.IF_DONE,
        "gene",
    ),
    Kind(
        "imaging_report",
        _("Scan report"),
        _("It shows where the cancer is and how it answers to treatment."),
        _("The day of the scan"),
        _("The latest of each kind of scan, and one or two earlier ones to compare."),
        Level.CORE,
        "scan",
    ),
    Kind(
        "imaging_files",
        _("Scan pictures (disc, USB or zip)"),
        _("Our radiologists read the pictures again themselves."),
        _("The day of the scan"),
        _("Zip the whole disc. Photos of film are not enough."),
        Level.CORE,
        "scan",
    ),
    Kind(
        "operative_note",
        _("Operation report"),
        _("It says what was found, what was taken out and what was left."),
        _("The day of the operation"),
        _("Ask for the surgeon's report, not only the discharge letter."),
        Level.IF_DONE,
        "file",
    ),
    Kind(
        "treatment_summary",
        _("Treatment summary from your doctor"),
        _("It lists each treatment, the doses and why it was stopped."),
        _("The day of the summary"),
        _("If there is none, your own list here is used and marked as yours."),
        Level.IF_DONE,
        "file",
    ),
    Kind(
        "radiotherapy_summary",
        _("Radiotherapy summary or plan"),
        _("Earlier radiotherapy limits what can be given again."),
        _("The last day of radiotherapy"),
        _("Hospitals keep it apart. Ask the radiotherapy department."),
        Level.IF_DONE,
        "file",
    ),
    Kind(
        "clinic_letters",
        _("Letters from your cancer doctor"),
        _("The opinion is about the plan in these letters."),
        _("The day of the letter"),
        _("The last two or three. If the plan was only spoken, write it down for us."),
        Level.CORE,
        "file",
    ),
    Kind(
        "discharge_summary",
        _("Hospital discharge letter"),
        _("It tells about complications and other illnesses."),
        _("The day you left hospital"),
        _("From the last 12 months."),
        Level.IF_DONE,
        "file",
    ),
    Kind(
        "lab_results",
        _("Blood tests"),
        _("They show which medicines and operations are safe."),
        _("The day the blood was taken"),
        _("All results of the last 3 months, with the units."),
        Level.CORE,
        "drop",
    ),
    Kind(
        "tumour_markers",
        _("Tumour markers over time"),
        _("They show how the illness moved."),
        _("The day the blood was taken"),
        _("From the same laboratory, if you can."),
        Level.IF_DONE,
        "drop",
    ),
    Kind(
        "medication_list",
        _("List of medicines, herbs and supplements"),
        _("So that the team can keep you safe."),
        _("The day of the list"),
        _("You can fill this in as answers, or add a photo of the packets."),
        Level.CORE,
        "pill",
    ),
    Kind(
        "comorbidity_records",
        _("Heart, lung, kidney or other illness"),
        _("They show which treatment the body can stand."),
        _("The day of the test"),
        _("For example a heart ultrasound, lung function or pacemaker card."),
        Level.IF_DONE,
        "lungs",
    ),
    Kind(
        "endoscopy_report",
        _("Endoscopy report with photographs"),
        _("It shows how far the cancer reaches on the inside."),
        _("The day of the examination"),
        _("Ask for the photographs too."),
        Level.IF_DONE,
        "file",
    ),
    Kind(
        "bone_marrow",
        _("Bone marrow tests"),
        _("They give the class and the risk group of a blood cancer."),
        _("The day the sample was taken"),
        _("Marrow, flow cytometry, chromosomes, gene tests."),
        Level.IF_DONE,
        "drop",
    ),
    Kind(
        "nutrition_function",
        _("Weight, food and strength"),
        _("They help to choose a dose and a treatment you can stand."),
        _("The day of the visit"),
        _("Your answers about daily life count as this record."),
        Level.HELPFUL,
        "file",
    ),
    Kind(
        "fertility_pregnancy",
        _("Fertility or pregnancy records"),
        _("Some choices must be made before treatment."),
        _("The day of the test"),
        _("Only if you want to."),
        Level.HELPFUL,
        "file",
    ),
    Kind(
        "past_second_opinions",
        _("Other opinions you already have"),
        _("The team can say where the opinions differ and why."),
        _("The day of the letter"),
        _("Every opinion is welcome, also one you did not like."),
        Level.HELPFUL,
        "file",
    ),
    Kind(
        "vaccination_infection",
        _("Hepatitis, tuberculosis, infections, vaccinations"),
        _("Some treatments wake up old infections."),
        _("The day of the test"),
        _("Any result you have, even an old one."),
        Level.HELPFUL,
        "file",
    ),
    Kind(
        "identity",
        _("Passport name page"),
        _("Only needed later, for an invitation or travel."),
        _("The day it ends"),
        _("Please do not send it now. We ask when it is needed."),
        Level.HELPFUL,
        "person",
        in_packet=False,
    ),
    Kind(
        "legal_authority",
        _("Paper that lets somebody act for the patient"),
        _("It shows that you may act for the patient."),
        _("The day it was signed"),
        _("For example a court order or a power of attorney."),
        Level.IF_DONE,
        "person",
        in_packet=False,
    ),
    Kind(
        "translation",
        _("Translation of a record"),
        _("The team reads faster and with fewer mistakes."),
        _("The day of the translation"),
        _("Say which record it belongs to, and who translated it."),
        Level.HELPFUL,
        "globe",
    ),
    Kind(
        "advance_care",
        _("Your written wishes about treatment"),
        _("So that the team respects them."),
        _("The day it was signed"),
        _("Only if you have one and want to share it."),
        Level.HELPFUL,
        "file",
    ),
    Kind(
        "insurance_cost",
        _("Insurance and cost papers"),
        _("Not read by the doctors. It helps us to plan with you."),
        _("The day of the paper"),
        _("Only if you want to."),
        Level.HELPFUL,
        "person",
        in_packet=False,
    ),
    Kind(
        "other",
        _("Something else"),
        _("Give it a name, so that the team knows what it is."),
        _("The day on the paper"),
        _("If you are not sure what it is, choose this and we will look."),
        Level.HELPFUL,
        "file",
    ),
)

# Reports of genes: sent to the team only with a consent of its own, see intake/genes.py.
GENETIC = frozenset({"molecular_report", "germline_report"})


def is_withheld(kind: str, *, agreed: bool) -> bool:
    """A gene test that nobody agreed to send: the team does not get it."""
    return kind in GENETIC and not agreed


# What only some papers carry. It is asked, told and printed for these kinds alone; under
# another kind it is kept unseen, and stands there again when the kind is put right.
ONLY_OF: dict[str, frozenset[str]] = {
    "specimen_number": frozenset(
        {
            "pathology_report",
            "pathology_slides",
            "molecular_report",
            "germline_report",
            "bone_marrow",
        }
    ),
    # Of these the date on the paper is the day of the sample.
    "reported_on": frozenset({"pathology_report", "bone_marrow"}),
    "body_part": frozenset({"imaging_report", "imaging_files"}),
}

BY_CODE: dict[str, Kind] = {kind.code: kind for kind in KINDS}


def carries(kind: str, fact: str) -> bool:
    """Whether papers of this kind carry such a fact."""
    return fact not in ONLY_OF or kind in ONLY_OF[fact]


def kind_choices() -> list[tuple[str, Promise]]:
    return [(kind.code, kind.label) for kind in KINDS]
