"""Members whom one knows from elsewhere, offered to be invited or followed; and who knows one's own address (OPS-1).

What is so no more is no offer: who hides their address since, blocks, left, was invited or is connected by now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.content.profiles.models import ContactDetail
from rapport.content.profiles.rules.sections import Detail
from rapport.kernel.composed import MEMBER, Composed, composed, how_many
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading
from rapport.people.audience import Audience, Viewer
from rapport.people.contacts.models import Contact
from rapport.people.contacts.rules import How
from rapport.people.relationships.models import Invitation
from rapport.people.relationships.queries.lists import in_order
from rapport.people.relationships.queries.people import Person
from rapport.people.relationships.rules.process import OPEN_STATES, State
from rapport.people.ties import terms

_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class Offer:
    """A member to invite or follow. `knows_you` says that they have the viewer in a book, and nothing of it.

    `name`, `company` and `position` are the viewer's own contact's; `follows` is off where the viewer
    had ended that follow elsewhere.
    """

    person: Person
    knows_you: bool
    how: How
    name: str = ""
    company: str = ""
    position: str = ""
    follows: bool = True


def _apart(me: int, other: str) -> Q:
    """Rows of Contact whose `other` this member may come across, is not connected to and has no invitation with."""
    them = OuterRef(other)
    sent = Invitation.objects.filter(sender_id=me, recipient_id=them, state__in=_OPEN)
    got = Invitation.objects.filter(sender_id=them, recipient_id=me, state=State.PENDING.value)
    tied = Q(terms.connected(me, them)) | Q(Exists(sent)) | Q(Exists(got)) | terms.unseen_by(me, other)
    return ~tied & ~Q(**{other: me})


def _hidden(other: str) -> Exists:
    """Rows of Contact whose `other` keeps their email address for themselves alone."""
    return Exists(
        ContactDetail.objects.filter(
            owner_id=OuterRef(other), kind=Detail.EMAIL.value, audience=Audience.ONLY_ME.value
        )
    )


def _mine(me: int) -> QuerySet[Contact]:
    """Of one's own book, who is a member and was not put aside."""
    rows = Contact.objects.filter(owner_id=me, actor__isnull=False, aside=False).filter(
        _apart(me, "actor_id")
    )
    return rows.filter(Q(how=How.LINK.value) | ~Q(_hidden("actor_id"))).order_by("name_key", "id")


def _theirs(me: int) -> QuerySet[Contact]:
    """In whose books one stood when one came: nothing of these rows but their owner is read."""
    rows = Contact.objects.filter(actor_id=me, how=How.JOINED.value, aside_there=False)
    mine = Contact.objects.filter(owner_id=me, actor_id=OuterRef("owner_id"))
    return rows.filter(_apart(me, "owner_id")).exclude(Exists(mine)).order_by("-found_at", "owner_id")


@cache
def _any_mine() -> Composed | None:
    return composed(_mine(MEMBER).order_by().values("pk"), [MEMBER])


@cache
def _any_theirs() -> Composed | None:
    return composed(_theirs(MEMBER).order_by().values("pk"), [MEMBER])


def offers_readings(me: int) -> tuple[Reading, Reading]:
    """How many offers one's own book makes, and how many those of others, each in one row."""
    return how_many(_any_mine(), {MEMBER: me}), how_many(_any_theirs(), {MEMBER: me})


def offers(viewer: Viewer, *, size: int, limits: Limits, now: datetime) -> tuple[list[Offer], int]:
    """The first offers by name, and how many there are: from one's own book, then who has one in theirs."""
    assert viewer.actor_id is not None
    mine = _mine(viewer.actor_id)
    first = list(mine[: size + 1])
    count = len(first) if len(first) <= size else mine.count()
    owners: list[int] = []
    if limits.contact_book:
        theirs = _theirs(viewer.actor_id)
        owners = list(theirs.values_list("owner_id", flat=True)[: size + 1])
        count += len(owners) if len(owners) <= size else theirs.count()
    known = {row.actor_id: row for row in first[:size] if row.actor_id is not None}
    ids = [*known, *owners][:size]
    people = in_order(viewer, ids, now) if ids else []
    return [_offer(person, known.get(person.id)) for person in people], count


def _offer(person: Person, row: Contact | None) -> Offer:
    if row is None:
        return Offer(person, True, How.JOINED)
    return Offer(person, False, How(row.how), row.name, row.company, row.position, row.follows)
