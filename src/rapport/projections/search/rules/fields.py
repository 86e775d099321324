"""What of a profile is searched, for whom each part is, and how that stands in the index (NET-4, PRO-1).

Every word is kept under the audience of the part it stands in. Who looks asks only for words of audiences
that admit them: the predicate of visibility is in the query itself, so that a word they may not see neither
finds, counts nor completes.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from rapport.content.profiles.rules.sections import Section
from rapport.people.audience import ADMITS, Audience, Standing
from rapport.projections.search.rules.words import folded, joined, pieces


class Field(StrEnum):
    """A part by which somebody is found; the value is its letter in the index."""

    NAME = "n"
    HANDLE = "h"
    HEADLINE = "l"
    COMPANY = "c"
    SCHOOL = "s"
    LOCATION = "p"
    SKILL = "k"
    OPEN_TO = "o"


SECTIONS: Mapping[Field, Section] = {
    Field.COMPANY: Section.EXPERIENCE,
    Field.SCHOOL: Section.EDUCATION,
    Field.LOCATION: Section.FACTS,
    Field.SKILL: Section.SKILLS,
    Field.OPEN_TO: Section.OPEN_TO,
}
"""The section whose audience a field has; name, handle and headline stand on every card."""

LEVELS: Mapping[Audience, str] = {
    Audience.ANYONE: "0",
    Audience.MEMBERS: "1",
    Audience.SECOND_DEGREE: "2",
    Audience.CONNECTIONS: "3",
    Audience.ONLY_ME: "4",
}
"""The sign of an audience before each word of people."""

COMPANIES, GROUPS = "c", "g"
"""The sign before each word of companies and of groups; which groups are seen, the query says."""

SUGGESTED = LEVELS[Audience.ANYONE] + LEVELS[Audience.MEMBERS] + COMPANIES + GROUPS
"""The signs of words that are spelt for others: what is for fewer than all members is no suggestion to anybody."""

NAMES = frozenset({Field.NAME, Field.HANDLE})
_ALONE = frozenset({Field.OPEN_TO})
"""Fields that are asked for by name only: nobody is found by the word `work` since they look for some."""
_FILTERED = frozenset({Field.COMPANY, Field.SCHOOL, Field.LOCATION, Field.SKILL, Field.OPEN_TO})
GAP = "_"
"""Stands between two values, so that no phrase reaches from one into the next."""


def levels(standings: Set[Standing]) -> str:
    """The signs of the audiences that admit one of these standings."""
    return "".join(sign for one, sign in LEVELS.items() if not ADMITS[one].isdisjoint(standings))


_VISITOR = frozenset({Standing.ANYONE})
_MEMBER = _VISITOR | {Standing.MEMBER}
SEEN_BY_VISITORS = levels(_VISITOR)
SEEN_BY_MEMBERS = levels(_MEMBER)
SEEN_AT_SECOND = levels(_MEMBER | {Standing.SECOND_DEGREE})
ONLY_AT_SECOND = LEVELS[Audience.SECOND_DEGREE]
SEEN_BY_CONNECTIONS = levels(_MEMBER | {Standing.CONNECTION})
SEEN_BY_OWNER = levels(_MEMBER | {Standing.OWNER})


@dataclass(frozen=True)
class Value:
    """One thing that somebody is found by: the sign of its audience or kind, the field, the text."""

    sign: str
    field: Field
    text: str


def in_field(sign: str, field: Field, word: str) -> str:
    """A word as it stands in the index of one field; the names of people and their handles are one field."""
    return f":{(Field.NAME if field in NAMES else field).value}{sign}{word}"


def index_words(value: Value) -> list[str]:
    """What is kept of a value, in order, with a gap after each run of words."""
    text = folded(value.text)
    plain, extra = pieces(text), joined(text)
    if not plain:
        return []
    kept: list[str] = []
    if value.field not in _ALONE:
        kept += [*(value.sign + word for word in plain), GAP]
        kept += [made for word in extra for made in (value.sign + word, GAP)]
    if value.field in _FILTERED or value.field in NAMES:
        kept += [*(in_field(value.sign, value.field, word) for word in plain), GAP]
        kept += [made for word in extra for made in (in_field(value.sign, value.field, word), GAP)]
    if value.field is Field.HANDLE:
        kept += [value.sign + handle_word(value.text), GAP]
    return kept


def handle_word(handle: str) -> str:
    """A handle as one word, which an @ asks for."""
    return f"@{handle}"


def spelt(value: Value) -> frozenset[str]:
    """The words of a value that may stand in for misspelt ones: none that is for fewer than all members."""
    if value.sign not in SUGGESTED or value.field in _ALONE:
        return frozenset()
    return frozenset(pieces(folded(value.text)))
