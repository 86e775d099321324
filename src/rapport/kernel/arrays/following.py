"""How an index follows the log: it takes in what the log has past it, and is built anew where that is needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rapport.kernel.arrays.rows import NoRoom
from rapport.kernel.changelog import actions as changelog_actions
from rapport.kernel.changelog import queries as changelog
from rapport.kernel.changelog.rules import EVERYTHING, Change, Position

log = logging.getLogger(__name__)

FOLLOW_AT_MOST = 200_000
"""More missing changes than this cost more than reading everything."""
FULL = 0.9
"""Rows that are this full are written anew, with room to grow, before there is none."""

Facts = TypeVar("Facts")
Standing = TypeVar("Standing")
F_contra = TypeVar("F_contra", contravariant=True)
S_contra = TypeVar("S_contra", contravariant=True)
Told = Callable[[int], object]
"""Is told how many rows more have been read."""


def nobody(_: int) -> None:
    """Nobody wants to hear how far it is."""


class Written(Protocol[F_contra, S_contra]):
    """The one writer of an index: see `kernel.arrays.store.Writer`."""

    @property
    def position(self) -> Position | None:
        """How far it has followed the log; None where it was cut off."""

    @property
    def taken(self) -> float:
        """How full the fullest of its rows are, up to 1."""

    def build(self, facts: F_contra, position: Position) -> None:
        """Put a new generation in force."""

    def compact(self) -> None:
        """Write everything anew, with room to grow."""

    def take_in(self, standing: S_contra, position: Position) -> None:
        """Write how things stand, then that the log has been followed to `position`. Raises: NoRoom."""


@dataclass(frozen=True)
class Following(Generic[Facts, Standing]):
    """How the index `name` reads: everything, and how things stand that some changes name, of the kinds in `read`."""

    name: str
    facts: Callable[[Told], Facts]
    standing: Callable[[Collection[Change]], Standing]
    read: frozenset[str] | None = None

    def rebuild(self, writer: Written[Facts, Standing], told: Told = nobody) -> None:
        """Build it from the database and put it in force; requests go on with what they have.

        Raises: OSError, for a full disk too; DatabaseError.
        """
        position = changelog_actions.begin()
        writer.build(self.facts(told), position)

    def follow(self, writer: Written[Facts, Standing]) -> int:
        """Take in what the log has past the position of the index; gives how many changes it looked at.

        Raises: OSError, DatabaseError.
        """
        position = writer.position
        try:
            if position is None:
                raise changelog.Foreign
            missing = changelog.since(position, at_most=FOLLOW_AT_MOST)
        except (changelog.Foreign, changelog.TooFar) as reason:
            log.warning(
                "the %s is built anew: it does not go with the log (%s)", self.name, type(reason).__name__
            )
            self.rebuild(writer)
            return 0
        if any(change.kind == EVERYTHING for change in missing.changes):
            log.info("the %s is built anew: so much has changed", self.name)
            self.rebuild(writer)
            return 0
        if missing.position == position:
            return 0
        changes = [one for one in missing.changes if self.read is None or one.kind in self.read]
        standing = self.standing(changes)
        try:
            writer.take_in(standing, missing.position)
        except NoRoom:
            try:
                writer.compact()
                writer.take_in(standing, missing.position)
            except NoRoom:  # ids far past all others
                self.rebuild(writer)
        if writer.taken > FULL:
            writer.compact()
        return len(changes)
