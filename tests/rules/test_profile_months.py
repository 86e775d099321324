"""Years and months of a career, birthdays and completeness: the tables, row by row (PRO-1, PRO-2, PRO-5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.profiles.rules import milestones, months
from rapport.content.profiles.rules.checks import check_detail
from rapport.content.profiles.rules.completeness import WEIGHTS, Part, measure
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.profiles.rules.sections import DATED, Detail, Section
from rapport.content.profiles.rules.urls import check_url
from rapport.kernel.errors import Invalid

TODAY = date(2026, 3, 2)
WORK = Section.EXPERIENCE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  ", ""), ("2021", "2021"), (" 2021-03 ", "2021-03"), ("1900", "1900")],
)
def test_a_month_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    """PRO-1: nothing is made more exact than it is."""
    assert months.check(typed, field="started") == kept


@pytest.mark.parametrize(
    "typed", ["21", "2021-3", "2021-13", "2021-00", "03/2021", "1899", "٢٠٢١", "2021-03-01", "x"]
)
def test_what_is_no_month_is_refused(typed: str) -> None:
    """PRO-1: with the field and how one is written."""
    with pytest.raises(Invalid) as refusal:
        months.check(typed, field="started")
    assert (refusal.value.code, refusal.value.field) == ("month", "started")


@pytest.mark.parametrize(
    ("section", "started", "finished", "wrong"),
    [
        (WORK, "", "", ""),
        (WORK, "2020", "2020", ""),
        (WORK, "2020-05", "2020", ""),
        (WORK, "2020-05", "2020-05", ""),
        (WORK, "2020-05", "2020-04", "finished"),
        (WORK, "2021", "2020", "finished"),
        (WORK, "2027-03", "", ""),
        (WORK, "2027-04", "", "started"),
        (WORK, "2027", "", ""),
        (WORK, "2028", "", "started"),
        (WORK, "2020", "2027-04", "finished"),
        (Section.EDUCATION, "2025", "2030", ""),
        (Section.EDUCATION, "2025", "2037", "finished"),
        (Section.CERTIFICATIONS, "2025", "2070", ""),
        (Section.CERTIFICATIONS, "2025", "2077", "finished"),
    ],
)
def test_which_spans_may_be(section: Section, started: str, finished: str, wrong: str) -> None:
    """PRO-1: an end not before the start, neither too far ahead."""
    if not wrong:
        months.check_span(section, started, finished, TODAY)
        return
    with pytest.raises(Invalid) as refusal:
        months.check_span(section, started, finished, TODAY)
    assert refusal.value.field == wrong


def test_every_section_with_dates_has_a_limit() -> None:
    """PRO-1: no section is forgotten."""
    assert months.FINISHES_AT_MOST_YEARS_AHEAD.keys() == DATED


@pytest.mark.parametrize(
    ("started", "finished", "current", "length"),
    [
        ("2020-01", "2020-01", False, 1),
        ("2020-01", "2021-12", False, 24),
        ("2020", "2022", False, 24),
        ("2020", "2020", False, None),
        ("2020-06", "2022", False, 24),
        ("2025-03", "", True, 13),
        ("2025-03", "2026-09", True, 13),
        ("2024", "", True, 24),
        ("2026", "", True, None),
        ("2026-05", "", True, None),
        ("", "2020", False, None),
        ("2020", "", False, None),
    ],
)
def test_how_long_it_was(started: str, finished: str, current: bool, length: int | None) -> None:
    """PRO-1: in months, both ends counted; unknown is not nought."""
    assert months.length(started, finished, current=current, today=TODAY) == length


@pytest.mark.parametrize(
    ("section", "finished", "current"),
    [
        (WORK, "", True), (WORK, "2026", True), (WORK, "2026-03", True), (WORK, "2026-02", False),
        (WORK, "2025", False), (WORK, "2027-01", True), (Section.EDUCATION, "", False),
        (Section.EDUCATION, "2026-06", True), (Section.CERTIFICATIONS, "", False),
    ],
)  # fmt: skip
def test_what_is_of_today(section: Section, finished: str, current: bool) -> None:
    """PRO-1: a position without an end is; a school without one need not be."""
    assert months.is_current(section, finished, TODAY) is current


@pytest.mark.parametrize(
    ("one", "two", "years"),
    [
        (("2010", "2012"), ("2012", "2015"), (2012, 2012)),
        (("2010", "2012-03"), ("2012-04", "2015"), None),
        (("2010", ""), ("2024-01", ""), (2024, 2026)),
        (("", "2012"), ("2010", "2015"), None),
        (("2010", "2011"), ("2012", "2013"), None),
        (("2027", ""), ("2027", ""), None),
    ],
)
def test_when_two_were_there_together(
    one: tuple[str, str], two: tuple[str, str], years: tuple[int, int] | None
) -> None:
    """REL-14: the same either way round; what is not known is no shared context."""
    assert months.overlap(one, two, TODAY) == months.overlap(two, one, TODAY) == years


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("https://example.org", "https://example.org"),
        ("HTTP://example.org/a?b#c", "HTTP://example.org/a?b#c"),
        ("example.org/me", "https://example.org/me"),
        ("example.org:8080/me", "https://example.org:8080/me"),
        ("https://bücher.example/ä", "https://bücher.example/ä"),
        ("https://日本.example", "https://日本.example"),
    ],
)
def test_which_addresses_are_kept(typed: str, kept: str) -> None:
    """PRO-1: http and https, in any script."""
    assert check_url(typed, field="url", at_most=1000) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org",
        "https://me:pw@example.org", "https://me@example.org", "https://", "https://a", "https://exa mple.org",
        "https://example.org/\\evil", "https://127.0.0.1/", "https://[::1]/", "https://-a.example", "words alone",
        "https://example.org:99999/", "https://example..org", "mailto:me@example.org", "https://exam\u202eple.org/<x>",
    ],
)  # fmt: skip
def test_which_addresses_are_refused(typed: str) -> None:
    """PRO-1: nothing that runs, nothing that hides where it leads."""
    with pytest.raises(Invalid) as refusal:
        check_url(typed, field="url", at_most=1000)
    assert (refusal.value.code, refusal.value.field) == ("url", "url")


@given(st.text(max_size=60))
def test_an_address_that_is_kept_is_kept_again(typed: str) -> None:
    """PRO-1: whatever is typed is refused, or kept in a form that stays as it is."""
    try:
        kept = check_url(typed, field="url", at_most=200)
    except Invalid:
        return
    assert kept == "" or kept.lower().startswith(("http://", "https://"))
    assert check_url(kept, field="url", at_most=300) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Detail.PHONE, " +49 221  9876543 ", "+49 221 9876543"), (Detail.PHONE, "(0221) 98-76/543", "(0221) 98-76/543"),
        (Detail.PHONE, "+1 555 0100 ext. 12", "+1 555 0100 ext. 12"), (Detail.PHONE, "123", None),
        (Detail.PHONE, "call me", None), (Detail.PHONE, "1" * 18, None), (Detail.PHONE, "+", None),
        (Detail.BIRTHDAY, "1984-03-05", "1984-03-05"), (Detail.BIRTHDAY, "--02-29", "--02-29"),
        (Detail.BIRTHDAY, "2023-02-29", None), (Detail.BIRTHDAY, "--02-30", None),
        (Detail.BIRTHDAY, "1899-01-01", None),
        (Detail.BIRTHDAY, "2026-03-03", None), (Detail.BIRTHDAY, "5 March 1984", None), (Detail.BIRTHDAY, "", ""),
        (Detail.ADDRESS, "1 Road\nTown", "1 Road\nTown"), (Detail.ADDRESS, "x" * 301, None),
        (Detail.EMAIL, "me@example.org", None),
    ],
)  # fmt: skip
def test_which_contact_details_are_kept(kind: Detail, typed: str, kept: str | None) -> None:
    """PRO-2: a plausible number, a real day."""
    if kept is not None:
        assert check_detail(kind, typed, TODAY) == kept
        return
    with pytest.raises(Invalid) as refusal:
        check_detail(kind, typed, TODAY)
    assert refusal.value.field == kind.value


def test_the_parts_add_up_and_the_greatest_gain_stands_first() -> None:
    """PRO-1: an empty profile has nothing, a full one everything; each part adds its gain."""
    assert measure(set()).percent == 0
    assert measure(set(Part)).percent == 100
    assert WEIGHTS.keys() == set(Part)
    for part in Part:
        alone = measure({part})
        assert alone.percent == WEIGHTS[part].gain
        assert part not in [one.part for one in alone.missing]
        gains = [one.weight.gain for one in alone.missing]
        assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize(
    ("started", "added", "news"),
    [
        ("2026-02", date(2026, 3, 1), True), ("2025-12", date(2026, 3, 1), True), ("2025-11", date(2026, 3, 1), False),
        ("2026-02", date(2026, 1, 31), False), ("2026-02", date(2026, 2, 1), True), ("2026", date(2026, 3, 1), False),
        ("", date(2026, 3, 1), False), ("2026-04", date(2026, 3, 1), False), ("2025-12", date(2026, 1, 20), False),
    ],
)  # fmt: skip
def test_which_positions_are_news(started: str, added: date, news: bool) -> None:
    """PRO-5: begun lately and written down lately; filling in the past is no news."""
    assert (milestones.new_position("e", started, added, TODAY) is not None) is news


@pytest.mark.parametrize(
    ("started", "years"),
    [("2020-03", 6), ("2026-03", None), ("2020-04", None), ("2020", None), ("2027-03", None)],
)
def test_which_positions_have_an_anniversary(started: str, years: int | None) -> None:
    """PRO-5: in the month in which they began, after a year at least."""
    found = milestones.anniversary("e", started, TODAY)
    assert (found.years if found else None) == years


@pytest.mark.parametrize(
    ("written", "today", "day"),
    [
        ("1984-03-05", TODAY, date(2026, 3, 5)), ("--03-01", TODAY, date(2026, 3, 1)), ("--02-28", TODAY, None),
        ("--03-09", TODAY, date(2026, 3, 9)), ("--03-10", TODAY, None), ("", TODAY, None),
        ("--01-02", date(2025, 12, 30), date(2026, 1, 2)), ("--12-31", date(2026, 1, 1), date(2025, 12, 31)),
        ("--02-29", date(2026, 2, 27), date(2026, 2, 28)), ("--02-29", date(2028, 2, 27), date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_which_birthdays_are_near(written: str, today: date, day: date | None) -> None:
    """PRO-5: a week before to the day after, over the new year too; the key is one a year."""
    found = milestones.birthday(7, written, today)
    assert (found.day if found else None) == day
    if found and day:
        assert (found.kind, found.key, found.years) == (MilestoneKind.BIRTHDAY, f"birthday:7:{day.year}", 0)
        assert written[-5:] in milestones.days_near(today)
