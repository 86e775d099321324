"""The addresses in an archive: a profile's slug, by which people are recognised, and lists in brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com/(?:mwlite/)?(?:in|pub)/([^/?#\s]+)", re.IGNORECASE
)
_ADDRESSES = re.compile(r"[,;\s]+(?=(?:https?://|www\.)|$)", re.IGNORECASE)
_ITEM = re.compile(r"([A-Z][A-Z_]*):(.*)", re.DOTALL)
_NEXT_ITEM = re.compile(r",(?=[A-Z][A-Z_]*:)")
_LONGEST_SLUG = 200


@dataclass(frozen=True, slots=True)
class Link:
    """One item of a list in brackets: `[COMPANY:https://acme.example]`; the kind may be empty."""

    kind: str
    address: str


def profile_slug(url: str) -> str:
    """What names a person in a profile address, "" where `url` is none.

    Lower case, percent-decoded, without slash and query, so that all spellings of one address agree.
    """
    found = _PROFILE.match(url.strip())
    if found is None:
        return ""
    slug = unicodedata.normalize("NFC", unquote(found[1], errors="replace")).lower()
    return "" if len(slug) > _LONGEST_SLUG or "\ufffd" in slug or not slug.isprintable() else slug


def addresses(text: str) -> tuple[str, ...]:
    """The addresses of a list of them, e.g. of those whom a message went to."""
    return tuple(one for one in _ADDRESSES.split(text.strip()) if one)


def links(text: str) -> tuple[Link, ...]:
    """The items of `[TYPE:url,TYPE:url]`; a text without brackets is one item.

    Raises: ValueError where a bracket is open.
    """
    inner = text.strip()
    if inner.startswith("[") != inner.endswith("]"):
        raise ValueError(text)
    if inner.startswith("["):
        inner = inner[1:-1]
    if not inner.strip():
        return ()
    found = []
    for item in _NEXT_ITEM.split(inner) if _ITEM.match(inner) else inner.split(","):
        typed = _ITEM.fullmatch(item.strip())
        link = Link(typed[1], typed[2].strip()) if typed else Link("", item.strip())
        if link.address:
            found.append(link)
    return tuple(found)


def show_links(found: tuple[Link, ...]) -> str:
    """A list in brackets that `links` reads as it was; a comma that would end an item is percent-encoded."""
    if not found:
        return ""
    items = []
    for link in found:
        address = _NEXT_ITEM.sub("%2C", link.address) if link.kind else link.address.replace(",", "%2C")
        items.append(f"{link.kind}:{address}" if link.kind else address)
    return f"[{','.join(items)}]"


def names(text: str, count: int) -> tuple[str, ...]:
    """The names of `count` people joined with ", "; () where they cannot be told apart, since names hold it too."""
    if count == 1:
        return (text,) if text else ()
    parts = tuple(one.strip() for one in text.split(", "))
    return parts if len(parts) == count else ()
