"""Which pictures and documents are taken, how large, which part of them, and who says that one is still wanted.

::

    Invalid
    ├── NotAPicture     422  no JPEG, PNG, WebP or GIF by its first bytes, or one that is broken
    ├── TooManyPixels   422  more than 40 million pixels, or a side beyond 20,000
    ├── NotADocument    422  no PDF, or one that is broken, protected, without pages, or endless to draw
    ├── TooManyPages    422  more pages than the site takes
    └── TooManyBytes    413  the file is larger than is read
    TooMany
    └── Crowded         429  another picture is being read; one at a time bounds the memory

Everything is decided by the bytes; a name or a declared type says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from enum import StrEnum

from rapport.kernel.errors import Invalid, TooMany

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
SIDES = (48, 96, 256, 512)
"""The sides of the squares that are kept, in pixels."""
LARGEST = SIDES[-1]
WIDTHS = (1600, 800)
"""The widths, at most, in which a picture that keeps its shape is kept, in pixels; also the names of its sizes."""
TALLEST = 1.25
"""Such a picture is at most so many times as tall as its width may be: 2000 pixels beside 1600."""
MEMORY = 768 * 1024 * 1024
"""What the process that decodes may take, in bytes; the most that a lawful picture took was 654 MB (WebP, 40 MPix)."""
CPU_SECONDS = 6
WALL_SECONDS = 12
DOCUMENT_CPU_SECONDS = 30
DOCUMENT_WALL_SECONDS = 45
DOCUMENT_DRAWN_BYTES = 256 * 1024 * 1024
"""What all pages of one document may take once they are drawn."""
PAGE_WIDTH = 1200
"""The width at which a page of a document is drawn, in pixels: one reads small print, and fifty pages take seconds."""
PAGE_TEXT = 5_000
"""How many characters of a page's words are kept for who listens to it."""
DOCUMENT_TYPE = "application/pdf"
WAIT_SECONDS = 5.0
"""How long a picture waits for its turn."""
TYPE = "image/webp"
"""What is kept, whatever was taken in."""
ENDING = "webp"
MOST_ZOOM = 8.0

KEY = re.compile(r"[0-9a-f]{32}")


class Format(StrEnum):
    """What is taken, by the names that Pillow uses."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    GIF = "GIF"


ACCEPTED = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""The same for the browser's file chooser and for the API; the bytes decide all the same."""


class NotAPicture(Invalid):
    """The bytes are no picture that is taken."""

    code = "not_a_picture"
    template = "This is not a picture we can read. Use a JPEG, PNG, WebP or GIF file."


class TooManyPixels(Invalid):
    """The picture would take too much room once it is opened."""

    code = "too_many_pixels"
    template = "This picture has {width} by {height} pixels. Use one of at most {count} million pixels."


class TooManyBytes(Invalid):
    """The file is larger than is read."""

    status = 413
    code = "too_large"
    template = "This file is larger than {count} MB. Use a smaller one."


class NotADocument(Invalid):
    """The bytes are no document that can be shown."""

    code = "not_a_document"
    template = "This is not a document we can read. Use a PDF file."


class TooManyPages(Invalid):
    """The document is longer than the site takes."""

    code = "too_many_pages"
    template = "This document has {pages} pages. Use one of at most {count}."


class Crowded(TooMany):
    """Another picture is being read."""

    code = "busy"
    template = "Several pictures are being read at this moment. Try again in {retry_after} seconds."


def unreadable(kind: str) -> NotAPicture:
    """For a file that is recognised and not taken, such as "SVG"."""
    return NotAPicture(
        "This is a file of the kind {kind}. Use a JPEG, PNG, WebP or GIF picture.", field="picture", kind=kind
    )


def broken(detail: str = "") -> NotAPicture:
    """For a picture that begins well and cannot be opened."""
    return NotAPicture(
        "This picture is damaged or incomplete. Open it, save it anew, and try again.",
        code="picture_broken",
        field="picture",
        detail=detail,
    )


def too_many_bytes() -> TooManyBytes:
    """For a file above the limit."""
    return TooManyBytes(field="picture", count=MOST_BYTES // (1024 * 1024))


def broken_document(detail: str = "") -> NotADocument:
    """For a document that begins well and cannot be drawn."""
    return NotADocument(
        "This document is damaged or has no pages. Export it as a PDF anew, and try again.",
        code="document_broken",
        field="document",
        detail=detail,
    )


def protected_document() -> NotADocument:
    """For a document that opens with a password alone."""
    return NotADocument(
        "This document is protected by a password. Save it without one, and try again.",
        code="document_protected",
        field="document",
    )


def endless_document(detail: str = "") -> NotADocument:
    """For a document whose pages take more time or room to draw than one document may."""
    return NotADocument(
        "The pages of this document take too long to draw. Export it with simpler pages, or show fewer of them.",
        code="document_endless",
        field="document",
        detail=detail,
    )


def check_document(data: bytes, *, megabytes: int) -> None:
    """Nothing, where these bytes may be a document that is read at all.

    Raises: TooManyBytes; NotADocument, for what does not begin as a PDF.
    """
    if len(data) > megabytes * 1024 * 1024:
        raise TooManyBytes(field="document", count=megabytes)
    if b"%PDF-" not in data[:1024]:
        raise NotADocument(field="document")


def check_pixels(width: int, height: int) -> None:
    """Nothing, where a picture of this size is opened at all.

    Raises: TooManyPixels; NotAPicture, for one without any.
    """
    if width < 1 or height < 1:
        raise broken(f"{width} by {height}")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise TooManyPixels(field="picture", width=width, height=height, count=MOST_PIXELS // 1_000_000)


def _within(value: float, low: float, high: float, *, otherwise: float) -> float:
    return min(max(value, low), high) if not math.isnan(value) else otherwise


@dataclass(frozen=True)
class Crop:
    """Which square of a picture: `zoom` 1 takes the largest there is, `across` and `down` (0 to 1) say where."""

    zoom: float = 1.0
    across: float = 0.5
    down: float = 0.5

    def __post_init__(self) -> None:
        """Bring every figure into its bounds; what is no number counts as the middle."""
        object.__setattr__(self, "zoom", _within(self.zoom, 1.0, MOST_ZOOM, otherwise=1.0))
        object.__setattr__(self, "across", _within(self.across, 0.0, 1.0, otherwise=0.5))
        object.__setattr__(self, "down", _within(self.down, 0.0, 1.0, otherwise=0.5))


CENTRED = Crop()
Box = tuple[float, float, float, float]


def square(width: int, height: int, crop: Crop) -> Box:
    """The square of a picture as left, top, right, bottom in its pixels; it lies inside, and is one pixel at least."""
    side = max(min(width, height) / crop.zoom, 1.0)
    left, top = (width - side) * crop.across, (height - side) * crop.down
    return left, top, left + side, top + side


@dataclass(frozen=True)
class Shape:
    """How wide and tall a kept picture is at its largest, in pixels: pages leave room for it before it is there."""

    width: int
    height: int


def shape_within(width: int, height: int, at_most: int) -> Shape:
    """A picture of this size as it is kept for a width of `at_most`: the same shape, never enlarged, never empty."""
    shrunk = min(1.0, at_most / width, at_most * TALLEST / height)
    return Shape(max(round(width * shrunk), 1), max(round(height * shrunk), 1))


Point = tuple[float, float]


def _flipped(x: float, y: float) -> Point:
    return 1 - x, y


def _upside_down(x: float, y: float) -> Point:
    return 1 - x, 1 - y


def _mirrored_below(x: float, y: float) -> Point:
    return x, 1 - y


def _transposed(x: float, y: float) -> Point:
    return y, x


def _turned_right(x: float, y: float) -> Point:
    return y, 1 - x


def _transversed(x: float, y: float) -> Point:
    return 1 - y, 1 - x


def _turned_left(x: float, y: float) -> Point:
    return 1 - y, x


def _same(x: float, y: float) -> Point:
    return x, y


STORED: tuple[Callable[[float, float], Point], ...] = (
    _same, _same, _flipped, _upside_down, _mirrored_below, _transposed, _turned_right, _transversed, _turned_left,
)  # fmt: skip
"""Where a point of the upright picture lies in the stored one, by EXIF orientation (1 to 8)."""


def in_stored(box: Box, width: int, height: int, orientation: int) -> Box:
    """A box of the upright picture (`width` by `height`) as shares of the picture as it is stored."""
    place = STORED[orientation]
    one = place(box[0] / width, box[1] / height)
    two = place(box[2] / width, box[3] / height)
    return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])


Holder = Callable[[Collection[str]], Set[str]]
"""Asked for some keys, says which of them are still wanted."""

HOLDERS: dict[str, Holder] = {}


def holds(name: str, holder: Holder) -> None:
    """Make `holder` speak for its keys; what no holder wants is cleared away by and by."""
    HOLDERS[name] = holder
