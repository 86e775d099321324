"""Bringing Django up for a command: the data directory first, then the settings.

Settings are read from the environment when they are imported, so `--data` has to stand
there before; what is wrong with them is said in a line each.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

from rapport.interfaces.console.trouble import Trouble

SETTINGS = "rapport.config.settings"


def data_directory(given: str | None) -> Path:
    """Where the instance lives: as given, else `RAPPORT_DATA`, else `./data`; told to the environment too."""
    directory = Path(given or os.environ.get("RAPPORT_DATA") or "data").absolute()
    os.environ["RAPPORT_DATA"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    return directory


def make_directory(directory: Path) -> None:
    """Make the data directory, for its owner alone, where it is not there yet.

    Raises: Trouble, where it cannot be made or written to.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise Trouble(f"{directory} is a file, not a directory.") from None
    except OSError as refused:
        raise Trouble(f"{directory} cannot be made: {refused.strerror}.") from None
    if not os.access(directory, os.W_OK | os.X_OK):
        raise Trouble(f"{directory} is not writable for this user.")


def start_django() -> None:
    """Read the settings and load every app.

    Raises: Trouble, naming each variable that cannot be taken.
    """
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ValueError as wrong:
        raise Trouble(_wrong_settings(wrong)) from None
    except OSError as refused:
        raise Trouble(f"{refused.filename or 'The data directory'}: {refused.strerror}.") from None
    import_module("django").setup()


def module(name: str) -> ModuleType:
    """A module of the console, imported now: most may be imported only once Django is ready."""
    return import_module(f"rapport.interfaces.console.{name}")


def _wrong_settings(wrong: ValueError) -> str:
    """What pydantic found, as a line for each variable; another ValueError as it stands."""
    errors = getattr(wrong, "errors", None)
    if errors is None:
        return f"The settings cannot be read: {wrong}"
    lines = []
    for error in errors(include_url=False):
        variable = "RAPPORT_" + "_".join(str(part) for part in error["loc"]).upper()
        reason = str(error["msg"]).removeprefix("Value error, ")
        lines.append(f"{variable} cannot be taken: {reason}.")
    return "\n".join(lines)
