"""How a person is found: allauth's backend; the person of a session costs less."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigAutoField

from accounts.models import User
from accounts.one_row import Given, OneRow

_user = OneRow(lambda: User.objects.filter(pk=Given("pk", BigAutoField())))


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = _user.get(pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
