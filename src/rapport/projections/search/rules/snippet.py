"""A few words of a text around what was looked for, in parts that are marked or not (NET-4).

Parts are plain text: whoever shows them escapes each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.words import plain_sign, spans

LENGTH = 220
BEFORE = 60
"""Signs of a snippet, and of what stands before the first word that was found."""
_LOOKED_AT = 20_000
_MORE = "…"


@dataclass(frozen=True)
class Part:
    """A run of signs; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> tuple[Part, ...]:
    """The part of a text that has the words, on one line; its beginning, where it has none. Nothing of no text."""
    line = " ".join(text[:_LOOKED_AT].split())
    found = list(found_at(line, terms))
    start = _start(line, found[0][0], length) if found else 0
    end = _end(line, start + length)
    parts: list[Part] = [Part(_MORE)] if start else []
    at = start
    for begins, ends in found:
        if begins < at or begins >= end:
            continue
        parts += [Part(line[at:begins])] if begins > at else []
        at = min(ends, end)
        parts.append(Part(line[begins:at], marked=True))
    parts += [Part(line[at:end])] if end > at else []
    return (*parts, Part(_MORE)) if end < len(line) or len(text) > _LOOKED_AT else tuple(parts)


def found_at(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where in a text what the terms ask for stands, in order, as places of its signs."""
    plain, places = _mapped(text)
    words = list(spans(plain))
    number = 0
    while number < len(words):
        size = _fits([word for word, _, _ in words[number : number + _LONGEST]], terms)
        if size:
            end = places[words[number + size - 1][2] - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1  # an accent that is a sign of its own
            yield places[words[number][1]], end
        number += size or 1


_LONGEST = 24


def _fits(words: list[str], terms: Sequence[Term]) -> int:
    """How many words from here on are what a term asks for; 0 for none."""
    for term in terms:
        if len(term.words) == 1:
            if term.fits(words[0]) or term.fits(f"@{words[0]}"):
                return 1
        elif tuple(words[: len(term.words)]) == term.words:
            return len(term.words)
    return 0


def _mapped(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its signs the place it comes from."""
    if text.isascii():
        return text.lower(), [*range(len(text))]
    plain: list[str] = []
    places: list[int] = []
    for place, one in enumerate(text):
        made = plain_sign(one)
        plain.append(made)
        places += [place] * len(made)
    return "".join(plain), places


def _start(line: str, first: int, length: int) -> int:
    """Where to begin, at a word where there is one near, so that the first thing found is in sight."""
    if first <= BEFORE or len(line) <= length:
        return 0
    start = max(0, min(first - BEFORE, len(line) - length))
    space = line.find(" ", start, first)
    return space + 1 if space >= 0 else start


def _end(line: str, end: int) -> int:
    """Where to end, after a word where there is one near."""
    if end >= len(line):
        return len(line)
    space = line.rfind(" ", end - BEFORE, end)
    return space if space > 0 else end
