"""`rapport create-member`: makes a verified member, ready to sign in."""

from __future__ import annotations

import argparse
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rapport.interfaces.console.output import print_json
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import actions


def run(arguments: argparse.Namespace) -> int:
    """Make the member; the password is read from standard input, to the end.

    Raises: Trouble, where no password comes; Invalid, naming what cannot be taken.
    """
    password = _typed()
    handle = arguments.handle.removeprefix("@")
    account = actions.create_member(
        handle=handle,
        email=arguments.email,
        name=arguments.name,
        headline=arguments.headline,
        password=password,
        organiser=arguments.organiser,
        now=clock.now(),
        limits=limits.current(),
    )
    try:
        validate_password(password, account)
    except ValidationError as weak:
        # whoever has this console may decide; the member hears the same at their next change
        print(f"The password is weak: {' '.join(weak.messages)}", file=sys.stderr)
    if arguments.json:
        print_json({"handle": handle, "email": account.email, "organiser": account.is_organiser})
    else:
        print(f"@{handle} can sign in as {account.email}.")
    return 0


def _typed() -> str:
    """The password from standard input. Raises: Trouble, where none comes, or none that a page could take."""
    try:
        password = sys.stdin.buffer.read().decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Trouble("The password on standard input is not text in UTF-8.", status=2) from None
    if not password:
        raise Trouble("No password came on standard input.", status=2)
    if "\0" in password:
        raise Trouble("The password holds a NUL, which no page takes.", status=2)
    return password
