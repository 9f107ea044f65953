"""What the front sheet says of the illness: place, stage, spread and markers."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts
from consultations.summary.papers import LEFT_OUT
from consultations.summary.source import Source
from intake import choices as answers
from intake.forms.cancer import CancerForm
from intake.models import Diagnosis

MOST_MARKERS = 5
WHOLE_STAGES = {"0", "I", "II", "III", "IV"}
NAMED_STAGES = {answers.Stage.LIMITED, answers.Stage.EXTENSIVE}
NO_PLACES = {answers.Spread.NONE, answers.Spread.NOT_KNOWN}
GRAVE_PLACES = (answers.Spread.BRAIN, answers.Spread.BONE)  # they raise the urgency


def illness(source: Source) -> dict[str, Any]:
    diagnosis = source.diagnosis
    site = texts.label_of(answers.Site, diagnosis.site)
    side = _asked(diagnosis, "side")
    side = "" if side in {"na", "not_known"} else side
    group = stage_group(diagnosis)
    return {
        "line": texts.joined(
            [
                site or texts.NOT_PROVIDED,
                source.brief(_asked(diagnosis, "site_other"), 40),
                texts.label_of(answers.Side, side),
                source.mark("diagnosis.site"),
            ],
            " ",
        ),
        "written": texts.joined(
            [
                source.brief(diagnosis.as_written, 150),
                source.mark("diagnosis.as_written") if diagnosis.as_written else "",
            ],
            " ",
        ),
        "stage": group
        or source.brief(diagnosis.stage_text, 16)
        or texts.label_of(answers.Stage, diagnosis.stage)
        or texts.NOT_PROVIDED,
        "tnm": _under_the_stage(source, group),
    }


def stage_group(diagnosis: Diagnosis) -> SafeString | str:
    """The group where it says something by itself: "III", "limited"."""
    if diagnosis.stage in WHOLE_STAGES:
        return diagnosis.stage
    if diagnosis.stage in NAMED_STAGES:
        return texts.label_of(answers.Stage, diagnosis.stage)
    return ""


def _under_the_stage(source: Source, group: SafeString | str) -> SafeString:
    """The words of the report beside the group ("IIIB"), and TNM, each with its mark."""
    diagnosis = source.diagnosis
    own = source.brief(diagnosis.stage_text, 24) if group else ""
    tnm = diagnosis.tnm and format_html("<b>{}</b>", source.brief(diagnosis.tnm, 24))
    marks = [
        source.mark("diagnosis.stage")
        if diagnosis.stage or diagnosis.stage_text
        else "",
        source.mark("diagnosis.tnm") if tnm else "",
    ]
    if marks[0] == marks[1]:
        marks[0] = ""
    return texts.joined([own, marks[0], tnm, marks[1]], " ")


def _asked(diagnosis: Diagnosis, name: str) -> str:
    """What was answered, while the page of the cancer asks it for such a place."""
    return getattr(diagnosis, name) if CancerForm.fits(name, diagnosis) else ""


def markers(source: Source) -> list[dict[str, Any]]:
    shown = [
        {
            "name": format_html(
                "{} {}",
                texts.told(marker, "marker", texts.cut(marker.marker, 18)),
                source.row_mark(marker),
            ),
            "result": texts.told(marker, "result", texts.cut(marker.result, 24)),
            "missing": not marker.result,
        }
        for marker in source.shown_biomarkers[:MOST_MARKERS]
    ]
    more = len(source.shown_biomarkers) - MOST_MARKERS
    if more > 0:
        shown[-1] = {
            "name": texts.bi("其他", "others"),
            "result": texts.bi(
                f"还有 {more + 1} 项，见第三部分", f"{more + 1} more, part 3"
            ),
            "missing": True,
        }
    if source.leaves_genes_out:
        left_out = {"name": texts.bi("基因检测", "Gene tests"), "result": LEFT_OUT}
        shown = [*shown[: MOST_MARKERS - 1], {**left_out, "missing": True}]
    return shown or [
        {
            "name": texts.bi("生物标志物", "Biomarkers"),
            "result": texts.NOT_PROVIDED,
            "missing": True,
        }
    ]


def spread_words(diagnosis: Any) -> SafeString | str:
    """Every place it went to; that it went nowhere is a sentence of its own."""
    told = diagnosis.spread_to
    places = [code for code in told if code not in NO_PLACES]
    if places:
        grave = [code for code in GRAVE_PLACES if code in places]
        others = [code for code in places if code not in GRAVE_PLACES]
        where = texts.joined(
            (texts.label_of(answers.Spread, code) for code in [*grave, *others]), ", "
        )
        return format_html("{} {}", texts.bi("扩散到", "spread to:"), where)
    if answers.Spread.NOT_KNOWN in told:
        return format_html("{} {}", texts.bi("扩散", "spread:"), texts.NOT_KNOWN)
    return texts.labels_of(answers.Spread, told)
