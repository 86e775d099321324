"""The audience table, cell by cell (product 1, architecture 4)."""

from __future__ import annotations

import itertools

import pytest

from rapport.people.audience import ADMITS, VISITOR, Audience, Bar, Standing, Viewer, admits

NARROWER = {
    Audience.ANYONE: set(Standing),
    Audience.MEMBERS: set(Standing) - {Standing.ANYONE},
    Audience.SECOND_DEGREE: {Standing.SECOND_DEGREE, Standing.CONNECTION, Standing.OWNER},
    Audience.CONNECTIONS: {Standing.CONNECTION, Standing.OWNER},
    Audience.GROUP: {Standing.GROUP_MEMBER, Standing.OWNER},
    Audience.ONLY_ME: {Standing.OWNER},
}


@pytest.mark.parametrize(("audience", "standing"), list(itertools.product(Audience, Standing)))
def test_every_cell(audience: Audience, standing: Standing) -> None:
    assert admits(audience, {standing}) == (standing in NARROWER[audience])


@pytest.mark.parametrize(("audience", "bar"), list(itertools.product(Audience, Bar)))
def test_any_bar_shuts_out_whatever_the_standing(audience: Audience, bar: Bar) -> None:
    assert not admits(audience, set(Standing), {bar})


def test_the_owner_sees_their_own_and_a_follow_opens_nothing_private() -> None:
    """REL-4: followers see what is for anyone; no contact details."""
    assert all(Standing.OWNER in standings for standings in ADMITS.values())
    private = {Audience.SECOND_DEGREE, Audience.CONNECTIONS, Audience.GROUP, Audience.ONLY_ME}
    assert not [audience for audience in private if Standing.FOLLOWER in ADMITS[audience]]


def test_a_visitor_is_nobody() -> None:
    assert VISITOR.is_visitor
    assert not Viewer(1).is_visitor
