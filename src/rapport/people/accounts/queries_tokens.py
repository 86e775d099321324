"""Readings of API tokens: whom one speaks for, and the list their owner sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.errors import Absent
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


def bearer(token: str) -> Bearer | None:
    """Whom this token speaks for, by one statement; None where it is nobody's, or its account is closed."""
    if not token.startswith(PREFIX):
        return None
    rows = ApiToken.objects.filter(
        digest=digest(token),
        account__is_active=True,
        account__deleted_at__isnull=True,
        account__actor__isnull=False,
    )
    row = rows.values_list(
        "pk",
        "account_id",
        "account__actor_id",
        "account__actor__status",
        "account__is_organiser",
        "account__is_moderator",
        "account__suspended_until",
        "account__suspension_reason",
        "scopes",
    ).first()
    if row is None or row[3] == Status.DELETED.value:
        return None
    token_id, account_id, actor_id, status, is_organiser, is_moderator, until, reason, scopes = row
    return Bearer(
        token_id=token_id,
        account_id=account_id,
        actor_id=actor_id,
        status=Status(status),
        is_organiser=is_organiser,
        is_moderator=is_moderator,
        suspended_until=until,
        suspension_reason=reason,
        scopes=_scopes(scopes),
    )


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
