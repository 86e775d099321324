"""Typed text made fit to keep: one form for what looks alike, nothing that hides or disturbs.

What goes: control characters, lone surrogates and noncharacters, invisible fillers,
bidi embeddings and overrides (they make text read as what it is not) and isolates
without a partner (they would turn the words of the page around). What stays, because
scripts and emoji need it: joiners after letters of scripts that join, direction marks,
balanced isolates, variation selectors, tags behind a flag. The result is NFC, and
normalising it again changes nothing. Lengths are counted in characters afterwards.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

from rapport.kernel.errors import Invalid

_HANDLE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_SPACE = re.compile(r"[^\S\n]")
_TAB = " " * 4
_BLANK_LINES = re.compile(r"\n{3,}")
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls (line ends and spaces are dealt with apart)
    "\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, and nothing lost without them
    "\u202a-\u202e"  # bidi embeddings and overrides
    "\u115f\u1160\u3164\uffa0\u034f\u180e\u17b4\u17b5"  # letters and marks that show nothing
    "\U0001d173-\U0001d17a\U000e0001"
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0020-\U000e007f]")
_JOINERS = re.compile("[\u200c\u200d]")
_JOINING = {"Lo", "Lm", "Mn", "Mc", "So", "Sk", "Nd"}
_OPENING = "\u2066\u2067\u2068"
_CLOSING = "\u2069"
_BLANK_SIGNS = "\u2800"
_PARTICLES = {"i", "y", "e", "und", "and", "&"}


def one_line(text: str, *, field: str, at_most: int, at_least: int = 0) -> str:
    """`text` on one line, normalised, each run of white space one space.

    Raises: Invalid with `field`: code `empty` (nothing to see, though `at_least` asks for something),
    `too_short` or `too_long`; lengths in characters.
    """
    return _measured(_normal(_LINE_ENDS.sub(" ", text).replace("\n", " ")), field, at_most, at_least)


def many_lines(text: str, *, field: str, at_most: int, at_least: int = 0) -> str:
    """`text` in lines, normalised; spaces run together, at most one blank line in a row, none at the ends.

    Raises: as `one_line`.
    """
    return _measured(_normal(_LINE_ENDS.sub("\n", text)), field, at_most, at_least)


def written_lines(text: str, *, field: str, at_most: int, at_least: int = 0) -> str:
    """The same as `many_lines` for text whose spaces mean something, such as Markdown: indents and runs of them stay.

    Raises: as `one_line`.
    """
    return _measured(_normal(_LINE_ENDS.sub("\n", text), spaced=True), field, at_most, at_least)


def is_visible(text: str) -> bool:
    """Whether `text` shows anything at all: a letter, digit, punctuation mark or sign."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANK_SIGNS for char in text)


def is_handle(text: str) -> bool:
    """Whether `text` can be a handle: 2 to 30 of a-z, 0-9 and _, beginning with a letter."""
    return _HANDLE.fullmatch(text) is not None


def initials(name: str) -> str:
    """One or two capital letters that stand for `name` where there is no picture; "?" where it has no letter."""
    words = [word for word in re.split(r"[\s\u200c]+", name) if is_visible(word)]
    if len(words) > 3 and words[-2].lower() in _PARTICLES:
        del words[-2:]
    starts = [_start(words[0]), _start(words[-1])] if len(words) > 1 else [_start(word) for word in words]
    return "".join(starts) or "?"


def hue(handle: str) -> int:
    """The hue of a face without a picture, 1 to 6, the same for one handle on every machine."""
    return zlib.crc32(handle.encode()) % 6 + 1


def _start(word: str) -> str:
    first = next((char for char in word if char.isalnum()), word[0])
    return unicodedata.normalize("NFC", first.upper())[:1]


def _normal(text: str, *, spaced: bool = False) -> str:
    text = _TAGS.sub(lambda found: found[1] or "", _GONE.sub("", text))
    text = unicodedata.normalize("NFC", "\n".join(_balanced(line) for line in text.split("\n")))
    text = _JOINERS.sub(_kept_joiner, text)
    if spaced:
        text = "\n".join(_SPACE.sub(" ", line.replace("\t", _TAB)).rstrip() for line in text.split("\n"))
        return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", text).strip("\n"))
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", text).strip())


def _balanced(line: str) -> str:
    """`line` without isolates that have no partner in it."""
    open_at: list[int] = []
    paired: set[int] = set()
    for place, char in enumerate(line):
        if char in _OPENING:
            open_at.append(place)
        elif char == _CLOSING and open_at:
            paired |= {open_at.pop(), place}
    return "".join(
        char for place, char in enumerate(line) if place in paired or char not in _OPENING + _CLOSING
    )


def _kept_joiner(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    needed = before and unicodedata.category(before) in _JOINING and not before.isascii()
    return found[0] if needed else ""


def _measured(text: str, field: str, at_most: int, at_least: int) -> str:
    if at_least > 0 and not is_visible(text):
        raise Invalid("Something has to stand here.", code="empty", field=field)
    if len(text) < at_least:
        raise Invalid(
            "That is too short: write at least {limit} characters.",
            code="too_short",
            field=field,
            limit=at_least,
        )
    if len(text) > at_most:
        raise Invalid(
            "That is too long: {length} characters, and at most {limit} fit.",
            code="too_long", field=field, limit=at_most, length=len(text),
        )  # fmt: skip
    return text
