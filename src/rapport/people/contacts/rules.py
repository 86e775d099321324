"""What stands in a contact book, and when two rows are one person: pure decisions (OPS-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

NAME_LENGTH = 200
TEXT_LENGTH = 200
NOTE_LENGTH = 4_000
"""Characters; what is longer is cut, since nobody typed it here."""


class How(StrEnum):
    """How it is known that somebody in a book is a member here."""

    ADDRESS = "address"  # the verified email address, at the time of the import
    LINK = "link"  # a link that the member shows on their page
    JOINED = "joined"  # the verified email address, when they came later


@dataclass(frozen=True, slots=True)
class Card:
    """One person as a file names them; addresses and slug only as keyed hashes."""

    name: str
    name_key: str
    company: str = ""
    position: str = ""
    connected_on: date | None = None
    note: str = ""
    slug: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the book, as far as merging asks for it."""

    id: UUID
    name_key: str
    company: str
    position: str
    connected_on: date | None
    note: str
    slug: str
    addresses: frozenset[str]


FILLED = ("company", "position", "note", "connected_on")
"""What a merge fills where nothing stands yet; what stands there stays."""


class Book:
    """The rows of one book that a batch of cards may meet, found by slug, by address, or by name and day."""

    def __init__(self, rows: Iterable[Known]) -> None:
        """Lay the rows out for finding."""
        self._rows: dict[UUID, Known] = {}
        self._by_slug: dict[str, UUID] = {}
        self._by_address: dict[str, UUID] = {}
        self._by_name: dict[str, list[UUID]] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Known) -> None:
        """Enter a row, or enter it anew."""
        if row.id not in self._rows:
            self._by_name.setdefault(row.name_key, []).append(row.id)
        self._rows[row.id] = row
        if row.slug:
            self._by_slug[row.slug] = row.id
        for address in row.addresses:
            self._by_address[address] = row.id

    def same(self, card: Card) -> Known | None:
        """The row that is this person: of one slug, else of one address, else of one name and day.

        Names alone make nobody the same: two who share one stay two unless the day they were met agrees
        and neither has a slug that says otherwise.
        """
        found = self._by_slug.get(card.slug) if card.slug else None
        if found is None:
            for address in card.addresses:
                known = self._by_address.get(address)
                if known is not None and self._agrees(self._rows[known], card):
                    found = known
                    break
        if found is None:
            for one in self._by_name.get(card.name_key, ()):
                row = self._rows[one]
                if (
                    self._agrees(row, card)
                    and row.connected_on == card.connected_on
                    and not _apart(row, card)
                ):
                    found = one
                    break
        return self._rows[found] if found is not None else None

    @staticmethod
    def _agrees(row: Known, card: Card) -> bool:
        return not (row.slug and card.slug and row.slug != card.slug)


def _apart(row: Known, card: Card) -> bool:
    """Whether addresses say that two of one name are two; without a day a company has to agree too."""
    if row.addresses and card.addresses and not row.addresses & set(card.addresses):
        return True
    return card.connected_on is None and row.company.casefold() != card.company.casefold()


def filling(row: Known, card: Card) -> dict[str, Any]:
    """What `card` knows and `row` does not: new values by column, {} where nothing is new."""
    changes: dict[str, Any] = {
        name: getattr(card, name) for name in FILLED if getattr(card, name) and not getattr(row, name)
    }
    if card.slug and not row.slug:
        changes["slug"] = card.slug
    return changes
