"""Pictures and documents that come with a post: how many, how they are described, and when they are refused (FEED-1).

::

    Invalid                   422
    ├── documents                 more than one
    ├── too_many_pictures         more than a post shows
    ├── pictures_or_document      both at once
    └── unknown_upload            not sent by this member, or shown already, or sent too long ago
    TooMany                   429
    └── unused_uploads            a day's worth of files that no post shows
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rapport.kernel import text
from rapport.kernel.errors import Invalid, TooMany
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media.rules import KEY

ALT_LENGTH = 1_000
NAME_LENGTH = 150
UNUSED = 60
"""So many uploads of one member may wait for a post."""
KEPT_UNUSED = timedelta(days=1)
"""How long an upload waits."""
SHOWN_AT_ONCE = 4
"""So many pictures of a post are shown in it; the others stand behind "+2"."""

HEAD_BYTES = 1024
"""So much of a file says what it is."""


class What(StrEnum):
    """What was sent, as its bytes say."""

    PICTURE = "picture"
    DOCUMENT = "document"


def what_of(data: bytes) -> What:
    """Whether these bytes are to be read as a document; whatever else they are is said by who reads pictures."""
    return What.DOCUMENT if b"%PDF-" in data[:HEAD_BYTES] else What.PICTURE


@dataclass(frozen=True)
class Given:
    """One upload that a post is to show: its key, and what it is in words (of a document its name)."""

    key: str
    alt: str = ""


@dataclass(frozen=True)
class Attached:
    """All that comes with a post beside its text."""

    pictures: tuple[Given, ...] = ()
    document: Given | None = None

    def __bool__(self) -> bool:
        """Whether anything comes with it: then it needs no text."""
        return bool(self.pictures) or self.document is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """Of everything, in order."""
        return tuple(one.key for one in (*self.pictures, *([self.document] if self.document else [])))


NOTHING = Attached()


def check_together(*, pictures: int, documents: int, limits: Limits) -> None:
    """Nothing, where one post may show so many of both. Raises: Invalid (`pictures`, `document`)."""
    if documents > 1:
        raise Invalid("A post shows one document. Take the others out.", code="documents", field="document")
    if pictures and documents:
        raise Invalid(
            "A post shows pictures or a document, not both.", code="pictures_or_document", field="document"
        )
    if pictures > limits.pictures_per_post:
        raise Invalid(
            "A post shows at most {limit} pictures; here are {count}.",
            code="too_many_pictures",
            field="pictures",
            limit=limits.pictures_per_post,
            count=pictures,
        )


def check_attached(given: Attached, limits: Limits) -> Attached:
    """The same with descriptions that can be kept.

    Raises: Invalid (`pictures`, `alt`, `document`).
    """
    check_together(pictures=len(given.pictures), documents=1 if given.document else 0, limits=limits)
    if len(set(given.keys)) < len(given.keys) or not all(KEY.fullmatch(key) for key in given.keys):
        raise unknown("pictures" if given.pictures else "document")
    return Attached(
        tuple(Given(one.key, _line(one.alt, "alt", ALT_LENGTH)) for one in given.pictures),
        given.document and Given(given.document.key, _line(given.document.alt, "document", NAME_LENGTH)),
    )


def _line(words: str, field: str, at_most: int) -> str:
    return text.one_line(words, field=field, at_most=at_most)


def unknown(field: str) -> Invalid:
    """For a key that is no upload waiting for a post of this member: all reasons alike."""
    return Invalid(
        "This file is not there any more, or is shown in another post. Send it again.",
        code="unknown_upload",
        field=field,
    )


def check_room(waiting: int) -> None:
    """Nothing, where one more upload may wait. Raises: TooMany."""
    if waiting >= UNUSED:
        raise TooMany(
            "{count} files of yours wait for a post. Publish or wait a day.",
            code="unused_uploads",
            count=waiting,
            retry_after=int(KEPT_UNUSED.total_seconds()),
        )
