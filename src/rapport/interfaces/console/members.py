"""Finding whom a command is about."""

from __future__ import annotations

from rapport.interfaces.console.trouble import Trouble
from rapport.people.accounts.models import Account


def account_of(handle: str) -> Account:
    """The account of `@handle`, also a suspended one.

    Raises: Trouble, where there is none.
    """
    found = Account.objects.select_related("actor").filter(actor__handle=handle.removeprefix("@")).first()
    if found is None:
        raise Trouble(f"There is no member @{handle.removeprefix('@')}.")
    return found
