"""People you may know, on the database: who, why, and who is kept out (NET-3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.profiles.actions import contact, facts
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.errors import Invalid
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Audience, Viewer
from rapport.people.contacts.models import Contact
from rapport.people.contacts.rules import How
from rapport.people.groups.actions import founding, joining
from rapport.people.relationships.actions import answering, choosing, inviting, removing
from rapport.projections.suggestions import actions
from rapport.projections.suggestions.models import Dismissal
from rapport.projections.suggestions.queries import people
from rapport.projections.suggestions.queries.own import dismissed_count
from rapport.projections.suggestions.rules.lists import List
from tests.actions.groups import enter, make_group
from tests.suggestions.community import LIMITS, Community

pytestmark = pytest.mark.django_db
WAIT = timedelta(days=LIMITS.reinvite_after_decline_days)


@pytest.fixture
def town() -> Community:
    """ana looks; ben is connected to her and to cy, so that cy stands at her 2nd degree."""
    made = Community()
    made.add("ana", "ben", "cy_")
    made.connect("ana", "ben")
    made.connect("ben", "cy_")
    return made


def invite(town: Community, one: str, two: str) -> UUID:
    return inviting.invite(
        sender=town.ids[one], recipient=town.ids[two], context="other", now=town.now, limits=LIMITS
    ).invitation_id


def answered(verb: Callable[..., object], one: str, two: str, **more: object) -> Callable[[Community], None]:
    def act(town: Community) -> None:
        verb(invitation_id=invite(town, one, two), actor_id=town.ids[two], now=town.now, **more)

    return act


def withdrawn(one: str, two: str) -> Callable[[Community], None]:
    def act(town: Community) -> None:
        inviting.withdraw(invitation_id=invite(town, one, two), actor_id=town.ids[one], now=town.now)

    return act


def parted(by: str, other: str) -> Callable[[Community], None]:
    def act(town: Community) -> None:
        town.connect("ana", "cy_")
        removing.unconnect(actor_id=town.ids[by], other=town.ids[other], now=town.now)

    return act


def blocked(by: str, other: str) -> Callable[[Community], None]:
    return lambda town: removing.block(owner=town.ids[by], other=town.ids[other], now=town.now)


def dismissed(which: List) -> Callable[[Community], None]:
    return lambda town: actions.dismiss(
        owner=town.ids["ana"], other=town.ids["cy_"], which=which, now=town.now
    )


NEVER = timedelta(days=10_000)
KEPT_OUT: Mapping[str, tuple[Callable[[Community], object], timedelta | None]] = {
    "connected": (lambda town: town.connect("ana", "cy_"), NEVER),
    "invited": (lambda town: invite(town, "ana", "cy_"), NEVER),
    "inviting": (lambda town: invite(town, "cy_", "ana"), timedelta(days=LIMITS.invitation_expiry_days + 1)),
    "declined": (answered(answering.decline, "ana", "cy_"), WAIT),
    "declined by oneself": (answered(answering.decline, "cy_", "ana"), WAIT),
    "follow suggested": (answered(answering.suggest_follow, "cy_", "ana"), WAIT),
    "ignored": (answered(answering.ignore, "cy_", "ana"), NEVER),
    "not known": (answered(answering.dont_know, "cy_", "ana", limits=LIMITS), NEVER),
    "ignored by them": (answered(answering.ignore, "ana", "cy_"), NEVER),
    "withdrawn": (withdrawn("ana", "cy_"), WAIT),
    "withdrawn by them, unanswered": (withdrawn("cy_", "ana"), None),
    "removed": (parted("ana", "cy_"), WAIT),
    "removed by them": (parted("cy_", "ana"), WAIT),
    "blocked": (blocked("ana", "cy_"), NEVER),
    "blocked by them": (blocked("cy_", "ana"), NEVER),
    "suspended": (lambda town: actors.suspend(actor_id=town.ids["cy_"]), NEVER),
    "not to be suggested": (
        lambda town: choosing.choose(actor_id=town.ids["cy_"], changes={"suggestion_policy": "nobody"}),
        NEVER,
    ),
    "dismissed": (dismissed(List.PEOPLE), NEVER),
    "dismissed elsewhere": (dismissed(List.FOLLOW), None),
}


@pytest.mark.parametrize("case", KEPT_OUT)
def test_kept_out(town: Community, case: str) -> None:
    """NET-3, REL-7, REL-10, REL-11, REL-17: whatever speaks for somebody, and for as long as the rule says."""
    happen, wait = KEPT_OUT[case]
    town.works("ana", "Acme")
    town.works("cy_", "Acme")
    assert "cy_" in town.known("ana")
    happen(town)
    assert ("cy_" in town.known("ana")) is (wait is None)
    if wait not in (None, NEVER):
        town.now += wait + timedelta(days=1)
        assert "cy_" in town.known("ana")


def shows(section: Section, audience: Audience) -> Callable[[Community], None]:
    return lambda town: facts.choose_audience(
        owner_id=town.ids["cy_"], section=section, audience=audience.value
    )


@pytest.mark.parametrize("degree", [2, 3])
@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.GROUP])
@pytest.mark.parametrize("section", [Section.EXPERIENCE, Section.EDUCATION])
def test_a_reason_shows_only_what_a_viewer_may_see(section: Section, audience: Audience, degree: int) -> None:
    """NET-3: what its owner does not show to this viewer is no reason, and leads to nobody."""
    town = Community()
    town.add("ana", "ben", "cy_", "dee")
    for one, two in (
        (("ana", "ben"), ("ben", "cy_")) if degree == 2 else (("ana", "ben"), ("ben", "dee"), ("dee", "cy_"))
    ):
        town.connect(one, two)
    if section is Section.EXPERIENCE:
        said = "Both at Acme"
        town.works("ana", "Acme")
        town.works("cy_", "acme")
    else:
        said = "Both studied at Acme, class of 2008"
        town.studied("ana", "Acme", "2008")
        town.studied("cy_", "acme", "2008-06")
    facts.choose_audience(owner_id=town.ids["cy_"], section=section, audience=audience.value)
    for own in Audience:  # what one keeps to oneself one may still be told of
        if own is not Audience.GROUP:
            facts.choose_audience(owner_id=town.ids["ana"], section=section, audience=own.value)
        told = [reason.replace("acme", "Acme") for reason in town.known("ana").get("cy_", [])]
        seen = audience in (Audience.ANYONE, Audience.MEMBERS) or (
            audience is Audience.SECOND_DEGREE and degree == 2
        )
        mutual = ["1 mutual connection"] if degree == 2 else []
        assert told == mutual + ([said] if seen else [])


def test_newcomer() -> None:
    """NET-3: with no connection at all one is suggested whom something true speaks for, and nobody else."""
    town = Community()
    town.add("ana", "work", "clas", "grup", "fan", "hush", "book", "else_")
    town.works("ana", "Acme", "2020")
    town.works("work", "Acme", "2010", "2012")
    town.studied("ana", "Delft", "2008")
    town.studied("clas", "DELFT", "2008")
    group = make_group(town.ids["ana"])
    enter(town.ids["grup"], group)
    town.follow("fan", "ana")
    town.follow("hush", "ana", private=True)
    note_contact(town, "book")
    assert town.known("ana") == {
        "book": ["In your contact book"],
        "fan": ["Follows you"],
        "clas": ["Both studied at DELFT, class of 2008"],
        "work": ["Both worked at Acme"],
        "grup": ["Both in Rust Group"],
    }
    choosing.choose(actor_id=town.ids["ana"], changes={"follow_policy": "connections_only"})
    assert "fan" not in town.known("ana")  # REL-1: it does not count now
    assert town.known("else_") == {}


def note_contact(town: Community, who: str, how: How = How.ADDRESS) -> Contact:
    return Contact.objects.create(
        id=uuid4(), owner_id=town.ids["ana"], name=who, name_key=who, created_at=town.now,
        actor_id=town.ids[who], how=how.value, found_at=town.now,
    )  # fmt: skip


def test_contact_book() -> None:
    """NET-3, OPS-1: who hides their address since is no match by it; who was put aside is suggested no more."""
    town = Community()
    town.add("ana", "book", "link", "away")
    for who, how in (("book", How.ADDRESS), ("link", How.LINK), ("away", How.ADDRESS)):
        note_contact(town, who, how)
    assert set(town.known("ana")) == {"book", "link", "away"}
    for who in ("book", "link"):
        contact.set_contact_detail(
            owner_id=town.ids[who], kind=Detail.EMAIL, audience=Audience.ONLY_ME.value, now=town.now
        )
    Contact.objects.filter(actor_id=town.ids["away"]).update(aside=True)
    assert set(town.known("ana")) == {"link"}


def test_a_private_group_is_named_to_its_members_alone() -> None:
    """NET-3, PRO-7: who left it, and who never was in it, learn nothing of it; nobody of one that is closed."""
    town = Community()
    town.add("ana", "ben", "cy_", "out")
    group = make_group(town.ids["ana"], "secret")
    for who in ("ben", "cy_"):
        enter(town.ids[who], group)
    founding.describe(
        group_id=group, actor_id=town.ids["ana"], changes={"listed": False}, now=town.now, limits=LIMITS
    )
    assert town.known("ben") == {"cy_": ["Both in Secret Group"], "ana": ["Both in Secret Group"]}
    joining.leave(group_id=group, actor_id=town.ids["cy_"], now=town.now, limits=LIMITS)
    assert town.known("ana") == {"ben": ["Both in Secret Group"]}
    assert town.known("cy_") == town.known("out") == {}
    actors.suspend(actor_id=group)
    assert town.known("ana") == {}


def test_paging_and_dismissing(town: Community) -> None:
    """NET-3: page by page, each once; what is put aside between two pages moves nobody past the reader."""
    more = [f"more_{number}" for number in range(7)]
    town.add(*more)
    for one in more:
        town.connect("ben", one)
    whole = list(town.known("ana"))
    assert len(whole) == 8
    viewer = Viewer(town.ids["ana"])
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        found = people.suggested(viewer, cursor=cursor, size=3, limits=LIMITS, now=town.now)
        seen += [one.person.handle for one in found.items]
        cursor = found.next
        actions.dismiss(
            owner=viewer.actor_id or 0, other=found.items[0].person.id, which=List.PEOPLE, now=town.now
        )
    assert (seen, cursor) == (whole, None)
    assert set(whole) - set(town.known("ana")) == {whole[0], whole[3], whole[6]}
    actions.restore(owner=town.ids["ana"], other=town.ids[whole[3]], which=List.PEOPLE)
    assert whole[3] in town.known("ana")
    with pytest.raises(Invalid):
        people.suggested(viewer, cursor="nonsense", size=3, limits=LIMITS, now=town.now)
    assert people.suggested(VISITOR, size=3, limits=LIMITS, now=town.now).items == []


def test_dismissals(town: Community) -> None:
    """NET-3: twice is once; oneself is nobody to dismiss; who leaves takes them along."""
    ana, cy = town.ids["ana"], town.ids["cy_"]
    for _ in range(2):
        actions.dismiss(owner=ana, other=cy, which=List.PEOPLE, now=town.now)
    actions.dismiss(owner=ana, other=cy, which=List.FOLLOW, now=town.now)
    assert Dismissal.objects.count() == 2
    with pytest.raises(Invalid):
        actions.dismiss(owner=ana, other=ana, which=List.PEOPLE, now=town.now)
    assert dismissed_count(Viewer(ana)) == actions.restore_all(owner=ana) == 2
    actions.dismiss(owner=cy, other=ana, which=List.PEOPLE, now=town.now)
    actions.forget(actor_id=ana)
    assert Dismissal.objects.count() == 0


def test_as_many_statements_for_one_as_for_twenty(town: Community) -> None:
    """Quality 6: the number of statements does not grow with the list."""

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            town.known("ana")
        return len(asked)

    town.works("ana", "Acme")
    one = count()
    for number in range(20):
        town.add(f"more_{number}")
        town.works(f"more_{number}", "Acme")
        town.connect("ben", f"more_{number}")
    assert len(town.known("ana")) == 21
    assert count() == one <= 14


def test_who_wants_no_suggestion_makes_room(town: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """NET-3: where most of the likeliest do not want to be suggested, others are."""
    monkeypatch.setattr(people, "POOL", 2)
    town.add("shy_1", "shy_2", "late")
    for one in ("shy_1", "shy_2", "late"):
        town.connect("ben", one)
    for one in ("cy_", "shy_1", "shy_2"):
        choosing.choose(actor_id=town.ids[one], changes={"suggestion_policy": "nobody"})
    assert set(town.known("ana")) == {"late"}
