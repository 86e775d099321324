"""Writings of edges: idempotent, counted, and in one order for each pair.

Every writing about two members happens under the lock of both their actor rows,
taken in the order of their ids, so that no two of them can pass each other and
none can wait in a circle. (`FOR NO KEY UPDATE`: foreign keys to them go on.)
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from rapport.kernel.changelog import actions as changelog
from rapport.kernel.changelog.rules import Change
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.text import one_line
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Status
from rapport.people.ties.models import (
    Block,
    Connection,
    Follow,
    Hashtag,
    HashtagFollow,
    Membership,
    Mute,
    MutedText,
    Network,
)
from rapport.people.ties.rules import (
    DOOR_CHANGED,
    HASHTAG_FOLLOWED,
    HASHTAGS_AT_MOST,
    MUTED_TEXT_LENGTH,
    MUTED_TEXTS_AT_MOST,
    MUTES_AT_MOST,
    Changed,
    GroupRole,
    MutedKind,
    Origin,
)


def make_network(*, actor_id: int) -> None:
    """Give a new actor its row of counts and choices, once."""
    Network.objects.get_or_create(actor_id=actor_id)


def lock_pair(*, one: int, two: int) -> None:
    """Lock two members, lower id first, until the transaction ends.

    Raises: Absent, where either is not an active member. The check is under the lock, so a
    suspension or deletion at the same moment comes wholly before or wholly after.
    """
    lock_all({one, two})


def lock_all(ids: Collection[int]) -> None:
    """Lock several actors like `lock_pair`: a group with whom it is about.

    Raises: Absent, where any is not active.
    """
    rows = Actor.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    if [status for _, status in rows.values_list("pk", "status")] != [Status.ACTIVE.value] * len(ids):
        raise Absent


def lock_rows(*, one: int, two: int) -> None:
    """Lock two actors like `lock_pair`, whatever their status: for what only ends ties."""
    rows = Actor.objects.select_for_update(no_key=True).filter(pk__in=(one, two)).order_by("pk")
    list(rows.values_list("pk"))


def put_follow(*, owner: int, other: int, origin: Origin, now: datetime, private: bool | None = None) -> bool:
    """Make `owner` follow `other`; True where they did not before.

    A follow by choice stays one; one that came with a connection becomes one by choice when
    chosen (REL-5). `private` None leaves an existing follow as it is.
    """
    row, created = Follow.objects.get_or_create(
        owner_id=owner,
        other_id=other,
        defaults={"origin": origin.value, "private": bool(private), "since": now},
    )
    if created:
        Network.objects.filter(pk=owner).update(following=F("following") + 1)
        Network.objects.filter(pk=other).update(followers=F("followers") + 1)
        changelog.append(Change(Changed.FOLLOW.value, owner, other))
        return True
    changes: dict[str, object] = {}
    if origin is Origin.CHOICE and row.origin != Origin.CHOICE.value:
        changes["origin"] = Origin.CHOICE.value
    if private is not None and private != row.private:
        changes["private"] = private
    if changes:
        Follow.objects.filter(owner_id=owner, other_id=other).update(**changes)
    return False


def end_follow(*, owner: int, other: int, origin: Origin | None = None) -> bool:
    """End a follow, or only one of this `origin`; True where there was one."""
    rows = Follow.objects.filter(owner_id=owner, other_id=other)
    if origin is not None:
        rows = rows.filter(origin=origin.value)
    ended, _ = rows.delete()
    if ended:
        Network.objects.filter(pk=owner).update(following=F("following") - 1)
        Network.objects.filter(pk=other).update(followers=F("followers") - 1)
        changelog.append(Change(Changed.FOLLOW.value, owner, other))
    return bool(ended)


def put_connection(*, one: int, two: int, context: str, now: datetime, cap: int) -> int | None:
    """Connect two members; None when done, else the id of the one who stands at the cap (REL-9).

    The cap is held by the WHERE of the counters' UPDATE, so no race can pass it. Where it
    refuses, the caller's transaction must be rolled back.
    """
    for actor_id in sorted((one, two)):
        if not Network.objects.filter(pk=actor_id, connections__lt=cap).update(
            connections=F("connections") + 1
        ):
            return actor_id
    Connection.objects.bulk_create(
        [
            Connection(owner_id=one, other_id=two, context=context, since=now),
            Connection(owner_id=two, other_id=one, context=context, since=now),
        ]
    )
    changelog.append(Change(Changed.CONNECTION.value, one, two))
    return None


def end_connection(*, one: int, two: int) -> bool:
    """End the connection of two members; True where there was one."""
    ended, _ = Connection.objects.filter(owner_id=one, other_id=two).delete()
    if not ended:
        return False
    Connection.objects.filter(owner_id=two, other_id=one).delete()
    Network.objects.filter(pk__in=(one, two)).update(connections=F("connections") - 1)
    changelog.append(Change(Changed.CONNECTION.value, one, two))
    return True


def put_block(*, owner: int, other: int, now: datetime) -> bool:
    """Block; True where it was not so before."""
    _, created = Block.objects.get_or_create(owner_id=owner, other_id=other, defaults={"since": now})
    if created:
        changelog.append(Change(Changed.BLOCK.value, owner, other))
    return created


def end_block(*, owner: int, other: int) -> bool:
    """Unblock; True where there was a block."""
    ended, _ = Block.objects.filter(owner_id=owner, other_id=other).delete()
    if ended:
        changelog.append(Change(Changed.BLOCK.value, owner, other))
    return bool(ended)


def end_blocks_of(*, owner: int) -> None:
    """Take back every block of an actor who left."""
    for other in list(Block.objects.filter(owner_id=owner).values_list("other_id", flat=True)):
        end_block(owner=owner, other=other)


def put_membership(*, member: int, group: int, role: GroupRole, now: datetime, cap: int) -> bool:
    """Put a member into a group; False where it is full. They were not in it before (PRO-7).

    The cap is held by the WHERE of the counter's UPDATE, so no race can pass it.
    """
    if not Network.objects.filter(pk=group, members__lt=cap).update(members=F("members") + 1):
        return False
    Membership.objects.create(owner_id=member, other_id=group, role=role.value, since=now)
    return True


def set_role(*, member: int, group: int, role: GroupRole) -> bool:
    """Make a member of a group something else there; True where they were not that before."""
    rows = Membership.objects.filter(owner_id=member, other_id=group).exclude(role=role.value)
    return bool(rows.update(role=role.value))


def end_membership(*, member: int, group: int) -> bool:
    """Take a member out of a group; True where they were in it."""
    ended, _ = Membership.objects.filter(owner_id=member, other_id=group).delete()
    if ended:
        Network.objects.filter(pk=group).update(members=F("members") - 1)
    return bool(ended)


def put_hashtag_follow(*, owner: int, name: str, now: datetime) -> bool:
    """Follow a hashtag by its one spelling; True where that is new (REL-5). Nobody is told.

    Raises: Refused with `hashtag_cap`.
    """
    lock_all({owner})
    Hashtag.objects.bulk_create([Hashtag(name=name)], ignore_conflicts=True)
    hashtag = Hashtag.objects.get(name=name).pk
    mine = HashtagFollow.objects.filter(owner_id=owner)
    if mine.filter(hashtag_id=hashtag).exists():
        return False
    if mine.count() >= HASHTAGS_AT_MOST:
        raise Refused(
            "You follow {limit} hashtags, the most anyone can.", code="hashtag_cap", limit=HASHTAGS_AT_MOST
        )
    HashtagFollow.objects.create(owner_id=owner, hashtag_id=hashtag, since=now)
    changelog.append(Change(HASHTAG_FOLLOWED, owner, hashtag))
    return True


def end_hashtag_follow(*, owner: int, name: str) -> bool:
    """Follow a hashtag no longer; True where one did."""
    lock_all({owner})
    hashtag = Hashtag.objects.filter(name=name).values_list("pk", flat=True).first()
    ended, _ = HashtagFollow.objects.filter(owner_id=owner, hashtag_id=hashtag or 0).delete()
    if ended and hashtag:
        changelog.append(Change(HASHTAG_FOLLOWED, owner, hashtag))
    return bool(ended)


@transaction.atomic
def put_mute(*, owner: int, other: int, until: datetime | None, now: datetime) -> None:
    """Keep somebody out of one's feeds, for good or until a day; again gives it the new end (FEED-5). Nobody is told.

    Raises: Absent, where either is not active; Invalid (`until`); Refused with `mute_cap`, `mute_self`.
    """
    if owner == other:
        raise Refused("You cannot mute yourself.", code="mute_self")
    _check_until(until, now)
    lock_all({owner, other})
    mine = Mute.objects.filter(owner_id=owner)
    if not mine.filter(other_id=other).update(until=until):
        _refuse_too_many(mine.count(), MUTES_AT_MOST)
        Mute.objects.create(owner_id=owner, other_id=other, until=until, since=now)


@transaction.atomic
def end_mute(*, owner: int, other: int) -> bool:
    """Let somebody back into one's feeds; True where they were muted."""
    return bool(Mute.objects.filter(owner_id=owner, other_id=other).delete()[0])


@transaction.atomic
def put_muted_text(*, owner: int, kind: MutedKind, text: str, until: datetime | None, now: datetime) -> None:
    """Keep posts with a word or phrase, or with a hashtag by its one spelling, out of one's feeds (FEED-5).

    Raises: Absent; Invalid (`text`, `until`); Refused with `mute_cap`.
    """
    said = one_line(text.casefold(), field="text", at_most=MUTED_TEXT_LENGTH, at_least=1)
    _check_until(until, now)
    lock_all({owner})
    mine = MutedText.objects.filter(owner_id=owner)
    if not mine.filter(kind=kind.value, text=said).update(until=until):
        _refuse_too_many(mine.count(), MUTED_TEXTS_AT_MOST)
        MutedText.objects.create(owner_id=owner, kind=kind.value, text=said, until=until, since=now)


@transaction.atomic
def end_muted_text(*, owner: int, kind: MutedKind, text: str) -> bool:
    """Let a word or hashtag back in, however it is written now; True where it was muted.

    Raises: Invalid (`text`).
    """
    said = one_line(text.casefold(), field="text", at_most=MUTED_TEXT_LENGTH)
    return bool(MutedText.objects.filter(owner_id=owner, kind=kind.value, text=said).delete()[0])


def _check_until(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        raise Invalid("Choose a day to come.", code="until", field="until")


def _refuse_too_many(count: int, cap: int) -> None:
    if count >= cap:
        raise Refused("You have muted {limit}, the most anyone can.", code="mute_cap", limit=cap)


def end_reading_of(*, actor_id: int) -> None:
    """Leave nothing of what an actor who left wanted to read or not, nor of who muted them."""
    HashtagFollow.objects.filter(owner_id=actor_id).delete()
    Mute.objects.filter(Q(owner_id=actor_id) | Q(other_id=actor_id)).delete()
    MutedText.objects.filter(owner_id=actor_id).delete()


@transaction.atomic
def choose(*, actor_id: int, **choices: str) -> None:
    """Write what the owner of a network chose; `relationships.actions` has checked it."""
    row = Network.objects.filter(pk=actor_id)
    door = choices.get("follow_policy")
    if door is not None and row.exclude(follow_policy=door).exists():
        changelog.append(Change(DOOR_CHANGED, actor_id))
    if choices:
        row.update(**choices)
