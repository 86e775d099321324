"""Following: silent, one-way, at any time; and the requests where a followee wants to be asked (REL-1 to REL-3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.kernel.errors import Absent
from rapport.kernel.events import emit
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions.steps import refuse_blocked
from rapport.people.relationships.events import Followed, Unfollowed
from rapport.people.relationships.models import FollowRequest
from rapport.people.relationships.rules.inviting import FollowOutcome, follow_outcome, refuse_oneself
from rapport.people.relationships.rules.process import RequestState
from rapport.people.ties import actions as ties
from rapport.people.ties.models import Connection, Follow, Network
from rapport.people.ties.rules import FollowPolicy, Origin


def _outcome(followee: int, follower: int) -> FollowOutcome:
    """What following means here; raises Refused with `follow_not_open`."""
    policy = FollowPolicy(Network.objects.values_list("follow_policy", flat=True).get(pk=followee))
    connected = Connection.objects.filter(owner_id=follower, other_id=followee).exists()
    if policy is FollowPolicy.ON_REQUEST and not connected:
        present = Follow.objects.filter(owner_id=follower, other_id=followee).exists()
        return FollowOutcome.FOLLOW if present else FollowOutcome.REQUEST
    name = Actor.objects.values_list("name", flat=True).get(pk=followee)
    return follow_outcome(policy, connected=connected, name=name)


@transaction.atomic
def follow(*, follower: int, followee: int, private: bool | None = None, now: datetime) -> FollowOutcome:
    """Follow, or ask to where the followee wants that; nobody is told (REL-1, REL-2).

    `private` None leaves an existing follow as it is.

    Raises: Absent; Invalid (`oneself`); Refused with `follow_not_open`.
    """
    refuse_oneself(follower, followee)
    ties.lock_pair(one=follower, two=followee)
    refuse_blocked(follower, followee)
    outcome = _outcome(followee, follower)
    requests = FollowRequest.objects.filter(owner_id=followee, other_id=follower)
    if outcome is FollowOutcome.FOLLOW:
        requests.delete()
        if ties.put_follow(owner=follower, other=followee, origin=Origin.CHOICE, private=private, now=now):
            emit(Followed(owner_id=follower, other_id=followee))
        return outcome
    standing = requests.first()
    if standing is None:
        FollowRequest.objects.create(owner_id=followee, other_id=follower, private=bool(private), at=now)
    else:
        changes = {"asked": True, "private": standing.private if private is None else private}
        requests.update(**changes if standing.asked else {**changes, "at": now})
    return outcome


@transaction.atomic
def unfollow(*, follower: int, followee: int) -> None:
    """Stop following, or take the request back; nobody is told, and a connection stays (REL-3)."""
    ties.lock_rows(one=follower, two=followee)
    if ties.end_follow(owner=follower, other=followee):
        emit(Unfollowed(owner_id=follower, other_id=followee))
    requests = FollowRequest.objects.filter(owner_id=followee, other_id=follower)
    requests.filter(state=RequestState.WAITING.value).delete()
    requests.update(asked=False)


def _request(owner: int, requester: int) -> FollowRequest:
    ties.lock_pair(one=owner, two=requester)
    refuse_blocked(owner, requester)
    row = FollowRequest.objects.filter(
        owner_id=owner, other_id=requester, asked=True, state=RequestState.WAITING.value
    ).first()
    if row is None:
        raise Absent
    return row


@transaction.atomic
def accept_request(*, owner: int, requester: int, now: datetime) -> None:
    """Let someone follow who asked to; nobody is told (REL-1).

    Raises: Absent, where nothing waits; Refused with `follow_not_open`, where one's own policy
    admits connections only.
    """
    policy = FollowPolicy(Network.objects.values_list("follow_policy", flat=True).get(pk=owner))
    row = _request(owner, requester)
    if policy is FollowPolicy.CONNECTIONS_ONLY:
        follow_outcome(
            policy, connected=False, name=Actor.objects.values_list("name", flat=True).get(pk=owner)
        )
    FollowRequest.objects.filter(owner_id=owner, other_id=requester).delete()
    if ties.put_follow(owner=requester, other=owner, origin=Origin.CHOICE, private=row.private, now=now):
        emit(Followed(owner_id=requester, other_id=owner))


@transaction.atomic
def refuse_request(*, owner: int, requester: int) -> None:
    """Refuse a request to follow; to the one who asked it goes on looking asked (REL-1).

    Raises: Absent, where nothing waits.
    """
    _request(owner, requester)
    FollowRequest.objects.filter(owner_id=owner, other_id=requester).update(state=RequestState.REFUSED.value)
