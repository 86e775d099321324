"""`rapport appoint`: makes a member organiser or moderator, or takes it back."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.members import account_of
from rapport.people.accounts import actions
from rapport.people.accounts.rules import Duty


def run(arguments: argparse.Namespace) -> int:
    """Give the duty or take it back; in force at the member's next page.

    Raises: Trouble, where there is no such member; Refused, where nobody would be left to organise.
    """
    account, duty = account_of(arguments.handle), Duty(arguments.duty)
    changed = actions.appoint(account_id=account.pk, duty=duty, holds=not arguments.end)
    so = f"no {duty.value} any more" if arguments.end else f"{_an(duty)} now"
    already = "were none before" if arguments.end else "were one before"
    print(
        f"@{arguments.handle.removeprefix('@')} is {so}." if changed else f"Nothing changed: they {already}."
    )
    return 0


def _an(duty: Duty) -> str:
    return f"an {duty.value}" if duty is Duty.ORGANISER else f"a {duty.value}"
