"""Entries of the sections: add, change, remove and take that back, put in order (PRO-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rapport.content.profiles.actions.facts import lock
from rapport.content.profiles.events import EntryRemoved, PositionAdded, ProfileChanged
from rapport.content.profiles.models import Entry
from rapport.content.profiles.rules.checks import check_entry
from rapport.content.profiles.rules.milestones import NEWS_LASTS
from rapport.content.profiles.rules.sections import DATED, ENTRIES_AT_MOST, FIELDS, Column, Section
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.kernel.text import is_handle
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status, fold


@dataclass(frozen=True)
class RemovedEntry:
    """An entry as it was, all that taking its removal back needs; `values` by the names of its fields."""

    id: UUID
    section: Section
    place: int
    values: Mapping[str, str]
    organization: str
    created_at: datetime


def _page(handle: str | None, name: str) -> int | None:
    """The company whose page an entry leads to: the one of this handle, else the only one of this name."""
    companies = Actor.objects.filter(kind=Kind.COMPANY.value, status=Status.ACTIVE.value)
    if handle:
        rows = companies.filter(handle=handle) if is_handle(handle) else companies.none()
        found = rows.values_list("pk", flat=True).first()
        if found is None:
            raise Invalid(
                "There is no company page @{handle}.",
                code="unknown_company", field="organization_handle", handle=handle,
            )  # fmt: skip
        return found
    if not name:
        return None
    named = list(companies.filter(name_key=fold(name)).values_list("pk", flat=True)[:2])
    return named[0] if len(named) == 1 else None


def _own(owner_id: int, section: Section, entry_id: UUID) -> Entry:
    row = Entry.objects.filter(pk=entry_id, owner_id=owner_id, section=section.value).first()
    if row is None:
        raise Absent
    return row


def _refuse_too_many(owner_id: int, section: Section) -> None:
    if Entry.objects.filter(owner_id=owner_id, section=section.value).count() >= ENTRIES_AT_MOST:
        raise Refused(
            "At most {limit} entries fit into one section. Remove one first.",
            code="entries_at_most",
            limit=ENTRIES_AT_MOST,
        )


def _next_place(owner_id: int, section: Section) -> int:
    """Where a new entry stands: by its date where the section has dates (0), else at the end."""
    if section in DATED:
        return 0
    rows = Entry.objects.filter(owner_id=owner_id, section=section.value)
    return int(rows.aggregate(last=Max("place"))["last"] or 0) + 1


@transaction.atomic
def add_entry(
    *,
    owner_id: int,
    section: Section,
    values: Mapping[str, str],
    organization_handle: str = "",
    news: bool = True,
    now: datetime,
) -> UUID:
    """Add an entry: `values` by the names of `FIELDS`; gives its id.

    It leads to the page of the company `organization_handle`, else to the only one of that name. What is
    no `news` is written down as if that were over: nobody hears of a new position by it (PRO-5).

    Raises: Invalid, naming the field; Refused (`entries_at_most`).
    """
    columns = check_entry(section, values, {}, now.date())
    lock(owner_id)
    _refuse_too_many(owner_id, section)
    row = Entry.objects.create(
        id=ids.new(),
        owner_id=owner_id,
        section=section.value,
        place=_next_place(owner_id, section),
        organization_id=_page(organization_handle, columns.get(Column.ORGANIZATION.value, "")),
        created_at=now if news else now - NEWS_LASTS - timedelta(days=1),
        **columns,
    )
    emit(ProfileChanged(owner_id=owner_id))
    if section is Section.EXPERIENCE and news:
        emit(PositionAdded(owner_id=owner_id, entry_id=row.pk))
    return row.pk


@transaction.atomic
def change_entry(
    *,
    owner_id: int,
    section: Section,
    entry_id: UUID,
    values: Mapping[str, str],
    organization_handle: str | None = None,
    now: datetime,
) -> None:
    """Change an entry of one's own; fields that are left out stay.

    Its company's page is found anew where the name changes or a handle is given ("" = by the name).

    Raises: Absent; Invalid, naming the field.
    """
    lock(owner_id)
    row = _own(owner_id, section, entry_id)
    known = {field.column.value: getattr(row, field.column.value) for field in FIELDS[section]}
    columns = check_entry(section, values, known, now.date())
    name = columns.get(Column.ORGANIZATION.value, "")
    page = row.organization_id
    if organization_handle is not None or name != row.organization_name:
        page = _page(organization_handle, name)
    Entry.objects.filter(pk=row.pk).update(organization_id=page, **columns)
    emit(ProfileChanged(owner_id=owner_id))


@transaction.atomic
def remove_entry(*, owner_id: int, section: Section, entry_id: UUID) -> RemovedEntry:
    """Remove an entry of one's own; gives what `restore_entry` needs to take that back.

    Raises: Absent.
    """
    lock(owner_id)
    row = _own(owner_id, section, entry_id)
    page = row.organization.handle if row.organization is not None else ""
    removed = RemovedEntry(
        id=row.pk,
        section=section,
        place=row.place,
        values={field.name: getattr(row, field.column.value) for field in FIELDS[section]},
        organization=page,
        created_at=row.created_at,
    )
    emit(EntryRemoved(owner_id=owner_id, section=section.value, entry_id=entry_id))
    Entry.objects.filter(pk=row.pk).delete()
    emit(ProfileChanged(owner_id=owner_id))
    return removed


@transaction.atomic
def restore_entry(*, owner_id: int, removed: RemovedEntry, now: datetime) -> None:
    """Take the removal of an entry back, to its place; where it stands already, nothing changes.

    Raises: Invalid, Refused: as `add_entry`.
    """
    columns = check_entry(removed.section, removed.values, {}, now.date())
    lock(owner_id)
    if Entry.objects.filter(pk=removed.id).exists():
        return
    _refuse_too_many(owner_id, removed.section)
    name = columns.get(Column.ORGANIZATION.value, "")
    companies = Actor.objects.filter(kind=Kind.COMPANY.value, status=Status.ACTIVE.value)
    page = companies.filter(handle=removed.organization).values_list("pk", flat=True).first()
    Entry.objects.create(
        id=removed.id,
        owner_id=owner_id,
        section=removed.section.value,
        place=removed.place,
        organization_id=page or _page("", name),
        created_at=removed.created_at,
        **columns,
    )
    emit(ProfileChanged(owner_id=owner_id))


@transaction.atomic
def reorder(*, owner_id: int, section: Section, order: Sequence[UUID]) -> None:
    """Put the entries of a section in order; those left out follow as they stood.

    An empty order lets a section with dates stand by date again.

    Raises: Invalid (`order`), where an id is none of the section's or stands twice.
    """
    lock(owner_id)
    rows = Entry.objects.filter(owner_id=owner_id, section=section.value).order_by("place", "id")
    known = list(rows.values_list("pk", flat=True))
    if len(set(order)) != len(order) or not set(order) <= set(known):
        raise Invalid("Those are not the entries of this section.", code="order", field="order")
    if not order:
        if section in DATED:
            rows.update(place=0)
        return
    places = {one: place for place, one in enumerate([*order, *(k for k in known if k not in set(order))], 1)}
    Entry.objects.bulk_update([Entry(pk=one, place=place) for one, place in places.items()], ["place"])
