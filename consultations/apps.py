from typing import Any

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        from consultations import checks  # noqa: F401 - registers itself
        from intake.signals import case_changed, consent_withdrawn
        from records.storage import keys_in_use

        consent_withdrawn.connect(_stop_work, dispatch_uid="stop-work")
        case_changed.connect(_weigh_again, dispatch_uid="weigh-again")
        keys_in_use.append(_summary_keys)


def _summary_keys() -> set[str]:
    """The files in the vault that belong to summaries."""
    from consultations.models import Summary

    return set(Summary.objects.exclude(key="").values_list("key", flat=True))


NEEDED = {"C1", "C2", "C3", "C8"}  # without one of these nobody may work on a request


def _stop_work(sender: Any, *, case: Any, code: str, by: Any, **kwargs: Any) -> None:
    from consultations import services

    if code in NEEDED:
        services.pause_without_consent(case, code, by=by)


def _weigh_again(sender: Any, *, case: Any, **kwargs: Any) -> None:
    from consultations import triage

    triage.refresh_after_change(case)
