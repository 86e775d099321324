"""From text to words that can be compared: one way for what is kept and for what is asked (NET-4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rapport.people.actors.rules import fold

_PIECES = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:['’.\-‐‑][^\W_]+)+")
_JOINS = re.compile(r"['’.\-‐‑]")
_SINGLE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts written without spaces: each sign is a word, so that a name is found by its second half too."""


def folded(text: str) -> str:
    """Small letters without accents, word by word; the order of words stays."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(fold(part) for part in text.split())


def folded_whole(text: str) -> str:
    """The same of a text of any length, in which words may follow each other without spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join("".join(plain_sign(one) for one in text).split())


def plain_sign(one: str) -> str:
    """One sign of a text as it is compared: a small letter without accent, several for a ligature, or nothing."""
    apart = unicodedata.normalize("NFKD", one.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def pieces(text: str) -> list[str]:
    """The words of a folded text, in order."""
    found: list[str] = _PIECES.findall(text)
    return found if text.isascii() else list(_apart(found))  # thousands of names are looked at for a page


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a folded text with the places where each begins and ends, in order."""
    for found in _PIECES.finditer(text):
        place = found.start()
        for word in pieces(found[0]):
            yield word, place, place + len(word)
            place += len(word)


def words(text: str) -> list[str]:
    """The words of a text, in order: letters and digits, nothing else (`Bălănescu-Kunz` gives two)."""
    return pieces(folded(text))


def joined(text: str) -> list[str]:
    """What stands in a folded text with a mark inside, as one word: `O'Brien` is found as `obrien` too."""
    return [_JOINS.sub("", one) for one in _JOINED.findall(text)] if has_joins(text) else []


def has_joins(text: str) -> bool:
    """Whether a mark stands in it that may join two words into one."""
    return _JOINS.search(text) is not None


def _apart(found: list[str]) -> Iterator[str]:
    for one in found:
        if _SINGLE.search(one):
            rest = 0
            for sign in _SINGLE.finditer(one):
                if sign.start() > rest:
                    yield one[rest : sign.start()]
                yield sign.group()
                rest = sign.end()
            if rest < len(one):
                yield one[rest:]
        else:
            yield one
