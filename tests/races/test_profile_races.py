"""Races about profiles, on the database at hand: the last place in a section, one skill at once (PRO-1, quality 2)."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.content.profiles.models import Entry, Skill
from rapport.content.profiles.rules.sections import ENTRIES_AT_MOST, SKILLS_AT_MOST
from rapport.kernel import ids
from tests.actions.vouching import member
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 4


def test_the_last_entry_of_a_section(crowd: Crowd, now: datetime) -> None:
    """PRO-1: of two at once one is refused; the section never holds more than it may."""

    def one(number: int) -> list[str]:
        owner = member(f"owner_{number}")
        Entry.objects.bulk_create(
            Entry(id=ids.new(), owner_id=owner, section="courses", place=place, title="x", created_at=now)
            for place in range(1, ENTRIES_AT_MOST)
        )
        wish = {"owner_id": owner, "section": "courses", "values": {"name": "y"}, "now": now}
        codes = crowd.race(("add_entry", wish), ("add_entry", wish))
        assert Entry.objects.filter(owner_id=owner).count() == ENTRIES_AT_MOST
        return sorted(codes)

    assert set(crowd.many_times(ROUNDS, one)) == {("", "entries_at_most")}


def test_the_last_skill_and_the_same_skill(crowd: Crowd, now: datetime) -> None:
    """PRO-1: of two others at once one is refused; the same one twice is one."""

    def one(number: int) -> list[str]:
        owner = member(f"owner_{number}")
        same = {"owner_id": owner, "name": "Listening", "now": now}
        assert crowd.race(("add_skill", same), ("add_skill", {**same, "name": "LISTENING"})) == ["", ""]
        Skill.objects.bulk_create(
            Skill(
                id=ids.new(), owner_id=owner, name=f"s{place}", name_key=f"s{place}", place=place, created_at=now
            )
            for place in range(2, SKILLS_AT_MOST)
        )  # fmt: skip
        codes = crowd.race(
            ("add_skill", {**same, "name": "Writing"}), ("add_skill", {**same, "name": "Drawing"})
        )
        assert Skill.objects.filter(owner_id=owner).count() == SKILLS_AT_MOST
        return sorted(codes)

    assert set(crowd.many_times(ROUNDS, one)) == {("", "skills_at_most")}
