"""Icons, language names, and the links of an error summary."""

import uuid
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from accounts import countries
from accounts.templatetags import sidelight


def test_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in sidelight.icon("clock")


@pytest.mark.parametrize(
    ("name", "turned"), [("back", True), ("next", True), ("clock", False)]
)
def test_icon_turns_only_where_it_points_along_the_text(name, turned):
    assert ("sl-icon--flip" in sidelight.icon(name)) is turned


def test_icon_nobody_drew_is_an_error():
    with pytest.raises(KeyError):
        sidelight.icon("<script>")


@pytest.mark.parametrize(
    ("code", "tag"), [("en", "en"), ("zh-hans", "zh-Hans"), ("pt-br", "pt-BR")]
)
def test_language_tag_is_written_as_html_wants_it(code, tag):
    assert sidelight.language_tag(code) == tag


def test_language_names_are_one_phrase():
    with override("en"):
        names = sidelight.language_names(["en", "zh-hans", "ru"])

    assert names == "English, Chinese and Russian"


class Sample(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter the name"})
    kind = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind"},
    )

    def clean(self):
        raise forms.ValidationError("Both together <b>do not fit</b>")


def test_field_problems_link_to_the_first_control():
    assert list(sidelight.field_problems(Sample({}))) == [
        {"href": "", "text": "Both together <b>do not fit</b>"},
        {"href": "#id_name", "text": "Enter the name"},
        {"href": "#id_kind_0", "text": "Choose a kind"},
    ]


def test_error_summary_counts_and_escapes():
    page = Template('{% include "components/error_summary.html" with form=form %}')

    drawn = page.render(Context({"form": Sample({})}))

    assert drawn.count("Check 3 answers on this page") == 1
    assert "<b>do not fit" not in drawn


def test_error_summary_of_a_good_form_is_not_there():
    page = Template('{% include "components/error_summary.html" with form=form %}')

    assert page.render(Context({"form": forms.Form({})})).strip() == ""


CRISPY = Template("{% load crispy_forms_tags %}{{ form|crispy }}")


def test_field_reads_label_hint_error_control():
    class OneField(forms.Form):
        name = forms.CharField(
            help_text="As in the passport", error_messages={"required": "Enter it"}
        )

    drawn = CRISPY.render(Context({"form": OneField({})}))

    order = [drawn.index(x) for x in ("<label", "As in the", "Enter it", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "*" not in drawn


def test_group_of_choices_is_described_before_its_options():
    drawn = CRISPY.render(Context({"form": Sample({})}))

    order = [
        drawn.index(x) for x in ('"id_kind_error"', 'id="id_kind_error"', "id_kind_0")
    ]
    assert order == sorted(order)


def test_field_words_are_escaped():
    class Hostile(forms.Form):
        name = forms.CharField(label="<i>", help_text="<b>bold</b>")

    drawn = CRISPY.render(Context({"form": Hostile()}))

    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_country_has_a_name_in_the_readers_language():
    with override("zh-hans"):
        assert countries.name_of("KZ") == "哈萨克斯坦"
    with override("ru"):
        assert countries.name_of("KZ") == "Kazakhstan"
    assert countries.name_of("XX") == ""


def test_kept_part_is_drawn_once_for_each_key():
    page = Template("{% load sidelight %}{% keep key %}{{ value }}{% endkeep %}")

    drawn = [
        page.render(Context({"key": key, "value": value}))
        for key, value in [("en", 1), ("en", 2), ("zh", 3), ("zh", 4)]
    ]

    assert drawn == ["1", "1", "3", "3"]


def test_kept_part_of_a_folder_names_each_folder():
    page = Template(
        "{% load sidelight %}{% keep nav for case %}"
        "/folders/{{ case.pk }}/ {{ nav }}{% endkeep %}"
    )
    first, second = SimpleNamespace(pk=uuid.uuid4()), SimpleNamespace(pk=uuid.uuid4())

    drawn = [page.render(Context({"case": c, "nav": "say"})) for c in (first, second)]

    assert drawn == [f"/folders/{first.pk}/ say", f"/folders/{second.pk}/ say"]


def test_kept_part_of_a_folder_can_show_nothing_else_of_it():
    page = Template(
        "{% load sidelight %}{% keep for case %}{{ case.reference }}{% endkeep %}"
    )

    drawn = page.render(Context({"case": SimpleNamespace(pk=1, reference="SL-1")}))

    assert drawn == ""


class ThreeBoxes(forms.MultiWidget):
    template_name = "widgets/partial_date.html"
    use_fieldset = True

    def __init__(self):
        month = forms.Select(choices=[("", "Choose"), ("11", "November")])
        super().__init__([forms.TextInput(), month, forms.TextInput()])

    def decompress(self, value):
        return value or [None, None, None]


def test_date_in_three_boxes_labels_each_box_and_links_to_the_first():
    class Dated(forms.Form):
        on = forms.Field(label="When?", widget=ThreeBoxes(), required=True)

    form = Dated({"on_0": "<6", "on_1": "", "on_2": ""})
    form.errors["on"] = form.error_class(["Choose the month"], field_id="id_on")

    drawn = CRISPY.render(Context({"form": form}))

    assert [p["href"] for p in sidelight.field_problems(form)] == ["#id_on_0"]
    assert [drawn.count(f'for="id_on_{n}"') for n in range(3)] == [1, 1, 1]
    assert drawn.count('class="form-select is-invalid"') == 1
    assert drawn.count('class="form-control is-invalid"') == 2
    assert drawn.count('value="&lt;6"') == 1
