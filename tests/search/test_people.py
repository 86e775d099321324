"""Who finds whom: private parts, blocks, people who leave, misspelt words, pages, statements (NET-4)."""

from __future__ import annotations

import argparse
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.profiles.actions import entries, facts, skills
from rapport.content.profiles.rules.sections import OpenTo, Section
from rapport.interfaces.console.commands import rebuild
from rapport.kernel.jobs import run_due
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Audience, Viewer
from rapport.people.groups.actions import founding
from rapport.people.ties import actions as ties
from rapport.people.ties.rules import GroupRole
from rapport.projections.search import reactions
from rapport.projections.search.models import Built, Document, Gram
from rapport.projections.search.queries import people, places
from rapport.projections.search.queries.people import Degree, Hits, Wanted
from tests.people import LIMITS, START, make_member
from tests.search.worlds import FIELDS, Somebody, World

pytestmark = pytest.mark.django_db


def find(
    viewer: int | None, *typed: str, cursor: str | None = None, size: int = 20, **filters: object
) -> Hits:
    """What a viewer finds."""
    wanted = Wanted(" ".join(typed), **filters)  # type: ignore[arg-type]
    eyes = VISITOR if viewer is None else Viewer(viewer)
    return people.find(eyes, wanted, cursor=cursor, size=size, limits=LIMITS, now=START)


def handles(hits: Hits) -> list[str]:
    """Who was found, in order."""
    assert not hits.similar
    return [hit.person.handle for hit in hits.items]


OPENS = {
    Audience.ANYONE: {"visitor", "stranger", "second", "first", "self"},
    Audience.MEMBERS: {"stranger", "second", "first", "self"},
    Audience.SECOND_DEGREE: {"second", "first", "self"},
    Audience.CONNECTIONS: {"first", "self"},
    Audience.ONLY_ME: {"self"},
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_part_is_found_by_those_it_is_for(name: str) -> None:
    """Each field × audience × viewer: found, counted, completed and given as a reason, or none of it (PRO-1)."""
    owners = [Somebody(f"Owner {number}", shown={name: one}) for number, one in enumerate(OPENS)]
    for owner in owners:
        setattr(owner, name, "Secretword")
    world = World([*owners, *(Somebody(one) for one in ("First", "Second", "Stranger", "Blocked"))])
    world.edges = {(owner, 5) for owner in range(5)} | {(5, 6)}
    world.blocks = {(owner, 8) for owner in range(3)} | {(8, owner) for owner in range(3, 5)}
    world.make()
    first, second, stranger, blocked = (one.id for one in world.people[5:])
    viewers = {"visitor": None, "first": first, "second": second, "stranger": stranger}
    for place, audience in enumerate(OPENS):
        for who, viewer in {**viewers, "self": world.people[place].id}.items():
            seen = who in OPENS[audience]
            for hits in (
                find(viewer, "secretword"),
                find(viewer, "secretw"),
                find(viewer, f"owner {place} secret"),
                find(viewer, **{name: "secretword"}),  # type: ignore[arg-type]
            ):
                mine = [hit for hit in hits.items if hit.person.handle == f"h{place}"]
                assert bool(mine) is seen, (who, audience)
                assert not hits.similar
                assert hits.count == len(hits.items)
                assert not mine or mine[0].reasons[0].text == "Secretword"
            misspelt = {hit.person.id for hit in find(viewer, "secretwort").items}
            assert seen or world.people[place].id not in misspelt
    assert find(blocked, "secretword").count == find(blocked, "owner").count == 0


def test_what_changes_is_found_at_once(cast_of_two: tuple[int, int]) -> None:
    """Name, section, skill, audience: in the transaction of the fact; nothing waits for a worker."""
    me, other = cast_of_two
    skill = skills.add_skill(owner_id=other, name="Beekeeping", now=START)
    entries.add_entry(owner_id=other, section=Section.EDUCATION, values={"school": "Lund"}, now=START)
    facts.edit_facts(owner_id=other, changes={"location": "Malmö"})
    facts.choose_open_to(owner_id=other, kinds=["mentoring"])
    for typed in ("beekeep", "lund", "malmo", "other"):
        assert handles(find(me, typed)) == ["other"]
    assert handles(find(me, open_to=OpenTo.MENTORING)) == ["other"]
    assert find(me, "mentoring").items == [] == find(None, open_to=OpenTo.MENTORING).items
    facts.choose_audience(owner_id=other, section=Section.FACTS, audience="only_me")
    skills.remove_skill(owner_id=other, skill_id=skill)
    actors.change_face(actor_id=other, name="Somebody Else", limits=LIMITS)
    for typed in ("beekeep", "malmo", "beekeepnig"):
        assert find(me, typed).items == []
    assert handles(find(me, "somebody")) == ["other"]
    assert not Gram.objects.filter(word__in=["beekeeping", "malmo"]).exists()


@pytest.fixture
def cast_of_two() -> tuple[int, int]:
    """Two members who do not know each other."""
    return make_member("me_here"), make_member("other", name="Other One")


def test_who_is_out_is_not_found(cast_of_two: tuple[int, int]) -> None:
    """Suspended and blocked: at once, and back; erased: no word is kept of them (NET-1, REL-17, OPS-2)."""
    me, other = cast_of_two
    skills.add_skill(owner_id=other, name="Beekeeping", now=START)
    actors.suspend(actor_id=other)
    assert find(me, "other").items == [] == find(None, "beekeeping").items
    actors.restore(actor_id=other)
    ties.put_block(owner=other, other=me, now=START)
    assert find(me, "other").items == [] == find(me, "beekeping").items
    assert handles(find(None, "other")) == ["other"]
    account = Account.objects.get(actor_id=other)
    accounts.leave(account_id=account.pk, now=START, limits=LIMITS)
    assert find(None, "other").items == []
    later = START + timedelta(days=LIMITS.erase_after_days)
    accounts.erase_due(now=later)
    run_due(now=later)
    assert not Document.objects.filter(pk=other).exists()
    assert not Gram.objects.filter(word="beekeeping").exists()


def test_visitors_find_nobody_where_pages_are_for_members() -> None:
    """`public_pages` off hides all, and nobody is near a visitor."""
    make_member("other")
    shut = LIMITS.__class__(public_pages=False)
    hits = people.find(VISITOR, Wanted("other"), limits=shut, now=START)
    assert hits.hidden
    assert not hits.items
    assert places.companies(VISITOR, "other", limits=shut).hidden
    assert places.groups(VISITOR, "other", limits=shut).hidden
    assert find(None, "other", degree=Degree.BEYOND).items == []


def test_misspelt_words_find_similar_ones(cast_of_two: tuple[int, int]) -> None:
    """Only where nobody has the words as typed; what was meant is said; phrases and handles are taken as they are."""
    me, _ = cast_of_two
    make_member("kathi", name="Katharina Bergström")
    hits = find(me, "katharena bergstrom")
    assert [hit.person.handle for hit in hits.items] == ["kathi"]
    assert hits.similar
    assert hits.meant == "katharina bergstrom"
    assert [hit.person.handle for hit in find(me, "katharnia").items] == ["kathi"]
    assert not find(me, "katharina").similar
    for typed in ('"katharena"', "@kathy", "xyzzyx", "kbt"):
        assert find(me, typed).items == []


def test_a_long_list_page_by_page(cast_of_two: tuple[int, int]) -> None:
    """No one twice and no one left out, in the order of the whole; also of similar words; other cursors are refused."""
    me, _ = cast_of_two
    for number in range(7):
        make_member(f"p_{number}", name=f"Petra {'AB'[number % 2]}")
    whole = handles(find(me, "petra"))
    assert len(whole) == 7
    for typed in ("petra", "pertra"):
        seen, cursor = [], None
        while True:
            page = find(me, typed, cursor=cursor, size=3)
            seen += [hit.person.handle for hit in page.items]
            assert page.count == 7
            cursor = page.next
            if cursor is None:
                break
        assert seen == whole


def test_members_of_a_group(cast_of_two: tuple[int, int]) -> None:
    """By a group whose list one may read; a list that is kept inside, or no group, finds nobody (PRO-7)."""
    me, other = cast_of_two
    group = founding.found(
        actor_id=other, is_organiser=True, handle="circle", name="Circle", now=START, limits=LIMITS
    )
    assert find(me, group="circle").items == [] == find(me, group="nothing").items
    ties.put_membership(member=me, group=group, role=GroupRole.MEMBER, now=START, cap=9)
    assert handles(find(me, group="circle")) == ["me_here", "other"]
    assert handles(find(me, "other", group="@circle")) == ["other"]
    listed = places.groups(Viewer(me), "cir", limits=LIMITS)
    assert [one.handle for one in listed.items] == ["circle"]
    founding.describe(group_id=group, actor_id=other, changes={"listed": False}, now=START, limits=LIMITS)
    assert places.groups(Viewer(me), "circle", limits=LIMITS).count == 1
    assert places.groups(VISITOR, "circle", limits=LIMITS).count == 0


def test_three_statements_for_a_page() -> None:
    """Who fits, how near, and what is shown: the same number for one and for twenty."""
    world = World(
        [Somebody("Petra", skill="Weaving") for _ in range(21)], {(0, one) for one in range(1, 21)}
    ).make()
    for size in (1, 20):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            hits = find(world.people[0].id, "petra weav", size=size, degree=Degree.FIRST)
        assert len(hits.items) == size
        assert len(asked) == 3, [one["sql"][:80] for one in asked]
        assert hits.items[0].relationship is not None
        assert hits.items[0].reasons[0].text == "Weaving"


def test_the_index_is_built_by_the_worker(cast_of_two: tuple[int, int]) -> None:
    """Where it is missing, by jobs, without being asked; built anew it is the same (NET-4)."""
    me, _ = cast_of_two
    before = sorted(Document.objects.values_list("pk", "words"))
    Document.objects.all().delete()
    assert find(me, "other").items == []
    reactions.look({})
    run_due()
    assert sorted(Document.objects.values_list("pk", "words")) == before
    assert set(Built.objects.values_list("pk", "after")) == {(1, None), (2, None)}
    assert handles(find(me, "other")) == ["other"]
    assert rebuild.run(argparse.Namespace(what="search")) == 0
    assert sorted(Document.objects.values_list("pk", "words")) == before
    assert Gram.objects.filter(word="other").exists()
