"""What groups do when members leave, and when groups are closed."""

from __future__ import annotations

from rapport.kernel import clock
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorDeleted
from rapport.people.groups.actions import falling_out, founding
from rapport.people.groups.events import GroupClosed


def _fall_out(event: ActorDeleted) -> None:
    falling_out.fall_out(actor_id=event.actor_id, now=clock.now())


def _clear(event: GroupClosed) -> None:
    founding.clear(group_id=event.group_id)


subscribe(ActorDeleted.name, _fall_out, job=True)
subscribe(GroupClosed.name, _clear, job=True)
