"""Every command with its arguments, in one table; nothing here knows Django."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LONGEST_DAYS = 36_500
"""A hundred years: what is meant to last longer has no end."""


@dataclass(frozen=True)
class Command:
    """One command: `does` in a line, `more` for its own help; `makes` says that it may make a new instance."""

    name: str
    does: str
    arguments: Callable[[argparse.ArgumentParser], None]
    more: str = ""
    makes: bool = False
    django: bool = True
    module: str = ""


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: use a number from 1 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def _days(text: str) -> int:
    number = _count(text)
    if number > LONGEST_DAYS:
        raise argparse.ArgumentTypeError(f"{text} is more than {LONGEST_DAYS} days")
    return number


def _nothing(_: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _handle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--handle", required=True, metavar="H", help="whose, such as mara")


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="default: 127.0.0.1")
    parser.add_argument(
        "--workers",
        type=_count,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that answer requests (default: one a core)",
    )
    parser.add_argument("--access-log", action="store_true", help="write a line for each request")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepare", action="store_true", help="also make, migrate and fill what is missing")
    _json(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--members", type=_count, metavar="N", help="generated members (default: 300)")
    parser.add_argument(
        "--edges", type=Path, metavar="FILE", help="a real graph instead: one connection `a b` a line"
    )
    parser.add_argument(
        "--attributes",
        type=Path,
        metavar="FILE",
        help="what stands behind its nodes, row i for node i: "
        "status, gender, major, second major, dorm, year, high school",
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another seed, other people (default: 1)"
    )
    _json(parser)


def _create_member(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument("--email", required=True, metavar="E", help="the address they sign in with")
    parser.add_argument("--name", required=True, metavar="N", help="the name they are shown by")
    parser.add_argument("--headline", default="", metavar="H", help="the line under the name")
    parser.add_argument(
        "--password-stdin", action="store_true", required=True, help="read the password from standard input"
    )
    parser.add_argument("--organiser", action="store_true", help="may open the admin pages")
    _json(parser)


def _token(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument("--scope", default="all", metavar="S", help="what it may do; `all` for everything")
    parser.add_argument(
        "--name", default="made on the console", metavar="N", help="how its owner finds it again"
    )


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a setting, such as note_length")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="its new value")
    _json(parser)


def _sign_up_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", default="", metavar="E", help="good for this address alone")


def _approve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", default="", metavar="E", help="whose; without it, say who waits")
    _json(parser)


def _appoint(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument(
        "duty",
        choices=["organiser", "moderator"],
        help="organiser: may open the admin pages and moderate; moderator: handles what is reported",
    )
    parser.add_argument("--end", action="store_true", help="take it back")


def _suspend(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument("--reason", required=True, metavar="R", help="what the member is told")
    parser.add_argument("--days", type=_days, metavar="N", help="for so many days (default: until restored)")


def _delete(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument("--yes", action="store_true", help="yes, for good")


def _rebuild(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["graph", "feed", "search"],
        help="graph: who is connected to whom; feed: who posted what; search: who is found by which words",
    )


def _export(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    parser.add_argument("out", metavar="OUT.zip", help="the file to write")


def _import_archive(parser: argparse.ArgumentParser) -> None:
    _handle(parser)
    _file(parser, "FILE.zip", "the archive; an address book (.vcf) or résumé (.json) does too")


def _import_members(parser: argparse.ArgumentParser) -> None:
    _file(parser, "FILE.csv", "a list with at least names and email addresses")


def _file(parser: argparse.ArgumentParser, name: str, meaning: str) -> None:
    parser.add_argument("file", type=Path, metavar=name, help=meaning)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would become of it, and write nothing"
    )
    _json(parser)


COMMANDS = (
    Command(
        "serve",
        "serve an instance; creates and migrates its directory on first use",
        _serve,
        makes=True,
        django=False,
    ),
    Command("worker", "do jobs (mail, expiry); `serve` runs one by itself", _nothing),
    Command(
        "demo",
        "fill an instance with the cast and generated members, or with a real graph",
        _demo,
        more="Fills an empty instance. A second run on a demo changes nothing and prints the login again; an "
        "instance with members of its own is left alone.",
        makes=True,
    ),
    Command("create-member", "make a verified member", _create_member, makes=True),
    Command(
        "import-archive",
        "import a LinkedIn archive for a member",
        _import_archive,
        more="Takes all parts of the file in for the member, and prints per file what became of its rows. Nobody "
        "is mailed, invited or told; the member sees the report at /import and can take it back there.",
    ),
    Command(
        "import-members",
        "make members of a list, without a mail",
        _import_members,
        more="Makes a member of each row whose address has no account. They sign in by a code that is sent to "
        "that address when they ask for it; nobody is mailed now.",
    ),
    Command("token", "print a new API token", _token),
    Command(
        "set",
        "change a site setting, or list them all",
        _set,
        more="Changes a site setting, in force on a running server at its next request. Without VALUE it shows "
        "one setting, without NAME all of them.",
        makes=True,
        module="settings",
    ),
    Command("sign-up-code", "print a new code for signing up", _sign_up_code),
    Command("approve", "let someone in who asked to join, or say who waits", _approve),
    Command("appoint", "make a member organiser or moderator, or no longer", _appoint),
    Command("suspend", "take a member out of the network until restored", _suspend),
    Command("restore-member", "bring a suspended member back", _handle),
    Command("delete-member", "delete a member for good", _delete),
    Command("export", "write everything of a member's own into a zip", _export),
    Command(
        "rebuild",
        "build an index anew from the database, while pages go on",
        _rebuild,
        more="An index that is missing, damaged or of an older version is built by itself; this is for when "
        "you doubt it.",
    ),
    Command("check", "say whether this instance can run here", _check),
)
