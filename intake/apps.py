from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from intake.signals import consent_withdrawn

        consent_withdrawn.connect(_end_caregivers, dispatch_uid="end-caregivers")


def _end_caregivers(
    sender: Any, *, case: Any, code: str, by: Any, **kwargs: Any
) -> None:
    from intake import people

    if code == "C5":
        people.end_consenting_caregivers(case, by=by)
