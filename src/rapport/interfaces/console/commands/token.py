"""`rapport token`: prints a new API token, alone, so that a script can take it."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.members import account_of
from rapport.kernel import clock
from rapport.people.accounts import actions_tokens


def run(arguments: argparse.Namespace) -> int:
    """Make a token of the member; it is shown this once.

    Raises: Trouble, where there is no such member; Invalid, for a scope that is none.
    """
    account = account_of(arguments.handle)
    token = actions_tokens.make_token(
        account_id=account.pk,
        name=arguments.name,
        scopes=arguments.scope.replace(",", " ").split(),
        now=clock.now(),
    )
    print(token)
    return 0
