"""`rapport approve`: lets someone in who asked to join, or lists who waits."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.output import print_json
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.people.accounts import queries
from rapport.people.accounts.actions import joining
from rapport.people.accounts.models import Account


def run(arguments: argparse.Namespace) -> int:
    """Let the account of that address in; without an address say who waits.

    Raises: Trouble, where nobody waits under that address.
    """
    if not arguments.email:
        return _list(as_json=arguments.json)
    found = Account.objects.filter(email__iexact=arguments.email.strip(), deleted_at=None).first()
    if found is None or not joining.approve(account_id=found.pk, now=clock.now()):
        raise Trouble(f"Nobody waits under the address {arguments.email}.")
    print(f"{found.email} may come in.")
    return 0


def _list(*, as_json: bool) -> int:
    waiting = queries.applications()
    if as_json:
        print_json(
            [{"email": one.email, "said": one.application, "asked_at": one.joined_at} for one in waiting]
        )
    elif waiting:
        for one in waiting:
            print(f"{one.email}  {one.joined_at:%Y-%m-%d}  {one.application}".rstrip())
    else:
        print("Nobody waits.")
    return 0
