"""What must be in place before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from consultations.summary import fonts


@register
def fonts_of_summary(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Without its fonts the case summary cannot be printed: said at the start, by name."""
    return [
        Error(
            f"The font {path.name} of the case summary is missing.",
            hint="Run consultations/summary/fonts/fonts.sh, or check the files out again.",
            id="consultations.E001",
        )
        for path in fonts.missing_files()
    ]
