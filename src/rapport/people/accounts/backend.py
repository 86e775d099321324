"""Signing in by address and password, with the public face fetched alongside."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BooleanField, DateTimeField, Model

from rapport.kernel.rows import fetch
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend; every page needs the account's actor too, so both come by one SELECT."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, while it may be used."""
        account = _account(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None


def _account(account_id: int) -> Account | None:
    """An account with its actor, by a statement that is composed once: every page of a member begins with it."""
    own, face = _columns(Account), _columns(Actor)
    found = fetch(_statement(), account_id, kinds=(*own.values(), *face.values()))
    if not found:
        return None
    values = found[0]
    account: Account = Account.from_db("default", list(own), values[: len(own)])
    if account.actor_id is not None:
        account.actor = Actor.from_db("default", list(face), values[len(own) :])
    return account


@cache
def _columns(model: type[Model]) -> dict[str, type]:
    """The columns of a table in the order of its fields, each with what `fetch` has to read it as."""
    kinds = {BooleanField: bool, DateTimeField: datetime}
    return {str(one.attname): kinds.get(type(one), str) for one in model._meta.concrete_fields}


_SIGNED_IN = """
    SELECT {columns} FROM accounts_account a LEFT JOIN actors_actor f ON f.id = a.actor_id WHERE a.id = %s
"""


@cache
def _statement() -> str:
    columns = [f"a.{one}" for one in _columns(Account)] + [f"f.{one}" for one in _columns(Actor)]
    return _SIGNED_IN.replace("{columns}", ", ".join(columns))
