"""`rapport export`: everything of a member's own, as a zip (OPS-2)."""

from __future__ import annotations

import argparse
from pathlib import Path

from rapport.content.exchange.actions import exporting
from rapport.interfaces.console.members import account_of
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.kernel.limits import queries as limits


def run(arguments: argparse.Namespace) -> int:
    """Write the archive; a file that is there already is replaced whole, or not at all.

    Raises: Trouble, where there is no such member, or the file cannot be written.
    """
    account = account_of(arguments.handle)
    path = Path(arguments.out)
    if path.suffix != ".zip" or path.is_dir():
        raise Trouble("Name a file that ends in .zip.", status=2)
    assert account.actor_id is not None  # found by its handle
    try:
        exporting.write(actor_id=account.actor_id, path=path, limits=limits.current(), now=clock.now())
    except OSError as cause:
        raise Trouble(f"{path} cannot be written: {cause.strerror}.") from cause
    print(f"Everything of @{arguments.handle.removeprefix('@')} is in {path}.")
    return 0
