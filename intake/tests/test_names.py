"""Names: Latin letters as in the passport, any script beside it, no hidden signs."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.text_fields import MailField, TextField, is_blank, one_line
from intake.forms import names
from intake.forms.health import DailyLifeForm
from intake.forms.names import LatinNameField, ScriptNameField
from intake.models import Health, Patient
from intake.tests.filling import fill_in, step_url


def latin(value: str) -> str:
    return LatinNameField(required=False).clean(value)


def script(value: str) -> str:
    return ScriptNameField(required=False).clean(value)


@pytest.mark.parametrize(
    "name",
    [
        "Elena Sokolova",
        "Anne-Marie O’Neill",
        "Nguyễn Thị Lan",
        "Jr. D'Angelo",
        "Łucja Żółć",
        "Þórður",
        "",
    ],
)
def test_latin_name_takes_what_a_passport_prints(name):
    assert latin(name) == name


def test_latin_name_takes_wide_letters_as_plain_ones():
    assert latin("\uff2c\uff49 \uff37\uff45\uff4e") == "Li Wen"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("李文", names.OTHER_SCRIPT),
        ("Елена", names.OTHER_SCRIPT),
        ("Li 文", names.OTHER_SCRIPT),
        ("🎗️", names.NOT_LATIN_NAME),
        ("-5", names.NOT_LATIN_NAME),
        ("...", names.NOT_LATIN_NAME),
        ("<b>x</b>", names.NOT_LATIN_NAME),
        ("Anna 2", names.NOT_LATIN_NAME),
        ("\u202egnp.exe", names.HIDDEN),
        ("Anna\u2066", names.HIDDEN),
    ],
)
def test_latin_name_says_what_to_write_instead(sent, told):
    with pytest.raises(ValidationError) as caught:
        latin(sent)

    assert caught.value.messages == [told]


@pytest.mark.parametrize(
    "name",
    ["李文", "Елена Соколова", "فاطمة الزهراء", "नेहा", "علی\u200cرضا", "金·明", ""],
)
def test_own_script_takes_letters_of_every_script(name):
    assert script(name) == name


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("<b>x</b>", names.NOT_NAME),
        ("🎗️", names.NOT_NAME),
        ("-5", names.NOT_NAME),
        ("...", names.NOT_NAME),
        ("\u202e李文", names.HIDDEN),
        ("李\u2067文", names.HIDDEN),
    ],
)
def test_own_script_says_what_to_write_instead(sent, told):
    with pytest.raises(ValidationError) as caught:
        script(sent)

    assert caught.value.messages == [told]


def test_wrong_name_is_told_on_its_page_and_not_stored(client, wen, case):
    client.force_login(wen)
    typed = {"full_name": "-5", "name_in_script": "李文"}

    response = fill_in(client, step_url(case, "name"), **typed)

    patient = Patient.objects.get(case=case)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["full_name"]
    assert (patient.full_name, patient.name_in_script) != ("-5", "")
    assert patient.name_in_script == "李文"


HIDDEN = "\0\x1b\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\U000e0041"


def test_box_of_one_line_keeps_no_hidden_sign():
    assert TextField().clean(f"a{HIDDEN}b\nc") == "ab c"


def test_address_keeps_no_hidden_sign():
    assert MailField().clean("\u202aana@example.org\u202c") == "ana@example.org"


def test_joiners_of_persian_and_indic_words_stay():
    assert one_line("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"


def test_free_text_keeps_lines_and_marks_of_direction():
    box = TextField(widget=forms.Textarea)

    assert box.clean("a\u200f\n\0b") == "a\u200f\nb"


@pytest.mark.parametrize(
    "text", ["", " \u00a0\n", "\u200f\u200b\u202e", "\u3164", "\u2800 \u200d"]
)
def test_signs_nobody_sees_are_no_answer(text):
    from django.forms import Textarea

    assert is_blank(text)
    assert TextField(required=False, widget=Textarea).clean(text) == ""


@pytest.mark.parametrize("text", ["0", "。", "می\u200cخواهم", "🙂"])
def test_signs_that_can_be_seen_are_kept_as_they_are(text):
    from django.forms import Textarea

    assert TextField(widget=Textarea).clean(text) == text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("165.55", "Write at most 1 digit after the point, like 72.5"),
        ("165.50", None),
        ("16555", "Write a number from 40 to 260"),
    ],
)
def test_number_says_what_is_wrong_with_it(typed, said):
    form = DailyLifeForm({"height_cm": typed}, instance=Health())

    assert form.errors.get("height_cm") == ([said] if said else None)
