"""Notices of endorsements and recommendations: told once, and only while they are so (PRO-3, PRO-4, MSG-4)."""

from __future__ import annotations

import pytest

from rapport.content.endorsements import actions as endorsements
from rapport.content.profiles.actions import facts
from rapport.content.recommendations.actions import answering, writing
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import removing
from rapport.projections.notifications import queries
from rapport.projections.notifications.rules import KINDS, SO_WHILE
from rapport.projections.notifications.rules_telling import Kind, Leads
from tests.actions.vouching import OTHER_TEXT, TEXT, connect, member, skill
from tests.people import LIMITS, START

pytestmark = pytest.mark.django_db
OURS = (Kind.ENDORSEMENT, Kind.RECOMMENDATION_ASKED, Kind.RECOMMENDATION)


def _told(who: int) -> list[tuple[str, int]]:
    """What stands of these kinds: the words, and of how many facts."""
    found = queries.notices(Viewer(who), now=START).items
    return [(one.template, int(str(one.values["count"]))) for one in found if one.kind in OURS]


@pytest.fixture
def two() -> tuple[int, int]:
    """Author and recipient, connected."""
    author, recipient = member("author"), member("recipient")
    connect(author, recipient)
    return author, recipient


def test_endorsements_of_one_person_make_one_notice(two: tuple[int, int]) -> None:
    """PRO-3: batched; gone while it does not stand, back with the tie."""
    author, recipient = two
    for place, name in enumerate(("Listening", "Writing")):
        endorsements.endorse(
            endorser=author, owner=recipient, skill_id=skill(recipient, name, place), now=START
        )
    said = [("{name} endorsed {count} of your skills.", 2)]
    assert _told(recipient) == said
    assert _told(author) == []
    facts.choose_endorse_policy(owner_id=recipient, policy="nobody")
    assert _told(recipient) == []
    facts.choose_endorse_policy(owner_id=recipient, policy="connections")
    assert _told(recipient) == said


def test_each_step_is_told_while_it_is_so(two: tuple[int, int]) -> None:
    """PRO-4: the other side of each step, never who took it; unconnecting takes the notice along."""
    author, recipient = two
    asked = writing.ask(recipient=recipient, author=author, position=None, now=START, limits=LIMITS)
    one = asked.recommendation_id
    assert _told(author) == [("{name} asks you for a recommendation.", 1)]
    who = {"recommendation_id": one, "now": START}
    writing.write(**who, actor_id=author, words=TEXT, relation="managed", limits=LIMITS)  # type: ignore[arg-type]
    assert _told(author) == []
    assert _told(recipient) == [("{name} wrote a recommendation for you. It waits for your answer.", 1)]
    answering.ask_change(**who, actor_id=recipient, words="Shorter?", limits=LIMITS)  # type: ignore[arg-type]
    assert _told(recipient) == []
    assert _told(author) == [("{name} asks for a change in your recommendation.", 1)]
    writing.revise(**who, actor_id=author, words=OTHER_TEXT, limits=LIMITS)  # type: ignore[arg-type]
    assert (_told(author), len(_told(recipient))) == ([], 1)
    answering.accept(**who, actor_id=recipient, version=2)  # type: ignore[arg-type]
    assert [words for words, _ in _told(author)] == ["{name} accepted your recommendation."]
    (notice,) = [one for one in queries.notices(Viewer(author), now=START).items if one.kind in OURS]
    assert (notice.leads, notice.subject) == (Leads.RECOMMENDATION, one)
    removing.unconnect(actor_id=author, other=recipient, now=START)
    assert _told(author) == _told(recipient) == []


def test_what_is_silent_is_not_told(two: tuple[int, int]) -> None:
    """PRO-4: leaving a request, hiding and withdrawing; declining is told."""
    author, recipient = two
    asked = writing.ask(recipient=recipient, author=author, position=None, now=START, limits=LIMITS)
    one = asked.recommendation_id
    answering.ignore(recommendation_id=one, actor_id=author)
    assert _told(author) == _told(recipient) == []
    answering.decline(recommendation_id=one, actor_id=author, now=START)
    assert [words for words, _ in _told(recipient)] == [
        "{name} will not write the recommendation you asked for."
    ]


def test_every_step_that_is_told_has_its_words() -> None:
    """PRO-4."""
    assert set(SO_WHILE) == set(KINDS[Kind.RECOMMENDATION].words)
