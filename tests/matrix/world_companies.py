"""Company pages around the owner: one they follow, one they help to run, one that asks them to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.relationships.actions import following
from tests.matrix.canaries import COMPANIES, Canary
from tests.matrix.viewers import Who


def add_companies(ids: Mapping[str, int], now: datetime, limits: Limits) -> int:
    """Make them; COMPANY_ADMIN looks after the one where the owner is an editor. Gives the id of one."""
    owner, company = ids[Who.SELF], 0
    for name in sorted(COMPANIES):
        admin = Who.COMPANY_ADMIN if name is Canary.COMPANY_RUN else Canary.CONNECTION
        by = Viewer(ids[admin])
        company = pages.create(maker=by, handle=name, name=f"{name.capitalize()} Ltd", now=now, limits=limits)
        if name is not Canary.COMPANY_FOLLOWED:
            roles.offer(by=by, company_id=company, member=owner, role="editor", now=now)
        if name is Canary.COMPANY_RUN:
            roles.accept(by=Viewer(owner), company_id=company, now=now)
        if name is not Canary.COMPANY_OFFER:
            following.follow(
                follower=owner, followee=company, private=name is Canary.COMPANY_RUN, now=now
            )  # fmt: skip
    return company
