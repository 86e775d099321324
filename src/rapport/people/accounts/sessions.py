"""Where sessions are kept: one row each, which also says whose it is and when it was last seen.

Django's own table says neither, and allauth's list of sessions writes a second row at every
request; here being seen costs one UPDATE in ten minutes (quality 1: a GET writes nothing else).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from rapport.kernel import clock
from rapport.kernel.rows import fetch
from rapport.people.accounts.models import Session

SEEN_EVERY = timedelta(minutes=10)
_USER = "_auth_user_id"
_KEY = re.compile("[a-z0-9]{8,40}")
_KEPT = """
    SELECT session_data, began_at, last_seen_at FROM accounts_session WHERE session_key = %s AND expire_date > %s
"""


class SessionStore(DatabaseStore):
    """Django's database sessions on a table of our own; `ip` and `user_agent` are given by a middleware."""

    ip = ""
    user_agent = ""
    began_at: datetime | None = None
    last_seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a browser may mean a session by `key`; PostgreSQL cannot be asked for every text."""
        return key is not None and _KEY.fullmatch(key) is not None

    def load(self) -> dict[str, Any]:
        """What is kept, or nothing where the session ended."""
        found = fetch(_KEPT, self.session_key, clock.now(), kinds=(str, datetime, datetime))
        if not found:
            self._session_key = None
            return {}
        ((data, self.began_at, self.last_seen_at),) = found
        kept: dict[str, Any] = self.decode(data)
        return kept

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be written."""
        now = clock.now()
        self.last_seen_at = now
        self.began_at = self.began_at or now
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=int(data[_USER]) if _USER in data else None,
            began_at=self.began_at,
            last_seen_at=now,
            ip=self.ip[:45],
            user_agent=self.user_agent[:200],
        )

    def seen(self, *, now: datetime) -> bool:
        """Note that a signed-in browser was here, at most once in ten minutes; gives whether it was noted."""
        if self.last_seen_at is None or now - self.last_seen_at < SEEN_EVERY:
            return False
        self.last_seen_at = now
        changes = {"last_seen_at": now, "expire_date": self.get_expiry_date(modification=now)}
        return bool(Session.objects.filter(session_key=self.session_key).update(**changes))
