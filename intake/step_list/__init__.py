"""Every page of the story with its words. Clinical wording waits for the medical lead."""

from __future__ import annotations

from intake.step_kinds import Step
from intake.step_list import cancer, health, person, treatment

STEPS: tuple[Step, ...] = (
    *person.STEPS,
    *cancer.STEPS,
    *treatment.STEPS,
    *health.STEPS,
)
