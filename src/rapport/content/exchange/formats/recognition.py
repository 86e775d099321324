"""Which table a file is: by the header it has, and by its name where headers are alike."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.content.exchange.formats.bounds import Bounds
from rapport.content.exchange.formats.columns import Column
from rapport.content.exchange.formats.decoding import glance, lines
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.faults import Remark, RemarkKind
from rapport.content.exchange.formats.layout import Table, plain_head, plain_name
from rapport.content.exchange.formats.records import Record, Records
from rapport.content.exchange.formats.tables import TABLES

_TELLING = 3
"""A header of so many columns names its table even where the file was renamed."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file: its table, its line, and the column that each cell of a row belongs to."""

    table: Table
    line: int
    rows_above: int
    """How many rows stand above the first that counts, the header among them."""
    cells: tuple[str, ...]
    columns: tuple[Column | None, ...]
    remarks: tuple[Remark, ...]


def by_name(path: str) -> Table | None:
    """The table that a file of this name is, whatever its case, spaces, underscores and numeric suffix."""
    name = plain_name(path)
    for table in TABLES.values():
        if name in {plain_name(file) for file in table.files}:
            return table
    return None


def header_of(path: str, start: bytes, bounds: Bounds) -> Header | None:
    """The header in the first bytes of a file, below whatever stands above it; None where there is none.

    The header decides; where two tables have the same one, the name does. A header of few
    columns, which anything might have, counts with the right name alone.
    """
    named = by_name(path)
    text = lines([start], glance(start), bounds)
    records = Records(text, file="", dialect=Dialect.PLAIN, bounds=bounds)
    for number, record in enumerate(records, start=1):
        if number > bounds.preamble_rows:
            break
        if isinstance(record, Record) and len(record.cells) <= bounds.columns:
            table = _table({plain_head(cell) for cell in record.cells}, named)
            if table is not None:
                return header_as(table, record, number, renamed=named is not table)
    return None


def _table(heads: set[str], named: Table | None) -> Table | None:
    if named is not None:
        always = named.always()
        if 2 * len(always & heads) > len(always):
            return named
    candidates = [
        table for table in TABLES.values() if len(table.always()) >= _TELLING and table.always() <= heads
    ]
    return candidates[0] if len(candidates) == 1 else None


def header_as(table: Table, record: Record, number: int, *, renamed: bool = False) -> Header:
    """What `record`, the row of that number, says as the header of `table`."""
    known = {plain_head(head): column for column in table.columns for head in (column.head, *column.also)}
    columns: list[Column | None] = []
    remarks = [Remark(RemarkKind.RENAMED, table.file)] if renamed else []
    for cell in record.cells:
        column = known.pop(plain_head(cell), None)
        columns.append(column)
        if column is None and cell.strip():
            remarks.append(Remark(RemarkKind.EXTRA_COLUMN, cell))
    there = {column.head for column in columns if column is not None}
    always = table.always()
    remarks += [
        Remark(RemarkKind.MISSING_COLUMN, column.head)
        for column in table.columns
        if column.head not in there and plain_head(column.head) in always
    ]
    return Header(table, record.line, number, tuple(record.cells), tuple(columns), tuple(remarks))
