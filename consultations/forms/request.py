"""The pages of the request: one idea each. A draft may leave any of them empty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations import choices
from consultations.models import ConsultationRequest
from intake.forms.base import AnswerForm
from intake.forms.fields import TextField, TicksField, WholeDateField
from intake.forms.papers import PaperForm, PapersField

YEARS_AHEAD = 5
PLACES = ["first", "second", "third", "fourth", "fifth"]
OF_DATE = ("decide_by", "decide_by_reason")
DATED = {choices.Certainty.EXACT, choices.Certainty.ABOUT}


def one_of(kind: Any, label: Promise, **more: Any) -> forms.ChoiceField:
    """One answer out of a few, as large rows; nothing is chosen beforehand."""
    problem = {"invalid_choice": _("Choose one of the answers on this page")}
    return forms.ChoiceField(
        label=label,
        choices=kind.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages=problem,
        **more,
    )


def some_of(kind: Any, label: Promise, **more: Any) -> TicksField:
    """Any number of answers out of a few."""
    return TicksField(label=label, choices=kind.choices, **more)


def words(label: Promise, most: int, *, rows: int = 0, **more: Any) -> TextField:
    """Free text; with `rows` a large box."""
    attrs = {"dir": "auto"}
    area = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    return TextField(
        label=label,
        max_length=most,
        required=False,
        widget=area,
        **more,
    )


class WhyForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("reasons", "reason_other")

    reasons = some_of(
        choices.Reason,
        _("Choose all that fit"),
    )
    reason_other = words(_("Something else? Say it in your own words (optional)"), 300)


class PlanForm(PaperForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("proposed_plan", "plan_records", "no_plan_yet")

    proposed_plan = words(
        _("What do your doctors suggest, and when would it begin?"),
        4000,
        rows=5,
        help_text=_(
            "As you remember it is fine. For example: “Chemotherapy first, then an "
            "operation in December, Dr Bekova”."
        ),
    )
    plan_records = PapersField(
        label=_("Records with the plan (optional)"),
        help_text=_("A letter that says the plan is enough. Tick every one that does."),
    )
    no_plan_yet = forms.BooleanField(
        label=_("There is no plan yet, or I do not know it"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("proposed_plan") or cleaned.get("plan_records"):
            cleaned["no_plan_yet"] = False
        return cleaned


class MainQuestionForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("main_question",)

    main_question = words(
        _("Your main question"),
        300,
        rows=3,
        help_text=_(
            "One or two sentences, in your own language. The team reads this first."
        ),
    )


class DecideByForm(AnswerForm):
    """By when an answer is needed, and why. A date that does not count is taken away."""

    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = (
            "decide_by_certainty",
            "decide_by",
            "decide_by_reason",
            "decide_by_note",
        )

    decide_by_certainty = one_of(
        choices.Certainty,
        _("How sure is the date?"),
        help_text=_(
            "If you are not sure, choose “I do not know”. You can change this until "
            "you send."
        ),
    )
    decide_by = WholeDateField(
        required=False,
        label=_("What date?"),
        help_text=_(
            "Leave this empty if there is no date. For example, 6 November 2026"
        ),
    )
    decide_by_reason = one_of(choices.DeadlineReason, _("What happens on that day?"))
    decide_by_note = words(_("Anything about this date? (optional)"), 300)

    def clean_decide_by(self) -> Any:
        day = self.cleaned_data["decide_by"]
        if self.cleaned_data.get("decide_by_certainty") not in DATED | {""}:
            return None
        today = timezone.localdate()
        if day and day < today:
            raise forms.ValidationError(
                _("This date has passed. Enter a date from today on")
            )
        if day and day > today + timedelta(days=366 * YEARS_AHEAD):
            raise forms.ValidationError(
                _("This date is more than 5 years away. Check the year")
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        certainty, day = cleaned.get("decide_by_certainty"), cleaned.get("decide_by")
        if certainty and certainty not in DATED:
            self.errors.pop("decide_by", None)
        if certainty in DATED and not day and "decide_by" not in self.errors:
            self.add_error(
                "decide_by", _("Enter the date, or choose “I do not know” above")
            )
        if day and not certainty and "decide_by_certainty" not in self.errors:
            cleaned["decide_by_certainty"] = choices.Certainty.EXACT
        return cleaned

    def taken_away(self) -> set[str]:
        """Without a date there is nothing that happens on it."""
        certainty = self.cleaned_data.get("decide_by_certainty", "")
        dateless = certainty and certainty not in DATED
        return super().taken_away() | (set(OF_DATE) if dateless else set())

    def answers(self) -> dict[str, Any]:
        left = self.taken_away()
        given = super().answers()
        return {name: value for name, value in given.items() if name not in left}


class DecidingForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("decision_role", "leaning")

    decision_role = one_of(choices.DecisionRole, _("Choose what fits best (optional)"))
    leaning = words(
        _("Are you leaning towards something? (optional)"),
        300,
        help_text=_("For example: “I would rather avoid an operation”."),
    )


class MattersForm(AnswerForm):
    """Five places, most important first; nothing stands in two of them."""

    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("what_matters", "what_matters_note")

    what_matters_note = words(
        _("In your own words (optional)"),
        4000,
        rows=3,
        help_text=_("For example: “To be at my daughter's wedding in May”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [
            _("Matters most"),
            _("In second place"),
            _("In third place"),
            _("In fourth place"),
            _("In fifth place"),
        ]
        chosen = [*self.instance.what_matters, *[""] * len(PLACES)]
        for name, label, value in zip(PLACES, labels, chosen, strict=False):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", _("Choose, or leave empty")), *choices.Matters.choices],
                required=False,
                error_messages={"invalid_choice": _("Choose from the list")},
            )
            self.initial[name] = value
        self.order_fields([*PLACES, "what_matters_note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ranked: list[str] = []
        for name in PLACES:
            value = cleaned.get(name)
            if value and value in ranked:
                text = _("“%(what)s” stands in 2 places. Choose something else here")
                what = choices.Matters(value).label
                self.add_error(name, forms.ValidationError(text, params={"what": what}))
            elif value:
                ranked.append(value)
        self.ranked = ranked
        return cleaned

    def answers(self) -> dict[str, Any]:
        sent = any(self.was_sent(name) for name in PLACES)
        wrong = any(name in self.errors for name in PLACES)
        ranking = {"what_matters": self.ranked} if sent and not wrong else {}
        return super().answers() | ranking

    def label_of(self, name: str) -> str:
        if name == "what_matters":
            return str(_("What matters most, all places"))
        return super().label_of(name)


class AfterForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("after_opinion",)

    after_opinion = one_of(choices.After, _("Choose what fits best"))


class DisciplinesForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("disciplines",)

    disciplines = some_of(
        choices.Discipline,
        _("Choose as many as you like (optional)"),
        help_text=_("If you are not sure, choose “Let the team decide”."),
    )


class VideoForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("video",)

    video = one_of(choices.Video, _("Choose what fits best (optional)"))


class PracticalForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = ConsultationRequest
        fields = ("travel_limits", "dates_unavailable", "budget")

    travel_limits = words(
        _("Is there something that makes travelling hard? (optional)"),
        4000,
        rows=3,
        help_text=_("For example a visa, the cost, or your strength."),
    )
    dates_unavailable = words(
        _("Days when we cannot reach you (optional)"),
        300,
        help_text=_("For example: “3 to 10 December, in hospital”."),
    )
    budget = one_of(choices.Budget, _("What part does cost play? (optional)"))
