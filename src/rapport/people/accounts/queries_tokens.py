"""Readings of API tokens: whom one speaks for, and the list their owner sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.errors import Absent
from rapport.kernel.rows import fetch
from rapport.people.accounts.models import Account, ApiToken
from rapport.people.accounts.rules_tokens import PREFIX, Scope, digest
from rapport.people.actors.rules import Status


@dataclass(frozen=True)
class Bearer:
    """The member a token speaks for, and what it may do for them."""

    token_id: int
    account_id: int
    actor_id: int
    status: Status
    is_organiser: bool
    is_moderator: bool
    suspended_until: datetime | None
    suspension_reason: str
    scopes: tuple[Scope, ...]


@dataclass(frozen=True)
class TokenRow:
    """A token as its owner sees it in a list; the token itself is shown to nobody again."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime


_BEARER = """
    SELECT token.id, account.id, actor.id, actor.status, account.is_organiser, account.is_moderator,
           account.suspended_until, account.suspension_reason, token.scopes
    FROM accounts_apitoken token
    JOIN accounts_account account ON account.id = token.account_id
    JOIN actors_actor actor ON actor.id = account.actor_id
    WHERE token.digest = %s AND account.is_active AND account.deleted_at IS NULL AND actor.status <> %s
"""
_KINDS = (int, int, int, str, bool, bool, datetime, str, str)


def bearer(token: str) -> Bearer | None:
    """Whom this token speaks for, by one statement; None where it is nobody's, or its account is closed."""
    if not token.startswith(PREFIX):
        return None
    for *ids, status, organises, moderates, until, reason, scopes in fetch(
        _BEARER, digest(token), Status.DELETED.value, kinds=_KINDS
    ):
        token_id, account_id, actor_id = ids
        return Bearer(
            token_id=token_id,
            account_id=account_id,
            actor_id=actor_id,
            status=Status(status),
            is_organiser=organises,
            is_moderator=moderates,
            suspended_until=until,
            suspension_reason=reason,
            scopes=_scopes(scopes),
        )
    return None


def tokens_of(account_id: int) -> list[TokenRow]:
    """The tokens of an account, latest first."""
    rows = ApiToken.objects.filter(account_id=account_id).order_by("-created_at", "-pk")
    return [
        TokenRow(pk, name, _scopes(scopes), created_at)
        for pk, name, scopes, created_at in rows.values_list("pk", "name", "scopes", "created_at")
    ]


def account_of(handle: str) -> int:
    """The account behind `@handle`, for the operator's commands.

    Raises: Absent, where there is none.
    """
    found = Account.objects.filter(actor__handle=handle).values_list("pk", flat=True).first()
    if found is None:
        raise Absent("There is no member @{handle}.", handle=handle)
    return found


def _scopes(written: str) -> tuple[Scope, ...]:
    known = {scope.value for scope in Scope}
    return tuple(Scope(name) for name in written.split() if name in known)
