"""How a table is written as text: three ways of quoting, each read and written here, so that both agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Dialect(StrEnum):
    """How fields are quoted."""

    PLAIN = "plain"
    """As RFC 4180: quoted where needed, quotes within doubled."""
    QUOTED = "quoted"
    """Every field quoted, the header too; quotes within doubled."""
    BACKSLASH = "backslash"
    """Quoted where needed; quotes within have a backslash before them, and so has a backslash."""


_SPECIAL = re.compile('[",\r\n]')
_ESCAPED = re.compile(r'\\(["\\])')
_TO_ESCAPE = re.compile(r'(["\\])')
_FORMULA = re.compile("'*[=+\\-@\t\r]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_MANGLED = re.compile('"(\n(?:"{1,2}\n)*)"')
_BREAK = re.compile("\n")


def prepared(line: str, dialect: Dialect) -> str:
    """A line of the file as the one quoting that is parsed: quotes within are doubled."""
    if dialect is Dialect.BACKSLASH and "\\" in line:
        return _ESCAPED.sub(lambda found: '""' if found[1] == '"' else "\\", line)
    return line


def written(cells: Iterable[str], dialect: Dialect) -> str:
    """One row as text, with its line end; reading it in the same dialect gives the same cells."""
    return ",".join(_quoted(cell, dialect) for cell in cells) + "\n"


def _quoted(cell: str, dialect: Dialect) -> str:
    if dialect is Dialect.BACKSLASH:
        if not _SPECIAL.search(cell) and "\\" not in cell:
            return cell
        return '"' + _TO_ESCAPE.sub(r"\\\1", cell) + '"'
    if dialect is Dialect.QUOTED or _SPECIAL.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def guarded(cell: str) -> str:
    """`cell` as no spreadsheet takes it for a formula (quality 4); `unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """`cell` without the one apostrophe that `guarded` set before it."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def mended(text: str) -> str:
    """A commentary of Shares.csv with its line breaks as they were: each had come as quote, newline, quote.

    A text with any break that does not stand between quotes was never mangled and stays.
    """
    if '"\n' not in text:
        return text
    for found in _BREAK.finditer(text):
        around = text[max(0, found.start() - 1) : found.end() + 1]
        if around != '"\n"':
            return text
    return _MANGLED.sub(lambda found: "\n" * found[1].count("\n"), text)


def mangled(text: str) -> str:
    """A commentary as Shares.csv has it; `mended` gives it back."""
    return text.replace("\n", '"\n"')
