"""Who is told about roles on company pages, and for how long (MSG-4, PRO-6)."""

from __future__ import annotations

import pytest

from rapport.interfaces.web.notifications import row
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.relationships.actions import following
from rapport.projections.notifications import queries
from rapport.projections.notifications.rules_telling import Kind, Leads
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def _told(who: int) -> list[queries.NoticeView]:
    return queries.notices(Viewer(who), now=START).items


@pytest.fixture
def page() -> tuple[int, int, int]:
    """Mara, Otto, and the page that Mara looks after."""
    mara, otto = make_member("mara"), make_member("otto")
    company = pages.create(maker=Viewer(mara), handle="acme", name="Acme", now=START, limits=LIMITS)
    return mara, otto, company


def _offer(page: tuple[int, int, int], role: str = "editor") -> None:
    mara, otto, company = page
    roles.offer(by=Viewer(mara), company_id=company, member=otto, role=role, now=START)


def test_an_offer_is_told_once_while_it_stands(page: tuple[int, int, int]) -> None:
    """The company asks; offering again adds nothing, another role renews it, taking it back removes it."""
    mara, otto, company = page
    _offer(page)
    _offer(page)
    (notice,) = _told(otto)
    assert (notice.kind, notice.leads, notice.people[0].handle) == (Kind.PAGE_ROLE, Leads.COMPANY, "acme")
    assert notice.template == "{name} asks you to look after its page, as an editor."
    shown = row(notice)
    assert (shown.url, "/companies/acme" in shown.sentence) == ("/companies/acme", True)
    _offer(page, "admin")
    (notice,) = _told(otto)
    assert notice.template.endswith("as an admin.")
    roles.remove(by=Viewer(mara), company_id=company, member=otto)
    assert _told(otto) == []
    _offer(page)
    assert len(_told(otto)) == 1
    pages.suspend(company_id=company)
    assert _told(otto) == []


def test_accepting_is_told_to_who_asked(page: tuple[int, int, int]) -> None:
    """And the offer is no news any more; refusing, leaving and being removed are told to nobody."""
    mara, otto, company = page
    _offer(page)
    roles.accept(by=Viewer(otto), company_id=company, now=START)
    assert _told(otto) == []
    (notice,) = _told(mara)
    assert (notice.kind, notice.people[0].handle) == (Kind.PAGE_ROLE_ACCEPTED, "otto")
    roles.remove(by=Viewer(mara), company_id=company, member=otto)
    assert (len(_told(mara)), _told(otto)) == (1, [])
    actors.suspend(actor_id=otto)
    assert _told(mara) == []


def test_nobody_is_told_of_a_follow(page: tuple[int, int, int]) -> None:
    """REL-2: not even those who look after the page."""
    mara, otto, company = page
    following.follow(follower=otto, followee=company, now=START)
    assert _told(mara) == _told(otto) == []
