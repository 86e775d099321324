"""The `rapport` command: understands its arguments, starts Django where needed, runs one command.

Nothing here knows Django, so that `--help` is quick and the supervisor of `serve` stays small.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rapport.interfaces.console import start
from rapport.interfaces.console.arguments import COMMANDS, Command
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel.errors import RapportError

EPILOG = """\
RAPPORT_DATABASE_URL=postgresql://… uses PostgreSQL instead of SQLite, for every command.
`rapport COMMAND --help` says more about each."""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    top = argparse.ArgumentParser(
        prog="rapport",
        description="Rapport, the professional network that a community runs for itself.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.does, description=command.more or command.does)
        one.set_defaults(chosen=command)
        command.arguments(one)
        one.add_argument(
            "--data",
            metavar="DIR",
            help="the directory of the instance (default: $RAPPORT_DATA, else ./data)",
        )
    return top


def main(given: Sequence[str] | None = None) -> None:
    """Run one command and exit with its status."""
    arguments = parser().parse_args(given)
    sys.exit(run(arguments.chosen, arguments))


def _refuse_bytes(arguments: argparse.Namespace) -> None:
    """Raises: Trouble, where an argument is no text in UTF-8: nothing could be looked for or kept by it."""
    for name, value in vars(arguments).items():
        if (
            isinstance(value, str)
            and not value.isascii()
            and any("\ud800" <= sign <= "\udfff" for sign in value)
        ):
            raise Trouble(f"What was given as {name} is not text in UTF-8.", status=2)


def run(command: Command, arguments: argparse.Namespace) -> int:
    """Run `command`; what goes wrong on purpose is one sentence on standard error."""
    try:
        _refuse_bytes(arguments)
        directory = start.data_directory(arguments.data)
        if command.makes or getattr(arguments, "prepare", False):
            start.make_directory(directory)
        elif not directory.is_dir():
            raise Trouble(f"{directory} is not there. `rapport serve --data DIR` makes an instance.")
        if command.django:
            start.start_django()
            if command.name not in ("check", "worker"):
                start.module("prepare").ready(make=command.makes)
        status: int = start.module(f"commands.{command.module or command.name.replace('-', '_')}").run(
            arguments
        )
    except Trouble as trouble:
        print(f"rapport {command.name}: {trouble.sentence}", file=sys.stderr)
        return trouble.status
    except RapportError as refusal:
        print(f"rapport {command.name}: {refusal.sentence()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"rapport {command.name}: interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
    return status
