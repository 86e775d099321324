"""One's own profile: sections, their entries, contact details; and what others share of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.queries.completeness import completeness
from rapport.content.profiles.queries.milestones import milestones
from rapport.content.profiles.queries.page import ProfileView, profile
from rapport.content.profiles.rules.sections import FIELDS, Detail, Section
from rapport.interfaces.api import scopes
from rapport.interfaces.api import shapes_profiles as shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import told
from rapport.interfaces.api.schemas.profiles import (
    ContactDetails,
    Entry,
    EntryChange,
    EntryList,
    MilestoneList,
    OrderChange,
    OwnContact,
    OwnProfile,
    ProfileChange,
)
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import queries as faces
from rapport.people.relationships.queries.pages import standings_toward

router = Router(tags=["profile"])

PAGE = "organization_handle"


def _mine(call: Call) -> ProfileView:
    return profile(call.viewer, call.me, standings_toward(call.viewer, call.me), call.now)


def _section(name: str) -> Section:
    """The section of this name that has entries.

    Raises: Absent.
    """
    for section in (*FIELDS, Section.SKILLS):
        if section.value == name:
            return section
    raise Absent


def _id(written: str) -> UUID:
    found = ids.parse(written)
    if found is None:
        raise Absent
    return found


def _own(call: Call, status: int = 200) -> HttpResponse:
    view = _mine(call)
    face = faces.by_ids([call.me])[call.me]
    meter = completeness(view, headline=face.headline, has_picture=bool(getattr(face, "picture", "")))
    return answer(shapes.own_profile(view, meter), status)


def _one(call: Call, section: Section, entry_id: UUID, status: int = 200) -> HttpResponse:
    """One entry of the caller's.

    Raises: Absent.
    """
    for shown in shapes.section(_mine(call), section):
        if shown["id"] == entry_id:
            return answer(shown, status)
    raise Absent


@router.get("/me/profile", auth=scopes.READ_PROFILE, response=told(200, OwnProfile))
def my_profile(request: HttpRequest) -> HttpResponse:
    """Your profile, for whom each section is, and what it still lacks (PRO-1)."""
    return _own(call_of(request))


@router.patch("/me/profile", auth=scopes.WRITE_PROFILE, response=told(200, OwnProfile, 422))
def change_my_profile(request: HttpRequest, body: ProfileChange) -> HttpResponse:
    """Change facts, what you are open to, audiences and choices, all or none; what is left out stays (PRO-1)."""
    call = call_of(request)
    facts.change(owner_id=call.me, changes=body.model_dump(exclude_unset=True))
    return _own(call)


@router.get("/me/profile/{section}", auth=scopes.READ_PROFILE, response=told(200, EntryList, 404))
def my_section(request: HttpRequest, section: str) -> HttpResponse:
    """The entries of a section of yours, in order: experience, education, skills, languages, certifications,
    projects, courses, associations or links (PRO-1).
    """
    call = call_of(request)
    return answer({"items": shapes.section(_mine(call), _section(section)), "next": None})


@router.post("/me/profile/{section}", auth=scopes.WRITE_PROFILE, response=told(201, Entry, 404, 409, 422))
def add_to_my_section(request: HttpRequest, section: str, body: EntryChange) -> HttpResponse:
    """Add an entry; a skill that is listed already is given back as it is (PRO-1)."""
    call, where = call_of(request), _section(section)
    values, page = _typed(body)
    if where is Section.SKILLS:
        key = skills.add_skill(owner_id=call.me, name=_name_alone(values, page), now=call.now)
    else:
        key = entries.add_entry(
            owner_id=call.me, section=where, values=values, organization_handle=page or "", now=call.now
        )
    return _one(call, where, key, 201)


@router.put("/me/profile/{section}/order", auth=scopes.WRITE_PROFILE, response=told(200, EntryList, 404, 422))
def order_my_section(request: HttpRequest, section: str, body: OrderChange) -> HttpResponse:
    """Put the entries of a section in order; what is left out follows (PRO-1)."""
    call, where = call_of(request), _section(section)
    order = [_known(one) for one in body.order]
    if where is Section.SKILLS:
        skills.reorder_skills(owner_id=call.me, order=order)
    else:
        entries.reorder(owner_id=call.me, section=where, order=order)
    return answer({"items": shapes.section(_mine(call), where), "next": None})


@router.get("/me/profile/{section}/{entry_id}", auth=scopes.READ_PROFILE, response=told(200, Entry, 404))
def my_entry(request: HttpRequest, section: str, entry_id: str) -> HttpResponse:
    """One entry of yours."""
    return _one(call_of(request), _section(section), _id(entry_id))


@router.patch(
    "/me/profile/{section}/{entry_id}", auth=scopes.WRITE_PROFILE, response=told(200, Entry, 404, 409, 422)
)
def change_my_entry(request: HttpRequest, section: str, entry_id: str, body: EntryChange) -> HttpResponse:
    """Change an entry; what is left out stays. A skill keeps its name, since it was endorsed under it (PRO-3)."""
    call, where, key = call_of(request), _section(section), _id(entry_id)
    if where is Section.SKILLS:
        _one(call, where, key)
        raise Refused(
            "A skill keeps its name, since others vouched for it. Remove it and list another.",
            code="skill_keeps_its_name",
        )
    values, page = _typed(body)
    entries.change_entry(
        owner_id=call.me, section=where, entry_id=key, values=values, organization_handle=page, now=call.now
    )
    return _one(call, where, key)


@router.delete("/me/profile/{section}/{entry_id}", auth=scopes.WRITE_PROFILE, response=told(204, None, 404))
def remove_my_entry(request: HttpRequest, section: str, entry_id: str) -> HttpResponse:
    """Remove an entry; a skill's endorsements go with it (PRO-3)."""
    call, where, key = call_of(request), _section(section), _id(entry_id)
    if where is Section.SKILLS:
        skills.remove_skill(owner_id=call.me, skill_id=key)
    else:
        entries.remove_entry(owner_id=call.me, section=where, entry_id=key)
    return nothing()


@router.get("/me/contact-details", auth=scopes.READ_PROFILE, response=told(200, OwnContact))
def my_contact_details(request: HttpRequest) -> HttpResponse:
    """Your contact details, and for whom each is (PRO-2)."""
    return answer(shapes.own_contact(_mine(call_of(request))))


@router.put("/me/contact-details", auth=scopes.WRITE_PROFILE, response=told(200, OwnContact, 422))
def set_my_contact_details(request: HttpRequest, body: ContactDetails) -> HttpResponse:
    """Say contact details and choose for whom each is, all or none; those left out stay (PRO-2)."""
    call = call_of(request)
    said = {Detail(name): change for name, change in body.model_dump(exclude_none=True).items()}
    contact.set_contact_details(owner_id=call.me, changes=said, now=call.now)
    return answer(shapes.own_contact(_mine(call)))


@router.get("/me/milestones", auth=scopes.READ_PROFILE, response=told(200, MilestoneList))
def my_milestones(request: HttpRequest) -> HttpResponse:
    """What your connections and those you follow share with you now (PRO-5)."""
    call = call_of(request)
    found = milestones(call.viewer, call.now)
    return answer({"items": [shapes.milestone(one) for one in found], "next": None})


def _typed(body: Any) -> tuple[dict[str, str], str | None]:
    """What was sent of an entry's fields, and the company's page apart."""
    values: dict[str, str] = body.model_dump(exclude_unset=True)
    return values, values.pop(PAGE, None)


def _name_alone(values: Mapping[str, str], page: str | None) -> str:
    """The name of a skill, which has no other field.

    Raises: Invalid (`unknown_field`).
    """
    others = [*(name for name in values if name != "name"), *([PAGE] if page is not None else [])]
    for name in others:
        raise Invalid("There is no such field here: {name}.", code="unknown_field", field=name, name=name)
    return values.get("name", "")


def _known(written: str) -> UUID:
    found = ids.parse(written)
    if found is None:
        raise Invalid("Those are not the entries of this section.", code="order", field="order")
    return found
