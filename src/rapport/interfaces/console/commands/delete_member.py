"""`rapport delete-member`: deletes a member for good."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.members import account_of
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.people.accounts import actions


def run(arguments: argparse.Namespace) -> int:
    """Erase the member without a grace period; the address is free at once, the handle is never given to another.

    Raises: Trouble, where there is no such member, or without `--yes`; Absent, where they left already.
    """
    account = account_of(arguments.handle)
    if not arguments.yes:
        raise Trouble("This cannot be taken back. Add --yes to go on.", status=2)
    actions.erase(account_id=account.pk, now=clock.now())
    print(f"@{arguments.handle.removeprefix('@')} is deleted.")
    return 0
