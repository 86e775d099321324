"""How two people are connected, as a reader may see it: who is named, exhaustively, and who is never there (NET-2)."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.people.actors import actions as actors
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Network
from rapport.people.ties.rules import LIST_AUDIENCES
from rapport.projections.graph.paths import Paths, paths_between
from rapport.projections.graph.rules import PATHS, PATHS_COUNTED, named
from tests.people import START, make_member

LIMITS = Limits()
SEEN_AT: dict[int, set[str]] = {
    1: {"anyone", "members", "second_degree", "connections"},
    2: {"anyone", "members", "second_degree"},
    3: {"anyone", "members"},
}
"""The connection lists that a reader sees, by how far away their owner is (REL-16)."""


def sentence(path: tuple[str, ...], shown: set[str]) -> list[str | None]:
    """NET-2 word by word: named only if the viewer may see the connection list of one end of each of its edges."""
    found: list[str | None] = [path[0]]
    for step in range(1, len(path) - 1):
        before = path[step - 1] in shown or path[step] in shown
        after = path[step] in shown or path[step + 1] in shown
        found.append(path[step] if before and after else None)
    return [*found, path[-1]]


@pytest.mark.pure
@pytest.mark.parametrize("length", [2, 3, 4, 5, 6])
def test_every_path_with_every_set_of_lists(length: int) -> None:
    """The reader's own list is always shown to them; who stands between two alone is always named (REL-16)."""
    path = tuple("abcdef"[:length])
    ids = tuple(range(1, length + 1))
    for count in range(length + 1):
        for shown in combinations(range(1, length + 1), count):
            expected = sentence(path, {path[one - 1] for one in shown} | {"a"})
            if length == 3:
                expected = list(path)
            found = [None if one is None else path[one - 1] for one in named(ids, shown)]
            assert found == expected, shown


def people(*handles: str) -> dict[str, int]:
    """Members by handle."""
    return {handle: make_member(handle) for handle in handles}


def connect(ids: dict[str, int], *pairs: str) -> None:
    """Connections, each written as two letters."""
    for pair in pairs:
        one, two = ids[pair[0] * 2], ids[pair[1] * 2]
        ties.put_connection(one=one, two=two, context="other", now=START, cap=1000)


def show(ids: dict[str, int], handle: str, audience: str) -> None:
    """To whom a member shows their connections."""
    Network.objects.filter(pk=ids[handle]).update(connection_list=audience)


def ask(ids: dict[str, int], viewer: str, other: str) -> Paths:
    """What `viewer` is told of the way to `other`."""
    return paths_between(Viewer(ids[viewer]), other, LIMITS, START)


def told(found: Paths) -> list[str]:
    """The paths with one letter a step, and a dash for who is not named."""
    return ["".join("-" if one is None else one.handle[0] for one in path) for path in found.paths]


@pytest.mark.django_db
def test_every_choice_of_lists_on_three_steps() -> None:
    """REL-16 and NET-2: all three between and at the end choose among five audiences."""
    ids = people("mm", "aa", "bb", "tt")
    connect(ids, "ma", "ab", "bt")
    for lists in product([one.value for one in LIST_AUDIENCES], repeat=3):
        shown = {"m"}
        for step, (handle, audience) in enumerate(zip(("aa", "bb", "tt"), lists, strict=True), start=1):
            show(ids, handle, audience)
            if audience in SEEN_AT[step]:
                shown.add(handle[0])
        expected = "".join(one or "-" for one in sentence(("m", "a", "b", "t"), shown))
        assert told(ask(ids, "mm", "tt")) == [expected], lists


@pytest.mark.django_db
def test_a_mutual_connection_is_named_whatever_is_hidden() -> None:
    """REL-16: mutual connections are always visible to the two."""
    ids = people("mm", "aa", "tt")
    connect(ids, "ma", "at")
    for handle in ("aa", "tt"):
        show(ids, handle, Audience.ONLY_ME.value)
    assert told(ask(ids, "mm", "tt")) == ["mat"]


@pytest.mark.django_db
def test_self_near_far_and_nowhere() -> None:
    """0 steps, one, three, and four, which is out of network (product 1)."""
    ids = people("mm", "aa", "bb", "cc", "dd", "ee")
    connect(ids, "ma", "ab", "bc", "cd")
    expected = {"mm": ["m"], "aa": ["ma"], "bb": ["mab"], "cc": ["ma-c"], "dd": [], "ee": []}
    for other, paths in expected.items():
        found = ask(ids, "mm", other)
        assert told(found) == paths
        assert found.degree == (len(paths[0]) - 1 if paths else None)
        assert (found.count, found.more) == (len(paths), False)
        assert (found.viewer.handle, found.other.handle) == ("mm", other)


@pytest.mark.django_db
def test_all_shortest_paths_and_those_with_the_most_names_first() -> None:
    ids = people("mm", "aa", "bb", "cc", "dd", "tt")
    connect(ids, "ma", "mb", "ac", "bc", "bd", "ct", "dt", "ad")
    show(ids, "dd", Audience.ANYONE.value)
    assert told(ask(ids, "mm", "tt")) == ["madt", "mbdt", "ma-t", "mb-t"]


@pytest.mark.django_db
def test_who_is_gone_or_blocked_is_on_no_path() -> None:
    """NET-1: suspended people for everyone, blocked ones for the one viewer; what is left is the shortest then."""
    ids = people("mm", "aa", "bb", "cc", "tt")
    connect(ids, "ma", "mb", "at", "bt", "bc", "ct")
    assert told(ask(ids, "mm", "tt")) == ["mat", "mbt"]
    ties.put_block(owner=ids["aa"], other=ids["mm"], now=START)
    assert told(ask(ids, "mm", "tt")) == ["mbt"]
    assert told(ask(ids, "bb", "aa")) == ["bma", "bta"]
    ties.end_block(owner=ids["aa"], other=ids["mm"])
    actors.suspend(actor_id=ids["bb"])
    assert told(ask(ids, "mm", "tt")) == ["mat"]
    assert told(ask(ids, "mm", "cc")) == ["ma-c"]
    actors.restore(actor_id=ids["bb"])
    assert told(ask(ids, "mm", "cc")) == ["mbc"]
    ties.put_block(owner=ids["mm"], other=ids["tt"], now=START)
    for one, other in (("mm", "tt"), ("tt", "mm")):
        with pytest.raises(Absent):
            ask(ids, one, other)


@pytest.mark.django_db
def test_many_paths_are_counted_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not all that are counted are given, and no more than a number is counted."""
    monkeypatch.setattr("rapport.projections.graph.paths.PATHS", 2)
    monkeypatch.setattr("rapport.projections.graph.paths.PATHS_COUNTED", 3)
    ids = people("mm", "aa", "bb", "cc", "dd", "tt")
    connect(ids, "ma", "mb", "mc", "at", "bt", "ct")
    found = ask(ids, "mm", "tt")
    assert (told(found), found.count, found.more) == (["mat", "mbt"], 3, False)
    connect(ids, "md", "dt")
    found = ask(ids, "mm", "tt")
    assert (told(found), found.count, found.more) == (["mat", "mbt"], 3, True)
    assert PATHS < PATHS_COUNTED


@pytest.mark.django_db
@pytest.mark.page
def test_the_same_statements_for_one_path_and_for_many(django_assert_max_num_queries: object) -> None:
    """Neither more paths nor longer ones cost more statements than the search from both ends itself."""
    ids = people("mm", "aa", "bb", "cc", "dd", "tt")
    connect(ids, "ma", "bt", "ab", "mc", "cb", "md", "db")
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(13):
        assert len(ask(ids, "mm", "tt").paths) == 3
