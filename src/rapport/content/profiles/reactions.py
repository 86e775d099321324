"""What profiles do when a member joins."""

from __future__ import annotations

from rapport.content.profiles import actions
from rapport.kernel.events import subscribe
from rapport.people.accounts.events import MemberJoined


def _make_profile(event: MemberJoined) -> None:
    actions.make_profile(actor_id=event.actor_id)


subscribe(MemberJoined.name, _make_profile)
