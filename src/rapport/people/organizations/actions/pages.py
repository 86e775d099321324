"""Making, changing and deleting company pages (PRO-6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status, fold
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.actions.steps import check, lock
from rapport.people.organizations.events import PageChanged
from rapport.people.organizations.models import Company, PageRole
from rapport.people.organizations.queries import pages
from rapport.people.organizations.queries.standing import made
from rapport.people.organizations.rules import (
    ABOUT_LENGTH,
    WORDS_LENGTH,
    Role,
    RoleState,
    Verb,
    read_founded,
    read_size,
    read_website,
    refuse_making,
)
from rapport.people.ties import actions as ties

DETAILS: Mapping[str, Callable[[Any, datetime], object]] = {
    "about": lambda given, _: text.many_lines(given, field="about", at_most=ABOUT_LENGTH),
    "website": lambda given, _: read_website(given),
    "industry": lambda given, _: text.one_line(given, field="industry", at_most=WORDS_LENGTH),
    "location": lambda given, _: text.one_line(given, field="location", at_most=WORDS_LENGTH),
    "size": lambda given, _: read_size(given).value,
    "founded": lambda given, now: read_founded(given, this_year=now.year),
}
"""What a page says besides its face, and how what was typed is checked."""

FACE = ("name", "headline")


def _details(given: Mapping[str, Any], now: datetime) -> dict[str, object]:
    for name in given:
        if name not in DETAILS:
            raise Invalid("A page has no field {name}.", code="unknown_field", field=name, name=name)
    return {name: DETAILS[name](value, now) for name, value in given.items()}


@transaction.atomic
def create(
    *,
    maker: Viewer,
    handle: str,
    name: str,
    headline: str = "",
    details: Mapping[str, Any] | None = None,
    another: bool = False,
    now: datetime,
    limits: Limits,
) -> int:
    """Make the page of a company, with its maker as admin; gives the id of its actor.

    Where a page of that name stands already it is refused once; `another` says that it is meant.
    Anybody who follows may be named among the followers, to members.

    Raises: Absent; Invalid, naming the field; Refused with `company_pages`, `companies_per_member`
    or `company_exists`.
    """
    member = Actor.objects.select_for_update(no_key=True).filter(
        pk=maker.actor_id or 0, kind=Kind.PERSON.value, status=Status.ACTIVE.value
    )
    found = member.values_list(
        "pk", flat=True
    ).first()  # under the lock, so that no two pages are counted as one
    if found is None:
        raise Absent
    refusal = refuse_making(is_organiser=maker.is_organiser, made=made(found), limits=limits)
    if refusal is not None:
        raise refusal
    said = _details(details or {}, now)
    if not another:
        _warn(name)
    face = actors.create(
        kind=Kind.COMPANY, handle=handle, name=name, headline=headline, now=now, limits=limits
    )
    Company.objects.create(actor=face, name_key=face.name_key, made_by_id=found, **said)
    PageRole.objects.create(
        owner_id=face.pk,
        other_id=found,
        role=Role.ADMIN.value,
        state=RoleState.HELD.value,
        offered_by_id=found,
        since=now,
    )
    ties.choose(actor_id=face.pk, follower_list=Audience.MEMBERS.value)
    emit(PageChanged(company_id=face.pk))
    return face.pk


def _warn(name: str) -> None:
    """Raises: Refused with `company_exists`, naming a page of that name."""
    known = pages.namesakes(name, at_most=1)
    if known:
        raise Refused(
            "There is a page called {name} already: @{handle}. Make another only if it is another company.",
            code="company_exists",
            field="name",
            name=known[0].name,
            handle=known[0].handle,
        )


@transaction.atomic
def change(*, by: Viewer, company_id: int, changes: Mapping[str, Any], now: datetime, limits: Limits) -> None:
    """Change what a page says, all or nothing; what is left out stays.

    Raises: Absent, for who has no role there; Invalid, naming the field.
    """
    lock(company_id)
    check(by, company_id, Verb.EDIT)
    face = {name: value for name, value in changes.items() if name in FACE}
    said = _details({name: value for name, value in changes.items() if name not in FACE}, now)
    actors.change_face(actor_id=company_id, limits=limits, **face)
    if "name" in face:
        said["name_key"] = fold(Actor.objects.values_list("name", flat=True).get(pk=company_id))
    if said:
        Company.objects.filter(pk=company_id).update(**said)
        emit(PageChanged(company_id=company_id))


@transaction.atomic
def delete(*, by: Viewer, company_id: int) -> None:
    """Delete a page for good: it is gone for everybody at once, with its name; nobody gets its handle.

    Raises: Absent; Refused with `admins_only`.
    """
    lock(company_id)
    check(by, company_id, Verb.DELETE)
    actors.erase(actor_id=company_id)


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Drop what is kept of an actor who left: a company's words, and every role on it or of theirs."""
    PageRole.objects.filter(owner_id=actor_id).delete()
    PageRole.objects.filter(other_id=actor_id).delete()
    Company.objects.filter(pk=actor_id).delete()


def suspend(*, company_id: int) -> bool:
    """Take a page out of sight; False where it is none or already was. For organisers."""
    return _is_page(company_id) and actors.suspend(actor_id=company_id)


def restore(*, company_id: int) -> bool:
    """Bring a suspended page back; False where it was not suspended. For organisers."""
    return _is_page(company_id) and actors.restore(actor_id=company_id)


def _is_page(company_id: int) -> bool:
    return Company.objects.filter(pk=company_id).exists()
