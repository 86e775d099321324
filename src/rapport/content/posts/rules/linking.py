"""Which link of a post gets a preview, and what a page says of itself, read with bounds (FEED-1)."""

from __future__ import annotations

import codecs
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rapport.content.posts.rules.scanning import What, parts
from rapport.kernel import text
from rapport.kernel.outbound.rules import Target, Unreachable, target

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 300
SITE_LENGTH = 80
AGAIN = timedelta(days=3)
"""A page is asked again at the earliest after so long, when somebody posts its address anew."""
PAGES = ("text/html", "application/xhtml+xml")
IMAGES = ("image/jpeg", "image/png", "image/webp", "image/gif")
IMAGE_BYTES = 5 * 1024 * 1024
SMALLEST_SIDE = 100
"""A picture below this is a sign of its site, not of the page."""
HEAD = 512 * 1024
"""What a page says of itself is looked for in so many of its characters; what stands further down is not its head."""
_LOOKED_AT = 1_000
"""So many of its tags."""


class State(StrEnum):
    """Where a preview stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    NONE = "none"


@dataclass(frozen=True)
class Said:
    """What a page says of itself; `image` is an address, seen from the page, or empty."""

    title: str
    description: str
    site: str
    image: str


def first_link(words: str) -> Target | None:
    """The first address in a text that anybody can open; None where there is none."""
    for part in parts(words):
        if part.what is What.LINK:
            try:
                return target(part.key)
            except Unreachable:
                continue
    return None


def digest(url: str) -> str:
    """By what a preview is found."""
    return hashlib.sha256(url.encode()).hexdigest()


_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)


def decoded(data: bytes, charset: str) -> str:
    """The page as text: by its mark, by what the server said, by what it says itself, or as UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    told = _CHARSET.search(data[:4_096])
    for name in (charset, told[1].decode("ascii") if told else "", "utf-8"):
        try:
            if name and codecs.lookup(name)._is_text_encoding:
                return data.decode(name, "replace")
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


_BEGINS = re.compile(r"<(meta|title|body|/head)(?=[\s/>])", re.IGNORECASE)
_INSIDE = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_LONGEST_TAG = 6_000
_ATTRIBUTE = re.compile(r"""([A-Za-z:_.-]{1,60})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]{1,2000})""")
_TITLE = re.compile(r"[^>]{0,200}>([^<]{0,4000})")


def said_by(page: str, host: str) -> Said | None:
    """What the page of `host` says of itself, by Open Graph, else by its title and description; None without a title.

    No parser of HTML is let loose on it: every pattern here is bounded, and so is how often one is tried.
    """
    found = _told(page[:HEAD])
    title = _first(found, ("og:title", "twitter:title", "title"), TITLE_LENGTH)
    if not title:
        return None
    images = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    return Said(
        title,
        _first(found, ("og:description", "twitter:description", "description"), DESCRIPTION_LENGTH),
        _first(found, ("og:site_name",), SITE_LENGTH) or host.removeprefix("www."),
        next((found[name] for name in images if found.get(name)), ""),
    )


def _told(page: str) -> dict[str, str]:
    """The title and what stands in `meta`, by name, the first of each, until the body begins."""
    found: dict[str, str] = {}
    at = 0
    for _ in range(_LOOKED_AT):
        begins = _BEGINS.search(page, at)
        if begins is None or begins[1].lower() in ("body", "/head"):
            break
        at = begins.end()
        if begins[1].lower() == "title":
            said = _TITLE.match(page, at)
            if said:
                found.setdefault("title", html.unescape(said[1]))
                at = said.end()
        elif inside := _INSIDE.match(page, at, at + _LONGEST_TAG):
            at = inside.end()
            name, content = _meta(inside[0])
            if name and content:
                found.setdefault(name, content)
    return found


def _meta(inside: str) -> tuple[str, str]:
    given = {
        name.lower(): html.unescape(value[1:-1] if value[0] in "\"'" else value).strip()
        for name, value in _ATTRIBUTE.findall(inside)
    }
    return (given.get("property") or given.get("name") or "").lower(), given.get("content", "")


def _first(found: dict[str, str], names: tuple[str, ...], at_most: int) -> str:
    for name in names:
        line = text.one_line(found.get(name, "")[:4_000], field=name, at_most=100_000)
        if text.is_visible(line):
            return line if len(line) <= at_most else f"{line[: at_most - 1].rstrip()}…"
    return ""
