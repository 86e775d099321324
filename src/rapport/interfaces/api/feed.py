"""Both feeds, why each post is in them, and what one chose about them (FEED-3, FEED-4, FEED-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from rapport.content.posts.queries.seeing import SeenPost
from rapport.content.posts.queries.views import views
from rapport.content.posts.rules.scanning import hashtag_key
from rapport.interfaces.api import scopes, shapes_posts
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.schemas.common import Paging, choice, told
from rapport.interfaces.api.schemas.feed import Feed, FeedSettings, FeedSettingsIn
from rapport.kernel.errors import Absent, Invalid
from rapport.people.relationships.queries.faces import faces_of
from rapport.projections.feed.actions import preferring
from rapport.projections.feed.queries import following, preferences, top
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.reasons import Reason, Why
from rapport.projections.feed.rules.top import CATCH_UP_AT_MOST, Worked

router = Router(tags=["feed"])


class Which(Paging):
    """Which feed, and which page of it."""

    kind: Annotated[FeedKind, choice(FeedKind, "Which feed.")] = FeedKind.FOLLOWING
    since: Annotated[
        str,
        Field(
            max_length=40,
            description="For catching up in Top: only what was published since, whatever its age, on one page.",
        ),
    ] = ""


@router.get("/feed", auth=scopes.READ_POSTS, response=told(200, Feed, 422))
def feed(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """What you follow or belong to: all of it, newest first, or in Top what matters most by the open formula."""
    call = call_of(request)
    size = call.size(asked.limit)
    if asked.kind is FeedKind.FOLLOWING:
        found = following.page(call.viewer, cursor=asked.cursor, size=size, now=call.now, limits=call.limits)
        return _page(call, [(one.post, one.reasons, None) for one in found.items], found.next)
    if asked.since:
        when, at_most = _moment(asked.since), min(size, CATCH_UP_AT_MOST)
        missed = top.since(call.viewer, when, size=at_most, now=call.now, limits=call.limits)
        return _page(call, [(one.post, one.reasons, one.worked) for one in missed], None)
    best = top.page(call.viewer, cursor=asked.cursor, size=size, now=call.now, limits=call.limits)
    return _page(call, [(one.post, one.reasons, one.worked) for one in best.items], best.next)


def _moment(written: str) -> datetime:
    """The moment in UTC. Raises: Invalid (`since`)."""
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid("Write the time with its zone, like 2026-11-22T09:30:00Z.", code="since", field="since")


def _page(
    call: Call, items: Sequence[tuple[SeenPost, tuple[Reason, ...], Worked | None]], following_on: str | None
) -> HttpResponse:
    shown = views(call.viewer, {post.id: post for post, _, _ in items}, call.limits)
    shape = shapes_posts.shaping(call, shown.values())
    brought = {
        one.actor_id for _, reasons, _ in items for one in reasons if one.why in (Why.COMMENTED, Why.REPOSTED)
    }
    handles = {actor: face.handle for actor, face in faces_of(call.viewer, brought).items()}
    found = [
        {"post": shape(shown[post.id]), "why": shapes_posts.why(shown[post.id], reasons, handles, how)}
        for post, reasons, how in items
        if post.id in shown
    ]
    return answer({"items": found, "next": following_on})


def _settings(call: Call) -> HttpResponse:
    chosen, less = preferences.preferences(call.me), preferences.less(call.me)
    faces = preferences.less_faces(call.viewer)
    return answer(
        {
            "kind": chosen.kind,
            "sliders": {source.value: level for source, level in chosen.levels.items()},
            "brought": chosen.brought,
            "less": [
                *({"kind": "actor", "what": face.handle} for face in faces),
                *({"kind": "hashtag", "what": name} for name in sorted(less.hashtags.values())),
            ],
        }
    )


@router.get("/me/feed", auth=scopes.READ_POSTS, response=told(200, FeedSettings))
def feed_settings(request: HttpRequest) -> HttpResponse:
    """Which feed your Home shows, your sliders, and what you asked to see less of."""
    return _settings(call_of(request))


@router.patch("/me/feed", auth=scopes.WRITE_POSTS, response=told(200, FeedSettings, 422))
def change_feed_settings(request: HttpRequest, body: FeedSettingsIn) -> HttpResponse:
    """Choose the feed of your Home, and how much of Top comes from where."""
    call = call_of(request)
    preferring.prefer(
        owner=call.me,
        kind=body.kind,
        levels=None if body.sliders is None else body.sliders.levels(),
        brought=body.brought,
    )
    return _settings(call)


@router.put(
    "/me/feed/less/{kind}/{what}", auth=scopes.WRITE_POSTS, response=told(200, FeedSettings, 404, 422)
)
def less(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """See less in Top from an `actor` (a person, company or group, by handle) or about a `hashtag`; nobody is told."""
    call = call_of(request)
    if kind == "actor":
        other = preferences.named(call.viewer, what, call.limits)
        preferring.less_from(owner=call.me, other=other.pk, now=call.now)
    elif kind != "hashtag" or not preferring.less_about(
        owner=call.me, hashtag=hashtag_key(what), now=call.now
    ):
        raise Absent
    return _settings(call)


@router.delete("/me/feed/less/{kind}/{what}", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def as_before(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """See it as before."""
    call = call_of(request)
    if kind == "actor":
        preferring.as_before_from(owner=call.me, handle=what)
    elif kind == "hashtag":
        preferring.as_before_about(owner=call.me, hashtag=hashtag_key(what))
    else:
        raise Absent
    return nothing()
