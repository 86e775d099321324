"""Drafts and scheduled posts (FEED-7)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.posts.actions import drafting
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.queries import drafts as queries
from rapport.content.posts.queries.drafts import DraftView
from rapport.content.posts.rules.polling import USUAL
from rapport.interfaces.api import scopes, shapes
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.drafts import (
    Draft,
    DraftChange,
    DraftIn,
    DraftList,
    Outcome,
    Publishing,
)
from rapport.interfaces.api.schemas.polls import PollIn
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid
from rapport.people.relationships.queries.faces import Face

router = Router(tags=["posts"])


def _face(one: Face | None) -> dict[str, str] | None:
    return None if one is None else {"handle": one.handle, "name": one.name}


def _draft(one: DraftView) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "form": one.form,
        "title": one.title,
        "text": one.text,
        "audience": one.audience,
        "company": _face(one.company),
        "group": _face(one.group),
        "poll": None if one.poll is None else {"options": one.poll.options, "days": one.poll.days},
        "publish_at": one.publish_at,
        "problem": None if one.refused is None else shapes.reason(one.refused),
        "due_at": one.due,
        "first_said_at": one.first_said_at,
        "version": one.version,
        "changed_at": one.changed_at,
    }


def _words(said: DraftIn | DraftChange) -> Words:
    return Words(
        form=said.form,
        title=said.title,
        text=said.text,
        audience=said.audience,
        company=said.company,
        group=said.group,
        options=said.poll.options if said.poll else (),
        days=said.poll.days if said.poll else USUAL,
    )


def _shown(call: Call, draft_id: UUID, status: int = 200) -> HttpResponse:
    return answer(_draft(queries.draft(call.viewer, draft_id)), status)


@router.get("/me/drafts", auth=scopes.READ_POSTS, response=told(200, DraftList, 422))
def drafts(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """What you are writing and what waits for its time, latest changed first."""
    call = call_of(request)
    found = queries.drafts(call.viewer, cursor=asked.cursor, size=call.size(asked.limit))
    return answer(shapes.page(found.items, found.next, _draft))


@router.post("/me/drafts", auth=scopes.WRITE_POSTS, response=told(201, Draft, 409, 422))
def save_draft(request: HttpRequest, body: DraftIn) -> HttpResponse:
    """Keep something you are writing."""
    call = call_of(request)
    made = drafting.save(by=call.viewer, words=_words(body), now=call.now, limits=call.limits)
    return _shown(call, made, 201)


@router.get("/me/drafts/{draft_id}", auth=scopes.READ_POSTS, response=told(200, Draft, 404))
def draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """One draft of yours."""
    return _shown(call_of(request), _id(draft_id))


@router.patch("/me/drafts/{draft_id}", auth=scopes.WRITE_POSTS, response=told(200, Draft, 404, 409, 422))
def change_draft(request: HttpRequest, draft_id: str, body: DraftChange) -> HttpResponse:
    """Change a draft over the version you have seen; else 409 `changed_elsewhere` tells what is kept."""
    call = call_of(request)
    found = _id(draft_id)
    kept = queries.draft(call.viewer, found)
    known = {
        "form": kept.form.value,
        "title": kept.title,
        "text": kept.text,
        "audience": kept.audience.value,
        "company": kept.company.handle if kept.company else "",
        "group": kept.group.handle if kept.group else "",
        "poll": PollIn(options=list(kept.poll.options), days=kept.poll.days) if kept.poll else None,
    }
    said = DraftChange.model_construct(**{**dict(body), **_unsaid(body, known)})
    drafting.change(
        by=call.viewer,
        draft_id=found,
        version=body.version,
        words=_words(said),
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, found)


def _unsaid(body: DraftChange, known: dict[str, Any]) -> dict[str, Any]:
    """What the caller left out, as it stands."""
    return {name: value for name, value in known.items() if name not in body.model_fields_set}


@router.delete("/me/drafts/{draft_id}", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def delete_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Delete a draft for good."""
    drafting.discard(by=call_of(request).viewer, draft_id=_id(draft_id))
    return nothing()


@router.post(
    "/me/drafts/{draft_id}/publish",
    auth=scopes.WRITE_POSTS,
    response=told(200, Outcome, 404, 409, 422, 429),
)
def publish_draft(request: HttpRequest, draft_id: str, body: Publishing | None = None) -> HttpResponse:
    """Publish a draft now, or let it go out by itself at `publish_at`; null takes that back."""
    call, found = call_of(request), _id(draft_id)
    if body is not None and "publish_at" in body.model_fields_set:
        at = None if body.publish_at is None else _moment(body.publish_at)
        drafting.schedule(by=call.viewer, draft_id=found, at=at, now=call.now, limits=call.limits)
        return answer({"post_id": None, "draft": _draft(queries.draft(call.viewer, found))})
    made = drafting.publish(by=call.viewer, draft_id=found, now=call.now, limits=call.limits)
    return answer({"post_id": str(made), "draft": None})


def _id(given: str) -> UUID:
    """The id. Raises: Absent, for what is none."""
    found = ids.parse(given)
    if found is None:
        raise Absent
    return found


def _moment(written: str) -> datetime:
    """The moment in UTC. Raises: Invalid (`publish_at`)."""
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid(
        "Write the time with its zone, like 2026-11-22T09:30:00Z.", code="publish_at", field="publish_at"
    )
