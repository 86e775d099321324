"""Finding addresses, mentions and hashtags in what somebody wrote; one pass, whatever the text (FEED-1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

HASHTAG_LENGTH = 50
"""Characters of a hashtag at most, without its sign; what is longer is text."""
MENTIONS = 50
HASHTAGS = 30
"""How many different ones a post may carry."""

_START = re.compile(r"(?P<link>https?://)|(?P<mention>@)|(?P<hashtag>[#＃])", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"\\^`{|}\u2066-\u2069]{1,2000}")
_HANDLE = re.compile(r"[a-z][a-z0-9_]{1,29}(?![\w@])(?!\.\w+@)", re.IGNORECASE | re.ASCII)
_TRAILING = ".,:;!?'’”»…*_~"
_CLOSING = {")": "(", "]": "["}


class What(StrEnum):
    """What a part of a text is."""

    TEXT = "text"
    LINK = "link"
    MENTION = "mention"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text as it was `written`; `key` is the address, the handle or the hashtag's one spelling."""

    what: What
    written: str
    key: str = ""


def parts(text: str) -> Iterator[Part]:
    """The text in parts, in order; joined they are the text again."""
    begun = at = 0
    while found := _START.search(text, at):
        part = _part(text, found)
        if part is None:
            at = found.end()
            continue
        if found.start() > begun:
            yield Part(What.TEXT, text[begun : found.start()])
        yield part
        begun = at = found.start() + len(part.written)
    if begun < len(text):
        yield Part(What.TEXT, text[begun:])


def _part(text: str, found: re.Match[str]) -> Part | None:
    before = text[found.start() - 1] if found.start() else " "
    if before == "_" or _joins(before) or before in "@/#&":
        return None
    if found["link"]:
        return _link(text, found.start())
    if found["mention"]:
        name = _HANDLE.match(text, found.end())
        return Part(What.MENTION, text[found.start() : name.end()], name[0].lower()) if name else None
    end = found.end()
    while end < len(text) and end - found.end() <= HASHTAG_LENGTH and (_joins(text[end]) or text[end] == "_"):
        end += 1
    name_written = text[found.end() : end]
    if not 0 < len(name_written) <= HASHTAG_LENGTH or not any(
        unicodedata.category(char)[0] == "L" for char in name_written
    ):
        return None
    return Part(What.HASHTAG, text[found.start() : end], hashtag_key(name_written))


def _joins(char: str) -> bool:
    """Letters, their marks and digits of any script, and the joiners that some need."""
    return unicodedata.category(char)[0] in "LMN" or char in "\u200c\u200d"


def hashtag_key(written: str) -> str:
    """The one spelling of a hashtag: `#Rust` and `#rust` are the same."""
    folded = unicodedata.normalize("NFKC", written.lstrip("#＃")).casefold()
    return unicodedata.normalize("NFC", folded).replace("\u200c", "").replace("\u200d", "")


def is_hashtag(typed: str) -> bool:
    """Whether this could be written as a hashtag, with or without its sign."""
    found = list(parts("#" + typed.strip().lstrip("#＃")))
    return len(found) == 1 and found[0].what is What.HASHTAG


def _link(text: str, start: int) -> Part | None:
    found = _ADDRESS.match(text, start)
    assert found is not None
    written = found[0]
    while written and (written[-1] in _TRAILING or _unpaired(written)):
        written = written[:-1]
    try:
        address = urlsplit(written)
        host, _ = address.hostname, address.port
    except ValueError:
        return None
    if not host or "@" in address.netloc:
        return None  # a name before the host makes an address read as what it is not
    return Part(What.LINK, written, written)


def _unpaired(written: str) -> bool:
    """Whether the last sign closes what the address does not open."""
    opening = _CLOSING.get(written[-1])
    return opening is not None and written.count(opening) < written.count(written[-1])
