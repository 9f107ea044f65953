"""What a new password must be, in our own words: Django's are not in every language."""

from __future__ import annotations

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = _("This password is too short. Use at least %(n)s characters.")
        return words % {"n": self.min_length}


class HardToGuess(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another one.")


class UnlikeAddress(django.UserAttributeSimilarityValidator):
    """Of what Django compares with, our accounts have the address only."""

    def get_error_message(self) -> str:
        return _("This password is too much like your e-mail address. Choose another.")
