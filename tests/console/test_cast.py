"""The cast stands as its description says; every other test relies on it."""

from __future__ import annotations

import pytest

from rapport.kernel import clock
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.relationships.queries.pages import member_page
from tests.cast import PASSWORD, Cast


def test_everybody_stands_to_alice_as_described(cast: Cast) -> None:
    """bob 1st, carol follows, dan 2nd, erin a stranger."""
    seen = {}
    for one in (cast.bob, cast.carol, cast.dan, cast.erin):
        tie = member_page(cast.alice.viewer, one.handle, Limits(), clock.now()).relationship
        assert tie is not None
        seen[one.handle] = (tie.degree, tie.connected, tie.following, tie.followed_by)
    assert seen == {
        "bob": (1, True, True, True),
        "carol": (None, False, False, True),
        "dan": (2, False, False, False),
        "erin": (None, False, False, False),
    }


@pytest.mark.parametrize("handle", ["alice", "mallory"])
def test_a_block_hides_each_from_the_other(cast: Cast, handle: str) -> None:
    """REL-17: to alice mallory is not there, nor alice to mallory."""
    viewer = (cast.mallory if handle == "alice" else cast.alice).viewer
    with pytest.raises(Absent):
        member_page(viewer, handle, Limits(), clock.now())


def test_everybody_but_the_company_can_sign_in(cast: Cast) -> None:
    """One password for all; the company is a face without an account, and nobody is an organiser."""
    accounts = Account.objects.in_bulk()
    people = [one for one in cast.everyone if one is not cast.acme]
    assert [one.account_id in accounts for one in people] == [True] * 6
    assert accounts[cast.alice.account_id or 0].check_password(PASSWORD)
    assert not any(account.is_organiser for account in accounts.values())
    assert Actor.objects.get(pk=cast.acme.id).kind == "company"
