"""`rapport suspend`: takes a member out of the network until a day, or until restored."""

from __future__ import annotations

import argparse
from datetime import timedelta

from rapport.interfaces.console.members import account_of
from rapport.kernel import clock
from rapport.people.accounts.actions import standing


def run(arguments: argparse.Namespace) -> int:
    """Suspend the member; their sessions end at once, and they read the reason.

    Raises: Trouble, where there is no such member; Invalid, without a reason.
    """
    account, now = account_of(arguments.handle), clock.now()
    until = now + timedelta(days=arguments.days) if arguments.days else None
    standing.suspend(account_id=account.pk, reason=arguments.reason, until=until, now=now)
    end = f"until {until:%Y-%m-%d %H:%M} UTC" if until else "until restored"
    print(f"@{arguments.handle.removeprefix('@')} is suspended {end}.")
    return 0
