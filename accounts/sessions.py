"""Sessions in the database, as Django keeps them; reading one costs less.

The name is a setting (SESSION_ENGINE), and Django looks for `SessionStore` in it.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from accounts.one_row import Given, OneRow

_session = OneRow(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()),
        expire_date__gt=Given("now", DateTimeField()),
    )
)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = _session.get(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def save(self, must_create: bool = False) -> None:
        """A database that could not write says so itself.

        Django takes every failure for a session that ended meanwhile, and the person would
        be told that their browser sent half of a form.
        """
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            failure = error.__context__
            if isinstance(failure, OperationalError):
                raise failure from failure.__cause__
            raise
