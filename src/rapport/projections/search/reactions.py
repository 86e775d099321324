"""How the index hears of changes: in their transaction, so that what is hidden is not found a moment longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.content.profiles.events import ProfileChanged
from rapport.kernel import jobs
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorCreated, ActorDeleted, FaceChanged
from rapport.people.organizations.events import PageChanged
from rapport.projections.search.actions import building, documents
from rapport.projections.search.queries.standing import next_to_build


def _face(event: ActorCreated | FaceChanged) -> None:
    documents.refresh(ids=[event.actor_id])


def _profile(event: ProfileChanged) -> None:
    documents.refresh(ids=[event.owner_id])


def _page(event: PageChanged) -> None:
    documents.refresh(ids=[event.company_id])


_TIDY, _BUILD = "search.tidy", "search.build"


def _gone(event: ActorDeleted) -> None:
    documents.forget(ids=[event.actor_id])
    jobs.enqueue(_TIDY, {"begun": False})


subscribe(ActorCreated.name, _face)
subscribe(FaceChanged.name, _face)
subscribe(ProfileChanged.name, _profile)
subscribe(PageChanged.name, _page)
subscribe(ActorDeleted.name, _gone)


@jobs.handler(_TIDY)
def tidy(payload: dict[str, Any]) -> None:
    """Let the index forget what was deleted, a part at a time (OPS-2)."""
    if documents.tidy(begun=bool(payload["begun"])):
        jobs.enqueue(_TIDY, {"begun": True})


@jobs.handler(_BUILD)
def build(payload: dict[str, Any]) -> None:
    """Write one batch into the index, and leave the next one to another job."""
    last, _ = building.build(after=int(payload["after"]))
    if last is not None:
        _go_on(last)


def _go_on(after: int) -> None:
    """One job for one batch: who looks meanwhile finds the one that waits."""
    jobs.enqueue(_BUILD, {"after": after}, key=f"{_BUILD} {after}")


@jobs.periodic("search.look", every=timedelta(minutes=5))
def look(_payload: dict[str, Any]) -> None:
    """Build the index anew where it is missing or of an older version."""
    after = next_to_build(building.VERSION)
    if after is not None:
        _go_on(after)
