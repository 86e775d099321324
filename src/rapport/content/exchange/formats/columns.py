"""The columns of a table: what stands in a cell, read into a field and written back from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from rapport.content.exchange.formats import dates
from rapport.content.exchange.formats.dates import NotADate, Order, Shape, TwoWays
from rapport.content.exchange.formats.dialects import guarded, mangled, mended, unguarded
from rapport.content.exchange.formats.faults import RowFault
from rapport.content.exchange.formats.urls import addresses, links, show_links


class CellFault(Exception):
    """A cell does not hold what its column has."""

    def __init__(self, fault: RowFault, value: str) -> None:
        super().__init__(fault, value)
        self.fault = fault
        self.value = value


@dataclass(slots=True)
class Context:
    """What is known of the file while its cells are read."""

    order: Order = Order.UNKNOWN
    sheet_date: str = ""
    """The first date that a spreadsheet wrote, "" while there was none."""


class Form(Protocol):
    """How one kind of cell is read and written."""

    def read(self, text: str) -> Any:
        """The value of a cell without white space around. Raises: CellFault."""
        ...

    def show(self, value: Any) -> str:
        """The cell for a value; reading it gives the value back."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it stands, freed of the apostrophe that guards against formulas."""

    mangled: bool = False
    """Whether line breaks stand between quotes, as in Shares.csv."""

    def read(self, text: str) -> str:
        """The text; an empty cell is an empty text."""
        return mended(unguarded(text)).strip() if self.mangled else unguarded(text)

    def show(self, value: Any) -> str:
        """The text, guarded."""
        return guarded(mangled(value) if self.mangled else value)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in the one shape this column has; None where the cell is empty or says `absent`."""

    shape: Shape
    absent: str = ""

    def read(self, text: str) -> dates.Stamp | None:
        """The date, where nothing is known of the file."""
        return self.read_in(text, Context())

    def read_in(self, text: str, context: Context) -> dates.Stamp | None:
        """The date, also from a spreadsheet, which the context then remembers."""
        if not text or text == self.absent:
            return None
        try:
            return dates.read(text, self.shape)
        except NotADate:
            pass
        try:
            value = dates.read_from_sheet(text, self.shape, context.order)
        except TwoWays:
            raise CellFault(RowFault.DATE_TWO_WAYS, text) from None
        except NotADate:
            raise CellFault(RowFault.DATE, text) from None
        context.sheet_date = context.sheet_date or text
        return value

    def show(self, value: Any) -> str:
        """The date in its shape."""
        return self.absent if value is None else dates.show(value, self.shape)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; `otherwise` stands for a word that is not known here, or None refuses it."""

    words: type[StrEnum]
    otherwise: StrEnum | None = None

    def read(self, text: str) -> StrEnum:
        """The word, whatever its case."""
        for one in self.words:
            if one.value.casefold() == text.casefold():
                return one
        if self.otherwise is None:
            raise CellFault(RowFault.VALUE, text)
        return self.otherwise

    def show(self, value: Any) -> str:
        """The word as LinkedIn writes it."""
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; an empty cell is no."""

    yes: str = "Yes"
    no: str = "No"

    def read(self, text: str) -> bool:
        """Whether it says yes."""
        if text.casefold() in (self.yes.casefold(), "true", "yes", "1"):
            return True
        if text.casefold() in ("", self.no.casefold(), "false", "no", "0"):
            return False
        raise CellFault(RowFault.VALUE, text)

    def show(self, value: Any) -> str:
        """Yes or no."""
        return self.yes if value else self.no


@dataclass(frozen=True, slots=True)
class Links:
    """A list in brackets, of links with a kind."""

    def read(self, text: str) -> Any:
        """The links, () for an empty cell."""
        try:
            return links(unguarded(text))
        except ValueError:
            raise CellFault(RowFault.LIST, text) from None

    def show(self, value: Any) -> str:
        """The list in its brackets."""
        return guarded(show_links(value))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses one after another, with commas between."""

    def read(self, text: str) -> tuple[str, ...]:
        """The addresses, () for an empty cell."""
        return addresses(unguarded(text))

    def show(self, value: Any) -> str:
        """The addresses with commas between."""
        return guarded(",".join(value))


@dataclass(frozen=True, slots=True)
class Email:
    """One email address; an empty cell is an empty text."""

    def read(self, text: str) -> str:
        """The address, as far as its form can tell that it is one."""
        if text and not _EMAIL.fullmatch(text):
            raise CellFault(RowFault.ADDRESS, text)
        return text

    def show(self, value: Any) -> str:
        """The address."""
        return guarded(value)


TEXT = Text()
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\.]+(?:\.[^@\s<>,;:\"()\[\]\\.]+)+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its head is written, the field of the row it fills, and how."""

    head: str
    field: str
    form: Form = TEXT
    also: tuple[str, ...] = ()
    """Other spellings of the head that some years have, beyond case, spaces and underscores."""
    soft: bool = False
    """Whether a cell that cannot be read is left out while the row is kept."""
