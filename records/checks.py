"""What must be in place before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from records.paper import fonts


@register
def fonts_of_paper(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Without its fonts no PDF can be printed: said at the start, by name."""
    return [
        Error(
            f"The font {path.name} of our PDFs is missing.",
            hint="Run records/paper/fonts/fonts.sh, or check the files out again.",
            id="records.E001",
        )
        for path in fonts.missing_files()
    ]
