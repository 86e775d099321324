"""`rapport sign-up-code`: prints a new code for signing up, alone, so that a script can take it."""

from __future__ import annotations

import argparse

from rapport.kernel import clock
from rapport.people.accounts.actions import joining


def run(arguments: argparse.Namespace) -> int:
    """Make a code; it is shown this once and good once.

    Raises: Invalid, where the address cannot be one.
    """
    print(joining.make_code(email=arguments.email, now=clock.now()))
    return 0
