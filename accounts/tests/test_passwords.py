"""Why a new password is refused, in words that can be translated like every other."""

from __future__ import annotations

import pytest
from django.urls import reverse

SHORT = "This password is too short. Use at least 10 characters."
COMMON = "Many people use this password. Choose another one."
LIKE = "This password is too much like your e-mail address. Choose another."
REFUSED = {"lamp-3": SHORT, "1234567890": COMMON, "wen@example.org": LIKE}


@pytest.mark.parametrize(("password", "problem"), REFUSED.items())
def test_refused_password_says_what_to_do(client, wen, password, problem):
    client.force_login(wen)

    response = client.post(
        reverse("account_set_password"), {"password1": password, "password2": password}
    )

    wen.refresh_from_db()
    assert not wen.has_usable_password()
    assert problem in response.text
