"""Writings of contact books: keep many at once, find who is here, put aside, forget (OPS-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.kernel.events import emit
from rapport.people.contacts.events import ContactJoined
from rapport.people.contacts.models import Contact, ContactAddress
from rapport.people.contacts.rules import (
    NAME_LENGTH,
    NOTE_LENGTH,
    TEXT_LENGTH,
    Book,
    Card,
    How,
    Known,
    filling,
)

TOLD_AT_MOST = 200
"""To so many owners of books it is told that somebody came; the rest find them in their books."""

NEWCOMER_TOLD_AT_MOST = 5
"""Of so many owners the newcomer is told; the rest stand among the offers alone."""


@dataclass(frozen=True)
class Kept:
    """What became of one card: its row (None where the book is full), whether that is new, what was filled in."""

    contact_id: UUID | None
    created: bool
    filled: Mapping[str, Any] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.created or bool(self.filled) or bool(self.addresses)


def _known(owner: int, cards: Sequence[Card]) -> Book:
    """The rows that these cards may meet."""
    slugs = {card.slug for card in cards if card.slug}
    digests = {one for card in cards for one in card.addresses}
    by_address = ContactAddress.objects.filter(owner_id=owner, digest__in=digests).values_list(
        "contact_id", flat=True
    )
    rows = Contact.objects.filter(owner_id=owner)
    wanted = rows.filter(Q(slug__in=slugs) | Q(pk__in=list(by_address)) | _by_name(cards))
    found = list(wanted.values_list("pk", "name_key", "company", "position", "connected_on", "note", "slug"))
    addresses: dict[UUID, set[str]] = {}
    for contact, digest in ContactAddress.objects.filter(
        owner_id=owner, contact_id__in=[row[0] for row in found]
    ).values_list("contact_id", "digest"):
        addresses.setdefault(contact, set()).add(digest)
    return Book(Known(*row, frozenset(addresses.get(row[0], ()))) for row in found)


def _by_name(cards: Sequence[Card]) -> Q:
    """Rows that may be the same by name and day: few, however many people share a name.

    Who has a slug is met by name only where the row has none, which says the same as `Book.same`.
    """
    found = Q(pk__in=[])
    for slug, condition in ((True, Q(slug="")), (False, Q())):
        some = [card for card in cards if bool(card.slug) is slug]
        days = {card.connected_on for card in some}
        on = Q(connected_on__in=days - {None}) | (Q(connected_on=None) if None in days else Q(pk__in=[]))
        if some:
            found |= Q(name_key__in={card.name_key for card in some}) & on & condition
    return found


def _fit(card: Card) -> Card:
    return replace(
        card,
        name=card.name[:NAME_LENGTH],
        company=card.company[:TEXT_LENGTH],
        position=card.position[:TEXT_LENGTH],
        note=card.note[:NOTE_LENGTH],
    )


@transaction.atomic
def keep(
    *, owner: int, cards: Sequence[Card], source: UUID | None = None, room: int = 1_000_000, now: datetime
) -> list[Kept]:
    """Keep people in a book, one answer a card in their order: new rows up to `room` in all, or what old rows lacked.

    Nobody comes twice: who is the same is decided by `rules.Book`. The caller holds the owner's turn.
    """
    book = _known(owner, cards)
    taken = set(
        ContactAddress.objects.filter(
            owner_id=owner, digest__in={one for card in cards for one in card.addresses}
        ).values_list("digest", flat=True)
    )
    new: list[Contact] = []
    addresses: list[ContactAddress] = []
    kept: list[Kept] = []
    free = room - Contact.objects.filter(owner_id=owner).count()
    for given in cards:
        card = _fit(given)
        row = book.same(card)
        if row is None and len(new) >= free:
            kept.append(Kept(None, False))
            continue
        fresh = tuple(one for one in dict.fromkeys(card.addresses) if one not in taken)
        taken.update(fresh)
        if row is None:
            row = Known(
                ids.new(), card.name_key, card.company, card.position, card.connected_on, card.note, card.slug,
                frozenset(card.addresses),
            )  # fmt: skip
            new.append(
                Contact(
                    id=row.id, owner_id=owner, name=card.name, name_key=card.name_key, company=card.company,
                    position=card.position, connected_on=card.connected_on, note=card.note, slug=card.slug,
                    source=source, created_at=now,
                )
            )  # fmt: skip
            kept.append(Kept(row.id, True, addresses=fresh))
        else:
            changes = filling(row, card)
            if changes:
                if not _fill_new(new, row.id, changes):
                    Contact.objects.filter(pk=row.id).update(**changes)
                row = replace(row, **changes)
            row = replace(row, addresses=row.addresses | set(card.addresses))
            kept.append(Kept(row.id, False, changes, fresh))
        book.put(row)
        addresses += [ContactAddress(owner_id=owner, digest=one, contact_id=row.id) for one in fresh]
    Contact.objects.bulk_create(new, batch_size=500)
    ContactAddress.objects.bulk_create(addresses, ignore_conflicts=True)
    return kept


def _fill_new(new: Sequence[Contact], contact_id: UUID, changes: Mapping[str, object]) -> bool:
    """Fill a row that is not written yet; False where it is none of those."""
    row = next((one for one in reversed(new) if one.pk == contact_id), None)
    if row is None:
        return False
    for name, value in changes.items():
        setattr(row, name, value)
    return True


@transaction.atomic
def keep_offers(
    *, owner: int, found: Sequence[tuple[int, How]], source: UUID | None = None, now: datetime
) -> dict[int, UUID]:
    """Keep who of a file is a member and nothing else of it, where there are no books; gives the new rows by member."""
    ways = dict(found)
    standing = set(
        Contact.objects.filter(owner_id=owner, actor_id__in=ways).values_list("actor_id", flat=True)
    )
    rows = [
        Contact(
            id=ids.new(), owner_id=owner, actor_id=member, how=how.value, source=source, found_at=now,
            created_at=now,
        )
        for member, how in ways.items()
        if member not in standing
    ]  # fmt: skip
    Contact.objects.bulk_create(rows)
    return {row.actor_id: row.pk for row in rows if row.actor_id is not None}


def set_note(*, owner: int, contact_id: UUID, note: str) -> None:
    """Write the note of a contact."""
    Contact.objects.filter(pk=contact_id, owner_id=owner).update(note=note[:NOTE_LENGTH])


def set_follows(*, owner: int, contact_id: UUID, follows: bool) -> bool:
    """Remember whether a follow shall come with a connection; True where that is new.

    Raises: Absent.
    """
    rows = Contact.objects.filter(pk=contact_id, owner_id=owner)
    if not rows.exists():
        raise Absent
    return bool(rows.exclude(follows=follows).update(follows=follows))


def take_back(*, owner: int, contact_id: UUID, filled: Mapping[str, Any], addresses: Sequence[str]) -> bool:
    """Empty again what a merge filled, where it still stands as it was filled; False where something does not."""
    rows = Contact.objects.filter(pk=contact_id, owner_id=owner)
    whole = True
    for name, value in filled.items():
        empty = None if name == "connected_on" else ""
        whole &= bool(rows.filter(**{name: value}).update(**{name: empty}))
    ContactAddress.objects.filter(owner_id=owner, contact_id=contact_id, digest__in=addresses).delete()
    return whole


@transaction.atomic
def mark_found(
    *, owner: int, found: Mapping[UUID, tuple[int, How]], aside: Collection[int] = (), now: datetime
) -> list[UUID]:
    """Write down who of the book is a member; gives the rows where that is new. Those `aside` need no offer."""
    fresh = Contact.objects.filter(owner_id=owner, pk__in=list(found), actor=None)
    changed = []
    for row in fresh:
        member, how = found[row.pk]
        Contact.objects.filter(pk=row.pk).update(
            actor_id=member, how=how.value, found_at=now, aside=member in aside
        )
        changed.append(row.pk)
    return changed


@transaction.atomic
def unmark(*, owner: int, contact_ids: Collection[UUID]) -> None:
    """Take back that these are members, as if it had not been found out."""
    Contact.objects.filter(owner_id=owner, pk__in=contact_ids).update(
        actor=None, how="", found_at=None, aside=False, aside_there=False
    )


@transaction.atomic
def note_joined(*, member_id: int, digest: str, apart: Collection[int] = (), now: datetime) -> int:
    """Mark a member in every book that holds their verified address, once; gives in how many it is new.

    Their owners are told, the newcomer is offered them, but nobody of those `apart`; no book is changed
    otherwise (OPS-1).
    """
    held = ContactAddress.objects.filter(digest=digest).exclude(owner_id__in=[member_id, *apart])
    rows = Contact.objects.filter(pk__in=held.values("contact_id"), actor=None).order_by("owner_id")
    fresh = list(rows.values_list("pk", "owner_id"))
    for start in range(0, len(fresh), 500):
        part = [pk for pk, _ in fresh[start : start + 500]]
        Contact.objects.filter(pk__in=part).update(actor_id=member_id, how=How.JOINED.value, found_at=now)
    for number, (_, owner) in enumerate(fresh[:TOLD_AT_MOST]):
        tells = number < NEWCOMER_TOLD_AT_MOST
        emit(ContactJoined(owner_id=owner, member_id=member_id, at=now, tells_member=tells))
    return len(fresh)


def put_aside(*, owner: int, member_id: int) -> None:
    """Want no offer of this member any more."""
    Contact.objects.filter(owner_id=owner, actor_id=member_id).update(aside=True)
    Contact.objects.filter(owner_id=member_id, actor_id=owner).update(aside_there=True)


@transaction.atomic
def forget(*, owner: int, contact_id: UUID) -> str:
    """Delete one's own contact; gives the name.

    Raises: Absent.
    """
    name = Contact.objects.filter(pk=contact_id, owner_id=owner).values_list("name", flat=True).first()
    if name is None:
        raise Absent
    forget_some(owner=owner, contact_ids=[contact_id])
    return name


@transaction.atomic
def forget_some(*, owner: int, contact_ids: Sequence[UUID]) -> None:
    """Delete these of one's own contacts, those that are there."""
    ContactAddress.objects.filter(owner_id=owner, contact_id__in=contact_ids).delete()
    Contact.objects.filter(owner_id=owner, pk__in=contact_ids).delete()


@transaction.atomic
def forget_all(*, owner: int) -> int:
    """Delete one's own book; gives how many people stood in it."""
    ContactAddress.objects.filter(owner_id=owner).delete()
    return Contact.objects.filter(owner_id=owner).delete()[1].get("contacts.Contact", 0)


@transaction.atomic
def forget_member(*, actor_id: int) -> None:
    """Delete the book of who left, and let no other book point to them."""
    forget_all(owner=actor_id)
    Contact.objects.filter(actor_id=actor_id).update(actor=None, how="", found_at=None)


@transaction.atomic
def empty_books() -> None:
    """Compare and forget: whoever is not a member goes from every book, of members only the offer stays."""
    ContactAddress.objects.all().delete()
    Contact.objects.filter(actor=None).delete()
    Contact.objects.exclude(name="").update(
        name="", name_key="", company="", position="", connected_on=None, note="", slug=""
    )
