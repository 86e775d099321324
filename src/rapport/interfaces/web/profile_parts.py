"""What the parts of a profile are given: frozen and plain, as in `parts.py`; templates decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a section is set."""

    PROSE = "prose"
    LIFE = "life"  # dates beside what was
    TAGS = "tags"
    LIST = "list"
    SKILLS = "skills"


@dataclass(frozen=True)
class Span:
    """From when to when: the words, how long, and the ends for programs ("2021", "2021-03", "")."""

    words: str
    length: str = ""
    started: str = ""
    finished: str = ""


@dataclass(frozen=True)
class EntryPart:
    """One entry; `by` is whose it was (company, school, authority), `lines` what else there is to say."""

    id: str
    title: str
    by: str = ""
    by_url: str = ""
    place: str = ""
    span: Span | None = None
    lines: tuple[str, ...] = ()
    text: str = ""
    rest: str = ""  # of a long text, folded away at first
    url: str = ""
    url_words: str = ""
    current: bool = False
    edit_url: str = ""


@dataclass(frozen=True)
class Run:
    """Entries that belong together: the positions at one company, one after the other; mostly one alone."""

    entries: tuple[EntryPart, ...]
    span: Span | None = None  # of all of them, where there are several

    @property
    def first(self) -> EntryPart:
        """The one that stands for all."""
        return self.entries[0]


@dataclass(frozen=True)
class Seen:
    """For whom a section is, in words, and where its owner changes that."""

    words: str
    url: str
    symbol: str = "users-round"


@dataclass(frozen=True)
class SectionPart:
    """A section of a profile as it stands on a page; the addresses are given to its owner alone."""

    key: str
    heading: str
    shape: Shape
    runs: tuple[Run, ...] = ()
    text: str = ""
    tags: tuple[EntryPart, ...] = ()
    seen: Seen | None = None
    edit_url: str = ""
    add_url: str = ""
    add_words: str = ""
    why: str = ""  # what an empty one would be good for; shown to its owner

    @property
    def id(self) -> str:
        """The id of its element, on the profile and on the pages where it is changed."""
        return place_of(self.key)

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.runs or self.text or self.tags)


@dataclass(frozen=True)
class ContactPart:
    """One contact detail; `url` where a press does something (mail, call), `seen` for its owner."""

    kind: str
    label: str
    value: str
    symbol: str
    url: str = ""
    seen: str = ""


@dataclass(frozen=True)
class HeadPart:
    """What stands beneath the name besides the headline."""

    pronouns: str = ""
    location: str = ""
    industry: str = ""
    current: tuple[EntryPart, ...] = ()  # the company of today, the last school
    open_to: tuple[str, ...] = ()
    open_line: str = ""
    facts_seen: Seen | None = None
    open_seen: Seen | None = None


@dataclass(frozen=True)
class Step:
    """One line of the completeness meter: what it is, why it matters, where it is done."""

    label: str
    why: str
    url: str
    place: str  # the id of the element that the form takes the place of


@dataclass(frozen=True)
class Meter:
    """How complete a profile is; `missing` in the order in which it helps most."""

    percent: int
    missing: tuple[Step, ...] = ()


@dataclass(frozen=True)
class LookPart:
    """One pair of eyes to look through."""

    key: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class ProfilePart:
    """A whole profile for one viewer."""

    head: HeadPart
    sections: tuple[SectionPart, ...]
    contact: tuple[ContactPart, ...] = ()
    own: bool = False
    meter: Meter | None = None
    looks: tuple[LookPart, ...] = ()

    @property
    def silent(self) -> bool:
        """Nothing is said in any section that this viewer may see."""
        return not any(one.filled for one in self.sections)


def place_of(key: str) -> str:
    """The id of the element of a section."""
    return f"sec-{key}"
