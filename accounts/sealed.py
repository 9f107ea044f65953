"""Text that a copy of the database does not tell."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


class SealedText(models.TextField):
    """Text encrypted with a key made of SECRET_KEY, which is kept apart from the database.

    Read back it is the text again, or None when it was sealed with another SECRET_KEY.
    Nothing can be looked for in it; no text at all stays no text.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, *about: Any) -> str | None:
        return unseal(value) if value else value


def seal(text: str) -> str:
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    # A key of its own: what signs sessions and links is used for nothing else.
    key = HKDF(SHA256(), length=32, salt=None, info=b"sidelight sealed text")
    return Fernet(urlsafe_b64encode(key.derive(secret.encode())))
