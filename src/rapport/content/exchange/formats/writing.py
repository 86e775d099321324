"""Archives that leave: the same files, columns and dialects in which they come (OPS-2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from rapport.content.exchange.formats.layout import Kind, Table
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.tables import PREAMBLE, TABLES


def table_text(table: Table, rows: Iterable[Row]) -> Iterable[str]:
    """A file of the layout, line by line; reading it gives the same rows."""
    if table.kind is Kind.CONNECTIONS:
        yield PREAMBLE
    yield table.header_line()
    for row in rows:
        yield table.line(row)


def write_archive(
    path: Path,
    tables: Mapping[Kind, Iterable[Row]],
    files: Mapping[str, bytes | str],
    pictures: Iterable[tuple[str, bytes]] = (),
) -> None:
    """Write a zip at `path`: a CSV for each kind that has rows, and `files` and `pictures` beside them.

    Pictures are taken one at a time, however many there are, and packed no further. It is written under another
    name and put in its place whole, so that nobody ever reads half of it.
    """
    half = path.with_suffix(".half")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for kind, rows in tables.items():
                kept = iter(rows)
                first = next(kept, None)
                if first is None:
                    continue
                with (
                    archive.open(TABLES[kind].file, "w") as raw,
                    io.TextIOWrapper(raw, "utf-8", newline="") as out,
                ):
                    out.writelines(table_text(TABLES[kind], _again(first, kept)))
            for name, content in files.items():
                archive.writestr(name, content)
            for name, picture in pictures:
                archive.writestr(name, picture, zipfile.ZIP_STORED)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)  # where a fault came between


def _again(first: Row, others: Iterable[Row]) -> Iterable[Row]:
    yield first
    yield from others
