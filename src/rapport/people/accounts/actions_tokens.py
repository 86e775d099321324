"""Writings of API tokens: made, shown once, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Refused
from rapport.people.accounts.models import Account, ApiToken
from rapport.people.accounts.rules_tokens import AT_MOST, NAME_LENGTH, digest, draw, read_scopes


@transaction.atomic
def make_token(*, account_id: int, name: str, scopes: Iterable[str], now: datetime) -> str:
    """Make a token of this account and give it in the clear, this once; only a hash of it is kept (OPS-6).

    Raises: Absent, where there is no such account; Invalid (`name`, `scopes`); Refused with `token_limit`.
    """
    shown = text.one_line(name, field="name", at_most=NAME_LENGTH, at_least=1)
    allowed = read_scopes(scopes)
    if not Account.objects.select_for_update(no_key=True).filter(pk=account_id).exists():
        raise Absent
    if ApiToken.objects.filter(account_id=account_id).count() >= AT_MOST:
        raise Refused(
            "You have {count} tokens, the most there may be. Take one back first.",
            code="token_limit",
            count=AT_MOST,
        )
    token = draw()
    ApiToken.objects.create(
        account_id=account_id, name=shown, digest=digest(token), scopes=" ".join(allowed), created_at=now
    )
    return token


@transaction.atomic
def revoke_token(*, account_id: int, token_id: int) -> None:
    """Take a token back; it opens nothing from this moment on.

    Raises: Absent, where this account has no such token.
    """
    gone, _ = ApiToken.objects.filter(pk=token_id, account_id=account_id).delete()
    if not gone:
        raise Absent


@transaction.atomic
def revoke_all_tokens(*, account_id: int) -> int:
    """Take every token of an account back; gives how many there were."""
    gone, _ = ApiToken.objects.filter(account_id=account_id).delete()
    return gone
