"""Archives of every year are read to the last row (OPS-1)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rapport.content.exchange.formats.archive import State, open_archive
from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.parsing import content_of
from rapport.content.exchange.formats.rows_network import ConnectionRow, EmptyRow, MessageRow, Row
from tests.exchange.archives import ERAS, Person, write_archive

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("era", ERAS)
def test_every_row_is_accounted_for(era: int, tmp_path: Path) -> None:
    """OPS-1: whatever the year, each row of each file is read, found empty, or named; here none is bad."""
    path = tmp_path / "archive.zip"
    expected = write_archive(path, era=era, connections=400, messages=120, comments=150)
    rows: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    with open_archive(path) as archive:
        estimates = Counter[str]()
        for one in archive.files:
            if one.kind:
                estimates[one.kind] += one.rows
        found: dict[str, list[Row | BadRow]] = {kind: list(archive.rows(kind)) for kind in archive.kinds}
        skipped = tuple(one.name for one in archive.files if one.state is State.SKIPPED)
        unknown = tuple(one.name for one in archive.files if one.state is State.UNKNOWN)
        remarks = [remark.sentence for one in archive.files for remark in one.remarks]
    bad = [row for of_kind in found.values() for row in of_kind if isinstance(row, BadRow)]
    for kind, of_kind in found.items():
        empty[kind] += sum(isinstance(row, EmptyRow) for row in of_kind)
        rows[kind] += sum(not isinstance(row, EmptyRow) for row in of_kind)
    assert bad == []
    assert remarks == []
    assert rows == expected.rows
    assert +empty == +expected.empty
    assert estimates == expected.rows + expected.empty
    assert (skipped, unknown) == (expected.skipped, expected.unknown)
    assert [
        row for of_kind in found.values() for row in of_kind if isinstance(row, Row) and row.left_out
    ] == []
    _people_are_as_written(found[Kind.CONNECTIONS], expected.people, era)
    _messages_are_as_written(found[Kind.MESSAGES], era)


def _people_are_as_written(found: list[Row | BadRow], people: tuple[Person, ...], era: int) -> None:
    named = [row for row in found if isinstance(row, ConnectionRow)]
    unique = list({content_of(row): row for row in named}.values())
    assert [(one.first_name, one.last_name, one.company) for one in unique] == [
        (one.first, one.last, one.company) for one in people
    ]
    assert [one.slug for one in unique] == [one.slug if era >= 2023 else "" for one in people]


def _messages_are_as_written(found: list[Row | BadRow], era: int) -> None:
    messages = [row for row in found if isinstance(row, MessageRow)]
    assert any(row.content != row.text and "<" in row.content for row in messages)
    assert any("\n\nSecond line" in row.text for row in messages)
    assert any(not row.sender_url for row in messages)
    assert {len(row.recipients) for row in messages} == ({1, 3} if era >= 2023 else {1})


def test_one_seed_one_archive(tmp_path: Path) -> None:
    """The same seed gives the same bytes, another gives others."""
    paths = [tmp_path / f"{number}.zip" for number in range(3)]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        write_archive(path, era=2025, seed=seed, connections=50, messages=10, comments=20)
    first, second, third = (path.read_bytes() for path in paths)
    assert first == second != third
