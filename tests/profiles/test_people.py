"""Who works where, what two share, whose milestones one hears of: each as far as its owner shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.models import ContactDetail, Profile, Skill
from rapport.content.profiles.queries.milestones import milestones
from rapport.content.profiles.queries.page import profile
from rapport.content.profiles.queries.people import (
    SharedFact,
    SharedKind,
    employee_counts,
    employees,
    shared_facts,
)
from rapport.content.profiles.rules.milestones import MilestoneKind
from rapport.content.profiles.rules.sections import AUDIENCES, SKILLS_AT_MOST, Detail, Section
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Audience, Viewer
from rapport.people.relationships.actions import answering, following, inviting, removing
from rapport.people.relationships.queries.pages import standings_toward
from tests.people import LIMITS, START, make_member
from tests.profiles.test_entries import company

pytestmark = pytest.mark.django_db


def connect(one: int, two: int) -> None:
    """A connection without follows."""
    sent = inviting.invite(sender=one, recipient=two, context="other", follow=False, now=START, limits=LIMITS)
    answering.accept(invitation_id=sent.invitation_id, actor_id=two, follow=False, now=START, limits=LIMITS)


def work(owner: int, started: str = "2026-02", finished: str = "", name: str = "Acme") -> None:
    """A position."""
    values = {"title": "Engineer", "company": name, "started": started, "finished": finished}
    entries.add_entry(owner_id=owner, section=Section.EXPERIENCE, values=values, now=START)


@pytest.fixture
def around() -> dict[str, int]:
    """An owner and those around them, by how they stand."""
    people = {
        name: make_member(name) for name in ("owner", "first", "second", "third", "follower", "blocked")
    }
    connect(people["owner"], people["first"])
    connect(people["first"], people["second"])
    connect(people["second"], people["third"])
    following.follow(follower=people["follower"], followee=people["owner"], now=START)
    removing.block(owner=people["owner"], other=people["blocked"], now=START)
    people["acme"] = company("acme", "Acme")
    return people


SEEN = {
    Audience.ANYONE: {"visitor", "owner", "first", "second", "third", "follower"},
    Audience.MEMBERS: {"owner", "first", "second", "third", "follower"},
    Audience.SECOND_DEGREE: {"owner", "first", "second"},
    Audience.CONNECTIONS: {"owner", "first"},
    Audience.ONLY_ME: {"owner"},
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_sql_and_python_agree_about_every_section(around: dict[str, int], audience: Audience) -> None:
    """PRO-1, PRO-6: by the page, by the list of employees, by its count and by what is shared, one answer."""
    owner, acme = around["owner"], around["acme"]
    work(owner)
    facts.choose_audience(owner_id=owner, section=Section.EXPERIENCE, audience=audience.value)
    viewers = {name: Viewer(one) for name, one in around.items() if name != "acme"} | {"visitor": VISITOR}
    for name, viewer in viewers.items():
        seen = name in SEEN[audience]
        listed = [one.person.handle for one in employees(viewer, acme, now=START).items]
        assert (name, listed) == (name, ["owner"] if seen else [])
        assert (name, employee_counts(viewer, acme, START).current) == (name, int(seen))
        if name == "blocked":
            continue
        held = standings_toward(viewer, owner)
        view = profile(viewer, owner, held, START)
        assert (name, bool(view.section(Section.EXPERIENCE))) == (name, seen)
        if viewer.actor_id not in (None, owner):
            work(viewer.actor_id or 0)
            shared = shared_facts(viewer, owner, held, START)
            expected = (SharedFact(SharedKind.WORKED, "Acme", 2026, 2026),) if seen else ()
            assert (name, shared) == (name, expected)
            rows = profile(
                viewer, viewer.actor_id or 0, standings_toward(viewer, viewer.actor_id or 0), START
            )
            for one in rows.section(Section.EXPERIENCE):
                entries.remove_entry(owner_id=rows.owner_id, section=Section.EXPERIENCE, entry_id=one.id)
    actors.suspend(actor_id=owner)
    assert employees(viewers["first"], acme, now=START).items == []


def test_the_nearest_employees_stand_first_and_pages_follow_each_other(around: dict[str, int]) -> None:
    """PRO-6: 1st degree, 2nd, then the rest by name; those of the past apart, each person once."""
    for name in ("owner", "second", "third", "follower"):
        work(around[name])
    work(around["second"], "2001", "2002")
    work(around["blocked"], "2001", "2002")
    viewer, acme = Viewer(around["first"]), around["acme"]
    found, cursor = [], None
    while True:
        page = employees(viewer, acme, cursor=cursor, size=1, now=START)
        found += [(one.person.handle, one.person.degree) for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == [("owner", 1), ("second", 1), ("third", 2), ("follower", None)]
    past = employees(viewer, acme, past=True, now=START)
    assert [(one.person.handle, one.finished) for one in past.items] == [("blocked", "2002")]
    assert [one.person.handle for one in employees(viewer, acme, degree=2, now=START).items] == ["third"]
    counts = employee_counts(viewer, acme, START)
    assert (counts.current, counts.past, counts.first, counts.second) == (4, 1, 2, 1)
    with pytest.raises(Invalid):
        employees(viewer, acme, cursor="x", now=START)


def test_schools_are_shared_whenever_and_companies_at_the_same_time(around: dict[str, int]) -> None:
    """REL-14: the shared context that an invitation may name."""
    owner, other = around["owner"], around["third"]
    for member, years in ((owner, ("2001", "2004")), (other, ("2010", "2012"))):
        values = {"school": "Universität Köln", "started": years[0], "finished": years[1]}
        entries.add_entry(owner_id=member, section=Section.EDUCATION, values=values, now=START)
        work(member, *years, name="Works")
    viewer = Viewer(owner)
    shared = shared_facts(viewer, other, standings_toward(viewer, other), START)
    assert shared == (SharedFact(SharedKind.STUDIED, "Universität Köln"),)
    assert shared_facts(VISITOR, other, standings_toward(VISITOR, other), START) == ()
    assert shared_facts(viewer, owner, standings_toward(viewer, owner), START) == ()


@pytest.mark.parametrize("audience", AUDIENCES[:-1])
def test_milestones_are_heard_of_by_whom_their_owner_chose(
    around: dict[str, int], audience: Audience
) -> None:
    """PRO-5: only by opt-in, only by those near, only for the audience, and gone with what they told of."""
    owner = around["owner"]
    work(owner)
    work(owner, "2020-03")
    contact.set_contact_detail(owner_id=owner, kind=Detail.BIRTHDAY, value="1984-03-05", now=START)

    def heard(name: str) -> list[MilestoneKind]:
        return [one.kind for one in milestones(Viewer(around[name]), START)]

    assert heard("first") == heard("follower") == []
    facts.choose_milestones(owner_id=owner, positions=True, anniversaries=True, birthday=True)
    both = [MilestoneKind.BIRTHDAY, MilestoneKind.POSITION, MilestoneKind.ANNIVERSARY]
    assert (heard("first"), heard("follower"), heard("owner")) == (both, [], [])
    facts.choose_milestones(owner_id=owner, audience=audience.value)
    wide = audience in (Audience.ANYONE, Audience.MEMBERS)
    assert (heard("first"), heard("follower")) == (both, both if wide else [])
    assert heard("second") == heard("third") == heard("blocked") == []
    assert milestones(VISITOR, START) == []
    facts.choose_audience(owner_id=owner, section=Section.EXPERIENCE, audience="only_me")
    assert heard("first") == [MilestoneKind.BIRTHDAY]
    facts.choose_milestones(owner_id=owner, birthday=False)
    assert heard("first") == []


def test_a_new_position_is_news_for_a_while(around: dict[str, int]) -> None:
    """PRO-5: thirty days."""
    work(around["owner"])
    facts.choose_milestones(owner_id=around["owner"], positions=True)
    viewer = Viewer(around["first"])
    assert len(milestones(viewer, START + timedelta(days=30))) == 1
    assert milestones(viewer, START + timedelta(days=31)) == []


def test_skills_stand_once_in_their_order_and_below_their_cap() -> None:
    """PRO-3: however it is written; at the cap a sentence, and nothing happened."""
    owner = make_member("owner")
    first = skills.add_skill(owner_id=owner, name="Crème brûlée", now=START)
    assert skills.add_skill(owner_id=owner, name="CREME  BRULEE", now=START) == first
    second = skills.add_skill(owner_id=owner, name="Peat", now=START)
    skills.reorder_skills(owner_id=owner, order=[second])
    assert list(Skill.objects.order_by("place").values_list("pk", flat=True)) == [second, first]
    for wrong in ([first, first], [ids.new()]):
        with pytest.raises(Invalid):
            skills.reorder_skills(owner_id=owner, order=wrong)
    with pytest.raises(Absent):
        skills.remove_skill(owner_id=make_member("other"), skill_id=first)
    assert skills.remove_skill(owner_id=owner, skill_id=first) == "Crème brûlée"
    Skill.objects.bulk_create(
        Skill(id=ids.new(), owner_id=owner, name=str(n), name_key=str(n), place=n, created_at=START)
        for n in range(SKILLS_AT_MOST - 1)
    )
    with pytest.raises(Refused) as refusal:
        skills.add_skill(owner_id=owner, name="One more", now=START)
    assert refusal.value.code == "skills_at_most"
    assert Skill.objects.filter(owner_id=owner).count() == SKILLS_AT_MOST
    assert skills.add_skill(owner_id=owner, name="PEAT", now=START) == second


def test_a_contact_detail_keeps_its_audience_and_goes_when_it_is_emptied() -> None:
    """PRO-2: value and audience are set apart; a default that says nothing leaves no row."""
    owner = make_member("owner")

    def put(kind: Detail, **said: str) -> list[tuple[str, str]]:
        contact.set_contact_detail(owner_id=owner, kind=kind, now=START, **said)
        return list(ContactDetail.objects.filter(owner_id=owner, kind=kind).values_list("value", "audience"))

    assert put(Detail.PHONE, value="+49 221 98765") == [("+49 221 98765", "only_me")]
    assert put(Detail.PHONE, audience="anyone") == [("+49 221 98765", "anyone")]
    assert put(Detail.PHONE, value="") == [("", "anyone")]
    assert put(Detail.PHONE, audience="only_me") == []
    assert put(Detail.EMAIL, audience="anyone") == [("", "anyone")]
    assert put(Detail.EMAIL, audience="connections") == []


def test_a_member_from_before_profiles_can_write_one() -> None:
    """PRO-1: a missing row is made by the first writing, whichever it is."""
    owner = make_member("owner")
    for write in (
        lambda: facts.edit_facts(owner_id=owner, changes={"about": "Words"}),
        lambda: skills.add_skill(owner_id=owner, name="Peat", now=START),
        lambda: facts.choose_open_to(owner_id=owner, kinds=["work"]),
    ):
        Profile.objects.filter(pk=owner).delete()
        write()
        assert Profile.objects.filter(pk=owner).exists()
    with pytest.raises(Invalid) as refusal:
        facts.edit_facts(owner_id=owner, changes={"actor_id": "1"})
    assert refusal.value.code == "unknown_field"
