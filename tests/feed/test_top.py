"""The Top feed: its formula, a pod that gains nothing, and every item weighed a second time (FEED-4, FEED-5)."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from rapport.people.audience import Viewer
from rapport.projections.feed.actions import index as actions
from rapport.projections.feed.queries.top import page
from rapport.projections.feed.rules.top import (
    CATCH_UP_AT_MOST,
    POINTS,
    VARIETY,
    Facts,
    Near,
    Source,
    Term,
    Weighed,
    catch_up_length,
    ranked,
    tie,
    worked,
)
from rapport.projections.feed.store import Writer
from rapport.projections.graph import actions as graph_actions
from rapport.projections.graph.queries import Graph
from rapport.projections.graph.store import Writer as GraphWriter
from tests.discussion.talking import react, say
from tests.feed.weighing import Reckoning, difference, shown
from tests.feed.world import NoFallingBack, Sql, World
from tests.people import LIMITS

STEPS = (
    ["post"] * 5
    + ["connect"] * 4
    + ["comment"] * 6
    + ["follow"] * 2
    + "repost repost react post_to_group join tag tag mute mute block suspend door remove part edit".split()
    + ["want_less", "want_less_about", "mute_text"]
)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_item_weighs_what_the_rule_says(seed: int, tmp_path: Path) -> None:
    """By the index and by the database the same items with the same terms, which are reckoned a second time."""
    chance, world = random.Random(seed), World.made()
    writer, graph_writer = Writer(tmp_path / "feed"), GraphWriter(tmp_path / "graph")
    for at in range(110):
        if at == 80:  # the index is behind by the rest
            actions.rebuild(writer)
            graph_actions.rebuild(graph_writer)
        world.step(chance.choice(STEPS), chance.randrange(30), chance.randrange(30))
    index = NoFallingBack(tmp_path / "feed", ties=Graph(tmp_path / "graph").around)
    for viewer in world.people:
        expected = Reckoning(world, viewer).feed()
        assert difference(shown(world, viewer, index, 7), expected) == ""
        assert difference(shown(world, viewer, Sql(probes=True), 60), expected) == ""
    writer.close()
    graph_writer.close()


@pytest.mark.django_db
def test_a_pod_gains_nothing() -> None:
    """FEED-4: twenty accounts that react, comment and pass on within a minute move no weight of anybody else's feed."""
    world = World.made()
    reader = world.people[0]
    pod = World.made_more(20)
    for name, a, b in (("connect", 0, 1), ("follow", 0, 1), ("post", 1, 0), ("post", 1, 4)):
        world.step(name, a, b)
    before = _weights(world, reader)
    for member in pod:
        for post in world.posts:
            react(member, post, now=world.now)
            say(member, post, now=world.now)
    assert _weights(world, reader) == before
    assert len(before) == 2
    say(world.people[2], world.posts[0], now=world.now)
    assert _weights(world, reader) == before
    world.step("connect", 0, 2)
    assert _weights(world, reader) != before


def _weights(world: World, reader: int) -> dict[int, float]:
    """With the age taken out, which goes on by the second."""
    found = page(Viewer(reader), now=world.now, limits=LIMITS, index=Sql(probes=True)).items
    return {one.id: one.worked.weight / one.worked.freshness for one in found}


@pytest.mark.pure
def test_each_term_alone() -> None:
    """FEED-4: what the formula page says of each."""
    plain = worked(Facts(Near.FOLLOWED, 0, sources=(Source.PEOPLE,)), {})
    assert plain.weight == pytest.approx(10)
    assert worked(Facts(Near.FOLLOWED, 36, sources=(Source.PEOPLE,)), {}).weight == pytest.approx(5)
    assert worked(
        Facts(Near.FOLLOWED, 36, sources=(Source.PEOPLE,)), {}, fresh=False
    ).weight == pytest.approx(10)
    assert worked(Facts(Near.NOTHING, 0, followed=("owls",)), {}).weight == POINTS[Term.TOPIC]
    assert worked(Facts(Near.NOTHING, 0, known=("owls",)), {}).weight == POINTS[Term.TOPIC] / 2
    assert worked(Facts(Near.NOTHING, 0, talkers=5), {}).weight == POINTS[Term.CONVERSATION]
    assert worked(Facts(Near.NOTHING, 0, talkers=500), {}).weight == POINTS[Term.CONVERSATION]
    assert worked(Facts(Near.NOTHING, 0, talkers=1), {}).weight == POINTS[Term.CONVERSATION] / 5
    assert tie(Near.CONNECTION, 10, 0) == pytest.approx(0.55)
    assert tie(Near.FOLLOWED, 10, 0) == pytest.approx(0.2)
    assert tie(Near.FOLLOWED, 0, 0.5) == pytest.approx(0.6)
    both = Facts(Near.FOLLOWED, 0, sources=(Source.PEOPLE, Source.HASHTAGS))
    assert worked(both, {Source.PEOPLE: 0}).weight == pytest.approx(10)
    assert worked(both, {Source.PEOPLE: 0, Source.HASHTAGS: 0}).weight == 0
    assert worked(both, {Source.HASHTAGS: 4}).weight == pytest.approx(20)
    assert worked(Facts(Near.FOLLOWED, 0, less="@bob"), {}).weight == pytest.approx(3)


@pytest.mark.pure
def test_the_order_has_variety() -> None:
    """FEED-4: one author does not fill the page; what is said twice stands once; nothing that weighs nothing."""

    def weighed(post: int, author: int, near: Near, about: int = 0) -> Weighed:
        return Weighed(post, author, about or post, worked(Facts(near, 0), {}))

    found = ranked(
        [weighed(post, 1, Near.CONNECTION) for post in (1, 2, 3)]
        + [weighed(4, 2, Near.FOLLOWED), weighed(5, 3, Near.NOTHING), weighed(6, 4, Near.GROUP, about=1)],
        [],
        10,
    )
    assert [post for post, _ in found] == [3, 2, 4, 1]
    assert [how.variety for _, how in found] == pytest.approx([1, VARIETY, 1, VARIETY**2])
    assert [how.weight for _, how in found] == sorted((how.weight for _, how in found), reverse=True)
    later = ranked([weighed(1, 1, Near.CONNECTION)], [(1, 7), (1, 8)], 10)
    assert later[0][1].variety == pytest.approx(VARIETY**2)
    assert ranked([weighed(1, 1, Near.CONNECTION)], [(9, 1)], 10) == []


@pytest.mark.pure
def test_how_much_there_is_to_catch_up_with() -> None:
    """FEED-4: away six days, fourteen posts; it has an end."""
    assert catch_up_length(timedelta(days=6)) == 14
    assert catch_up_length(timedelta(days=300)) == CATCH_UP_AT_MOST
