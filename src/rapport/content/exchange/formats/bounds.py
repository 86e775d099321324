"""How much of a foreign file is read before it is refused: the figures, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

KIB = 1024
MIB = 1024 * KIB


def _bound(default: int, unit: str, meaning: str) -> Any:
    return field(default=default, metadata={"unit": unit, "meaning": meaning})


@dataclass(frozen=True)
class Bounds:
    """All bounds on foreign files (quality 4); reading never takes more memory than a few records of them."""

    archive_bytes: int = _bound(1024 * MIB, "bytes", "How large an archive may be as it lies on disk.")
    entries: int = _bound(10_000, "entries", "How many files and folders an archive may list.")
    directory_bytes: int = _bound(4 * MIB, "bytes", "How large the list itself may be.")
    name_bytes: int = _bound(255, "bytes", "How long the name of a file in an archive may be.")
    entry_bytes: int = _bound(1024 * MIB, "bytes", "How large one file may be once it is unpacked.")
    total_bytes: int = _bound(2048 * MIB, "bytes", "How large all files may be together once unpacked.")
    ratio: int = _bound(200, "times", "How many times its packed size a file may have unpacked.")
    ratio_from: int = _bound(1 * MIB, "bytes", "The unpacked size below which the ratio is not asked.")
    nesting: int = _bound(1, "levels", "How many levels of archives within the archive are opened.")
    tables: int = _bound(200, "tables", "How many tables an archive may have that are read.")
    record_chars: int = _bound(
        128 * KIB, "characters", "How long one row of a table may be, line breaks included."
    )
    field_chars: int = _bound(100_000, "characters", "How long one field of a row may be.")
    columns: int = _bound(200, "columns", "How many columns a table may have.")
    preamble_rows: int = _bound(50, "rows", "How far down a table its header is looked for.")
    rows: int = _bound(2_000_000, "rows", "How many rows of one file are read.")
    bad_rows: int = _bound(
        5_000, "rows", "How many unreadable rows one file may have before the rest is left."
    )
    document_bytes: int = _bound(2 * MIB, "bytes", "How large a JSON document may be.")
    rapport_values: int = _bound(1_000_000, "values", "How many values it may have: each takes memory.")
    rapport_bytes: int = _bound(24 * MIB, "bytes", "How large the document of another Rapport may be.")
    picture_bytes: int = _bound(12 * MIB, "bytes", "How large a picture beside it may be.")
    address_book_bytes: int = _bound(
        256 * MIB, "bytes", "How large an address book may be, pictures included."
    )
    address_book_lines: int = _bound(8_000_000, "lines", "How many lines of an address book are read.")
    cards: int = _bound(50_000, "cards", "How many cards of an address book are read.")
    card_chars: int = _bound(64 * KIB, "characters", "How long one card may be, pictures not counted.")
    items: int = _bound(1_000, "items", "How many items of one section of a résumé are read.")


MEANINGS = {one.name: (one.metadata["unit"], one.metadata["meaning"]) for one in fields(Bounds)}
DEFAULT = Bounds()
