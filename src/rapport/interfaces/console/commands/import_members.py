"""`rapport import-members`: makes members of a list that organisers have, without a mail to anybody (OPS-1).

Their addresses count as the organisers' word for them: who owns the mailbox signs in by a code that
is sent there when they ask for it, and chooses a password then. An address that has an account is left alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.db import transaction

from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.members_csv import MemberList, MemberRow
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.profiles.actions import facts
from rapport.interfaces.console.output import print_json
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.kernel.errors import RapportError
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import actions, queries

FACTS = ("about", "location", "industry")


def run(arguments: argparse.Namespace) -> int:
    """Make a member of each row; with `--dry-run` everything is rolled back.

    Raises: Trouble, where the file is not there; Unreadable, where it is no such list.
    """
    file: Path = arguments.file
    if not file.is_file():
        raise Trouble(f"{file} is not there.")
    told = _all(MemberList(file), dry_run=arguments.dry_run)
    if arguments.json:
        print_json({"dry_run": arguments.dry_run, **told})
    else:
        print(
            f"{told['rows']} rows: {told['made']} made, {told['known']} known already, {len(told['failed'])} failed."
        )
        for one in told["failed"]:
            print(f"line {one['line']}: {one['reason']}", file=sys.stderr)
        if arguments.dry_run:
            print("This was a dry run: nothing was written.")
    return 0


def _all(members: MemberList, *, dry_run: bool) -> dict[str, Any]:
    made: list[str] = []
    failed: list[dict[str, Any]] = []
    rows = known = 0
    with transaction.atomic():  # a list is taken in whole or not at all, but for the rows it reports
        for row in members.rows():
            rows += 1
            reason = row.reason if isinstance(row, BadRow) else ""
            if isinstance(row, MemberRow):
                try:
                    handle = _make(row)
                except RapportError as wrong:
                    reason = wrong.sentence()
                else:
                    known += not handle
                    made += [handle] if handle else []
            elif not reason:
                reason = "It names nobody."
            if reason:
                failed.append({"line": row.line, "reason": reason})
        transaction.set_rollback(dry_run)
    return {"rows": rows, "made": len(made), "known": known, "failed": failed, "handles": made}


def _make(row: Row) -> str:
    """Make one member; gives the handle, "" where the address has an account. Raises: Invalid."""
    assert isinstance(row, MemberRow)
    if queries.address_taken(row.email):
        return ""
    with transaction.atomic():
        account = actions.create_member(
            handle=row.handle or queries.free_handle(row.name),
            email=row.email,
            name=row.name,
            headline=row.headline,
            password=None,
            now=clock.now(),
            limits=limits.current(),
        )
        assert account.actor is not None
        told = {name: getattr(row, name) for name in FACTS if getattr(row, name)}
        if told:
            facts.edit_facts(owner_id=account.actor.pk, changes=told)
    return account.actor.handle
