"""A table as records, one at a time: what cannot be parsed is one bad row, and reading goes on behind it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from rapport.content.exchange.formats.bounds import Bounds
from rapport.content.exchange.formats.dialects import Dialect, prepared
from rapport.content.exchange.formats.faults import BadRow, RowFault


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row and the line on which it begins, counted from 1."""

    line: int
    cells: list[str]


class _TooLong(Exception):
    """A record goes on past the bound, which is what a quote without its partner looks like."""


class _Feed:
    """The lines for the parser; those of a record that failed can be taken again but the first."""

    def __init__(self, lines: Iterator[str | None], dialect: Dialect, at_most: int) -> None:
        self.number = 0
        self._lines = lines
        self._again: deque[str | None] = deque()
        self._taken: list[str | None] = []
        self._chars = 0
        self._dialect = dialect
        self._at_most = at_most

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.number += 1
        self._taken.append(line)
        if line is None:
            raise _TooLong
        self._chars += len(line)
        if self._chars > self._at_most:
            raise _TooLong
        return line if self._dialect is not Dialect.BACKSLASH else prepared(line, self._dialect)

    def begin(self) -> None:
        """A record begins with the next line."""
        self._taken = []
        self._chars = 0

    def step_back(self) -> None:
        """All lines but the first of the record that failed come again."""
        self.number -= len(self._taken) - 1
        self._again.extendleft(reversed(self._taken[1:]))

    def go_to(self, line: int) -> None:
        """Leave out what stands before `line`, without parsing it."""
        while self.number < line - 1:
            if self._again:
                self._again.popleft()
            elif next(self._lines, "") == "":
                return
            self.number += 1


class Records:
    """The records of one table in order; blank lines are none."""

    def __init__(
        self,
        lines: Iterator[str | None],
        *,
        file: str,
        dialect: Dialect,
        bounds: Bounds,
        delimiter: str = ",",
    ) -> None:
        self._feed = _Feed(lines, dialect, bounds.record_chars)
        self._reader = csv.reader(self._feed, strict=True, delimiter=delimiter)
        self._file = file
        self._bounds = bounds

    def __iter__(self) -> Iterator[Record | BadRow]:
        """Each record, or what is wrong where one should be. A quote without a partner costs its own line alone."""
        feed = self._feed
        while True:
            feed.begin()
            line = feed.number + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except _TooLong:
                yield self._bad(line, RowFault.TOO_LONG, limit=self._bounds.record_chars)
                feed.step_back()
            except csv.Error as error:
                long = "field limit" in str(error)
                yield self._bad(
                    line, RowFault.TOO_LONG if long else RowFault.QUOTES, limit=self._bounds.record_chars
                )
                feed.step_back()
            else:
                if cells:
                    yield Record(line, cells)

    def go_to(self, line: int) -> None:
        """Go on with the record that begins at `line`; what stands before it is not parsed."""
        self._feed.go_to(line)

    def _bad(self, line: int, fault: RowFault, limit: int) -> BadRow:
        return BadRow(file=self._file, line=line, fault=fault, limit=limit)
