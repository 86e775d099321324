"""A LinkedIn archive: what is in it, and the rows of each kind. The door to this package (OPS-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from rapport.content.exchange.formats.bounds import DEFAULT, Bounds
from rapport.content.exchange.formats.decoding import Survey, lines, survey
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, Remark, RemarkKind, Unreadable
from rapport.content.exchange.formats.layout import Kind, suffix_number
from rapport.content.exchange.formats.parsing import RowReader
from rapport.content.exchange.formats.rapport_record import (
    BESIDE,
    PARTS,
    PICTURE,
    POST_FILES,
    RECORD,
    Record,
    file_of,
    read_record,
)
from rapport.content.exchange.formats.recognition import Header, by_name, header_of
from rapport.content.exchange.formats.records import Record as TextRecord
from rapport.content.exchange.formats.records import Records
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.safe_zip import SafeZip
from rapport.content.exchange.formats.skipping import is_litter, why_skipped
from rapport.content.exchange.formats.zip_directory import Entry


class State(StrEnum):
    """What becomes of a file of an archive."""

    READ = "read"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    UNLIKE = "unlike"
    """Its name is one of LinkedIn's, what stands in it is not."""


def _noop(text: str) -> str:
    """`text` as it stands: marked for whoever collects what is to be translated."""
    return text


UNKNOWN_REASON = _noop("This file is not known here and was left.")
BESIDE_REASON = _noop("This says again what stands in the other files.")
POST_FILE_REASON = _noop(
    "This belongs to a post of yours. Drafts hold no pictures, so it stays in this file."
)
_POST_FILE = re.compile(rf"{POST_FILES}\d{{1,19}}-(?:page-)?\d{{1,4}}\.webp")
RECORD_REASON = _noop("This is no document of a Rapport that is known here; it was left.")
MORE_REASON = _noop("So many more files have no place here and were left.")
UNLIKE_REASON = _noop("This file has a name of LinkedIn's, but not its columns; it was left.")


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One file of an archive, for whoever decides what to take of it; `rows` is an estimate."""

    name: str
    state: State
    kind: Kind | None = None
    rows: int = 0
    size: int = 0
    remarks: tuple[Remark, ...] = ()
    reason: str = ""
    """Why it is not read, "" where it is."""


@dataclass(frozen=True, slots=True)
class _File:
    entry: Entry
    state: State
    header: Header | None = None
    reason: str = ""


class Archive:
    """The files of an archive and their rows; reading takes the memory of a few rows, however large it is."""

    def __init__(self, zipped: SafeZip, bounds: Bounds, opened: ExitStack) -> None:
        """Recognise each file by its first bytes. Raises: Unreadable."""
        self._zip = zipped
        self._bounds = bounds
        self._opened = opened
        self._surveys: dict[str, Survey] = {}
        self._files = [self._recognised(entry) for entry in zipped.entries]
        if sum(one.header is not None for one in self._files) > bounds.tables:
            raise Unreadable(ArchiveFault.TOO_MANY_TABLES, limit=bounds.tables)

    def close(self) -> None:
        """Let the file go, and what was unpacked of it."""
        self._opened.close()

    def __enter__(self) -> Self:
        """The archive itself; leaving closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        self.close()

    @property
    def is_known(self) -> bool:
        """Whether anything in it is LinkedIn's."""
        return any(one.state is not State.UNKNOWN and not is_litter(one.entry.name) for one in self._files)

    @property
    def within(self) -> tuple[Entry, ...]:
        """The archives in this archive."""
        return tuple(
            one.entry
            for one in self._files
            if one.state is State.UNKNOWN and one.entry.name.casefold().endswith(".zip")
        )

    @cached_property
    def files(self) -> tuple[FileInfo, ...]:
        """Every file; those that are read have been read through once, so each is whole.

        Raises: Unreadable where one of them is damaged.
        """
        return tuple(info for one in self._files for info in self._infos(one))

    @cached_property
    def _record(self) -> Record | None:
        """What the document of another Rapport says; None where it is none."""
        found = {one.entry.name: one.entry for one in self._files}
        picture = found.get(PICTURE)
        if RECORD not in found or found[RECORD].size > self._bounds.rapport_bytes:
            return None
        seen = picture is not None and picture.size <= self._bounds.picture_bytes
        return read_record(
            b"".join(self._zip.chunks(found[RECORD])),
            b"".join(self._zip.chunks(picture)) if picture is not None and seen else b"",
            self._bounds,
        )

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of which there is a file, in the order in which they are best applied."""
        there = {one.header.table.kind for one in self._files if one.header is not None}
        return tuple(kind for kind in Kind if kind in there or kind in self._parts)

    @cached_property
    def _parts(self) -> Mapping[Kind, int]:
        """The parts of that document, and how many rows each has."""
        return self._record.counts if self._record is not None else {}

    def rows(self, kind: Kind, *, file: str = "", line: int = 0) -> Iterator[Row | BadRow]:
        """The rows of a kind, file after file; from the row that begins at `line` of `file`, if one is named.

        What stands before is passed over without parsing it. Raises: Unreadable where a file
        turns out to be damaged, which reading `files` beforehand finds out.
        """
        if kind in PARTS:
            if self._record is not None:
                yield from self._record.rows(kind)
            return
        chosen = self._of_kind(kind)
        if file:
            names = [one.entry.name for one in chosen]
            chosen = chosen[names.index(file) :] if file in names else []
        for number, one in enumerate(chosen):
            yield from self._rows(one, line if number == 0 else 0)

    def _of_kind(self, kind: Kind) -> list[_File]:
        of_kind = [one for one in self._files if one.header is not None and one.header.table.kind is kind]
        return sorted(of_kind, key=lambda one: (suffix_number(one.entry.name), one.entry.name))

    def _recognised(self, entry: Entry) -> _File:
        if reason := why_skipped(entry.name):
            return _File(entry, State.SKIPPED, reason=reason)
        if entry.name == RECORD and entry.size <= self._bounds.rapport_bytes:
            return _File(entry, State.READ)
        if entry.name == RECORD:
            return _File(entry, State.UNLIKE, reason=RECORD_REASON)
        if entry.name.casefold() in BESIDE and any(one.name == RECORD for one in self._zip.entries):
            return _File(entry, State.SKIPPED, reason=BESIDE_REASON)
        if _POST_FILE.fullmatch(entry.name) and any(one.name == RECORD for one in self._zip.entries):
            return _File(entry, State.SKIPPED, reason=POST_FILE_REASON)
        if not entry.name.casefold().endswith(".csv"):
            return _File(entry, State.UNKNOWN, reason=UNKNOWN_REASON)
        start = next(iter(self._zip.chunks(entry)), b"")
        if header := header_of(entry.name, start, self._bounds):
            return _File(entry, State.READ, header)
        if by_name(entry.name):
            return _File(entry, State.UNLIKE, reason=UNLIKE_REASON)
        return _File(entry, State.UNKNOWN, reason=UNKNOWN_REASON)

    def _infos(self, one: _File) -> Iterator[FileInfo]:
        """What there is to say of a file; the document of a Rapport is several, its picture a row of one of them."""
        if one.entry.name == PICTURE and self._record is not None and self._record.has_picture:
            return
        if one.entry.name != RECORD or one.state is not State.READ:
            yield self._info(one)
        elif self._record is None:
            yield FileInfo(RECORD, State.UNLIKE, size=one.entry.size, reason=RECORD_REASON)
        else:
            for kind, rows in self._parts.items():
                yield FileInfo(file_of(kind), State.READ, kind, rows, one.entry.size)

    def _info(self, one: _File) -> FileInfo:
        name, size = one.entry.name, one.entry.size
        if one.header is None:
            return FileInfo(name, one.state, size=size, reason=one.reason)
        found = self._survey(one)
        rows = max(0, found.rows - one.header.rows_above)
        remarks = (*found.remarks, *one.header.remarks, *self._sheet_dates(one))
        return FileInfo(name, one.state, one.header.table.kind, rows, size, remarks)

    def _sheet_dates(self, one: _File) -> list[Remark]:
        """Whether a spreadsheet wrote the dates, as the first rows show."""
        reader, records = self._reader(one)
        for number, _ in enumerate(reader.rows(records)):
            if reader.context.sheet_date:
                return [Remark(RemarkKind.EXCEL_DATES, reader.context.sheet_date)]
            if number >= self._bounds.preamble_rows:
                break
        return []

    def _survey(self, one: _File) -> Survey:
        name = one.entry.name
        if name not in self._surveys:
            assert one.header is not None
            backslashes = one.header.table.dialect is Dialect.BACKSLASH
            self._surveys[name] = survey(self._zip.chunks(one.entry), backslashes=backslashes)
        return self._surveys[name]

    def _rows(self, one: _File, line: int) -> Iterator[Row | BadRow]:
        reader, records = self._reader(one, line)
        yield from reader.rows(records)

    def _reader(self, one: _File, line: int = 0) -> tuple[RowReader, Records]:
        header = one.header
        assert header is not None

        def again() -> Iterable[TextRecord | BadRow]:
            return self._records(one, header.line + 1)

        reader = RowReader(one.entry.name, header, self._bounds, again)
        return reader, self._records(one, max(line, header.line + 1))

    def _records(self, one: _File, line: int) -> Records:
        assert one.header is not None
        text = lines(self._zip.chunks(one.entry), self._survey(one), self._bounds)
        dialect = one.header.table.dialect
        records = Records(text, file=one.entry.name, dialect=dialect, bounds=self._bounds)
        records.go_to(line)
        return records


def open_archive(path: Path, bounds: Bounds = DEFAULT) -> Archive:
    """The archive at `path`, whose list and places have been checked; one that holds another is that other.

    Raises: Unreadable, with a sentence for the person; nothing has been taken then.
    """
    opened = ExitStack()
    try:
        zipped = opened.enter_context(SafeZip.open(path, bounds))
        archive = Archive(zipped, bounds, opened)
        if not archive.is_known:
            archive = _within(archive, zipped, bounds, opened)
    except BaseException:
        opened.close()
        raise
    return archive


def _within(outer: Archive, zipped: SafeZip, bounds: Bounds, opened: ExitStack) -> Archive:
    """The archive within one that is only its wrapping."""
    if len(outer.within) > 1:
        raise Unreadable(ArchiveFault.SEVERAL)
    if not outer.within:
        raise Unreadable(ArchiveFault.NOTHING_KNOWN)
    archive = Archive(opened.enter_context(zipped.nested(outer.within[0])), bounds, opened)
    if not archive.is_known:
        raise Unreadable(ArchiveFault.TOO_DEEP if archive.within else ArchiveFault.NOTHING_KNOWN)
    return archive
