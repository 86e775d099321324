"""What a table of an archive is: its name, columns and dialect; the tables themselves stand in `tables`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapport.content.exchange.formats.columns import Column, Stamp
from rapport.content.exchange.formats.dates import Shape
from rapport.content.exchange.formats.dialects import Dialect, written
from rapport.content.exchange.formats.rows_network import Row

_SUFFIX = re.compile(r"(?:\s*\(\d+\)|[ _-]+\d+)+$")
_FILLERS = re.compile(r"[\s_]+")


class Kind(StrEnum):
    """What the rows of a file are."""

    RAPPORT_PROFILE = "rapport_profile"
    RAPPORT_SETTINGS = "rapport_settings"
    PROFILE = "profile"
    POSITIONS = "positions"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATIONS = "certifications"
    PROJECTS = "projects"
    COURSES = "courses"
    ASSOCIATIONS = "associations"
    EMAILS = "emails"
    CONNECTIONS = "connections"
    RAPPORT_CONTACTS = "rapport_contacts"
    RAPPORT_POSTS = "rapport_posts"
    RAPPORT_HASHTAGS = "rapport_hashtags"
    RAPPORT_KEPT = "rapport_kept"
    INVITATIONS = "invitations"
    MEMBER_FOLLOWS = "member_follows"
    COMPANY_FOLLOWS = "company_follows"
    HASHTAG_FOLLOWS = "hashtag_follows"
    ENDORSEMENTS_RECEIVED = "endorsements_received"
    ENDORSEMENTS_GIVEN = "endorsements_given"
    RECOMMENDATIONS_RECEIVED = "recommendations_received"
    RECOMMENDATIONS_GIVEN = "recommendations_given"
    NOTES = "notes"
    CONTACTS = "contacts"
    MESSAGES = "messages"
    SHARES = "shares"
    COMMENTS = "comments"
    REACTIONS = "reactions"
    MEMBERS = "members"
    """Not of LinkedIn's: a list of members that organisers bring."""


@dataclass(frozen=True)
class Since:
    """A column that LinkedIn did not always write."""

    column: str
    month: str
    """The first month with it as "2023-07", or "" where it comes and goes."""


@dataclass(frozen=True)
class Table:
    """One file of the layout: what it is recognised by, and how its cells become fields and back."""

    kind: Kind
    files: tuple[str, ...]
    row: type[Row]
    columns: tuple[Column, ...]
    dialect: Dialect = Dialect.PLAIN
    later: tuple[Since, ...] = ()
    any_of: tuple[str, ...] = ()
    """Fields of which one has to be there, or the row says nothing."""
    all_of: tuple[str, ...] = ()
    """Fields without which the row says nothing."""

    @property
    def file(self) -> str:
        """The name under which it is written."""
        return self.files[0]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes of its dates, each once."""
        stamps = (one.form.shape for one in self.columns if isinstance(one.form, Stamp))
        return tuple(dict.fromkeys(stamps))

    def header(self, month: str = "9999-12") -> tuple[str, ...]:
        """The heads of its columns as they were in that month ("2022-11"), or are today."""
        absent = {one.column for one in self.later if one.month > month}
        if month < "9999-12":
            absent |= {one.column for one in self.later if not one.month}
        return tuple(one.head for one in self.columns if one.head not in absent)

    def always(self) -> frozenset[str]:
        """The heads that every year has, as `plain_head` gives them."""
        later = {one.column for one in self.later}
        return frozenset(plain_head(one.head) for one in self.columns if one.head not in later)

    def cells(self, row: Row, header: tuple[str, ...] | None = None) -> list[str]:
        """The cells of `row` in the order of `header`; reading them gives an equal row."""
        by_head = {one.head: one for one in self.columns}
        chosen = [by_head[head] for head in header or self.header()]
        return [one.form.show(getattr(row, one.field)) for one in chosen]

    def header_line(self) -> str:
        """The header as text, with its line end."""
        return written(self.header(), self.dialect)

    def line(self, row: Row) -> str:
        """`row` as text, with its line end."""
        return written(self.cells(row), self.dialect)


def plain_head(head: str) -> str:
    """The head of a column without case, spaces and underscores."""
    return _FILLERS.sub("", head).casefold()


def plain_name(path: str) -> str:
    """The name of a file without folders, ending, numeric suffix, case, spaces and underscores."""
    name = path.rpartition("/")[2]
    stem = name[: -len(".csv")] if name.casefold().endswith(".csv") else name
    return _FILLERS.sub("", _SUFFIX.sub("", stem)).casefold()


def suffix_number(path: str) -> int:
    """The numeric suffix of a name, 0 without one: `Comments_1.csv` goes on where `Comments.csv` ends."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    found = _SUFFIX.search(stem)
    digits = "".join(char for char in found[0] if char.isdecimal()) if found else ""
    return int(digits[:9]) if digits else 0
