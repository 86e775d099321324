"""Who to follow, on the database: whom, why, and what of other people's follows may be told (NET-3, REL-5)."""

from __future__ import annotations

import pytest

from rapport.content.profiles.actions import facts
from rapport.content.profiles.rules.sections import Section
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages
from rapport.people.relationships.actions import choosing, removing
from rapport.projections.suggestions import actions
from rapport.projections.suggestions.queries import follow
from rapport.projections.suggestions.rules.lists import List
from tests.suggestions.community import LIMITS, Community

pytestmark = pytest.mark.django_db
ONE = ["Followed by 1 person you are connected to or follow"]


@pytest.fixture
def town() -> Community:
    """ana looks; she is connected to ben and follows cy; both follow star, who shows who follows them."""
    made = Community()
    made.add("ana", "ben", "cy_", "star")
    made.connect("ana", "ben")
    made.follow("ana", "cy_")
    made.follow("ben", "star")
    made.follow("cy_", "star")
    choose(made, "star", follower_list="members")
    return made


def choose(town: Community, who: str, **changes: str) -> None:
    choosing.choose(actor_id=town.ids[who], changes=changes)


def found(town: Community, handle: str, name: str) -> None:
    """A company page."""
    town.ids[handle] = pages.create(
        maker=Viewer(town.ids["ben"]), handle=handle, name=name, now=town.now, limits=LIMITS
    )


def test_followed_by_ones_people(town: Community) -> None:
    """NET-3: by how many; whom one follows, or has asked to, is followed already."""
    assert town.worth("ana") == {"star": ["Followed by 2 people you are connected to or follow"]}
    town.follow("ana", "star")
    assert town.worth("ana") == {}


@pytest.mark.parametrize("audience", ["connections", "second_degree", "only_me"])
def test_a_hidden_list_of_followers_is_no_reason(town: Community, audience: str) -> None:
    """NET-3, REL-16: who follows somebody is told of those alone who show it to every member."""
    choose(town, "star", follower_list=audience)
    assert town.worth("ana") == {}


def test_what_is_not_named_is_not_counted(town: Community) -> None:
    """NET-3, REL-2, REL-17: private follows, and follows of whom the viewer does not see."""
    town.follow("ben", "star", private=True)
    assert town.worth("ana") == {"star": ONE}
    removing.block(owner=town.ids["cy_"], other=town.ids["ana"], now=town.now)
    assert town.worth("ana") == {}


@pytest.mark.parametrize(
    "changes", [{"suggestion_policy": "nobody"}, {"follow_policy": "connections_only"}], ids=str
)
def test_who_is_not_to_be_followed(town: Community, changes: dict[str, str]) -> None:
    """NET-3, REL-1: who wants no suggestion of them, and who takes only connections as followers."""
    choose(town, "star", **changes)
    assert town.worth("ana") == {}


def test_asked_blocked_dismissed(town: Community) -> None:
    """NET-3: as with people to know."""
    choose(town, "star", follow_policy="on_request")
    assert set(town.worth("ana")) == {"star"}
    actions.dismiss(owner=town.ids["ana"], other=town.ids["star"], which=List.FOLLOW, now=town.now)
    assert town.worth("ana") == {}
    actions.restore(owner=town.ids["ana"], other=town.ids["star"], which=List.FOLLOW)
    town.follow("ana", "star")
    assert town.worth("ana") == {}


def test_who_would_rather_be_followed(town: Community) -> None:
    """NET-3, REL-14: follow first, and connects only with people they know, where something leads to them."""
    town.add("first", "wary", "other")
    town.connect("ben", "first")
    town.connect("ben", "wary")
    choose(town, "first", primary_button="follow")
    choose(town, "wary", connection_policy="people_i_know")
    choose(town, "other", primary_button="follow")
    told = town.worth("ana")
    assert told["first"] == ["1 mutual connection", "Asks people to follow first"]
    assert told["wary"] == ["1 mutual connection", "Connects with people they know already"]
    assert "other" not in told


def test_companies(town: Community) -> None:
    """NET-3, REL-5: one's own, and those where one's connections work today, as far as they show it."""
    for handle, name in (("own_co", "Own"), ("their_co", "Theirs"), ("old_co", "Old"), ("none_co", "None")):
        found(town, handle, name)
    town.works("ana", "Own", page="own_co")
    town.works("ben", "Theirs", page="their_co")
    town.works("ben", "Old", "2010", "2012", page="old_co")
    told = town.worth("ana")
    assert told["own_co"] == ["On your profile"]
    assert told["their_co"] == ["1 of your connections works there"]
    assert not {"old_co", "none_co"} & told.keys()
    facts.choose_audience(owner_id=town.ids["ben"], section=Section.EXPERIENCE, audience="only_me")
    assert "their_co" not in town.worth("ana")
    town.follow("ana", "own_co")
    assert "own_co" not in town.worth("ana")


def test_what_was_not_asked_of_everybody_says_so(town: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """NET-3: a number that may be more is told as "at least"."""
    monkeypatch.setattr(follow, "ASKED", 1)
    assert town.worth("ana") == {"star": ["Followed by at least 2 people you are connected to or follow"]}
