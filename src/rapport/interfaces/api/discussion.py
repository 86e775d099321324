"""Under posts: reactions, comments in threads, and what one keeps for later (FEED-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.discussion.queries import counts, people, saved, threads
from rapport.content.posts.queries.seeing import seen_post
from rapport.interfaces.api import scopes, shapes, shapes_discussion, shapes_posts
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.once import shown_anew
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.discussion import (
    Comment,
    CommentChange,
    CommentIn,
    CommentList,
    Counts,
    OfKind,
    ReactionIn,
    ReactorList,
)
from rapport.interfaces.api.schemas.posts import PostList
from rapport.kernel import ids

router = Router(tags=["discussion"])

_POST, _COMMENT = "/posts/{post_id}", "/comments/{comment_id}"


def _figures(call: Call, post_id: int) -> HttpResponse:
    seen_post(call.viewer, post_id, call.limits)
    return answer(shapes_discussion.counts(counts.counts(call.viewer, [post_id], call.limits)[post_id]))


def _comment(call: Call, comment_id: int, status: int = 200) -> HttpResponse:
    found = threads.comment(call.viewer, comment_id, now=call.now, limits=call.limits)
    return answer(shapes_discussion.comment(found), status)


@router.get(f"{_POST}/counts", auth=scopes.READ_POSTS, response=told(200, Counts, 404))
def post_counts(request: HttpRequest, post_id: str) -> HttpResponse:
    """The figures below a post, exactly as far as you see who and what they count."""
    return _figures(call_of(request), ids.read_moment(post_id))


@router.get(f"{_POST}/reactions", auth=scopes.READ_POSTS, response=told(200, ReactorList, 404, 422))
def post_reactions(request: HttpRequest, post_id: str, asked: Query[OfKind]) -> HttpResponse:
    """Who reacted to a post, the latest first."""
    call = call_of(request)
    found = people.to_post(
        call.viewer,
        ids.read_moment(post_id),
        kind=asked.kind,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
        limits=call.limits,
    )
    return answer(shapes.page(found.items, found.next, shapes_discussion.reactor))


@router.post(f"{_POST}/reactions", auth=scopes.WRITE_POSTS, response=told(200, Counts, 404, 422))
def react_to_post(request: HttpRequest, post_id: str, body: ReactionIn) -> HttpResponse:
    """React to a post that you see. The same again is once; another kind takes the place of the first."""
    call, found = call_of(request), ids.read_moment(post_id)
    reacting.react(by=call.viewer, post_id=found, kind=body.kind, now=call.now, limits=call.limits)
    return _figures(call, found)


@router.delete(f"{_POST}/reactions", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def take_post_reaction_back(request: HttpRequest, post_id: str) -> HttpResponse:
    """Take your reaction back; twice is once."""
    call = call_of(request)
    reacting.take_back(by=call.viewer, post_id=ids.read_moment(post_id), limits=call.limits)
    return nothing()


@router.get(f"{_POST}/comments", auth=scopes.READ_POSTS, response=told(200, CommentList, 404, 422))
def post_comments(request: HttpRequest, post_id: str, asked: Query[Paging]) -> HttpResponse:
    """The comments under a post: threads by their beginning, in each the answers in order."""
    call = call_of(request)
    found = threads.comments(
        call.viewer,
        ids.read_moment(post_id),
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
        limits=call.limits,
    )
    return answer(shapes.page(found.items, found.next, shapes_discussion.comment))


@router.post(f"{_POST}/comments", auth=scopes.WRITE_POSTS, response=told(201, Comment, 404, 422, 429))
@shown_anew(_comment)
def comment_on_post(request: HttpRequest, post_id: str, body: CommentIn) -> HttpResponse:
    """Comment on a post that you see, or answer a comment; an answer to an answer joins its thread."""
    call = call_of(request)
    made = commenting.comment(
        by=call.viewer,
        post_id=ids.read_moment(post_id),
        words=body.text,
        reply_to=None if body.reply_to is None else ids.read_moment(body.reply_to),
        now=call.now,
        limits=call.limits,
    )
    return _comment(call, made, 201)


@router.get(_COMMENT, auth=scopes.READ_POSTS, response=told(200, Comment, 404))
def one_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """A comment, as far as it and its post are for you."""
    return _comment(call_of(request), ids.read_moment(comment_id))


@router.patch(_COMMENT, auth=scopes.WRITE_POSTS, response=told(200, Comment, 404, 422))
def edit_comment(request: HttpRequest, comment_id: str, body: CommentChange) -> HttpResponse:
    """Change what you said; it is marked as edited."""
    call, found = call_of(request), ids.read_moment(comment_id)
    commenting.edit(by=call.viewer, comment_id=found, words=body.text, now=call.now, limits=call.limits)
    return _comment(call, found)


@router.delete(_COMMENT, auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def delete_comment(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Take a comment away: yours, one under your post, or one in a group that you keep in order."""
    call = call_of(request)
    commenting.remove(by=call.viewer, comment_id=ids.read_moment(comment_id), limits=call.limits)
    return nothing()


@router.get(f"{_COMMENT}/reactions", auth=scopes.READ_POSTS, response=told(200, ReactorList, 404, 422))
def comment_reactions(request: HttpRequest, comment_id: str, asked: Query[OfKind]) -> HttpResponse:
    """Who reacted to a comment, the latest first."""
    call = call_of(request)
    found = people.to_comment(
        call.viewer,
        ids.read_moment(comment_id),
        kind=asked.kind,
        cursor=asked.cursor,
        size=call.size(asked.limit),
        now=call.now,
        limits=call.limits,
    )
    return answer(shapes.page(found.items, found.next, shapes_discussion.reactor))


@router.post(f"{_COMMENT}/reactions", auth=scopes.WRITE_POSTS, response=told(200, Comment, 404, 422))
@shown_anew(_comment)
def react_to_comment(request: HttpRequest, comment_id: str, body: ReactionIn) -> HttpResponse:
    """React to a comment that you see, as to a post."""
    call, found = call_of(request), ids.read_moment(comment_id)
    reacting.react_to_comment(
        by=call.viewer, comment_id=found, kind=body.kind, now=call.now, limits=call.limits
    )
    return _comment(call, found)


@router.delete(f"{_COMMENT}/reactions", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def take_comment_reaction_back(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Take your reaction to a comment back; twice is once."""
    call = call_of(request)
    reacting.take_back_from_comment(
        by=call.viewer, comment_id=ids.read_moment(comment_id), limits=call.limits
    )
    return nothing()


@router.put(f"{_POST}/save", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def save_post(request: HttpRequest, post_id: str) -> HttpResponse:
    """Keep a post for later; nobody else knows, and twice is once."""
    call = call_of(request)
    reacting.save(by=call.viewer, post_id=ids.read_moment(post_id), now=call.now, limits=call.limits)
    return nothing()


@router.delete(f"{_POST}/save", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def unsave_post(request: HttpRequest, post_id: str) -> HttpResponse:
    """Keep a post no longer."""
    call = call_of(request)
    reacting.unsave(by=call.viewer, post_id=ids.read_moment(post_id), limits=call.limits)
    return nothing()


@router.get("/me/saved", auth=scopes.READ_POSTS, response=told(200, PostList, 422))
def my_saved_posts(request: HttpRequest, asked: Query[Paging]) -> HttpResponse:
    """The posts you keep for later, the latest kept first; only what you still see."""
    call = call_of(request)
    found = saved.saved(call.viewer, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits)
    return answer(shapes.page(found.items, found.next, shapes_posts.shaping(call, found.items)))
