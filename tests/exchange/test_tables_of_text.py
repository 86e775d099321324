"""Tables nobody should send: encodings, line ends, quotes without a partner, half a gigabyte (quality 4)."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.exchange.formats.bounds import DEFAULT, KIB, MIB, Bounds
from rapport.content.exchange.formats.decoding import glance, lines, survey
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.faults import (
    REMARK_SENTENCES,
    ROW_SENTENCES,
    BadRow,
    Remark,
    RemarkKind,
    RowFault,
)
from rapport.content.exchange.formats.parsing import RowReader
from rapport.content.exchange.formats.recognition import header_of
from rapport.content.exchange.formats.records import Record, Records
from rapport.content.exchange.formats.rows_network import EmptyRow, Row

pytestmark = pytest.mark.pure

TEXT = "Name,Proficiency\nPortuguês,“Langue” maternelle – ça va\nČeština,Übung\n"


def records(
    chunks: list[bytes], bounds: Bounds = DEFAULT, dialect: Dialect = Dialect.PLAIN
) -> list[Record | BadRow]:
    """What is read of a file in these pieces."""
    text = lines(chunks, survey(chunks), bounds)
    return list(Records(text, file="a.csv", dialect=dialect, bounds=bounds))


@pytest.mark.parametrize(
    ("encoded", "kinds"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), [RemarkKind.BOM]),
        (TEXT.replace("\n", "\r\n").encode(), [RemarkKind.CRLF]),
        (TEXT.replace("\n", "\r").encode(), []),
        (TEXT.encode("utf-16"), [RemarkKind.ENCODING]),
        (TEXT.encode("utf-16-le"), [RemarkKind.ENCODING]),
        (TEXT.encode("utf-16-be"), [RemarkKind.ENCODING]),
        (TEXT.encode("utf-32"), [RemarkKind.ENCODING]),
        (TEXT.replace("Name", "Na\0me").encode(), [RemarkKind.NULS]),
    ],
)
def test_encodings_and_line_ends(encoded: bytes, kinds: list[RemarkKind]) -> None:
    """OPS-1: the same rows whatever a program made of the file, each with a remark; in pieces of any size."""
    assert [one.kind for one in survey([encoded]).remarks] == kinds
    for size in (1, 7, len(encoded)):
        pieces = [encoded[at : at + size] for at in range(0, len(encoded), size)]
        found = records(pieces) if size > 1 or not kinds else records([encoded])
        assert [one.cells for one in found if isinstance(one, Record)] == [
            ["Name", "Proficiency"],
            ["Português", "“Langue” maternelle – ça va"],
            ["Čeština", "Übung"],
        ]


def test_an_older_encoding_is_named() -> None:
    """OPS-1: a file of another time is read, and its reader told to look at the accents."""
    text = "Name,Proficiency\n" + "Français,très bien élevé à l’école\nEspañol,mañana por la mañana\n" * 9
    found = survey([text.encode("cp1252")])
    assert [one.kind for one in found.remarks] == [RemarkKind.ENCODING]
    assert "Français" in "".join(one or "" for one in lines([text.encode("cp1252")], found, DEFAULT))


def test_a_few_broken_letters_do_not_make_another_encoding() -> None:
    """One broken byte among good letters leaves the others as they are."""
    good = "Ünïcödé,ççç\n".encode() * 20
    found = survey([good + b"\xff,x\n"])
    assert [one.kind for one in found.remarks] == [RemarkKind.BROKEN_LETTERS]
    assert list(lines([good + b"\xff,x\n"], found, DEFAULT))[-1] == "\ufffd,x\n"
    cut = survey([good, "é".encode()[:1]])
    assert [one.kind for one in cut.remarks] == [RemarkKind.BROKEN_LETTERS]
    marked = survey([b"\xef\xbb\xbf", b"\xff"])
    assert [one.kind for one in survey([b"\xef\xbb\xbf" + b"\xff"]).remarks] == [
        RemarkKind.BOM,
        RemarkKind.BROKEN_LETTERS,
    ]
    assert marked.broken


def test_a_glance_finds_the_header_of_any_encoding() -> None:
    """The header is plain Latin in all of them."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        head = "Name,Proficiency\nüü,x\n".encode(encoding)
        assert header_of("Languages.csv", head, DEFAULT), encoding
    assert glance(b"a\rb\r").carriage_returns


def test_a_quote_without_partner_costs_its_own_row() -> None:
    """OPS-1: reading goes on with the next line, wherever the parser had got to."""
    content = b'a,b\n"open,1\n' + b"c,d\n" * 30 + b'"x"y,1\ne,f\n"last,1'
    found = records([content])
    assert [one.line for one in found if isinstance(one, BadRow)] == [2, 33, 35]
    assert [one.fault for one in found if isinstance(one, BadRow)] == [RowFault.QUOTES] * 3
    assert [one.cells for one in found if isinstance(one, Record)] == [
        ["a", "b"],
        *[["c", "d"]] * 30,
        ["e", "f"],
    ]


def test_rows_that_are_too_long() -> None:
    """OPS-1: a line or a row past the bounds is one bad row, and no more of it is held than the bound."""
    bounds = replace(DEFAULT, record_chars=100)
    content = b"a,b\n" + b"x" * 5000 + b",1\nc,d\n" + b'"' + b"y\n" * 60 + b'",1\ne,f\n'
    found = records([content[at : at + 64] for at in range(0, len(content), 64)], bounds)
    assert isinstance(found[1], BadRow)
    assert (found[1].line, found[1].fault) == (2, RowFault.TOO_LONG)
    assert found[2] == Record(3, ["c", "d"])
    assert isinstance(found[3], BadRow)
    assert (found[3].line, found[3].fault) == (4, RowFault.TOO_LONG)
    assert found[-1] == Record(65, ["e", "f"])
    assert records([b"z" * 5000], bounds) == [
        BadRow(file="a.csv", line=1, fault=RowFault.TOO_LONG, limit=100)
    ]
    wide = records([b'"' + b"z" * 140_000 + b'",1\nc,d\n'])
    assert [type(one) for one in wide] == [BadRow, Record]


def rows(content: bytes, bounds: Bounds = DEFAULT, name: str = "Languages.csv") -> list[Row | BadRow]:
    """The rows of one file."""
    header = header_of(name, content[:65536], bounds)
    assert header is not None

    def again() -> Iterable[Record | BadRow]:
        text = lines([content], survey([content]), bounds)
        found = Records(text, file=name, dialect=Dialect.PLAIN, bounds=bounds)
        found.go_to(header.line + 1)
        return found

    made = again()
    assert isinstance(made, Records)
    return list(RowReader(name, header, bounds, again).rows(made))


def test_each_fault_of_a_row() -> None:
    """OPS-1: a row that cannot be read says which field it is and why, in a sentence."""
    bounds = replace(DEFAULT, field_chars=30)
    content = (
        "Date,Type,Link\n2025-03-01 09:10:11,LIKE,a\n2025-03-01 09:10:11,SMILE,a\nyesterday,LIKE,a\n,LIKE,a\n"
        f"2025-03-01 09:10:11,LIKE,{'x' * 31}\n2025-03-01 09:10:11,LIKE\n2025-03-01 09:10:11,LIKE,a,\n"
        "2025-03-01 09:10:11,LIKE,a,b\nDate,Type,Link\n,,\n\n2025-03-01 09:10:11,,\n"
    ).encode()
    found = rows(content, bounds, "Reactions.csv")
    assert [one.reason for one in found if isinstance(one, BadRow)] == [
        "“SMILE” is not a value that “Type” can have.",
        "“yesterday” is not a date as “Date” has them.",
        "“Date” is empty, and the row says nothing without it.",
        "“Link” is longer than 30 characters.",
        "This row has 2 fields, and the header 3.",
        "This row has 4 fields, and the header 3.",
    ]
    assert [one.line for one in found if isinstance(one, EmptyRow)] == [11, 13]
    assert [one.line for one in found if type(one).__name__ == "ReactionRow"] == [2, 8]


def test_a_soft_field_is_left_out_and_the_row_kept() -> None:
    """OPS-1: one unreadable date of a position does not lose the position."""
    content = b"Company Name,Title,Description,Location,Started On,Finished On\nAcme,CTO,,,Marz 2021,2022\n"
    (row,) = rows(content, name="Positions.csv")
    assert isinstance(row, Row)
    assert [one.reason for one in row.left_out] == ["“Marz 2021” is not a date as “Started On” has them."]
    assert (getattr(row, "company", ""), getattr(row, "started", "")) == ("Acme", None)


def test_lists_and_flags_that_are_none() -> None:
    """OPS-1: a broken list costs its field, an answer that is neither yes nor no its row."""
    head = b"First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    head += b"Twitter Handles,Websites,Instant Messengers\n"
    (profile,) = rows(head + b"A,B,,,,,,,,,,[COMPANY:x,\n", name="Profile.csv")
    assert isinstance(profile, Row)
    assert [one.fault for one in profile.left_out] == [RowFault.LIST]
    head = b"Email Address,Confirmed,Primary,Updated On\n"
    emails = rows(head + b"a@b.c,Maybe,No,\na@b.c,TRUE,,\n", name="Email Addresses.csv")
    assert [getattr(one, "fault", None) for one in emails] == [RowFault.VALUE, None]


def test_too_many_rows_and_too_many_bad_ones() -> None:
    """OPS-1: reading ends with one row that says where and why."""
    content = b"Name,Proficiency\n" + b"a,b\n" * 10
    found = rows(content, replace(DEFAULT, rows=4))
    assert [getattr(one, "reason", "") for one in found] == [
        *[""] * 4,
        "This file has more than 4 rows; from here on it was not read.",
    ]
    found = rows(b"Name,Proficiency\n" + b"a,b,c\n" * 10, replace(DEFAULT, bad_rows=2))
    assert [getattr(one, "fault", "") for one in found] == [
        RowFault.COLUMNS,
        RowFault.COLUMNS,
        RowFault.TOO_MANY_BAD,
    ]


def test_a_file_without_end_takes_little_memory() -> None:
    """Quality 4: 60 MB in three ways that break readers are read in a few megabytes; no byte is kept."""
    row = b"Mara,Native\n"
    shapes: tuple[tuple[bytes, int], ...] = (
        (b"x" * 64 * KIB, 300),  # no line end at all
        (b'a","' + b"\n", 4_000),  # each line opens a quote and closes the one before
        (row * 5_000, 300),
    )
    for piece, times in shapes:
        tracemalloc.start()
        try:
            chunks = itertools.chain([b"Name,Proficiency\n"], itertools.repeat(piece, times))
            text = lines(chunks, survey([piece]), DEFAULT)
            bounds = replace(DEFAULT, record_chars=4_000, rows=20_000, bad_rows=50)
            made = Records(text, file="Languages.csv", dialect=Dialect.PLAIN, bounds=bounds)
            header = header_of("Languages.csv", b"Name,Proficiency\n", bounds)
            assert header is not None
            made.go_to(2)
            count = sum(1 for _ in RowReader("Languages.csv", header, bounds, _nothing).rows(made))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert 1 <= count <= 20_001
        assert peak < 4 * MIB


def _nothing() -> Iterator[Record]:
    return iter(())


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_bytes_are_read(pieces: list[bytes]) -> None:
    """Whatever the bytes, a file gives records and bad rows, and never another error."""
    found = records(pieces)
    assert all(one.line >= 1 for one in found)
    assert len({one.line for one in found}) == len(found)


def test_every_fault_and_remark_has_a_sentence() -> None:
    """Each says one thing, in one line, without an exclamation mark."""
    assert set(ROW_SENTENCES) == set(RowFault)
    assert set(REMARK_SENTENCES) == set(RemarkKind)
    for fault in RowFault:
        reason = BadRow(file="a", line=1, fault=fault, column="Name", value="a\nb" * 99, limit=7).reason
        assert reason.endswith(".")
        assert len(reason) < 200
        assert "\n" not in reason
    assert [one for one in RemarkKind if "!" in Remark(one, "x").sentence] == []
