"""Tags of the desk's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from accounts.listing import comma
from consultations.admin.answers import Piece
from consultations.admin.filters import FIRST_VIEW, tabs_for

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_views(context: Context) -> list[dict[str, Any]]:
    """The saved views of the queue with their counts; nothing for those without a desk."""
    user = context["request"].user
    if not getattr(user, "is_coordinator", False):
        return []
    return tabs_for(user, FIRST_VIEW)


@register.simple_tag
def desk_pieces(pieces: list[Piece]) -> SafeString:
    """The pieces of one line, each in its own direction."""
    between = conditional_escape(comma())
    parts = ((piece.before, piece.words) for piece in pieces)
    return format_html_join(between, "{}<bdi>{}</bdi>", parts)
