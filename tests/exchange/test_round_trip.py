"""The table of each file both reads and writes: whatever a row holds, it comes back as it was (OPS-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.bounds import DEFAULT
from rapport.content.exchange.formats.columns import (
    Addresses,
    Choice,
    Column,
    Flag,
    Links,
    Stamp,
)
from rapport.content.exchange.formats.dates import PartialDate, Shape
from rapport.content.exchange.formats.faults import BadRow
from rapport.content.exchange.formats.layout import Kind, Table, plain_head, plain_name, suffix_number
from rapport.content.exchange.formats.parsing import content_of
from rapport.content.exchange.formats.rapport_record import PARTS
from rapport.content.exchange.formats.recognition import by_name, header_of
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.skipping import SKIPPED, why_skipped
from rapport.content.exchange.formats.tables import PREAMBLE, TABLES
from rapport.content.exchange.formats.urls import Link
from tests.exchange.archives import zipped

pytestmark = pytest.mark.pure

ODD = st.sampled_from(
    ["=1+1", "'=1", "a,b", 'say "so"', "\\", '\\"', "one\ntwo", 'q"\n"q', "ﻣﺮﺣﺒﺎ", "🚀", "No", "\u2028"]
)
TEXTS = st.one_of(
    ODD, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=15)
).map(str.strip)
URLS = st.sampled_from(["https://a.example/x", "https://b.example/y?z=1", "www.c.example"])
INSTANTS = st.datetimes(datetime(2003, 5, 5), datetime(2069, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - bounds are naive
    lambda at: at.replace(second=0, microsecond=0)
)
PARTIAL = st.builds(PartialDate, st.integers(1900, 2100), st.one_of(st.none(), st.integers(1, 12)))
BIRTHDAYS = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.just(PartialDate(None, 2, 29)),
)


def values(column: Column) -> st.SearchStrategy[Any]:
    """What a field of this column can hold."""
    form = column.form
    if isinstance(form, Stamp):
        of_shape: dict[Shape, st.SearchStrategy[Any]] = {
            Shape.DAY: st.dates(date(1950, 1, 1), date(2100, 1, 1)),
            Shape.MONTH: PARTIAL,
            Shape.BIRTHDAY: BIRTHDAYS,
        }
        return of_shape.get(form.shape, INSTANTS)
    if isinstance(form, Choice):
        return st.sampled_from(list(form.words))
    if isinstance(form, Flag):
        return st.booleans()
    if isinstance(form, Links):
        return st.lists(st.builds(Link, st.sampled_from(["COMPANY", "BLOG_2"]), URLS), max_size=2).map(tuple)
    if isinstance(form, Addresses):
        return st.lists(URLS, max_size=3).map(tuple)
    return TEXTS


@st.composite
def some_rows(draw: st.DrawFn) -> tuple[Table, list[Row]]:
    """A table and rows that say something."""
    table = TABLES[draw(st.sampled_from(list(TABLES)))]
    made = []
    for _ in range(draw(st.integers(1, 4))):
        fields = {column.field: draw(values(column)) for column in table.columns}
        for needed in (*table.all_of, *table.any_of[:1]):
            if fields[needed] == "":
                fields[needed] = "x"
        made.append(table.row(**fields))
    return table, made


@given(given_rows=some_rows())
def test_what_is_written_is_read_again(given_rows: tuple[Table, list[Row]], tmp_path: Path) -> None:
    """OPS-2: same layout out as in, exactly, for every table and every odd text."""
    table, written = given_rows
    text = table.header_line() + "".join(table.line(row) for row in written)
    if table.kind is Kind.CONNECTIONS:
        text = PREAMBLE + text
    path = tmp_path / "archive.zip"
    path.write_bytes(zipped({table.file: text}))
    with open_archive(path) as archive:
        read = list(archive.rows(table.kind))
        (info,) = archive.files
    assert [row for row in read if isinstance(row, BadRow)] == []
    assert [content_of(row) for row in read if isinstance(row, Row)] == written
    assert (info.kind, info.rows, info.remarks) == (table.kind, len(written), ())


HEADERS: dict[Kind, tuple[str, ...]] = {
    Kind.CONNECTIONS: (
        "First Name,Last Name,Email Address,Company,Position,Connected On",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ),
    Kind.INVITATIONS: (
        "From,To,Sent At,Message,Direction",
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    ),
    Kind.MESSAGES: (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
        (
            "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
            "DATE,SUBJECT,CONTENT,FOLDER"
        ),
    ),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_of_both_times(kind: Kind) -> None:
    """OPS-1: a header is known as it was and as it is."""
    before, today = HEADERS[kind]
    assert ",".join(TABLES[kind].header("2022-12")) == before
    assert ",".join(TABLES[kind].header("2024-01")) == today
    for header in (before, today, TABLES[kind].header_line()):
        found = header_of("renamed.csv", header.encode() + b"\n", DEFAULT)
        assert found is not None
        assert found.table is TABLES[kind]


def test_every_table_is_known_by_its_name_and_header() -> None:
    """OPS-1: case, spaces, underscores, folders and numeric suffixes do not matter."""
    assert set(TABLES) == set(Kind) - {Kind.MEMBERS} - PARTS.keys()
    for kind, table in TABLES.items():
        for file in table.files:
            stem = file.removesuffix(".csv")
            for name in (
                file,
                f"{stem}_1.csv",
                f"Basic/{stem.upper()} (2).CSV",
                stem.replace(" ", "_") + ".csv",
            ):
                assert by_name(name) is table, name
                found = header_of(name, table.header_line().encode(), DEFAULT)
                assert found is not None
                assert found.table.kind is kind
        fields = {column.field for column in table.columns}
        assert fields >= {*table.any_of, *table.all_of}
        assert set(table.row.__dataclass_fields__) == fields | {"file", "line", "left_out"}


def test_a_weak_or_shared_header_needs_its_name() -> None:
    """OPS-1: what could be anything is not taken for something."""
    for kind in (Kind.SKILLS, Kind.COURSES, Kind.LANGUAGES, Kind.RECOMMENDATIONS_GIVEN):
        assert header_of("other.csv", TABLES[kind].header_line().encode(), DEFAULT) is None
    assert header_of("Skills.csv", b"Something\n", DEFAULT) is None
    assert plain_name("a/Company Follows_12.csv") == "companyfollows"
    assert plain_head(" Email_Address ") == "emailaddress"
    assert [suffix_number(name) for name in ("a.csv", "a_1.csv", "b/a (12).csv")] == [0, 1, 12]


@pytest.mark.parametrize(
    "name",
    [
        *("Registration.csv", "Logins.csv", "Security Challenges.csv", "Ad_Targeting.csv", "Ads Clicked.csv"),
        *("Inferences_about_you.csv", "Receipts_v2.csv", "Receipts.csv", "SearchQueries.csv", "Learning.csv"),
        *("Search queries.csv", "Verifications/Verifications.csv", "learning_coach_messages.csv"),
        *("guide_messages.csv", "Jobs/Job Applications.csv", "__MACOSX/._x.csv", ".DS_Store"),
    ],
)
def test_what_is_left_says_why(name: str) -> None:
    """OPS-1: each file that is skipped has a sentence."""
    assert why_skipped(name).endswith(".")
    assert why_skipped("Connections.csv") == ""
    assert len({one.named for one in SKIPPED}) == len(SKIPPED)
