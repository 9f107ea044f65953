"""`{% keep_typed %}` inside a form keeps its text when the session has ended meanwhile."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accounts import drafts

register = template.Library()

# First match wins: most browsers also carry the names of older ones.
BROWSERS = [
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


@register.simple_tag(takes_context=True)
def keep_typed(context: Context, path: str = "") -> SafeString | str:
    """A hidden mark that says for whom this page was drawn.

    `path` is where the form goes, when that is another address than the page's own.
    """
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}">',
        drafts.FIELD,
        drafts.token_for(request.user, path or request.path),
    )


@register.filter
def device_name(user_agent: str) -> str:
    """ "Firefox, Windows" out of what a browser says about itself; never exact."""
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or gettext("A browser")
