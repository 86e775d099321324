"""The document of another Rapport (`rapport.json`), as rows: what no table of an archive has a column for (OPS-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from rapport.content.exchange.formats.bounds import Bounds
from rapport.content.exchange.formats.faults import BadRow, RowFault
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row

RECORD, PICTURE = "rapport.json", "picture.webp"
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


def read_record(document: bytes, picture: bytes, bounds: Bounds) -> dict[Kind, list[Row | BadRow]] | None:
    """The rows of each part; None where this is no document of a Rapport, or of one not known here."""
    try:
        read = orjson.loads(document)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(read, dict) or read.get("format") != FORMAT or not isinstance(read.get("handle"), str):
        return None
    found: dict[Kind, list[Row | BadRow]] = {}
    for kind, parts in PARTS.items():
        rows = [row for part in parts for row in _rows(file_of(kind), part, read.get(part), bounds)]
        if kind is Kind.RAPPORT_PROFILE and picture:
            rows.append(RecordRow(part="picture", blob=picture))
        if rows:
            found[kind] = [
                replace(row, file=file_of(kind), line=line) for line, row in enumerate(rows, start=1)
            ]
    return found


def _rows(file: str, part: str, value: Any, bounds: Bounds) -> Iterator[Row | BadRow]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    for item in items:
        if not isinstance(item, dict):
            yield BadRow(file=file, line=0, fault=RowFault.SHAPE, column=part, value=type(item).__name__)
        elif not item:
            continue
        elif len(orjson.dumps(item)) > bounds.record_chars:
            yield BadRow(file=file, line=0, fault=RowFault.TOO_LONG, limit=bounds.record_chars)
        else:
            try:
                yield RecordRow(part=part, data=_plain(item, DEPTH))
            except ValueError:
                yield BadRow(
                    file=file, line=0, fault=RowFault.SHAPE, column=part, value="it is nested too deep"
                )


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
