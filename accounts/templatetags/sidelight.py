"""Tags every template may load: icons, language names, and what components need."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from accounts.icons import SHAPES, TURNING
from accounts.listing import listed

register = template.Library()


@lru_cache(maxsize=256)
def _drawn(name: str, flip: bool, css: str) -> SafeString:
    turned = " sl-icon--flip" if flip or name in TURNING else ""
    return mark_safe(  # noqa: S308 - constants of ours: an unknown name is a KeyError
        f'<svg class="{css}{turned}" viewBox="0 0 24 24" aria-hidden="true" '
        f'focusable="false">{SHAPES[name]}</svg>'
    )


@register.simple_tag
def icon(name: str, flip: bool = False) -> SafeString:
    """One drawing. `flip` turns it in right-to-left text; back and next always turn."""
    return _drawn(name, bool(flip), "sl-icon")


@register.simple_tag
def desk_icon(name: str) -> SafeString:
    """The same drawing as the desk's stylesheet expects it."""
    return _drawn(name, False, "q-icon")


@register.filter
def language_tag(code: str) -> str:
    """The code as HTML writes it: zh-hans becomes zh-Hans."""
    language, _dash, script = code.partition("-")
    if not script:
        return language
    return f"{language}-{script.title() if len(script) == 4 else script.upper()}"


@register.filter
def own_language_name(code: str) -> str:
    """The name a language gives itself."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Languages as one phrase in the reader's language: "English, Russian and Arabic"."""
    return _phrase(tuple(codes), get_language() or "en")


@lru_cache(maxsize=64)
def _phrase(codes: tuple[str, ...], reader: str) -> str:
    names = [_name(code) for code in codes]
    # Chinese joins the last word like the others, without a space.
    return listed(names) if reader.startswith("zh") else get_text_list(names, _("and"))


def _name(code: str) -> str:
    if code.startswith("zh"):
        return _("Chinese")
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def field_problems(form: object) -> Iterator[dict[str, str]]:
    """Every error of a form, with the address of the control it belongs to.

    A group of choices has no control with the form's plain id: its first choice is used.
    Errors of the whole form come first and point nowhere.
    """
    for text in form.non_field_errors():
        yield {"href": "", "text": text}
    for bound in form:
        for text in bound.errors:
            yield {"href": _address(bound), "text": text}


def _address(bound: object) -> str:
    if bound.is_hidden:
        return ""
    # id_for_label is empty for groups of choices and for dates in three boxes.
    boxes = bound.subwidgets  # none when there is nothing to choose from
    first = boxes[0].id_for_label if boxes else f"div_{bound.auto_id}"
    target = bound.id_for_label or first
    if target == bound.auto_id and getattr(bound.field.widget, "widgets", None):
        target = f"{bound.auto_id}_0"
    return f"#{target}"


@register.filter
def count_problems(form: object) -> int:
    return sum(len(texts) for texts in form.errors.values())


@register.filter
def as_lines(value: object) -> list[object]:
    """A list stays a list; anything else becomes a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


@register.filter
def meter(total: int, done: int) -> list[bool]:
    """One entry per part of the folder, true for the finished ones."""
    return [number < done for number in range(total)]


@register.filter
def html_attributes(attrs: dict[str, object]) -> SafeString:
    """Attributes of a control without its class, escaped, ready for its tag."""
    kept = {
        name: value if value is True else str(value)
        for name, value in attrs.items()
        if value is not False and name != "class"
    }
    return flatatt(kept)


class _AnyCase:
    """Stands for the folder while a part of its frame is drawn for all folders."""

    pk = uuid.UUID("00000000-5ade-4000-8000-000000000000")


class _Kept(template.Node):
    """Draws its inside once for each key and process."""

    most = 500

    def __init__(
        self, inside: template.NodeList, keys: list, *, framed: bool = False
    ) -> None:
        self.nodelist = inside
        self.keys = keys
        self.framed = framed
        self.drawn: dict[tuple, str] = {}

    def render(self, context: template.Context) -> str:
        key = tuple(key.resolve(context) for key in self.keys)
        if key not in self.drawn:
            if len(self.drawn) >= self.most:
                self.drawn.clear()
            self.drawn[key] = self._draw(context)
        if not self.framed:
            return self.drawn[key]
        return self.drawn[key].replace(str(_AnyCase.pk), str(context["case"].pk))

    def _draw(self, context: template.Context) -> str:
        if not self.framed:
            return self.nodelist.render(context)
        with context.push(case=_AnyCase()):
            return self.nodelist.render(context)


@register.tag
def keep(parser: template.base.Parser, token: template.base.Token) -> _Kept:
    """`{% keep LANGUAGE_CODE service.email %}…{% endkeep %}`

    For parts of every page that depend on nothing but the keys: never on the person, the
    folder or the request. With `for case` at the end the addresses in it may name the
    folder by `case.pk`: it is drawn once, and each folder's own number is put in.
    """
    _name, *keys = token.split_contents()
    framed = keys[-2:] == ["for", "case"]
    inside = parser.parse(("endkeep",))
    parser.delete_first_token()
    names = keys[:-2] if framed else keys
    return _Kept(inside, [parser.compile_filter(key) for key in names], framed=framed)


@register.filter
def with_class(widget: dict, name: str) -> dict:
    """One control of several, drawn with its own class; marked when the field is wrong."""
    attrs = dict(widget["attrs"])
    wrong = attrs.get("aria-invalid") == "true"
    attrs["class"] = f"{name} is-invalid" if wrong else name
    return {**widget, "attrs": attrs}
