"""An address book that leaves: vCards of version 4 (RFC 6350), folded and escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_FOLD = 75


@dataclass(frozen=True)
class Card:
    """A person: the address of their page names them; what they keep to themselves is ""."""

    name: str
    url: str
    uid: str
    headline: str = ""
    company: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    birthday: str = ""  # "1984-03-05" or "--03-05"
    note: str = ""


def escaped(text: str) -> str:
    """`text` as the value of a property."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line in parts of at most 75 octets, never within a character (RFC 6350 3.2, RFC 5545 3.1)."""
    parts: list[str] = []
    rest, room = line, _FOLD
    while len(rest.encode()) > room:
        cut = len(rest.encode()[:room].decode(errors="ignore"))
        parts.append(rest[:cut])
        rest, room = rest[cut:], _FOLD - 1
    return "\r\n ".join([*parts, rest]) + "\r\n"


def _lines(card: Card) -> Iterable[str]:
    first, _, last = card.name.partition(" ")
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:{escaped(card.uid)}"
    yield f"FN:{escaped(card.name)}"
    yield f"N:{escaped(last)};{escaped(first)};;;"
    pairs = (
        ("ORG", escaped(card.company)),
        ("TITLE", escaped(card.position or card.headline)),
        ("EMAIL", escaped(card.email)),
        ("TEL", escaped(card.phone)),
        ("ADR", f";;{escaped(card.address)};;;;" if card.address else ""),
        ("BDAY", ("--" if card.birthday.startswith("--") else "") + card.birthday.replace("-", "")),
        ("NOTE", escaped(card.note)),
        ("URL", card.url),
    )
    for name, value in pairs:
        if value:
            yield f"{name}:{value}"
    yield "END:VCARD"


def cards_text(cards: Iterable[Card]) -> str:
    """The cards as one file."""
    return "".join(folded(line) for card in cards for line in _lines(card))
