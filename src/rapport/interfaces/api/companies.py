"""Company pages: found, made, changed, followed by whom, and looked after by whom (PRO-6)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Named, Paging, choice, told
from rapport.interfaces.api.schemas.companies import (
    Company,
    CompanyChange,
    CompanyIn,
    CompanyList,
    CompanyTie,
    PageRole,
    PageRoleList,
    RoleChange,
    RoleOffer,
)
from rapport.interfaces.api.schemas.invitations import NoWords
from rapport.interfaces.api.schemas.people import HidablePersonList
from rapport.kernel import text
from rapport.kernel.errors import Absent
from rapport.people.organizations.actions import pages, roles
from rapport.people.organizations.queries import pages as readings
from rapport.people.organizations.queries import roles as keepers
from rapport.people.relationships.queries import lists

router = Router(tags=["companies"])

FACE = frozenset({"handle", "name", "headline", "another"})


class Which(Paging):
    """Which of the companies one is tied to, and which page of them."""

    tie: Annotated[CompanyTie, choice(CompanyTie, "Followed, latest first; or with a role of yours.")] = (
        CompanyTie.FOLLOWING
    )


def _shown(call: Call, handle: str, status: int = 200) -> HttpResponse:
    if not text.is_handle(handle):
        raise Absent
    return answer(shapes.company_page(readings.company_page(call.viewer, handle, call.limits)), status)


@router.get("/companies", auth=scopes.READ_COMPANIES, response=told(200, CompanyList, 422))
def companies(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """The company pages here, by name."""
    call = call_of(request)
    found = readings.companies(
        call.viewer, q=asked.words, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer(shapes.page(found.items, found.next, shapes.company))


@router.post("/companies", auth=scopes.WRITE_COMPANIES, response=told(201, Company, 409, 422))
def make_company(request: HttpRequest, body: CompanyIn) -> HttpResponse:
    """Make the page of a company. Where one of that name stands already, say that yours is `another`."""
    call = call_of(request)
    pages.create(
        maker=call.viewer,
        handle=body.handle,
        name=body.name,
        headline=body.headline,
        details=body.model_dump(exclude=set(FACE)),
        another=body.another,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, body.handle, 201)


@router.get("/me/companies", auth=scopes.READ_COMPANIES, response=told(200, CompanyList, 422))
def my_companies(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """The companies you follow (REL-5), or those with a role of yours: offers first, and the list whole."""
    call = call_of(request)
    if asked.tie is CompanyTie.ROLE:
        return answer(shapes.page(readings.own(call.viewer), None, shapes.company))
    found = readings.followed(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, shapes.company))


@router.get("/companies/{company}", auth=scopes.READ_COMPANIES, response=told(200, Company, 404))
def company(request: HttpRequest, company: str) -> HttpResponse:
    """A company page, what you are on it, and what you may do there."""
    return _shown(call_of(request), company)


@router.patch("/companies/{company}", auth=scopes.WRITE_COMPANIES, response=told(200, Company, 404, 422))
def change_company(request: HttpRequest, company: str, body: CompanyChange) -> HttpResponse:
    """Change what a page says, as its admin or editor; what is left out stays."""
    call = call_of(request)
    found, changes = call.company(company), body.model_dump(exclude_unset=True)
    pages.change(by=call.viewer, company_id=found, changes=changes, now=call.now, limits=call.limits)
    return _shown(call, company)


@router.delete("/companies/{company}", auth=scopes.WRITE_COMPANIES, response=told(204, None, 404, 409))
def delete_company(request: HttpRequest, company: str) -> HttpResponse:
    """Delete a page for good, as its admin; its handle stays taken."""
    call = call_of(request)
    pages.delete(by=call.viewer, company_id=call.company(company))
    return nothing()


@router.get(
    "/companies/{company}/followers",
    auth=scopes.READ_RELATIONSHIPS,
    response=told(200, HidablePersonList, 404, 422),
)
def company_followers(request: HttpRequest, company: str, asked: Query[Named]) -> HttpResponse:
    """Who follows a company and may be named, latest first (REL-2, REL-5)."""
    call = call_of(request)
    found = lists.followers(
        call.viewer,
        call.company(company),
        q=asked.words,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
    )
    return answer(shapes.hidable(found))


@router.get("/companies/{company}/roles", auth=scopes.READ_COMPANIES, response=told(200, PageRoleList, 404))
def page_roles(request: HttpRequest, company: str) -> HttpResponse:
    """Who looks after a page or is asked to, for those who do."""
    call = call_of(request)
    found = keepers.roles(call.viewer, call.company(company), call.now)
    return answer(shapes.page(found, None, shapes.page_role))


def _role(call: Call, company_id: int, member: int, status: int = 200) -> HttpResponse:
    return answer(shapes.page_role(keepers.role_of(call.viewer, company_id, member, call.now)), status)


@router.post(
    "/companies/{company}/roles",
    auth=scopes.WRITE_COMPANIES,
    response={**told(201, PageRole, 404, 409, 422), 200: PageRole},
)
def offer_role(request: HttpRequest, company: str, body: RoleOffer) -> HttpResponse:
    """Offer somebody a role, as an admin: they hold it once they accept (201; 200 where it is offered already)."""
    call = call_of(request)
    found, member = call.company(company), call.member(body.member)
    fresh = roles.offer(by=call.viewer, company_id=found, member=member, role=body.role, now=call.now)
    return _role(call, found, member, 201 if fresh else 200)


@router.post(
    "/companies/{company}/role/accept", auth=scopes.WRITE_COMPANIES, response=told(200, Company, 404)
)
def accept_role(request: HttpRequest, company: str, body: NoWords | None = None) -> HttpResponse:
    """Take the role you are offered on a page. To refuse it, delete your own role."""
    del body  # read for its shape alone
    call = call_of(request)
    found = call.company(company)
    roles.accept(by=call.viewer, company_id=found, now=call.now)
    return _shown(call, company)


@router.patch(
    "/companies/{company}/roles/{member}",
    auth=scopes.WRITE_COMPANIES,
    response=told(200, PageRole, 404, 409, 422),
)
def change_page_role(request: HttpRequest, company: str, member: str, body: RoleChange) -> HttpResponse:
    """Make an editor an admin or the other way round, as an admin; one admin stays."""
    call = call_of(request)
    found, who = call.company(company), call.member(member)
    roles.change_role(by=call.viewer, company_id=found, member=who, role=body.role)
    return _role(call, found, who)


@router.delete(
    "/companies/{company}/roles/{member}", auth=scopes.WRITE_COMPANIES, response=told(204, None, 404, 409)
)
def end_role(request: HttpRequest, company: str, member: str) -> HttpResponse:
    """End a role or take an offer back, as an admin; your own: leave, or refuse. Nobody is told."""
    call = call_of(request)
    roles.remove(by=call.viewer, company_id=call.company(company), member=call.member(member))
    return nothing()
