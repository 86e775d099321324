"""Finding whom a command is about."""

from __future__ import annotations

from rapport.interfaces.console.trouble import Trouble
from rapport.people.accounts.models import Account


def account_of(handle: str) -> Account:
    """The account of `@handle`, also a suspended one.

    Raises: Trouble, where there is none, or where they left.
    """
    members = Account.objects.select_related("actor").filter(deleted_at=None)
    found = members.filter(actor__handle=handle.removeprefix("@")).first()
    if found is None:
        raise Trouble(f"There is no member @{handle.removeprefix('@')}.")
    return found
