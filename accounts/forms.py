"""Questions of the sign-in pages and of the page about oneself."""

from __future__ import annotations

import unicodedata
import zoneinfo
from functools import cache
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.models import User
from accounts.text_fields import TextField

REGIONS = {
    "Africa",
    "America",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


class AddressField(forms.EmailField):
    """An e-mail address as the key to an account: one spelling, small letters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        kwargs.setdefault("max_length", 254)
        kwargs["widget"] = forms.EmailInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        )
        kwargs["error_messages"] = {
            "required": _("Enter your e-mail address."),
            "invalid": _("Write the address like name@example.org."),
            "max_length": _("This address is too long. Check it again."),
            "null_characters_not_allowed": _(
                "Write the address like name@example.org."
            ),
        }
        super().__init__(**kwargs)

    def to_python(self, value: str | None) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value)).strip()

    def clean(self, value: str | None) -> str:
        return super().clean(value).lower()


def password_field(
    label: Any, *, new: bool = False, missing: Any = None
) -> forms.CharField:
    """A password box without a placeholder and with an error that says what to do."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=_("At least 10 characters. A short sentence is easy to remember.")
        if new
        else "",
        error_messages={
            "required": missing or _("Type your password."),
            "max_length": _("This is longer than any password here. Check it again."),
            "null_characters_not_allowed": _("Type the password by hand."),
        },
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if new else "current-password"}
        ),
    )


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    """Asks for the address a code is sent to.

    Afterwards `_user` is who gets the code. A member of staff gets none: `staff` is set
    instead. The page is the same in every case.
    """

    email = AddressField()
    staff: User | None = None

    def clean_email(self) -> str:
        email = super().clean_email()
        user = getattr(self, "_user", None)
        if user is not None and people.needs_password(user):
            self.staff, self._user = user, None
        return email


class PasswordSignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        self.fields["password"] = password_field(_("Password"))
        self.order_fields(["login", "password"])


class CodeForm(allauth_forms.ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The code works for 15 minutes. You can paste it."),
        error_messages={
            "required": _("Type the 6 numbers from our e-mail."),
            "max_length": _("Type the 6 numbers from our e-mail."),
        },
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "sl-otp",
            }
        ),
    )

    def clean_code(self) -> str:
        # Full-width and Arabic digits are the same numbers to the person typing them.
        digits = (str(unicodedata.digit(c, c)) for c in self.cleaned_data["code"])
        self.cleaned_data["code"] = "".join(digits)
        return super().clean_code()


class ResetRequestForm(allauth_forms.ResetPasswordForm):
    email = AddressField()


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_words(self)


class FirstPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_words(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Your password now"))
        self.order_fields(["oldpassword", "password1", "password2"])
        _plain_words(self)


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    password = password_field(_("Password"))


def _plain_words(form: forms.Form) -> None:
    """Labels of the two new-password boxes; the checking fields stay allauth's own."""
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = _("New password"), _("New password again")
    first.help_text = _("At least 10 characters. A short sentence is easy to remember.")
    for field in (first, second):
        field.max_length = 1000
        field.widget.attrs.pop("placeholder", None)
    first.error_messages["required"] = _("Choose a password.")
    second.error_messages["required"] = _("Type the new password a second time.")


@cache
def time_zones() -> list[tuple[str, Any]]:
    """Time zones by part of the world, as choices of a select box."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in REGIONS:
            groups.setdefault(region, []).append((name, place.replace("_", " ")))
    return [("UTC", "UTC"), *groups.items()]


def one_of(label: Any, options: Any, problem: Any, **more: Any) -> forms.ChoiceField:
    """One answer of a list. The error says what to do and repeats nothing that was sent."""
    errors = {"required": problem, "invalid_choice": problem}
    return forms.ChoiceField(
        label=label, choices=options, error_messages=errors, **more
    )


def name_field(help_text: Any, **more: Any) -> TextField:
    """How a person is called, in any script."""
    return TextField(
        label=_("Your name"),
        help_text=help_text,
        max_length=User._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        **more,
    )


class PersonForm(forms.ModelForm):
    """What a person tells us about themself and how pages look to them."""

    class Meta:
        model = get_user_model()
        fields = ["name", "language", "time_zone", "theme"]

    name = name_field(_("How we write your name to you and our team."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = one_of(
            _("Language of pages and e-mails"),
            settings.LANGUAGES,
            _("Choose a language from the list"),
        )
        self.fields["time_zone"] = one_of(
            _("Time zone"),
            time_zones(),
            _("Choose a time zone from the list"),
            help_text=_("Times on our pages are shown in this time zone."),
        )
        self.fields["theme"] = one_of(
            _("Light or dark pages"),
            [
                ("", _("As my device is set")),
                ("light", _("Light")),
                ("dark", _("Dark")),
            ],
            _("Choose from the list"),
            required=False,
        )
