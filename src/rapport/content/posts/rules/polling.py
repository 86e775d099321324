"""What a poll may be (FEED-1): two to six different answers, open for a while, one choice each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.kernel import text
from rapport.kernel.errors import Invalid

FEWEST, MOST = 2, 6
OPTION_LENGTH = 80
SHORTEST, LONGEST = 1, 14
"""Days a poll may be open."""
USUAL = 7


@dataclass(frozen=True)
class NewPoll:
    """The answers to choose from, in order, and for how many days."""

    options: tuple[str, ...]
    days: int


def check_poll(options: Sequence[str], days: int) -> NewPoll:
    """What was typed, made fit to ask.

    Raises: Invalid (`options`) with `too_few_options`, `too_many_options`, `empty`, `too_long` or
    `equal_options`; Invalid (`days`).
    """
    if len(options) < FEWEST:
        raise Invalid(
            "A poll needs at least {limit} answers to choose from.",
            code="too_few_options", field="options", limit=FEWEST,
        )  # fmt: skip
    if len(options) > MOST:
        raise Invalid(
            "A poll has at most {limit} answers.", code="too_many_options", field="options", limit=MOST
        )
    said = tuple(text.one_line(one, field="options", at_most=OPTION_LENGTH, at_least=1) for one in options)
    if len({one.casefold() for one in said}) < len(said):
        raise Invalid(
            "Two answers of the poll are the same: make them differ.", code="equal_options", field="options"
        )
    if not SHORTEST <= days <= LONGEST:
        raise Invalid(
            "A poll is open for {lowest} to {highest} days.",
            code="days", field="days", lowest=SHORTEST, highest=LONGEST,
        )  # fmt: skip
    return NewPoll(said, days)


def results_shown(*, voted: bool, author: bool, over: bool) -> bool:
    """Whether somebody is shown how a poll stands: who voted, who asked, and everybody after its end."""
    return voted or author or over
