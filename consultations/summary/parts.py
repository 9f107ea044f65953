"""Parts 2 to 7 in the order of the printed page: treatment to wishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consultations.summary.blocks import Block
from consultations.summary.findings import imaging_blocks, pathology_blocks
from consultations.summary.health import health_blocks
from consultations.summary.labs import lab_blocks
from consultations.summary.source import Source
from consultations.summary.treatments import treatment_blocks
from consultations.summary.wishes import wishes_blocks


def clinical_parts(source: Source) -> list[dict[str, Any]]:
    """Every part with its number, heading and blocks, in the order of the printed page."""
    parts: list[tuple[str, str, str, Callable[[Source], list[Block]]]] = [
        ("s2", "二、治疗", "Treatment lines", treatment_blocks),
        ("s3", "三、病理与生物标志物", "Pathology and biomarkers", pathology_blocks),
        ("s4", "四、影像", "Imaging", imaging_blocks),
        ("s5", "五、化验与肿瘤标志物", "Labs and markers", lab_blocks),
        (
            "s6",
            "六、体力、其他疾病、药物、中草药",
            "Fitness, illnesses, medicines, herbs",
            health_blocks,
        ),
        ("s7", "七、意愿与告知", "Values and disclosure", wishes_blocks),
    ]
    return [
        {"id": anchor, "zh": zh, "en": en, "blocks": make(source)}
        for anchor, zh, en, make in parts
    ]
