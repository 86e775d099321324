"""Conversation under posts as a sign, with true words, and only where both stand in sight (NET-3, FEED-6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.posts.actions import changing
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import choosing, removing
from rapport.projections.suggestions.queries import follow, people
from rapport.projections.suggestions.rules.following import FOLLOW_SIGNS, FollowSign, Worth, worth
from rapport.projections.suggestions.rules.weighing import SIGNS, Found, Shared, Sign, score
from tests.discussion.talking import react, say
from tests.posts.writing import publish
from tests.suggestions.community import LIMITS, Community

pytestmark = pytest.mark.django_db
TALKED, ANSWERED = "You talked under posts", "You answered or reacted to what they wrote"


@pytest.fixture
def town() -> Community:
    """ana looks; nobody has a tie."""
    made = Community()
    made.add("ana", "ben", "cy_", "dee")
    return made


def known(town: Community, who: str = "ana") -> dict[str, list[str]]:
    """Whom somebody may know, with the reasons."""
    found = people.suggested(Viewer(town.ids[who]), limits=LIMITS, now=town.now).items
    return {one.person.handle: [reason.sentence() for reason in one.reasons] for one in found}


def worth_following(town: Community, who: str = "ana") -> dict[str, list[str]]:
    """Whom somebody may want to follow, with the reasons."""
    found = follow.suggested(Viewer(town.ids[who]), limits=LIMITS, now=town.now).items
    return {one.person.handle: [reason.sentence() for reason in one.reasons] for one in found if one.person}


def test_conversation_is_a_sign_with_true_words(town: Community) -> None:
    """NET-3: both spoke, or the reader alone did something; who only speaks to the reader is not pressed on them."""
    ana, ben, cy, dee = town.ids.values()
    mine, theirs, other = publish(ana), publish(ben), publish(cy)
    say(ana, theirs)
    say(ben, mine)
    react(ana, other)
    for _ in range(5):
        say(dee, mine)
    assert known(town) == {"ben": [TALKED], "cy_": [ANSWERED]}
    assert list(known(town)) == ["ben", "cy_"]
    assert worth_following(town) == {"ben": [TALKED], "cy_": [ANSWERED]}
    assert known(town, "dee") == {"ana": [ANSWERED]}
    assert known(town, "cy_") == {}


def test_what_is_out_of_sight_or_long_past_is_no_sign(town: Community) -> None:
    """FEED-6: hidden or deleted posts say nothing; nor does what is older than a year."""
    ana, ben, cy, dee = town.ids.values()
    hidden, gone, past = publish(ben), publish(cy), publish(dee)
    for post in (hidden, gone, past):
        say(ana, post)
    assert len(known(town)) == 3
    changing.edit(by=Viewer(ben), post_id=hidden, audience="connections", now=town.now, limits=LIMITS)
    changing.remove(by=Viewer(cy), post_id=gone)
    assert known(town) == {"dee": [ANSWERED]}
    town.now += timedelta(days=366)
    assert (known(town), worth_following(town)) == ({}, {})


@pytest.mark.parametrize("way", ["blocked", "blocking", "unwilling", "connected"])
def test_who_may_not_be_suggested_is_not(town: Community, way: str) -> None:
    """NET-3: whatever was said."""
    ana, ben = town.ids["ana"], town.ids["ben"]
    say(ana, publish(ben))
    assert known(town) == {"ben": [ANSWERED]}
    match way:
        case "blocked":
            removing.block(owner=ben, other=ana, now=town.now)
        case "blocking":
            removing.block(owner=ana, other=ben, now=town.now)
        case "unwilling":
            choosing.choose(actor_id=ben, changes={"suggestion_policy": "nobody"})
        case _:
            town.connect("ana", "ben")
    assert known(town) == {}


def test_conversation_costs_one_statement_more_however_much_there_is(town: Community) -> None:
    """Quality 6: none without any."""

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            known(town)
        return len(asked)

    town.works("ana", "Acme")
    town.works("ben", "Acme")
    costs = [count()]
    for other in ("ben", "cy_", "dee"):
        for _ in range(3):
            say(town.ids["ana"], publish(town.ids[other]))
        costs.append(count())
    assert costs == [costs[0], *[costs[0] + 1] * 3]


def test_the_weight_goes_by_the_strength_of_the_tie() -> None:
    """The table of signs: nothing without conversation, never more than its points."""
    strengths = (0.0, 0.1, 0.5, 0.99)
    found = [score(Found(1, shared=(Shared(Sign.TALKED, strength=one),))) for one in strengths]
    assert found == [SIGNS[Sign.TALKED].points * one for one in strengths]
    worths = [worth(Worth(1, shared=(Shared(Sign.TALKED, strength=one),))) for one in strengths]
    each = SIGNS[Sign.TALKED].points + FOLLOW_SIGNS[FollowSign.TALKED]
    assert worths == pytest.approx([each * one for one in strengths])
