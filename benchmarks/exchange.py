"""Reading foreign files: seconds and memory, each measured in a process of its own.

An archive with 30,000 connections, and a table of half a gigabyte of three kinds: honest
rows, no line end at all, and quotes that never match.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import write
from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.bounds import MIB
from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.tables import TABLES
from tests.exchange.archives import write_archive

SIZE = 500 * MIB
HEADER = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def _honest() -> Iterator[bytes]:
    """Half a gigabyte of rows as they should be."""
    number = 0
    while True:
        number += 1
        yield b'Mara%x,Okonjo,https://www.linkedin.com/in/mara-%x,,"Acme, Inc.",Engineer %d,04 Dec 2025\n' % (
            number,
            number * 7919,
            number % 977,
        )


def _endless() -> Iterator[bytes]:
    """Half a gigabyte in one line."""
    number = 0
    while True:
        number += 1
        yield b"%x" % (number * 2654435761)


def _unmatched() -> Iterator[bytes]:
    """Half a gigabyte of lines that each open a quote and close the one before."""
    number = 0
    while True:
        number += 1
        yield b'a%x","\n' % (number * 7919)


TABLES_OF_TEXT: dict[str, Callable[[], Iterator[bytes]]] = {
    "honest": _honest,
    "endless": _endless,
    "unmatched": _unmatched,
}


def _table(path: Path, rows: Iterator[bytes]) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("Connections.csv", "w", force_zip64=True) as file,
    ):
        written = file.write(HEADER)
        while written < SIZE:
            written += file.write(b"".join(next(rows) for _ in range(2_000)))


def _read(path: Path) -> dict[str, float]:
    """What a process of its own takes to survey an archive and to read every row of it."""
    program = [sys.executable, "-m", "benchmarks.exchange", "read", str(path)]
    ran = subprocess.run(program, check=True, capture_output=True, text=True, env=dict(os.environ))
    figures: dict[str, float] = json.loads(ran.stdout)
    return figures


def _reading(path: Path) -> None:
    """The other process: figures on standard output."""
    before = _peak_kb()
    began = time.perf_counter()
    rows = bad = 0
    with open_archive(path) as archive:
        surveyed = sum(one.rows for one in archive.files)
        after_survey = time.perf_counter()
        for kind in TABLES:
            for row in archive.rows(kind):
                rows += 1
                bad += isinstance(row, BadRow)
    ended = time.perf_counter()
    peak = _peak_kb()
    print(
        json.dumps(
            {
                "survey_seconds": round(after_survey - began, 2),
                "rows_seconds": round(ended - after_survey, 2),
                "estimate": surveyed,
                "rows": rows,
                "bad_rows": bad,
                "grown_mb": round((peak - before) / 1024, 1),
                "peak_mb": round(peak / 1024, 1),
            }
        )
    )


def _peak_kb() -> int:
    """The most memory this process has held; `ru_maxrss` would be inherited from its parent."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main() -> None:
    """Measure, and write the figures down."""
    figures = {}
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        path = Path(folder) / "archive.zip"
        write_archive(path, era=2025, connections=30_000)
        figures["archive_30000"] = _read(path)
        for name, rows in TABLES_OF_TEXT.items():
            _table(path, rows())
            figures[f"table_500mb_{name}"] = _read(path)
    write("exchange", figures)


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        _reading(Path(sys.argv[2]))
    else:
        main()
