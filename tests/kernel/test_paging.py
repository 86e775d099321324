"""Cursors come back as they went out, and nothing made up gets past them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel import paging
from rapport.kernel.errors import Invalid

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
PARTS = st.one_of(
    TEXTS, st.integers(-(2**63), 2**63 - 1), st.none(), st.uuids(), st.datetimes(timezones=st.just(UTC))
)


@given(st.lists(PARTS, max_size=4))
def test_cursors_come_back(parts: list[paging.Part]) -> None:
    """What was encoded is decoded, part by part and type by type."""
    cursor = paging.encode(*parts)
    assert paging.decode(cursor) == tuple(parts)
    assert cursor.isascii() and not set(cursor) & set("=+/&?#")


@given(
    st.one_of(
        st.text(max_size=60), st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    )
)
def test_made_up_cursors_are_refused(cursor: str) -> None:
    """Anything else is Invalid with code `cursor`, never another error."""
    try:
        paging.decode(cursor, datetime, int)
    except Invalid as refusal:
        assert (refusal.code, refusal.field) == ("cursor", "cursor")


@pytest.mark.parametrize(
    "written",
    ['{"t":"2026-01-01"}', '"ab"', "[1.5]", "[true]", "[[1]]", '["a\\u0000"]', '["\\ud800"]', "[9223372036854775808]",
     '[{"t":"2026-01-01T00:00:00"}]',
     '[{"t":"0001-01-01T00:00:00+14:00"}]', '[{"t":5}]', '[{"u":"x"}]', '[{"z":1}]', "[" * 500, "[1e999]", "5"],
)  # fmt: skip
def test_what_no_database_could_take_is_refused(written: str) -> None:
    """Floats, NULs, lone surrogates, huge numbers, naive times never reach a query."""
    with pytest.raises(Invalid):
        paging.decode(base64.urlsafe_b64encode(written.encode()).decode().rstrip("="))


def test_kinds_are_checked() -> None:
    """A cursor of another list is refused rather than misread."""
    moment, number, name = datetime(2026, 11, 22, tzinfo=UTC), 5, UUID(int=7)
    assert paging.decode(paging.encode(moment, number, name), datetime, int, UUID) == (moment, number, name)
    for kinds in [(datetime, int), (datetime, int, str), (int, datetime, UUID)]:
        with pytest.raises(Invalid):
            paging.decode(paging.encode(moment, number, name), *kinds)
    with pytest.raises(Invalid):
        paging.decode("A" * 1_001)


@given(st.lists(st.integers(), unique=True, max_size=50), st.integers(1, 7))
def test_pages_join_up(numbers: list[int], size: int) -> None:
    """Walking the pages gives every row once, in order."""
    ordered, seen, after = sorted(numbers), [], None
    while True:
        rows = [number for number in ordered if after is None or number > after][: size + 1]
        page = paging.cut(rows, size, lambda number: (str(number),))
        seen += page.items
        if page.next is None:
            break
        after = int(paging.decode(page.next, str)[0])
    assert seen == ordered
