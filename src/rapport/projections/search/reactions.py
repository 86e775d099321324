"""How the index hears of changes: in their transaction, so that what is hidden is not found a moment longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.content.posts.events import PostEdited, PostPublished, PostRemoved
from rapport.content.profiles.events import ProfileChanged
from rapport.kernel import jobs
from rapport.kernel.events import subscribe
from rapport.people.actors.events import ActorCreated, ActorDeleted, FaceChanged
from rapport.people.organizations.events import PageChanged
from rapport.projections.search.actions import building, documents, posts
from rapport.projections.search.queries.standing import next_to_build


def _face(event: ActorCreated | FaceChanged) -> None:
    documents.refresh(ids=[event.actor_id])


def _profile(event: ProfileChanged) -> None:
    documents.refresh(ids=[event.owner_id])


def _page(event: PageChanged) -> None:
    documents.refresh(ids=[event.company_id])


def _post(event: PostPublished | PostEdited) -> None:
    posts.refresh(ids=[event.post_id])


def _post_gone(event: PostRemoved) -> None:
    posts.forget(ids=[event.post_id])


_TIDY, _BUILD, _BUILD_POSTS = "search.tidy", "search.build", "search.build_posts"


def _gone(event: ActorDeleted) -> None:
    documents.forget(ids=[event.actor_id])
    jobs.enqueue(_TIDY, {"begun": False})


subscribe(ActorCreated.name, _face)
subscribe(FaceChanged.name, _face)
subscribe(ProfileChanged.name, _profile)
subscribe(PageChanged.name, _page)
subscribe(ActorDeleted.name, _gone)
subscribe(PostPublished.name, _post)
subscribe(PostEdited.name, _post)
subscribe(PostRemoved.name, _post_gone)


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
        _go_on(_BUILD, last)


@jobs.handler(_BUILD_POSTS)
def build_posts(payload: dict[str, Any]) -> None:
    """The same of posts."""
    last, _ = posts.build(after=int(payload["after"]))
    if last is not None:
        _go_on(_BUILD_POSTS, last)


def _go_on(job: str, after: int) -> None:
    """One job for one batch: who looks meanwhile finds the one that waits."""
    jobs.enqueue(job, {"after": after}, key=f"{job} {after}")


@jobs.periodic("search.look", every=timedelta(minutes=5))
def look(_payload: dict[str, Any]) -> None:
    """Build what is missing or of an older version anew."""
    for job, row, version in (
        (_BUILD, building.BUILT, building.VERSION),
        (_BUILD_POSTS, posts.BUILT, posts.VERSION),
    ):
        after = next_to_build(row, version)
        if after is not None:
            _go_on(job, after)
