"""The document of another Rapport (`rapport.json`), as rows: what no table of an archive has a column for (OPS-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from rapport.content.exchange.formats.bounds import Bounds
from rapport.content.exchange.formats.faults import BadRow, RowFault
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row

RECORD, PICTURE = "rapport.json", "picture.webp"
POST_FILES = "posts/"
"""Before the names of the pictures and documents of posts."""
FORMAT = 1
"""The version of the document; a reader leaves one it does not know."""
BESIDE = frozenset({"connections.vcf", "calendar.ics", "resume.json", "readme.txt", PICTURE})
"""The other files of an export: they say again what stands in the tables and in the document."""
DEPTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow(Row):
    """One item of a part of the document; `line` counts the items, `blob` is the picture."""

    part: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    blob: bytes = b""

    def text(self, name: str) -> str:
        """A text of the item, "" where there is none."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""


PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.RAPPORT_PROFILE: ("face", "profile", "entries", "skills", "contact_details"),
    Kind.RAPPORT_SETTINGS: ("network", "account", "notices"),
    Kind.RAPPORT_CONTACTS: ("contacts",),
    Kind.RAPPORT_POSTS: ("drafts", "posts"),
    Kind.RAPPORT_HASHTAGS: ("hashtags",),
    Kind.RAPPORT_KEPT: (
        "kept_aside", "connections", "following", "followers", "follow_requests", "invitations_sent",
        "invitations_received", "blocks", "notes", "restrictions", "groups", "company_roles",
        "endorsements_received", "endorsements_given", "recommendations",
    ),
}  # fmt: skip
"""What is read as which part of an import; ties to people of another site are kept as they came."""


def file_of(kind: Kind) -> str:
    """What the rows of a part are called in a report."""
    return f"{RECORD}: {kind.value.removeprefix('rapport_')}"


class Record:
    """A document that has been read; its rows are made one at a time, since an item may be a few bytes."""

    def __init__(self, read: Mapping[str, Any], picture: bytes, bounds: Bounds) -> None:
        """What `read_record` found."""
        self._read = read
        self._picture = picture
        self._bounds = bounds

    @property
    def has_picture(self) -> bool:
        """Whether a picture lies beside it, which is a row of the profile."""
        return bool(self._picture)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many rows each part has that has any."""
        found = {kind: sum(1 for _ in self.rows(kind)) for kind in PARTS}
        return {kind: count for kind, count in found.items() if count}

    def rows(self, kind: Kind) -> Iterator[Row | BadRow]:
        """The rows of a part, always in the same order."""
        line = 0
        for part in PARTS[kind]:
            value = self._read.get(part)
            items = value if isinstance(value, list) else [] if value is None else [value]
            for item in items:
                if item != {}:
                    line += 1
                    yield self._row(kind, part, item, line)
        if kind is Kind.RAPPORT_PROFILE and self._picture:
            yield RecordRow(file=file_of(kind), line=line + 1, part="picture", blob=self._picture)

    def _row(self, kind: Kind, part: str, item: Any, line: int) -> Row | BadRow:
        file, at_most = file_of(kind), self._bounds.record_chars
        if not isinstance(item, dict):
            return BadRow(file=file, line=line, fault=RowFault.SHAPE, column=part, value=type(item).__name__)
        try:
            data = _plain(item, DEPTH)
        except ValueError:
            return BadRow(
                file=file, line=line, fault=RowFault.SHAPE, column=part, value="it is nested too deep"
            )
        if len(orjson.dumps(data)) > at_most:
            return BadRow(file=file, line=line, fault=RowFault.TOO_LONG, limit=at_most)
        return RecordRow(file=file, line=line, part=part, data=data)


def read_record(document: bytes, picture: bytes, bounds: Bounds) -> Record | None:
    """The document; None where it is none of a Rapport, of one not known here, or one of too many values."""
    if sum(document.count(sign) for sign in (b",", b"[", b"{")) > bounds.rapport_values:
        return None
    try:
        read = orjson.loads(document)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(read, dict) or read.get("format") != FORMAT or not isinstance(read.get("handle"), str):
        return None
    return Record(read, picture, bounds)


def _plain(value: Any, depth: int) -> Any:
    """A value without zeros, which no database keeps. Raises: ValueError where it is nested too deep."""
    if depth == 0:
        raise ValueError
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_plain(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {name.replace("\0", ""): _plain(one, depth - 1) for name, one in value.items()}
    return value
