"""The rows of one table, each good, empty or bad; one that is bad never ends the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rapport.content.exchange.formats.bounds import Bounds
from rapport.content.exchange.formats.columns import CellFault, Column, Context, Stamp
from rapport.content.exchange.formats.dates import Order, order_of
from rapport.content.exchange.formats.faults import BadRow, RowFault
from rapport.content.exchange.formats.layout import Table
from rapport.content.exchange.formats.recognition import Header
from rapport.content.exchange.formats.records import Record, Records
from rapport.content.exchange.formats.rows_network import EmptyRow, Row


class RowReader:
    """Makes rows of the records of one file, within the bounds of one file."""

    def __init__(
        self, file: str, header: Header, bounds: Bounds, again: Callable[[], Iterable[Record | BadRow]]
    ) -> None:
        """`again` gives the records anew, for the one question that the whole file has to answer."""
        self.context = Context()
        self._file = file
        self._header = header
        self._table: Table = header.table
        self._bounds = bounds
        self._again = again

    def rows(self, records: Records) -> Iterator[Row | BadRow]:
        """Each row in order. After too many rows, or too many bad ones, one last BadRow says where it ended."""
        bad = 0
        for number, record in enumerate(records):
            if number >= self._bounds.rows:
                yield self._bad(record.line, RowFault.TOO_MANY_ROWS, limit=self._bounds.rows)
                return
            row = record if isinstance(record, BadRow) else self._row(record)
            if row is None:
                continue
            if isinstance(row, BadRow):
                bad += 1
                if bad > self._bounds.bad_rows:
                    yield self._bad(record.line, RowFault.TOO_MANY_BAD, limit=self._bounds.bad_rows)
                    return
            yield row

    def _row(self, record: Record) -> Row | BadRow | None:
        """The row of one record; None where it is the header once more."""
        cells, columns = record.cells, self._header.columns
        if len(cells) != len(columns):
            spare = cells[len(columns) :]
            if len(cells) < len(columns) or any(cell.strip() for cell in spare):
                return self._bad(record.line, RowFault.COLUMNS, value=str(len(cells)), limit=len(columns))
        if tuple(cells) == self._header.cells:
            return None
        texts = [
            (column, cell.strip()) for column, cell in zip(columns, cells, strict=False) if column is not None
        ]
        limit = self._bounds.field_chars
        for column, text in texts:
            if len(text) > limit:
                return self._bad(record.line, RowFault.FIELD_TOO_LONG, column=column.head, limit=limit)
        if not any(text for column, text in texts if not isinstance(column.form, Stamp)):
            return self._empty(record.line, texts)
        values: dict[str, Any] = {}
        left_out: list[BadRow] = []
        for column, text in texts:
            try:
                values[column.field] = self._value(column, text)
            except CellFault as fault:
                bad = self._bad(record.line, fault.fault, column=column.head, value=fault.value)
                if not column.soft:
                    return bad
                left_out.append(bad)
        if missing := self._missing(values):
            return self._bad(record.line, RowFault.MISSING, column=missing)
        return self._table.row(file=self._file, line=record.line, left_out=tuple(left_out), **values)

    def _empty(self, line: int, texts: list[tuple[Column, str]]) -> EmptyRow:
        """A row that holds a date at most."""
        for column, text in texts:
            if text:
                with suppress(CellFault):
                    value = self._value(column, text)
                    return EmptyRow(file=self._file, line=line, on=_day(value))
        return EmptyRow(file=self._file, line=line)

    def _value(self, column: Column, text: str) -> Any:
        form = column.form
        if not isinstance(form, Stamp):
            return form.read(text)
        try:
            return form.read_in(text, self.context)
        except CellFault as fault:
            if fault.fault is not RowFault.DATE_TWO_WAYS or self.context.order is not Order.UNKNOWN:
                raise
            self.context.order = self._order()
            return form.read_in(text, self.context)

    def _order(self) -> Order:
        """What the dates of the whole file say about day and month; BOTH where that is nothing certain."""
        told = set()
        for record in self._again():
            if isinstance(record, Record):
                for column, cell in zip(self._header.columns, record.cells, strict=False):
                    if column is not None and isinstance(column.form, Stamp):
                        told.add(order_of(cell.strip()))
        told.discard(Order.UNKNOWN)
        return told.pop() if len(told) == 1 else Order.BOTH

    def _missing(self, values: dict[str, Any]) -> str:
        """The head of a column without which the row says nothing, "" where all is there."""
        heads = {column.field: column.head for column in self._table.columns}
        for field in self._table.all_of:
            if values.get(field) in (None, ""):
                return heads[field]
        any_of = self._table.any_of
        if any_of and all(values.get(field) in (None, "", ()) for field in any_of):
            return heads[any_of[0]]
        return ""

    def _bad(
        self, line: int, fault: RowFault, *, column: str = "", value: str = "", limit: int = 0
    ) -> BadRow:
        return BadRow(file=self._file, line=line, fault=fault, column=column, value=value, limit=limit)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def content_of(row: Row) -> Row:
    """The row as if it stood nowhere: for telling whether two say the same."""
    return replace(row, file="", line=0)
