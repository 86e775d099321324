"""Races about endorsements and recommendations, on the database at hand (PRO-3, PRO-4, quality 2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from rapport.content.endorsements.models import Endorsement
from rapport.content.recommendations.actions import writing
from rapport.content.recommendations.models import Recommendation
from rapport.projections.notifications.models import Notification
from tests.actions.vouching import OTHER_TEXT, TEXT, connect, member, skill
from tests.people import LIMITS
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def _two(number: int) -> tuple[int, int]:
    author, recipient = member(f"author_{number}"), member(f"recipient_{number}")
    connect(author, recipient)
    return author, recipient


def _give(author: int, recipient: int, now: datetime) -> UUID:
    return writing.give(
        author=author,
        recipient=recipient,
        words=TEXT,
        relation="client",
        position=None,
        now=now,
        limits=LIMITS,
    ).recommendation_id


def test_two_endorsements_at_once(crowd: Crowd, now: datetime) -> None:
    """PRO-3: one a skill and person, and one notice."""

    def one(number: int) -> list[str]:
        author, recipient = _two(number)
        wish = {"endorser": author, "owner": recipient, "skill_id": skill(recipient), "now": now}
        codes = crowd.race(("endorse", wish), ("endorse", wish))
        assert Endorsement.objects.filter(owner_id=recipient).count() == 1
        assert Notification.objects.filter(owner_id=recipient, kind="endorsement").count() == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) == {("", "")}


def test_endorsing_against_removing_the_skill(crowd: Crowd, now: datetime) -> None:
    """PRO-3: whichever comes first, no endorsement outlives its skill."""

    def one(number: int) -> list[str]:
        author, recipient = _two(number)
        listed = skill(recipient)
        wish = {"endorser": author, "owner": recipient, "skill_id": listed, "now": now}
        codes = crowd.race(("endorse", wish), ("remove_skill", {"owner_id": recipient, "skill_id": listed}))
        assert not Endorsement.objects.filter(owner_id=recipient).exists()
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}


def test_accept_against_withdraw(crowd: Crowd, now: datetime) -> None:
    """PRO-4: a withdrawn text is gone, however near its acceptance was."""

    def one(number: int) -> list[str]:
        author, recipient = _two(number)
        which = {"recommendation_id": _give(author, recipient, now), "now": now}
        codes = crowd.race(
            ("accept_text", {**which, "actor_id": recipient, "version": 1}),
            ("withdraw_text", {**which, "actor_id": author}),
        )
        row = Recommendation.objects.get(author_id=author)
        assert (row.state, row.text) == ("withdrawn", "")
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}


def test_edit_against_accept(crowd: Crowd, now: datetime) -> None:
    """PRO-4: nothing is shown that was not read: the old text with the new one waiting, or nothing yet."""

    def one(number: int) -> list[str]:
        author, recipient = _two(number)
        which = {"recommendation_id": _give(author, recipient, now), "now": now}
        limits = dict(LIMITS.__dict__)
        codes = crowd.race(
            ("accept_text", {**which, "actor_id": recipient, "version": 1}),
            ("revise", {**which, "actor_id": author, "words": OTHER_TEXT, "limits": limits}),
        )
        row = Recommendation.objects.get(author_id=author)
        lawful = {("shown_revised", TEXT, OTHER_TEXT), ("waiting", OTHER_TEXT, "")}
        assert (row.state, row.text, row.draft) in lawful
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("text_changed", "")}
