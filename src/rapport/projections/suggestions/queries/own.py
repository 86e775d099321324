"""What a viewer has that others may share, and whom nothing may suggest to them: one statement (NET-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from rapport.content.discussion.queries.talk import Conversation, conversations, spoken_to
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, literals, together
from rapport.people.actors.rules import Status
from rapport.people.audience import Audience, Viewer
from rapport.people.contacts.rules import How
from rapport.people.relationships.rules.process import Cause, State
from rapport.people.ties.models import Network
from rapport.people.ties.queries import networks_from, networks_reading
from rapport.people.ties.rules import FollowPolicy
from rapport.projections.suggestions.models import Dismissal
from rapport.projections.suggestions.rules.lists import List, Past, keeps_out, was_removed
from rapport.projections.suggestions.rules.sharing import Place
from rapport.projections.suggestions.rules.weighing import SHARERS

GROUPS, PLACES = 12, 12
"""So many of one's groups, companies and schools are looked at: the latest."""
TALKED = 60
"""So many people to whom the viewer said something or reacted: the latest."""
BOOK = 1_000
"""So many people of one's contact book."""


@dataclass(frozen=True)
class Group:
    """A group the viewer is in, and how many are."""

    id: int
    name: str
    members: int


@dataclass(frozen=True)
class Own:
    """The viewer's side: `barred` are those whom nothing may suggest to them in this list.

    Who ended a connection with them stands in no index of theirs: `pool.candidates` leaves those out.
    """

    me: int
    network: Network
    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    book: frozenset[int]
    followers: frozenset[int]
    barred: frozenset[int]
    talk: Mapping[int, Conversation] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """The viewer, as visibility knows them."""
        return Viewer(self.me)

    @property
    def may_be_followed(self) -> bool:
        """Whether follows from outside count for them (REL-1)."""
        return self.network.follow_policy != FollowPolicy.CONNECTIONS_ONLY.value


PLACE = (
    ("e.owner_id", int), ("e.section", str), ("e.organization_name", str), ("e.organization_id", int),
    ("e.started", str), ("e.finished", str),
)  # fmt: skip
SECTIONS = literals([Section.EXPERIENCE.value, Section.EDUCATION.value])
_PLACES = f"FROM profiles_entry e WHERE e.owner_id = %s AND e.section IN ({SECTIONS})"
_GROUPS = f"""
    FROM (
        SELECT m.other_id, a.name, n.members FROM ties_membership m
        JOIN actors_actor a ON a.id = m.other_id JOIN ties_network n ON n.actor_id = m.other_id
        WHERE m.owner_id = %s AND a.status = '{Status.ACTIVE.value}'
        ORDER BY m.since DESC, m.other_id DESC LIMIT {GROUPS}
    ) g
"""  # noqa: S608 (words of ours)
_BOOK = f"""
    FROM (
        SELECT c.actor_id, c.aside FROM contacts_contact c
        WHERE c.owner_id = %s AND c.actor_id IS NOT NULL AND (
            c.aside OR c.how = '{How.LINK.value}' OR NOT EXISTS (
                SELECT 1 FROM profiles_contactdetail d WHERE d.owner_id = c.actor_id
                AND d.kind = '{Detail.EMAIL.value}' AND d.audience = '{Audience.ONLY_ME.value}'
            )
        )
        ORDER BY c.found_at DESC, c.id LIMIT {BOOK}
    ) b
"""  # noqa: S608 (words of ours)
_FOLLOWERS = f"""
    FROM (
        SELECT f.owner_id FROM ties_follow f WHERE f.other_id = %s AND NOT f.private
        ORDER BY f.since DESC, f.owner_id DESC LIMIT {SHARERS}
    ) f
"""  # noqa: S608 (a number of ours)
_INVITATION = (
    ("recipient_id", int), ("state", str), ("cause", str), ("expires_at", datetime), ("answered_at", datetime),
    ("closed_at", datetime), ("unknown_at", datetime),
)  # fmt: skip
_INVITATION_BACK = (("sender_id", int), *_INVITATION[1:])
_ID_AT = (("other_id", int), ("at", datetime))


def own(me: int, which: List, limits: Limits, now: datetime) -> Own:
    """The viewer's side of their suggestions, in one statement; one more where they talked with anybody."""
    return owns(me, limits, now)[which]


def owns(me: int, limits: Limits, now: datetime) -> dict[List, Own]:
    """The same for each of the lists, at the same cost."""
    days = max(limits.reinvite_after_decline_days, limits.invitation_expiry_days)
    since = now - timedelta(days=days)  # an invitation ends at its expiry, or before it
    networks, places, groups, book, followers, spoken, sent, got, *barring = together(
        networks_reading([me]),
        Reading(PLACE, _PLACES, (me,)),
        Reading((("g.other_id", int), ("g.name", str), ("g.members", int)), _GROUPS, (me,)),
        Reading((("b.actor_id", int), ("b.aside", bool)), _BOOK, (me,)),
        Reading((("f.owner_id", int),), _FOLLOWERS, (me,)),
        spoken_to(me, TALKED, now),
        Reading(
            _INVITATION, "FROM relationships_invitation WHERE sender_id = %s AND expires_at > %s", (me, since)
        ),
        Reading(
            _INVITATION_BACK,
            "FROM relationships_invitation WHERE recipient_id = %s AND (expires_at > %s OR unknown_at > %s)",
            (me, since, since),
        ),
        Reading(_ID_AT, "FROM relationships_removal WHERE owner_id = %s", (me,)),
        Reading((("other_id", int),), "FROM ties_block WHERE owner_id = %s", (me,)),
        Reading((("owner_id", int),), "FROM ties_block WHERE other_id = %s", (me,)),
        Reading((("other_id", int), ("list", str)), "FROM suggestions_dismissal WHERE owner_id = %s", (me,)),
    )
    removed, *others, dismissed = barring
    network = networks_from(networks)[me]
    barred = {one for rows in others for (one,) in rows}
    barred |= {other for other, at in removed if was_removed(at, limits, now)}
    barred |= {row[0] for row in sent if keeps_out(_past(row, sent=True), limits, now)}
    barred |= {row[0] for row in got if keeps_out(_past(row, sent=False), limits, now)}
    barred |= {other for other, aside in book if aside}
    found = Own(
        me=me,
        network=network,
        places=_latest(places),
        groups=tuple(sorted((Group(*row) for row in groups), key=lambda one: one.id)),
        book=frozenset(other for other, aside in book if not aside) if limits.contact_book else frozenset(),
        followers=frozenset(one for (one,) in followers),
        barred=frozenset(barred - {me}),
        talk=conversations(Viewer(me), {one for (one,) in spoken} - barred, now),
    )
    if not found.may_be_followed:
        found = replace(found, followers=frozenset())
    return {
        which: replace(
            found, barred=found.barred | {one for one, of in dismissed if of == which.value} - {me}
        )
        for which in List
    }


def dismissed_count(viewer: Viewer) -> int:
    """How many suggestions the viewer has put aside; for themselves alone."""
    return Dismissal.objects.filter(owner_id=viewer.actor_id).count()


def _past(row: tuple[Any, ...], *, sent: bool) -> Past:
    _, state, cause, *moments = row
    return Past(sent, State(state), Cause(cause), *moments)


def place(row: Sequence[Any]) -> Place:
    """The place of a row of `PLACE`, without its owner."""
    section, name, page, started, finished = row
    return Place(Section(section), name, page, started, finished)


def _latest(rows: Sequence[tuple[Any, ...]]) -> tuple[Place, ...]:
    """The latest places, of those with an end the later ones; each company and school counts once."""
    found = sorted(
        (place(row[1:]) for row in rows),
        key=lambda one: (one.finished or "9999", one.started, one.name),
        reverse=True,
    )
    keys = list(dict.fromkeys(one.key for one in found))[:PLACES]
    return tuple(one for one in found if one.key in keys)
