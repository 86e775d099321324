"""A list of members that organisers bring as CSV: any order of columns, with the heads people really write (OPS-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from rapport.content.exchange.formats.bounds import DEFAULT, KIB, MIB, Bounds
from rapport.content.exchange.formats.columns import Column, Email
from rapport.content.exchange.formats.decoding import Survey, lines, survey
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, Remark, RemarkKind, Unreadable
from rapport.content.exchange.formats.layout import Kind, Table, plain_head
from rapport.content.exchange.formats.parsing import RowReader
from rapport.content.exchange.formats.recognition import Header, header_as
from rapport.content.exchange.formats.records import Record, Records
from rapport.content.exchange.formats.rows_network import Row

_CHUNK = 64 * KIB
_DELIMITERS = ",;\t"
_NOT_TEXT = {
    b"PK\x03\x04": "it is a spreadsheet’s own file or a zip, so save it as CSV first",
    b"\xd0\xcf\x11\xe0": "it is a spreadsheet’s own file, so save it as CSV first",
    b"%PDF-": "it is a PDF",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow(Row):
    """A member to be; without a handle one is made of the name."""

    handle: str = ""
    full_name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    headline: str = ""
    location: str = ""
    industry: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        """The name as one reads it."""
        return self.full_name or f"{self.first_name} {self.last_name}".strip()


MEMBERS = Table(
    Kind.MEMBERS,
    ("members.csv",),
    MemberRow,
    (
        Column("handle", "handle", also=("username", "user name", "nick name")),
        Column("name", "full_name", also=("full name", "display name")),
        Column("first name", "first_name", also=("given name", "forename")),
        Column("last name", "last_name", also=("family name", "surname")),
        Column("email", "email", Email(), also=("e-mail", "mail", "email address", "e-mail address")),
        Column("headline", "headline", also=("title", "job title", "position")),
        Column("location", "location", also=("city", "place")),
        Column("industry", "industry"),
        Column("about", "about", also=("summary", "bio")),
    ),
    any_of=("full_name", "first_name", "last_name"),
    all_of=("email",),
)


class MemberList:
    """A file of members, read row by row; it can be opened again and gone on with at a line."""

    def __init__(self, path: Path, bounds: Bounds = DEFAULT) -> None:
        """Find the header and what separates columns. Raises: Unreadable."""
        self._path = path
        self._bounds = bounds
        size = path.stat().st_size
        if size == 0:
            raise Unreadable(ArchiveFault.EMPTY)
        if size > bounds.entry_bytes:
            raise Unreadable(ArchiveFault.DOCUMENT_TOO_LARGE, limit=bounds.entry_bytes // MIB)
        with path.open("rb") as file:
            start = file.read(_CHUNK)
        for mark, what in _NOT_TEXT.items():
            if start.startswith(mark):
                raise Unreadable(ArchiveFault.NOT_A_TABLE, what=what)
        self._survey: Survey = survey(_chunks(path))
        self._delimiter = self._separator()
        self._header: Header = self._found()
        self.remarks: tuple[Remark, ...] = (*self._survey.remarks, *self._header.remarks)

    @property
    def estimate(self) -> int:
        """About how many rows there are."""
        return max(0, self._survey.rows - self._header.rows_above)

    def rows(self, *, line: int = 0) -> Iterator[Row | BadRow]:
        """The rows from `line` on; at the end, or after too many, there are no more."""

        def again() -> Iterable[Record | BadRow]:
            return self._records(self._header.line + 1)

        reader = RowReader(self._path.name, self._header, self._bounds, again)
        yield from reader.rows(self._records(max(line, self._header.line + 1)))

    def _records(self, line: int, delimiter: str = "") -> Records:
        text = lines(_chunks(self._path), self._survey, self._bounds)
        records = Records(
            text,
            file=self._path.name,
            dialect=Dialect.PLAIN,
            bounds=self._bounds,
            delimiter=delimiter or self._delimiter,
        )
        records.go_to(line)
        return records

    def _separator(self) -> str:
        """The sign that splits the first row into the most columns known here."""
        known = {plain_head(head) for one in MEMBERS.columns for head in (one.head, *one.also)}

        def count(delimiter: str) -> int:
            first = islice(self._records(1, delimiter), 2)
            cells = {cell for one in first if isinstance(one, Record) for cell in one.cells}
            return len(known & {plain_head(cell) for cell in cells})

        return max(_DELIMITERS, key=count)

    def _found(self) -> Header:
        for number, record in enumerate(self._records(1), start=1):
            if not isinstance(record, Record) or len(record.cells) > self._bounds.columns:
                break
            if number == 1 and record.cells[0].casefold().startswith(
                "sep="
            ):  # a spreadsheet's hint to itself
                continue
            header = header_as(MEMBERS, record, number)
            fields = {column.field for column in header.columns if column is not None}
            if "email" in fields and fields & set(MEMBERS.any_of):
                remarks = tuple(one for one in header.remarks if one.kind is not RemarkKind.MISSING_COLUMN)
                return replace(header, remarks=remarks)
            break
        raise Unreadable(
            ArchiveFault.NOT_A_TABLE, what="its first row has to name the columns “name” and “email”"
        )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece
