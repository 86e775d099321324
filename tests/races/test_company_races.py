"""Races over company pages and duties by real processes: somebody always stays, nothing is made twice (PRO-6,
quality 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.organizations.models import Company, PageRole
from tests.people import LIMITS, make_member
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def _page(number: int, now: datetime) -> tuple[int, int, int]:
    """A page with two admins."""
    a, b = (make_member(f"{name}_{number}", now=now) for name in ("ann", "bob"))
    company = pages.create(
        maker=Viewer(a), handle=f"page_{number}", name=f"Page {number}", now=now, limits=LIMITS
    )
    roles.offer(by=Viewer(a), company_id=company, member=b, role="admin", now=now)
    roles.accept(by=Viewer(b), company_id=company, now=now)
    return a, b, company


def _admins(company: int) -> int:
    return PageRole.objects.filter(owner_id=company, role="admin", state="held").count()


def test_two_admins_remove_each_other(crowd: Crowd, now: datetime) -> None:
    """One comes first; the other finds that they have no say any more."""

    def one(number: int) -> list[str]:
        a, b, company = _page(number, now)
        page = {"company_id": company}
        codes = crowd.race(
            ("end_role", {**page, "by": a, "member": b}), ("end_role", {**page, "by": b, "member": a})
        )
        assert _admins(company) == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", "not_found"), ("not_found", "")}


def test_two_admins_leave(crowd: Crowd, now: datetime) -> None:
    """By whatever way each goes, one has to stay."""

    def one(number: int) -> list[str]:
        a, b, company = _page(number, now)
        page = {"company_id": company}
        codes = crowd.race(
            ("end_role", {**page, "by": a, "member": a}),
            ("change_role", {**page, "by": b, "member": b, "role": "editor"}),
        )
        assert _admins(company) == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", "last_admin"), ("last_admin", "")}


def test_two_organisers_take_it_from_each_other(crowd: Crowd, now: datetime) -> None:
    """One comes first; the other is the last one then, and stays."""

    def one(number: int) -> list[str]:
        Account.objects.update(is_organiser=False)
        a, b = (
            Account.objects.create(
                email=f"{name}{number}@example.org", joined_at=now, approved_at=now, is_organiser=True
            ).pk
            for name in ("ann", "bob")
        )
        ends = {"duty": "organiser", "holds": False}
        codes = crowd.race(("appoint", {**ends, "account_id": a}), ("appoint", {**ends, "account_id": b}))
        assert Account.objects.filter(is_organiser=True).count() == 1
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", "last_organiser"), ("last_organiser", "")}


def test_accepting_against_taking_back(crowd: Crowd, now: datetime) -> None:
    """The offer is held or gone; it is never held by who was told that it is gone."""

    def one(number: int) -> list[str]:
        a, _, company = _page(number, now)
        c = make_member(f"cleo_{number}", now=now)
        roles.offer(by=Viewer(a), company_id=company, member=c, role="editor", now=now)
        codes = crowd.race(
            ("accept_role", {"by": c, "company_id": company, "now": now}),
            ("end_role", {"by": a, "company_id": company, "member": c}),
        )
        assert not PageRole.objects.filter(owner_id=company, other_id=c).exists()
        return codes

    assert set(crowd.many_times(ROUNDS, one)) <= {("", ""), ("not_found", "")}


def test_the_last_page_one_may_make(crowd: Crowd, now: datetime) -> None:
    """Eight at once, room for one: one is made."""
    maker = make_member("maker", now=now)
    limits: dict[str, Any] = {**LIMITS.__dict__, "companies_per_member": 1}
    wish = {"maker": maker, "name": "Acme", "another": True, "now": now, "limits": limits}
    codes = crowd.race(*(("make_page", {**wish, "handle": f"acme_{number}"}) for number in range(8)))
    assert sorted(codes) == ["", *["companies_per_member"] * 7]
    assert Company.objects.count() == 1
