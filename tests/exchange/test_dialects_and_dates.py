"""Each way of quoting and each shape of a date, as a table; what is written is read as it was (OPS-1, OPS-2)."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.exchange.formats.dates import (
    NotADate,
    Order,
    PartialDate,
    Shape,
    Stamp,
    TwoWays,
    order_of,
    read,
    read_from_sheet,
    show,
)
from rapport.content.exchange.formats.dialects import (
    Dialect,
    guarded,
    mangled,
    mended,
    prepared,
    unguarded,
    written,
)
from rapport.content.exchange.formats.urls import (
    Link,
    addresses,
    links,
    names,
    profile_slug,
    show_links,
)

pytestmark = pytest.mark.pure

NATIVE: list[tuple[Shape, str, Stamp]] = [
    (Shape.DAY, "04 Dec 2025", date(2025, 12, 4)),
    (Shape.MINUTE, "1/29/26, 2:37 PM", datetime(2026, 1, 29, 14, 37, tzinfo=UTC)),
    (Shape.MINUTE, "12/1/24, 12:05 AM", datetime(2024, 12, 1, 0, 5, tzinfo=UTC)),
    (Shape.MINUTE, "12/1/24, 12:05 PM", datetime(2024, 12, 1, 12, 5, tzinfo=UTC)),
    (Shape.MINUTE_PADDED, "01/09/24, 03:05 PM", datetime(2024, 1, 9, 15, 5, tzinfo=UTC)),
    (Shape.SECOND, "2025-03-01 09:10:11", datetime(2025, 3, 1, 9, 10, 11, tzinfo=UTC)),
    (Shape.SECOND_UTC, "2026-02-01 08:00:00 UTC", datetime(2026, 2, 1, 8, tzinfo=UTC)),
    (Shape.SLASHED_UTC, "2024/02/01 15:02:55 UTC", datetime(2024, 2, 1, 15, 2, 55, tzinfo=UTC)),
    (Shape.CLOCK_UTC, "Sat Sep 05 08:12:14 UTC 2026", datetime(2026, 9, 5, 8, 12, 14, tzinfo=UTC)),
    (Shape.MONTH, "Mar 2021", PartialDate(2021, 3)),
    (Shape.MONTH, "2021", PartialDate(2021)),
    (Shape.BIRTHDAY, "Mar 3, 1984", PartialDate(1984, 3, 3)),
    (Shape.BIRTHDAY, "Feb 29", PartialDate(None, 2, 29)),
    (Shape.UNSTATED, "2025-03-01 09:10:11", datetime(2025, 3, 1, 9, 10, 11, tzinfo=UTC)),
]


@pytest.mark.parametrize(("shape", "text", "value"), NATIVE)
def test_each_shape_is_read_and_written(shape: Shape, text: str, value: Stamp) -> None:
    """OPS-1: a column's dates have one shape, and are written as they were."""
    assert read(text, shape) == value
    assert show(value, shape) == text


def test_no_shape_is_read_as_another() -> None:
    """OPS-1: dates are never guessed across files: each text is read by its own shape alone."""
    alike = {Shape.MINUTE, Shape.MINUTE_PADDED}, {Shape.SECOND, Shape.UNSTATED}
    for shape, text, _ in NATIVE:
        for other in Shape:
            same = other is shape or any({shape, other} <= pair for pair in alike) or other is Shape.UNSTATED
            if not same:
                with pytest.raises(NotADate):
                    read(text, other)


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (Shape.DAY, "31 Feb 2025"),
        (Shape.DAY, "04 Dez 2025"),
        (Shape.DAY, "04 Dec 0025"),
        (Shape.DAY, "4 Dec"),
        (Shape.MINUTE, "13/29/26, 2:37 PM"),
        (Shape.MINUTE, "1/29/26, 0:37 PM"),
        (Shape.SECOND, "2025-03-01 25:10:11"),
        (Shape.MONTH, "Mrz 2021"),
        (Shape.MONTH, "9999"),
        (Shape.BIRTHDAY, "Feb 30"),
        (Shape.UNSTATED, "3/4/2025"),
        (Shape.SECOND, ""),
        (Shape.DAY, "٠٤ Dec ٢٠٢٥ "),
    ],
)
def test_no_date(shape: Shape, text: str) -> None:
    """What no calendar has is not read as something near it."""
    with pytest.raises(NotADate):
        read(text, shape)


@pytest.mark.parametrize(
    ("shape", "text", "order", "value"),
    [
        (Shape.DAY, "4-Dec-25", Order.UNKNOWN, date(2025, 12, 4)),
        (Shape.DAY, "04-Dec-2025", Order.UNKNOWN, date(2025, 12, 4)),
        (Shape.DAY, "2025-12-04", Order.UNKNOWN, date(2025, 12, 4)),
        (Shape.DAY, "04.12.2025", Order.UNKNOWN, date(2025, 12, 4)),
        (Shape.DAY, "13/4/2025", Order.UNKNOWN, date(2025, 4, 13)),
        (Shape.DAY, "4/13/2025", Order.UNKNOWN, date(2025, 4, 13)),
        (Shape.DAY, "3/4/2025", Order.DAY, date(2025, 4, 3)),
        (Shape.DAY, "3/4/2025", Order.MONTH, date(2025, 3, 4)),
        (Shape.DAY, "5/5/25", Order.UNKNOWN, date(2025, 5, 5)),
        (Shape.MINUTE, "1/29/2026 14:37", Order.UNKNOWN, datetime(2026, 1, 29, 14, 37, tzinfo=UTC)),
        (Shape.MINUTE, "29.01.2026 14:37", Order.UNKNOWN, datetime(2026, 1, 29, 14, 37, tzinfo=UTC)),
        (Shape.SECOND, "2025-03-01 9:10", Order.UNKNOWN, datetime(2025, 3, 1, 9, 10, tzinfo=UTC)),
        (Shape.SECOND, "3/1/2025 9:10", Order.MONTH, datetime(2025, 3, 1, 9, 10, tzinfo=UTC)),
        (Shape.MONTH, "Mar-21", Order.UNKNOWN, PartialDate(2021, 3)),
        (Shape.MONTH, "Mar-84", Order.UNKNOWN, PartialDate(1984, 3)),
        (Shape.MONTH, "1-Mar-21", Order.UNKNOWN, PartialDate(2021, 3)),
        (Shape.BIRTHDAY, "3-Mar", Order.UNKNOWN, PartialDate(None, 3, 3)),
        (Shape.BIRTHDAY, "3-Mar-84", Order.UNKNOWN, PartialDate(1984, 3, 3)),
    ],
)
def test_dates_of_spreadsheets(shape: Shape, text: str, order: Order, value: Stamp) -> None:
    """OPS-1: a file that was saved again is read, as far as its dates say one thing."""
    assert read_from_sheet(text, shape, order) == value


@pytest.mark.parametrize("order", [Order.UNKNOWN, Order.BOTH])
def test_two_ways(order: Order) -> None:
    """Nothing is guessed where day and month could change places."""
    with pytest.raises(TwoWays):
        read_from_sheet("3/4/2025", Shape.DAY, order)
    assert order_of("3/4/2025") is Order.UNKNOWN
    with pytest.raises(NotADate):
        read_from_sheet("13/14/2025", Shape.DAY, order)


@given(st.datetimes(datetime(2003, 5, 5), datetime(2069, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_instants_come_back(at: datetime) -> None:
    """OPS-2: what a shape can say, it says without loss."""
    whole = at.replace(microsecond=0)
    for shape in (Shape.SECOND, Shape.SECOND_UTC, Shape.SLASHED_UTC, Shape.CLOCK_UTC):
        assert read(show(at, shape), shape) == whole
    for shape in (Shape.MINUTE, Shape.MINUTE_PADDED):
        assert read(show(at, shape), shape) == whole.replace(second=0)
    assert read(show(at.date(), Shape.DAY), Shape.DAY) == at.date()


CELLS = st.text(
    st.one_of(st.sampled_from("\",\\\n'=+-@ a"), st.characters(exclude_categories=["Cs"])), max_size=20
)


@given(
    st.lists(CELLS.filter(lambda cell: "\r" not in cell), min_size=2, max_size=5), st.sampled_from(Dialect)
)
def test_rows_come_back_in_each_dialect(cells: list[str], dialect: Dialect) -> None:
    """OPS-2: whatever stands in a cell, each dialect gives it back."""
    text = written(cells, dialect)
    lines = [prepared(line + "\n", dialect) for line in text.removesuffix("\n").split("\n")]
    assert next(csv.reader(lines, strict=True)) == cells


@given(CELLS)
def test_guards_come_off(cell: str) -> None:
    """OPS-2: no cell is a formula to a spreadsheet, and none is changed by having been guarded."""
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@given(st.text(st.sampled_from('"\nab'), max_size=12))
def test_mangled_breaks_are_mended(text: str) -> None:
    """OPS-1: whatever quotes stand beside a line break of a post, they are there again."""
    assert mended(mangled(text)) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('one"\n"two', "one\ntwo"),
        ('one"\n""\n"two', "one\n\ntwo"),
        ('one"\n"\n"two', "one\n\ntwo"),
        ("one\ntwo", "one\ntwo"),
        ('she said "so"\nand left"\n"x', 'she said "so"\nand left"\n"x'),
    ],
)
def test_commentaries(text: str, plain: str) -> None:
    """OPS-1: breaks that were mangled are mended, others stay."""
    assert mended(text) == plain


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.linkedin.com/in/mara-okonjo-77b1", "mara-okonjo-77b1"),
        ("www.linkedin.com/in/mara-okonjo-77b1", "mara-okonjo-77b1"),
        ("https://www.linkedin.com/in/Mara-Okonjo-77b1/", "mara-okonjo-77b1"),
        ("https://de.linkedin.com/in/mara?trk=x#top", "mara"),
        ("HTTPS://WWW.LINKEDIN.COM/IN/MARA", "mara"),
        ("https://www.linkedin.com/in/mara/en", "mara"),
        ("https://www.linkedin.com/in/zo%C3%AB-%F0%9F%8C%B1", "zoë-🌱"),
        ("https://www.linkedin.com/in/zoe%CC%88", "zoë"),
        ("https://www.linkedin.com/company/acme", ""),
        ("https://linkedin.com.evil.example/in/mara", ""),
        ("https://evil.example/linkedin.com/in/mara", ""),
        ("https://www.linkedin.com/in/%ff%fe", ""),
        ("https://www.linkedin.com/in/a%00b", ""),
        ("https://www.linkedin.com/in/" + "a" * 500, ""),
        ("", ""),
    ],
)
def test_profile_slugs(url: str, slug: str) -> None:
    """OPS-1: people are known by the slug of their profile, however its address is written."""
    assert profile_slug(url) == slug


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("[]", ()),
        ("[COMPANY:https://a.example,PERSONAL:https://b.example/x,y]",
         (Link("COMPANY", "https://a.example"), Link("PERSONAL", "https://b.example/x,y"))),
        ("[mara_o,second]", (Link("", "mara_o"), Link("", "second"))),
        ("https://a.example", (Link("", "https://a.example"),)),
    ],
)  # fmt: skip
def test_lists_in_brackets(text: str, found: tuple[Link, ...]) -> None:
    """OPS-1: lists of links are read with their kinds, and written as they were."""
    assert links(text) == found
    assert links(show_links(found)) == found


def test_an_open_bracket_is_no_list() -> None:
    """What is cut short is not taken for whole."""
    with pytest.raises(ValueError):
        links("[COMPANY:https://a.example")
    assert links(show_links((Link("A", "x,B:y"), Link("A", "z")))) == (Link("A", "x%2CB:y"), Link("A", "z"))


def test_names_that_hold_commas() -> None:
    """OPS-1: names of a group conversation are told apart only where their number is right."""
    assert names("Mara Okonjo, Sam Field", 2) == ("Mara Okonjo", "Sam Field")
    assert names("Dana Reyes, PhD, Sam Field", 2) == ()
    assert names("Dana Reyes, PhD", 1) == ("Dana Reyes, PhD",)
    assert addresses("https://a.example/1,https://b.example/2; www.c.example") == (
        "https://a.example/1",
        "https://b.example/2",
        "www.c.example",
    )
