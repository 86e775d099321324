"""What posts do when actors leave, and what the worker does: drafts, previews of links, files that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from rapport.content.posts.actions import attaching, changing, drafting, linking, polling
from rapport.content.posts.queries import attached
from rapport.kernel import clock, jobs
from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.kernel.media.rules import holds
from rapport.people.actors.events import ActorDeleted


def _forget(event: ActorDeleted) -> None:
    changing.forget(actor_id=event.actor_id)
    drafting.forget(actor_id=event.actor_id)
    polling.forget(actor_id=event.actor_id)


subscribe(ActorDeleted.name, _forget, job=True)


@jobs.handler(drafting.GO_OUT)
def go_out(payload: dict[str, Any]) -> None:
    """Publish a draft at its time: its effect and "done" are one transaction, so once (FEED-7)."""
    drafting.go_out(draft_id=UUID(payload["draft"]), now=clock.now(), limits=limits.current())


@jobs.periodic("posts.overdue", every=timedelta(minutes=10))
def overdue(_payload: dict[str, Any]) -> None:
    """Wake drafts whose job was lost, such as with a restored database."""
    drafting.go_on(now=clock.now())


holds("posts", attached.held)


@jobs.handler(linking.FETCH, outward=True, attempts=3)
def preview(payload: dict[str, Any], _job: UUID) -> None:
    """Fetch what a link leads to; what cannot be had is no failure (FEED-1)."""
    linking.fetch_preview(found=str(payload["digest"]))


@jobs.periodic("posts.uploads", every=timedelta(hours=1))
def clear_uploads(_payload: dict[str, Any]) -> None:
    """Take away what has waited too long for a post."""
    attaching.clear(now=clock.now())
