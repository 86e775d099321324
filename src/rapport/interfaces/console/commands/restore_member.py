"""`rapport restore-member`: brings a suspended member back."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.members import account_of
from rapport.interfaces.console.trouble import Trouble
from rapport.people.accounts.actions import standing


def run(arguments: argparse.Namespace) -> int:
    """Restore the member with all their ties.

    Raises: Trouble, where there is no such member or they are not suspended.
    """
    account = account_of(arguments.handle)
    if not standing.restore(account_id=account.pk):
        raise Trouble(f"@{arguments.handle.removeprefix('@')} is not suspended.")
    print(f"@{arguments.handle.removeprefix('@')} is back.")
    return 0
