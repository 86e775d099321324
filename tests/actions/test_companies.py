"""Company pages on both databases: making, changing, roles with consent, suspended and deleted ones (PRO-6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rapport.kernel import jobs
from rapport.kernel.errors import Absent, Invalid, RapportError, Refused
from rapport.kernel.limits.rules import Founders
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.organizations.models import Company, PageRole
from rapport.people.organizations.queries import pages as readings
from rapport.people.organizations.queries import roles as keepers
from rapport.people.organizations.rules import ROLES_AT_MOST, Role, Size, Verb
from rapport.people.relationships.actions import following, removing
from rapport.people.relationships.queries import lists
from rapport.people.ties.models import Follow, Network
from tests.api.rows import rows
from tests.conftest import Clock
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def make(maker: int, handle: str = "acme", name: str = "Acme", **given: Any) -> int:
    """A company page."""
    return pages.create(
        maker=Viewer(maker), handle=handle, name=name, now=START, limits=given.pop("limits", LIMITS), **given
    )


def give(company: int, by: int, member: int, role: Role) -> None:
    """A role, offered and accepted."""
    roles.offer(by=Viewer(by), company_id=company, member=member, role=role.value, now=START)
    roles.accept(by=Viewer(member), company_id=company, now=START)


def refused(code: str, action: Any, **given: Any) -> RapportError:
    """The action is refused with this code, and not a row is another than before."""
    before = rows()
    with pytest.raises(RapportError) as found:
        action(**given)
    assert found.value.code == code
    assert rows() == before
    return found.value


def page(viewer: int | None, handle: str = "acme") -> readings.CompanyPage:
    """The page as somebody sees it."""
    return readings.company_page(Viewer(viewer) if viewer else VISITOR, handle, LIMITS)


@pytest.fixture
def mara() -> int:
    """Who makes pages here."""
    return make_member("mara")


def test_a_page_is_made_with_its_maker_as_admin(mara: int) -> None:
    """PRO-6: everything one may say of a company, normalised; the maker looks after it."""
    said = {
        "about": "Pumps.\r\n\r\n\r\n\r\nPipes.",
        "website": "acme.example",
        "industry": " Water ",
        "location": "Delft",
        "size": "11-50",
        "founded": 1898,
    }
    make(mara, name="  Acme   Waterworks ", headline="Pumps", details=said)
    seen = page(mara)
    one = seen.company
    assert (one.name, one.headline, one.industry, one.location) == (
        "Acme Waterworks",
        "Pumps",
        "Water",
        "Delft",
    )
    assert (one.size, one.founded, one.role, one.offered) == (Size.FIFTY, 1898, Role.ADMIN, None)
    assert (seen.about, seen.website) == ("Pumps.\n\nPipes.", "https://acme.example")
    assert seen.may == {
        Verb.EDIT, Verb.SEE_ROLES, Verb.OFFER, Verb.CHANGE_ROLE, Verb.REMOVE, Verb.LEAVE, Verb.DELETE
    }  # fmt: skip
    assert page(make_member("otto")).may == page(None).may == frozenset()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"handle": "A"}, "handle"),
        ({"handle": "mara"}, "handle"),
        ({"handle": "new"}, "handle"),
        ({"handle": "complete"}, "handle"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"headline": "x" * 201}, "headline"),
        ({"details": {"about": "x" * 3001}}, "about"),
        ({"details": {"website": "javascript:alert(1)"}}, "website"),
        ({"details": {"industry": "x" * 101}}, "industry"),
        ({"details": {"location": "x" * 101}}, "location"),
        ({"details": {"size": "some"}}, "size"),
        ({"details": {"founded": START.year + 1}}, "founded"),
        ({"details": {"made_by": 1}}, "made_by"),
    ],
)
def test_what_cannot_be_taken_makes_nothing(mara: int, given: dict[str, Any], field: str) -> None:
    """Bad input names its field and leaves no face behind."""
    before = rows()
    with pytest.raises(Invalid) as found:
        make(mara, **given)
    assert found.value.field == field
    assert rows() == before


def test_who_may_make_pages_and_how_many(mara: int) -> None:
    """The site says whether members may; nobody makes more than their share, deleted pages apart."""
    closed = replace(LIMITS, company_pages=Founders.ORGANISERS)
    refused("company_pages", make, maker=mara, limits=closed)
    pages.create(
        maker=Viewer(mara, is_organiser=True), handle="acme", name="Acme", now=START, limits=closed
    )  # fmt: skip
    few = replace(LIMITS, companies_per_member=2)
    second = make(mara, "beta", "Beta", limits=few)
    refused("companies_per_member", make, maker=mara, handle="gamma", name="Gamma", limits=few)
    pages.delete(by=Viewer(mara), company_id=second)
    make(mara, "gamma", "Gamma", limits=few)
    actors.suspend(actor_id=mara)
    refused("not_found", make, maker=mara, handle="delta", name="Delta")


def test_a_name_twice_is_asked_about_once(mara: int) -> None:
    """The same name, whatever its accents and case, is refused with the page there is, then allowed."""
    first = make(mara, name="Été Énergie")
    told = refused("company_exists", make, maker=mara, handle="ete_two", name="ete energie")
    assert told.values == {"name": "Été Énergie", "handle": "acme"}
    second = make(mara, "ete_two", "ete energie", another=True)
    assert readings.by_name("ÉTÉ énergie") is None, "two of a name are nobody's to guess"
    actors.suspend(actor_id=first)
    assert readings.by_name("ÉTÉ énergie") == second
    pages.delete(by=Viewer(mara), company_id=second)
    make(mara, "ete_three", "Été Énergie")


def test_changing_what_a_page_says(mara: int) -> None:
    """All or nothing; what is left out stays; the new name is found, the old one is not."""
    company = make(mara, details={"about": "Pumps.", "size": "1"})
    change = {"name": "Zephyr", "headline": "Winds", "size": "", "founded": None}
    pages.change(by=Viewer(mara), company_id=company, changes=change, now=START, limits=LIMITS)
    seen = page(mara)
    assert (seen.company.name, seen.company.headline, seen.company.size) == ("Zephyr", "Winds", Size.UNSAID)
    assert seen.about == "Pumps."
    assert [readings.by_name("zephyr"), readings.by_name("acme")] == [company, None]
    refused(
        "website", pages.change, by=Viewer(mara), company_id=company, now=START, limits=LIMITS,
        changes={"name": "Other", "website": "no"},
    )  # fmt: skip


def test_a_role_needs_consent(mara: int) -> None:
    """PRO-6: an offer gives nothing until it is accepted; refusing and taking back leave nothing."""
    company, otto = make(mara), make_member("otto")
    by = Viewer(otto)
    assert roles.offer(by=Viewer(mara), company_id=company, member=otto, role="editor", now=START)
    assert not roles.offer(by=Viewer(mara), company_id=company, member=otto, role="editor", now=START)
    seen = page(otto)
    assert (seen.company.role, seen.company.offered) == (None, Role.EDITOR)
    assert seen.may == {Verb.ACCEPT, Verb.REFUSE}
    refused("not_found", pages.change, by=by, company_id=company, changes={}, now=START, limits=LIMITS)
    roles.remove(by=by, company_id=company, member=otto)
    refused("not_found", roles.accept, by=by, company_id=company, now=START)
    roles.offer(by=Viewer(mara), company_id=company, member=otto, role="editor", now=START)
    assert roles.offer(by=Viewer(mara), company_id=company, member=otto, role="admin", now=START)
    roles.remove(by=Viewer(mara), company_id=company, member=otto)
    refused("not_found", roles.accept, by=by, company_id=company, now=START)
    give(company, mara, otto, Role.EDITOR)
    roles.accept(by=by, company_id=company, now=START)
    assert page(otto).company.role is Role.EDITOR
    refused(
        "holds_role", roles.offer, by=Viewer(mara), company_id=company, member=otto, role="admin", now=START
    )


def test_what_an_editor_may_not(mara: int) -> None:
    """An editor changes words and reads the roles; everything about roles and the end is an admin's."""
    company, otto, pia = make(mara), make_member("otto"), make_member("pia")
    give(company, mara, otto, Role.EDITOR)
    by = Viewer(otto)
    pages.change(by=by, company_id=company, changes={"about": "New"}, now=START, limits=LIMITS)
    assert len(keepers.roles(by, company, START)) == 2
    about: dict[str, Any] = {"by": by, "company_id": company}
    refused("admins_only", roles.offer, member=pia, role="editor", now=START, **about)
    refused("admins_only", roles.change_role, member=mara, role="editor", **about)
    refused("admins_only", roles.remove, member=mara, **about)
    refused("admins_only", pages.delete, **about)
    roles.remove(member=otto, **about)
    assert page(otto).company.role is None


def test_outsiders_find_no_roles(mara: int) -> None:
    """To who has no part in a page, its roles and tools are not there, nor to visitors and organisers."""
    company, otto = make(mara), make_member("otto")
    for by in (Viewer(otto), VISITOR, Viewer(otto, is_organiser=True)):
        with pytest.raises(Absent):
            keepers.roles(by, company, START)
        about = {"by": by, "company_id": company}
        refused("not_found", pages.change, changes={"about": "x"}, now=START, limits=LIMITS, **about)
        refused("not_found", roles.offer, member=otto, role="admin", now=START, **about)
        refused("not_found", roles.accept, now=START, **about)
        refused("not_found", roles.remove, member=mara, **about)
        refused("not_found", pages.delete, **about)


def test_the_last_admin_stays(mara: int) -> None:
    """Nobody leaves, is removed or is made an editor as the last admin; a suspended one counts for nothing."""
    company, otto = make(mara), make_member("otto")
    me = {"by": Viewer(mara), "company_id": company, "member": mara}
    refused("last_admin", roles.remove, **me)
    refused("last_admin", roles.change_role, role="editor", **me)
    give(company, mara, otto, Role.ADMIN)
    actors.suspend(actor_id=otto)
    refused("last_admin", roles.remove, **me)
    roles.remove(by=Viewer(mara), company_id=company, member=otto)
    actors.restore(actor_id=otto)
    give(company, mara, otto, Role.EDITOR)
    roles.change_role(by=Viewer(mara), company_id=company, member=otto, role="admin")
    roles.change_role(by=Viewer(otto), company_id=company, member=mara, role="editor")
    assert (page(mara).company.role, page(otto).company.role) == (Role.EDITOR, Role.ADMIN)


def test_a_page_without_admin_is_handed_on(mara: int) -> None:
    """When the only admin leaves for good, an organiser may find a new one, and nothing else of the page."""
    company, otto, pia = make(mara), make_member("otto"), make_member("pia")
    give(company, mara, otto, Role.EDITOR)
    actors.delete(actor_id=mara)
    organiser = Viewer(pia, is_organiser=True)
    assert readings.company_page(organiser, "acme", LIMITS).may == {Verb.SEE_ROLES, Verb.OFFER, Verb.REMOVE}
    refused(
        "admins_only", pages.change, by=organiser, company_id=company, changes={}, now=START, limits=LIMITS
    )
    assert [one.person.handle for one in keepers.roles(organiser, company, START)] == ["otto"]
    roles.offer(by=organiser, company_id=company, member=pia, role="admin", now=START)
    roles.accept(by=organiser, company_id=company, now=START)
    assert page(pia).company.role is Role.ADMIN


def test_roles_are_bounded(mara: int) -> None:
    """A page has so many roles, offered ones among them."""
    company, otto = make(mara), make_member("otto")
    others = [make_member(f"member_{number}") for number in range(ROLES_AT_MOST - 1)]
    PageRole.objects.bulk_create(
        PageRole(owner_id=company, other_id=one, role="editor", offered_by_id=mara, since=START)
        for one in others
    )
    refused(
        "roles_full", roles.offer, by=Viewer(mara), company_id=company, member=otto, role="editor", now=START
    )


def test_nobody_offers_past_a_block(mara: int) -> None:
    """REL-17: who has blocked the other either way is not there; a hidden co-admin stands in no list."""
    company, otto = make(mara), make_member("otto")
    offer: dict[str, Any] = {
        "by": Viewer(mara),
        "company_id": company,
        "member": otto,
        "role": "editor",
        "now": START,
    }
    removing.block(owner=otto, other=mara, now=START)
    refused("not_found", roles.offer, **offer)
    removing.unblock(owner=otto, other=mara)
    roles.offer(**offer)
    removing.block(owner=mara, other=otto, now=START)
    assert [one.person.id for one in keepers.roles(Viewer(mara), company, START)] == [mara]


@pytest.mark.parametrize("gone", ["suspended", "deleted"])
def test_a_page_out_of_sight_is_nowhere(mara: int, gone: str) -> None:
    """Suspended and deleted pages are absent for everybody, in every list, and nothing can be done on them."""
    otto = make_member("otto")
    company = make(mara)
    following.follow(follower=otto, followee=company, now=START)
    roles.offer(by=Viewer(mara), company_id=company, member=otto, role="editor", now=START)
    if gone == "suspended":
        assert pages.suspend(company_id=company)
        assert not pages.suspend(company_id=company)
    else:
        pages.delete(by=Viewer(mara), company_id=company)
    for viewer in (Viewer(mara), Viewer(otto), VISITOR, Viewer(otto, is_organiser=True)):
        with pytest.raises(Absent):
            readings.company_page(viewer, "acme", LIMITS)
        assert readings.companies(viewer, limits=LIMITS).items == []
        assert readings.complete(viewer, "ac") == []
        assert readings.followed(viewer).items == readings.own(viewer) == []
    assert readings.by_name("Acme") is None
    assert lists.network_counts(otto).companies == 0
    about = {"by": Viewer(mara), "company_id": company}
    refused("not_found", pages.change, changes={"about": "x"}, now=START, limits=LIMITS, **about)
    refused("not_found", roles.offer, member=otto, role="editor", now=START, **about)
    refused("not_found", roles.accept, by=Viewer(otto), company_id=company, now=START)
    refused("not_found", following.follow, follower=mara, followee=company, now=START)
    if gone == "suspended":
        assert pages.restore(company_id=company)
        assert lists.network_counts(otto).companies == 1
        assert page(otto).company.offered is Role.EDITOR


def test_suspending_is_for_pages_alone(mara: int) -> None:
    """These buttons do not reach members."""
    assert not pages.suspend(company_id=mara)
    assert not pages.restore(company_id=mara)


def test_nothing_is_left_of_a_deleted_page(clock: Clock, mara: int) -> None:
    """Its words, roles and follows go; the face stays, so that nobody takes its handle."""
    otto = make_member("otto")
    company = make(mara, details={"about": "canary"})
    give(company, mara, otto, Role.EDITOR)
    following.follow(follower=otto, followee=company, now=START)
    pages.delete(by=Viewer(mara), company_id=company)
    jobs.run_due(clock.now)
    assert not Company.objects.exists()
    assert not PageRole.objects.exists()
    assert not Follow.objects.exists()
    assert Network.objects.get(pk=otto).following == 0
    with pytest.raises(Invalid):
        make(mara)


def test_a_suspended_member_looks_after_nothing(mara: int) -> None:
    """Nor is anything offered to them."""
    company, otto = make(mara), make_member("otto")
    accounts.suspend(account_id=Account.objects.get(actor_id=otto).pk, reason="Rest", now=START)
    refused(
        "not_found", roles.offer, by=Viewer(mara), company_id=company, member=otto, role="admin", now=START
    )


def test_followers_and_the_two_lists_of_a_follower(mara: int) -> None:
    """REL-5, REL-2: silent, counted exactly, private ones not named; people-only lists show no company."""
    company, otto, pia, quiet = make(mara), make_member("otto"), make_member("pia"), make_member("quiet")
    for one in (otto, pia):
        following.follow(follower=one, followee=company, now=START)
    following.follow(follower=quiet, followee=company, private=True, now=START)
    following.follow(follower=otto, followee=pia, now=START)
    seen = page(quiet).company
    assert (seen.follower_count, seen.following, seen.following_privately) == (3, True, True)
    named = lists.followers(Viewer(mara), company, now=START)
    assert sorted(one.handle for one in named.items) == ["otto", "pia"]
    assert lists.followers(VISITOR, company, now=START).hidden
    assert [one.handle for one in lists.following(Viewer(otto), now=START).items] == ["pia"]
    assert [one.handle for one in readings.followed(Viewer(otto)).items] == ["acme"]
    counts = lists.network_counts(otto)
    assert (counts.following, counts.companies) == (1, 1)
    assert Network.objects.get(pk=otto).following == 2, "the counter counts edges"
    actors.suspend(actor_id=pia)
    assert page(otto).company.follower_count == 2
    following.unfollow(follower=otto, followee=company)
    assert (page(otto).company.follower_count, page(otto).company.following) == (1, False)
    everybody = lists.directory(Viewer(otto), limits=LIMITS, now=START).items
    assert "acme" not in [one.handle for one in everybody]


def test_lists_by_name_page_by_page(mara: int) -> None:
    """All pages in the order of names, without a miss or a double; searched by parts of name and handle."""
    names = ["Zulu", "Alpha", "Alpha", "Béta", "Gamma Water"]
    for number, name in enumerate(names):
        make(mara, f"c_{number}", name, another=True)
    found: list[str] = []
    cursor = None
    for _ in range(len(names)):
        part = readings.companies(VISITOR, cursor=cursor, size=2, limits=LIMITS)
        found += [one.handle for one in part.items]
        cursor = part.next
        if cursor is None:
            break
    assert found == ["c_1", "c_2", "c_3", "c_4", "c_0"]

    def search(q: str) -> list[str]:
        return [one.handle for one in readings.companies(VISITOR, q=q, limits=LIMITS).items]

    assert (search("beta"), search("water gam"), search("@c_0"), search("nothing")) == (
        ["c_3"],
        ["c_4"],
        ["c_0"],
        [],
    )
    closed = readings.companies(VISITOR, limits=replace(LIMITS, public_pages=False))
    assert (closed.items, closed.hidden) == ([], True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("wa", ["gamma"]),
        ("gam w", ["gamma"]),
        ("amma", []),
        ("GÁM", ["gamma"]),
        ("@gam", ["gamma"]),
        (" ", []),
    ],
)
def test_completing_while_one_types(mara: int, typed: str, found: list[str]) -> None:
    """Words by their beginnings; nothing for visitors."""
    make(mara, "gamma", "Gamma Water")
    make(mara, "acme", "Acme")
    assert [one.handle for one in readings.complete(Viewer(mara), typed)] == found
    assert readings.complete(VISITOR, typed) == []


def test_own_pages_come_with_offers_first(mara: int) -> None:
    """What waits for an answer stands above what one looks after."""
    otto = make_member("otto")
    make(otto, "alpha", "Alpha")
    roles.offer(by=Viewer(mara), company_id=make(mara), member=otto, role="admin", now=START)
    mine = readings.own(Viewer(otto))
    assert [(one.handle, one.role, one.offered) for one in mine] == [
        ("acme", None, Role.ADMIN),
        ("alpha", Role.ADMIN, None),
    ]


def test_refusals_are_typed(mara: int) -> None:
    """A role that is none."""
    company = make(mara)
    with pytest.raises(Invalid):
        roles.offer(by=Viewer(mara), company_id=company, member=make_member("otto"), role="owner", now=START)
    with pytest.raises(Refused):
        roles.remove(by=Viewer(mara), company_id=company, member=mara)
