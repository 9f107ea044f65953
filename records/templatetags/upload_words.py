"""Words about files that are coming."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from records.models import Upload

register = template.Library()
MB = 1024 * 1024


@register.filter
def megabytes(size_bytes: int) -> str:
    """ "58" or "2.1": as static/js/upload_line.js writes it, never 0 for a file with bytes."""
    size = size_bytes / MB
    return f"{size:.0f}" if size >= 10 else f"{max(size, 0.1 if size else 0):.1f}"


@register.filter
def came(upload: Upload) -> str:
    done, whole = megabytes(upload.size_bytes), megabytes(upload.length)
    return _("%(done)s of %(whole)s MB.") % {"done": done, "whole": whole}


@register.filter
def percent(upload: Upload) -> int:
    return upload.size_bytes * 100 // upload.length if upload.length else 0
