"""The quick renderer draws what Django's own templates draw."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from accounts.form_renderer import QuickRenderer


class Everything(forms.Form):
    text = forms.CharField(max_length=20, help_text="x")
    email = forms.EmailField()
    number = forms.IntegerField(min_value=1, max_value=2000)
    tall = forms.CharField(widget=forms.Textarea({"rows": 3, "data-x": None}))
    pick = forms.ChoiceField(
        choices=[
            ("", "Choose"),
            ("a<b", "A & <b>B</b>"),
            ("Group", [("1", "One"), ("2", "Two")]),
        ]
    )
    many = forms.MultipleChoiceField(
        choices=[(1, "1"), (2000, "2000")], widget=forms.SelectMultiple
    )
    hidden = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)
    locked = forms.CharField(disabled=True, initial="as it is")


HOSTILE = {
    "text": '"><script>x</script>',
    "email": "",
    "number": "2000",
    "tall": "</textarea><b>\n &amp; é 中文",
    "pick": "2",
    "many": ["2000"],
    "hidden": "0",
    "password": "secret",
}


@pytest.mark.parametrize("data", [None, {}, HOSTILE], ids=["new", "empty", "hostile"])
@pytest.mark.parametrize("field", Everything.base_fields)
def test_control_is_drawn_as_django_draws_it(field, data):
    quick = str(Everything(data, renderer=QuickRenderer())[field])
    plain = str(Everything(data, renderer=DjangoTemplates())[field])

    assert parse_html(quick) == parse_html(plain)


def test_words_of_a_person_are_escaped():
    drawn = str(Everything(HOSTILE, renderer=QuickRenderer())["text"])

    assert "<script>" not in drawn
