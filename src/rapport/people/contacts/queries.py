"""Readings of one's own contact book; nobody reads another's (OPS-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rapport.kernel import paging
from rapport.kernel.paging import Page
from rapport.people.actors.rules import fold
from rapport.people.audience import Viewer
from rapport.people.contacts.models import Contact, ContactAddress


@dataclass(frozen=True)
class ContactView:
    """One row of one's own book."""

    id: UUID
    name: str
    company: str
    position: str
    connected_on: date | None
    note: str
    has_address: bool
    member_id: int | None


def has_address(owner_id: int, digest: str) -> bool:
    """Whether an address, by its keyed hash, stands in the book of `owner_id` (REL-13)."""
    return bool(digest) and ContactAddress.objects.filter(owner_id=owner_id, digest=digest).exists()


def count(viewer: Viewer) -> int:
    """How many people stand in one's own book."""
    return Contact.objects.filter(owner_id=viewer.actor_id).exclude(name="").count()


def contacts(viewer: Viewer, *, q: str = "", cursor: str | None = None, size: int) -> Page[ContactView]:
    """One's own book by name, or those of whom name, company or position holds `q`; page by page.

    Raises: Invalid (`cursor`).
    """
    rows = Contact.objects.filter(owner_id=viewer.actor_id).exclude(name="").order_by("name_key", "id")
    wanted = fold(q.strip())
    if wanted:
        rows = rows.filter(name_key__contains=wanted) | rows.filter(company__icontains=q.strip())
    if cursor:
        key, last = paging.decode(cursor, str, UUID)
        rows = rows.filter(name_key__gte=key).exclude(name_key=key, id__lte=last)
    page = paging.cut(list(rows[: size + 1]), size, key=lambda row: (row.name_key, row.pk))
    with_address = set(
        ContactAddress.objects.filter(
            owner_id=viewer.actor_id, contact_id__in=[row.pk for row in page.items]
        ).values_list("contact_id", flat=True)
    )
    return Page(
        [
            ContactView(
                id=row.pk,
                name=row.name,
                company=row.company,
                position=row.position,
                connected_on=row.connected_on,
                note=row.note,
                has_address=row.pk in with_address,
                member_id=row.actor_id,
            )
            for row in page.items
        ],
        page.next,
    )


def by_name(owner_id: int, name_key: str) -> list[tuple[UUID, str, str, str]]:
    """The contacts of a folded name: id, name, company, position."""
    rows = Contact.objects.filter(owner_id=owner_id, name_key=name_key).order_by("company", "position", "id")
    return list(rows.values_list("pk", "name", "company", "position"))


def only_one_named(owner_id: int, name_key: str) -> tuple[UUID, int | None, str] | None:
    """The only contact of a folded name: id, the member they are, the note kept; None unless there is exactly one."""
    rows = Contact.objects.filter(owner_id=owner_id, name_key=name_key)
    found = list(rows.values_list("pk", "actor_id", "note")[:2])
    return found[0] if len(found) == 1 else None


def by_slug(owner_id: int, slugs: Collection[str]) -> Mapping[str, tuple[UUID, int | None, str]]:
    """The contacts of these slug hashes: id, the member they are, the note kept."""
    rows = Contact.objects.filter(owner_id=owner_id, slug__in=slugs)
    return {
        slug: (pk, actor, note)
        for slug, pk, actor, note in rows.values_list("slug", "pk", "actor_id", "note")
    }
