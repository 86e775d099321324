"""Posts: published, read, passed on, changed and taken away (FEED-1, FEED-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rapport.content.posts.actions import changing, polling, publishing
from rapport.content.posts.queries import lists, views
from rapport.content.posts.rules.attached import Attached, Given
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import NewPoll
from rapport.interfaces.api import scopes, shapes, shapes_posts
from rapport.interfaces.api.answers import answer, nothing
from rapport.interfaces.api.call import Call, call_of
from rapport.interfaces.api.once import shown_anew
from rapport.interfaces.api.schemas.common import Paging, told
from rapport.interfaces.api.schemas.polls import Vote
from rapport.interfaces.api.schemas.posts import Post, PostChange, PostIn, PostList, RepostIn, VersionList
from rapport.kernel import ids
from rapport.kernel.errors import Invalid
from rapport.people.groups.queries import places

router = Router(tags=["posts"])


def _shown(call: Call, post_id: int, status: int = 200) -> HttpResponse:
    found = views.post(call.viewer, post_id, call.limits)
    return answer(shapes_posts.shaping(call, [found])(found), status)


def _attached(body: PostIn) -> Attached:
    papers = Given(body.document.key, body.document.name) if body.document else None
    return Attached(tuple(Given(one.key, one.alt) for one in body.pictures), papers)


@router.post("/posts", auth=scopes.WRITE_POSTS, response=told(201, Post, 404, 422, 429))
@shown_anew(_shown)
def publish(request: HttpRequest, body: PostIn) -> HttpResponse:
    """Publish a post or an article. Everybody whom the audience admits sees it at once."""
    call = call_of(request)
    if body.form not in (Form.POST, Form.ARTICLE):
        raise Invalid("A post is a post or an article.", code="form", field="form")
    made = publishing.publish(
        by=call.viewer,
        words=body.text,
        audience=body.audience,
        form=Form(body.form),
        title=body.title,
        company=body.company,
        group=body.group,
        poll=NewPoll(tuple(body.poll.options), body.poll.days) if body.poll else None,
        attached=_attached(body),
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, made, 201)


@router.get("/posts/{post_id}", auth=scopes.READ_POSTS, response=told(200, Post, 404))
def post(request: HttpRequest, post_id: str) -> HttpResponse:
    """A post, as far as it is for you."""
    return _shown(call_of(request), ids.read_moment(post_id))


@router.patch("/posts/{post_id}", auth=scopes.WRITE_POSTS, response=told(200, Post, 404, 409, 422))
def edit_post(request: HttpRequest, post_id: str, body: PostChange) -> HttpResponse:
    """Change what your post says or whom it is for; what it said before stays in its history."""
    call, found = call_of(request), ids.read_moment(post_id)
    changing.edit(
        by=call.viewer,
        post_id=found,
        words=body.text,
        title=body.title,
        audience=body.audience,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, found)


@router.delete("/posts/{post_id}", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def delete_post(request: HttpRequest, post_id: str) -> HttpResponse:
    """Take your post away for good, with everything that hung on it."""
    changing.remove(by=call_of(request).viewer, post_id=ids.read_moment(post_id))
    return nothing()


@router.delete("/posts/{post_id}/link", auth=scopes.WRITE_POSTS, response=told(204, None, 404))
def remove_link_preview(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show no preview of its link in your post; twice is once."""
    changing.remove_preview(by=call_of(request).viewer, post_id=ids.read_moment(post_id))
    return nothing()


@router.get("/posts/{post_id}/versions", auth=scopes.READ_POSTS, response=told(200, VersionList, 404))
def post_versions(request: HttpRequest, post_id: str) -> HttpResponse:
    """Every wording of a post, the present one first."""
    call = call_of(request)
    found = views.history(call.viewer, ids.read_moment(post_id), call.limits)
    return answer(shapes.page(found, None, shapes_posts.version))


@router.post(
    "/posts/{post_id}/reposts",
    auth=scopes.WRITE_POSTS,
    response={**told(201, Post, 404, 409, 422, 429), 200: Post},
)
@shown_anew(_shown)
def repost(request: HttpRequest, post_id: str, body: RepostIn) -> HttpResponse:
    """Pass a post on. Without a text there is one repost of each: again gives it back with 200."""
    call, found = call_of(request), ids.read_moment(post_id)
    made, new = publishing.repost(
        by=call.viewer,
        post_id=found,
        words=body.text,
        audience=body.audience,
        now=call.now,
        limits=call.limits,
    )
    return _shown(call, made, 201 if new else 200)


@router.post("/posts/{post_id}/vote", auth=scopes.WRITE_POSTS, response=told(200, Post, 404, 409, 422))
@shown_anew(_shown)
def vote(request: HttpRequest, post_id: str, body: Vote) -> HttpResponse:
    """Choose an answer of a poll, instead of the one chosen before, while it is open."""
    call, found = call_of(request), ids.read_moment(post_id)
    polling.vote(by=call.viewer, post_id=found, option=body.option, now=call.now, limits=call.limits)
    return _shown(call, found)


@router.get("/members/{handle}/posts", auth=scopes.READ_POSTS, response=told(200, PostList, 404, 422))
def member_posts(request: HttpRequest, handle: str, asked: Query[Paging]) -> HttpResponse:
    """What a member has published, as far as it is for you, newest first."""
    call = call_of(request)
    return _listed(call, asked, call.member(handle))


@router.get("/companies/{company}/posts", auth=scopes.READ_POSTS, response=told(200, PostList, 404, 422))
def company_posts(request: HttpRequest, company: str, asked: Query[Paging]) -> HttpResponse:
    """What a company has published, newest first."""
    call = call_of(request)
    return _listed(call, asked, call.company(company))


def _listed(call: Call, asked: Paging, author: int) -> HttpResponse:
    found = lists.of_author(
        call.viewer, author, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer(shapes.page(found.items, found.next, shapes_posts.shaping(call, found.items)))


@router.get("/groups/{group}/posts", auth=scopes.READ_POSTS, response=told(200, PostList, 404, 422))
def group_posts(request: HttpRequest, group: str, asked: Query[Paging]) -> HttpResponse:
    """What was written to a group, newest first; nothing for who is not in it (PRO-7)."""
    call = call_of(request)
    known = places.known(call.viewer, group, call.limits)
    found = lists.of_group(
        call.viewer, known.pk, cursor=asked.cursor, size=call.size(asked.limit), limits=call.limits
    )
    return answer(shapes.page(found.items, found.next, shapes_posts.shaping(call, found.items)))
