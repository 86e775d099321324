"""An address book as vCards (RFC 6350, and 2.1 and 3.0 before it), card by card.

vobject reads a whole file into memory and stops at its first oddity, so cards are read
here: one that cannot be read is a bad row, pictures are passed over unread.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rapport.content.exchange.formats.bounds import DEFAULT, KIB, MIB, Bounds
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.decoding import lines, survey
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, RowFault, Unreadable
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.urls import profile_slug

_CHUNK = 64 * KIB
_PROPERTY = re.compile(
    r'(?:[\w-]+\.)?(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;(?:"[^"]*"|[^":;])*)*):(?P<value>.*)', re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_DATES = (
    re.compile(r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)(?:[T ].*)?"),
    re.compile(r"--(?P<m>\d\d)-?(?P<d>\d\d)(?:T.*)?"),
    re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d))?"),
)
_WANTED = frozenset("FN N EMAIL TEL ORG TITLE URL NOTE BDAY ADR UID X-SOCIALPROFILE".split())
_NO_YEAR = 1604
"""What some address books write for a birthday whose year is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow(Row):
    """A person of an address book; `line` is where the card begins."""

    name: str = ""
    first_name: str = ""
    last_name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    note: str = ""
    address: str = ""
    urls: tuple[str, ...] = ()
    birthday: PartialDate | None = None
    uid: str = ""

    @property
    def slug(self) -> str:
        """What names the person in a profile address among the links, "" where there is none."""
        return next((slug for url in self.urls if (slug := profile_slug(url))), "")


def read_cards(path: Path, bounds: Bounds = DEFAULT) -> Iterator[CardRow | BadRow]:
    """The cards of an address book in order; each that cannot be read is a BadRow with its line and the reason.

    Raises: Unreadable before the first card where the file is none, or too large.
    """
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(ArchiveFault.EMPTY)
    if size > bounds.address_book_bytes:
        raise Unreadable(ArchiveFault.DOCUMENT_TOO_LARGE, limit=bounds.address_book_bytes // MIB)
    found = survey(_chunks(path))
    first = next(_cards(lines(_chunks(path), found, bounds), bounds), None)
    if first is None:
        raise Unreadable(ArchiveFault.NOT_A_CARD)
    return _rows(path.name, lines(_chunks(path), found, bounds), bounds)


@dataclass(slots=True)
class _Card:
    line: int
    logical: list[str]
    fault: RowFault | None = None


def _rows(file: str, text: Iterator[str | None], bounds: Bounds) -> Iterator[CardRow | BadRow]:
    at_most = bounds.address_book_lines
    for number, card in enumerate(_cards(islice(text, at_most), bounds)):
        if number >= bounds.cards:
            yield BadRow(file=file, line=card.line, fault=RowFault.TOO_MANY_ROWS, limit=bounds.cards)
            return
        if card.fault is not None:
            yield BadRow(
                file=file, line=card.line, fault=card.fault, column="END:VCARD", limit=bounds.card_chars
            )
        else:
            yield _row(file, card)
    if next(text, "") != "":
        yield BadRow(file=file, line=at_most, fault=RowFault.TOO_MANY_ROWS, limit=at_most)


def _cards(text: Iterator[str | None], bounds: Bounds) -> Iterator[_Card]:
    """The cards as unfolded lines of what is wanted of them."""
    card: _Card | None = None
    chars, wanted, soft = 0, False, False
    for number, line in enumerate(text, start=1):
        plain = (line or "").rstrip("\n")
        said = plain.strip().upper()
        if said == "BEGIN:VCARD":
            if card is not None:
                card.fault = card.fault or RowFault.MISSING
                yield card
            card, chars, wanted, soft = _Card(number, []), 0, False, False
        elif card is None:
            continue
        elif said == "END:VCARD":
            yield card
            card = None
        elif line is None:
            wanted = soft = False  # no text is that long; a picture is
        elif plain[:1] in (" ", "\t") or soft:
            if wanted:
                card.logical[-1] = card.logical[-1][:-1] + plain if soft else card.logical[-1] + plain[1:]
                chars += len(plain)
                soft = soft and plain.endswith("=")
        else:
            name = re.split("[:;]", plain, maxsplit=1)[0].rpartition(".")[2].upper()
            wanted = name in _WANTED
            soft = wanted and plain.endswith("=") and "QUOTED-PRINTABLE" in plain.upper()
            if wanted:
                card.logical.append(plain)
                chars += len(plain)
        if card is not None and chars > bounds.card_chars:
            card.fault, card.logical, wanted, soft = RowFault.TOO_LONG, [], False, False
    if card is not None:
        card.fault = card.fault or RowFault.MISSING
        yield card


def _row(file: str, card: _Card) -> CardRow | BadRow:
    values: dict[str, list[str]] = {}
    for logical in card.logical:
        found = _PROPERTY.fullmatch(logical)
        if found is not None:
            value = _decoded(found["value"], found["params"].upper())
            values.setdefault(found["name"].upper(), []).append(value.strip())
    last, first, *_ = [*_parts(values.get("N", [""])[0]), "", ""]
    name = _text(values.get("FN", [""])[0]) or f"{first} {last}".strip()
    emails = tuple(one for value in values.get("EMAIL", []) if (one := _text(value).removeprefix("mailto:")))
    if not name and not emails:
        return BadRow(file=file, line=card.line, fault=RowFault.MISSING, column="FN")
    birthday: PartialDate | None = None
    left_out: tuple[BadRow, ...] = ()
    if stated := values.get("BDAY", [""])[0]:
        try:
            birthday = _birthday(stated)
        except ValueError:
            left_out = (BadRow(file=file, line=card.line, fault=RowFault.DATE, column="BDAY", value=stated),)
    address = ", ".join(part for part in _parts(values.get("ADR", [""])[0]) if part)
    links = (*values.get("URL", []), *values.get("X-SOCIALPROFILE", []))
    return CardRow(
        file=file,
        line=card.line,
        left_out=left_out,
        name=name,
        first_name=first,
        last_name=last,
        emails=emails,
        phones=tuple(one for value in values.get("TEL", []) if (one := _text(value).removeprefix("tel:"))),
        company=next(iter(_parts(values.get("ORG", [""])[0])), ""),
        title=_text(values.get("TITLE", [""])[0]),
        note=_text(values.get("NOTE", [""])[0]),
        address=address,
        urls=tuple(one for value in links if (one := _text(value))),
        birthday=birthday,
        uid=_text(values.get("UID", [""])[0]),
    )


def _decoded(value: str, params: str) -> str:
    if "QUOTED-PRINTABLE" not in params:
        return value
    return quopri.decodestring(value.encode()).decode("utf-8", errors="replace")


def _text(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _parts(value: str) -> list[str]:
    """The parts of a compound value, split where a semicolon is not escaped."""
    return [_text(part) for part in _PART.findall(value)] if value else []


def _birthday(text: str) -> PartialDate | None:
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            parts = {name: int(number) for name, number in found.groupdict().items() if number}
            year = parts.get("y")
            return PartialDate(None if year == _NO_YEAR else year, parts.get("m"), parts.get("d"))
    raise ValueError(text)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece
