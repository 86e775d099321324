"""One way to read the three kinds of files that a member may bring: files, parts, and rows of a part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from rapport.content.exchange.formats import json_resume, vcard
from rapport.content.exchange.formats.archive import FileInfo, open_archive
from rapport.content.exchange.formats.archive import State as FileState
from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.rules.process import Source


class Opened(Protocol):
    """A file that has been opened and checked."""

    @property
    def files(self) -> tuple[FileInfo, ...]:
        """What there is in it."""
        ...

    def rows(self, kind: Kind) -> Iterator[Row | BadRow]:
        """The rows of a part, always in the same order."""
        ...


class AddressBook:
    """An address book; each card is a row."""

    def __init__(self, path: Path) -> None:
        """Read it through once. Raises: Unreadable."""
        self._path = path
        count = sum(1 for _ in vcard.read_cards(path))
        self.files = (FileInfo("contacts.vcf", FileState.READ, Kind.CONTACTS, count, path.stat().st_size),)

    def rows(self, kind: Kind) -> Iterator[Row | BadRow]:
        """The cards."""
        if kind is Kind.CONTACTS:
            for row in vcard.read_cards(self._path):
                yield replace(row, file="contacts.vcf")


class Resume:
    """A résumé; its sections are files, its items rows."""

    def __init__(self, path: Path) -> None:
        """Read it whole; it is small. Raises: Unreadable."""
        read = json_resume.read_resume(path)
        self._rows: dict[Kind, list[Row | BadRow]] = {kind: [*rows] for kind, rows in read.rows.items()}
        if read.basics is not None:
            self._rows[Kind.PROFILE] = [read.basics]
        sections = {row.file: kind for kind, rows in self._rows.items() for row in rows}
        for bad in read.bad:
            kind = sections.get(bad.file, Kind.PROFILE)
            self._rows.setdefault(kind, []).append(bad)
        self.files = tuple(
            chain(
                (
                    FileInfo(f"{kind.value}", FileState.READ, kind, len(rows))
                    for kind, rows in self._rows.items()
                ),
                (
                    FileInfo(name, FileState.UNKNOWN, reason="This section has no place here.")
                    for name in read.unknown
                ),
            )
        )

    def rows(self, kind: Kind) -> Iterator[Row | BadRow]:
        """The items of a part."""
        for row in self._rows.get(kind, ()):
            yield replace(row, file=kind.value)


def opened(source: Source, path: Path) -> AbstractContextManager[Any]:
    """The file at `path`, opened and checked; leave the context to let it go.

    Raises: Unreadable, with a sentence for the person.
    """
    if source is Source.VCARD:
        return nullcontext(AddressBook(path))
    if source is Source.JSON_RESUME:
        return nullcontext(Resume(path))
    return open_archive(path)


def source_of(start: bytes) -> Source:
    """Which kind of file begins so; whatever is neither card nor JSON is judged as an archive."""
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain[:11].upper() == b"BEGIN:VCARD":
        return Source.VCARD
    return Source.JSON_RESUME if plain.startswith(b"{") else Source.LINKEDIN
