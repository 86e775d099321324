"""How a member stands toward a company page, and who else looks after it."""

from __future__ import annotations

from django.db.models import QuerySet

from rapport.people.actors.rules import Status
from rapport.people.audience import Viewer
from rapport.people.organizations.models import Company, PageRole
from rapport.people.organizations.rules import Role, RoleState, Standing, Verb, allowed, standings_of


def admins(company_id: int) -> QuerySet[PageRole]:
    """The admins of a page who are in the graph: a suspended one cannot look after it."""
    return PageRole.objects.filter(
        owner_id=company_id,
        role=Role.ADMIN.value,
        state=RoleState.HELD.value,
        other__status=Status.ACTIVE.value,
    )


def standings(viewer: Viewer, company_id: int) -> frozenset[Standing]:
    """How this viewer stands toward a page; visitors do in no way."""
    if viewer.actor_id is None:
        return frozenset()
    row = PageRole.objects.filter(owner_id=company_id, other_id=viewer.actor_id).first()
    return standings_of(
        Role(row.role) if row else None,
        RoleState(row.state) if row else None,
        is_organiser=viewer.is_organiser,
        has_admin=not viewer.is_organiser or admins(company_id).exists(),
    )


def may(viewer: Viewer, company_id: int) -> frozenset[Verb]:
    """What this viewer may do on a page besides reading and following it."""
    return allowed(standings(viewer, company_id))


def made(member_id: int) -> int:
    """How many pages a member has made that are not deleted."""
    return Company.objects.filter(made_by=member_id).exclude(actor__status=Status.DELETED.value).count()
