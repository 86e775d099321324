"""Where sessions are kept: one row each, which also says whose it is and when it was last seen.

Django's own table says neither, and allauth's list of sessions writes a second row at every
request; here being seen costs one UPDATE in ten minutes (quality 1: a GET writes nothing else).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Max

from rapport.kernel import clock
from rapport.kernel.rows import fetch
from rapport.people.accounts.models import Session

SEEN_EVERY = timedelta(minutes=10)
AWAY_FROM = timedelta(days=1)
"""Whoever was seen in no browser for so long was away, and for so long after their return it is remembered."""
_USER = "_auth_user_id"
_KEY = re.compile("[a-z0-9]{8,40}")
_KEPT = """
    SELECT session_data, began_at, last_seen_at, away_since, back_at
    FROM accounts_session WHERE session_key = %s AND expire_date > %s
"""


class SessionStore(DatabaseStore):
    """Django's database sessions on a table of our own; `ip` and `user_agent` are given by a middleware."""

    ip = ""
    user_agent = ""
    began_at: datetime | None = None
    last_seen_at: datetime | None = None
    away_since: datetime | None = None
    back_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether a browser may mean a session by `key`; PostgreSQL cannot be asked for every text."""
        return key is not None and _KEY.fullmatch(key) is not None

    def load(self) -> dict[str, Any]:
        """What is kept, or nothing where the session ended."""
        found = fetch(_KEPT, self.session_key, clock.now(), kinds=(str, *[datetime] * 4))
        if not found:
            self._session_key = None
            return {}
        ((data, self.began_at, self.last_seen_at, self.away_since, self.back_at),) = found
        kept: dict[str, Any] = self.decode(data)
        return kept

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be written."""
        now = clock.now()
        self.last_seen_at = now
        self.began_at = self.began_at or now
        account_id = int(data[_USER]) if _USER in data else None
        if account_id is not None and self.back_at is None:
            self._note_return(_latest(account_id), now)
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=account_id,
            began_at=self.began_at,
            last_seen_at=now,
            away_since=self.away_since,
            back_at=self.back_at,
            ip=self.ip[:45],
            user_agent=self.user_agent[:200],
        )

    def seen(self, *, now: datetime) -> bool:
        """Note that a signed-in browser was here, at most once in ten minutes; gives whether it was noted."""
        if self.last_seen_at is None or now - self.last_seen_at < SEEN_EVERY:
            return False
        if now - self.last_seen_at >= AWAY_FROM and _USER in self:
            self._note_return(_latest(int(self[_USER])), now)
        self.last_seen_at = now
        changes = {
            "last_seen_at": now,
            "expire_date": self.get_expiry_date(modification=now),
            "away_since": self.away_since,
            "back_at": self.back_at,
        }
        return bool(Session.objects.filter(session_key=self.session_key).update(**changes))

    def away(self, now: datetime) -> datetime | None:
        """Since when the member was away who came back within the last day; None where they were not (FEED-4).

        The first page after their return knows it too, which is noted only when it is answered.
        """
        if self.last_seen_at is not None and now - self.last_seen_at >= AWAY_FROM and _USER in self:
            self._note_return(_latest(int(self[_USER])), now)
        back = self.back_at
        return self.away_since if back is not None and now - back < AWAY_FROM else None

    def forget_away(self) -> None:
        """They have caught up."""
        self.away_since = self.back_at = None
        Session.objects.filter(session_key=self.session_key).update(away_since=None, back_at=None)

    def _note_return(self, latest: datetime | None, now: datetime) -> None:
        if latest is not None and now - latest >= AWAY_FROM:
            self.away_since, self.back_at = latest, now


def _latest(account_id: int) -> datetime | None:
    """When an account was last seen in any browser."""
    found = Session.objects.filter(account_id=account_id).aggregate(at=Max("last_seen_at"))
    at: datetime | None = found["at"]
    return at
