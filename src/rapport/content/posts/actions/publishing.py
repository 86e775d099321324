"""Publishing a post, an article or a repost (FEED-1, FEED-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from rapport.content.posts.actions import attaching, linking
from rapport.content.posts.actions.polling import ask
from rapport.content.posts.actions.steps import hang_on_new, hashtags_of, lock, named, tell
from rapport.content.posts.events import PostEdited, PostPublished
from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import seen_post
from rapport.content.posts.rules.attached import NOTHING, Attached
from rapport.content.posts.rules.audiences import REPOSTED, check_audience, check_within
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import NewPoll, check_poll
from rapport.content.posts.rules.saying import Said, check_said
from rapport.kernel import ids, text
from rapport.kernel.errors import Absent, Invalid, Refused, TooMany
from rapport.kernel.events import emit
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.queries.standing import may
from rapport.people.organizations.rules import Verb
from rapport.people.ties import actions as ties
from rapport.people.ties.queries import role_in

_HOUR = timedelta(hours=1)


@transaction.atomic
def publish(
    *,
    by: Viewer,
    words: str,
    audience: str,
    form: Form = Form.POST,
    title: str = "",
    company: str = "",
    group: str = "",
    poll: NewPoll | None = None,
    attached: Attached = NOTHING,
    may_be_empty: bool = False,
    now: datetime,
    limits: Limits,
) -> int:
    """Publish what a member wrote, in their own name or in that of a `company` they look after; gives its id.

    With a `group` it is for its members, whatever else they chose. Everybody whom the audience admits sees it
    from now on, and may choose among the answers of its `poll`. What is `attached` are uploads of theirs, each
    used once; with any, the text may be empty.

    Raises: Invalid (`text`, `title`, `audience`, `options`, `days`, `pictures`, `alt`, `document`); Absent, for a
    company or group that is not theirs to write for or to; TooMany.
    """
    writer = by.actor_id or 0
    ties.lock_all({writer})
    found = check(
        by=by,
        words=words,
        audience=audience,
        form=form,
        title=title,
        company=company,
        group=group,
        poll=poll,
        may_be_empty=may_be_empty or bool(attached),
        limits=limits,
    )
    _refuse_too_many(writer, now, limits)
    post = _put(
        found.said, author=found.author, owner=found.owner, writer=writer, audience=found.audience, now=now
    )
    if found.poll is not None:
        ask(post, found.poll, now)
    attaching.attach(owner=writer, post_id=post, given=attached, now=now, limits=limits)
    linking.link(post_id=post, words=found.said.text, now=now)
    # last, so that who listens finds the post with all that hangs on it
    emit(PostPublished(post, found.author, found.owner, writer, 0, bool(found.said.handles)))
    return post


@dataclass(frozen=True)
class Fit:
    """What may be published: the words, whose they become, and for whom."""

    said: Said
    author: int
    owner: int
    audience: Audience
    poll: NewPoll | None


def check(
    *,
    by: Viewer,
    words: str,
    audience: str,
    form: Form = Form.POST,
    title: str = "",
    company: str = "",
    group: str = "",
    poll: NewPoll | None = None,
    may_be_empty: bool = False,
    limits: Limits,
) -> Fit:
    """What would be published of this, as things stand now; nothing is written.

    Raises: as `publish`, but TooMany.
    """
    said = check_said(form, title, words, limits=limits, may_be_empty=may_be_empty)
    writer = by.actor_id or 0
    author = _author(writer, company)
    owner = _owner(author, writer, group)
    chosen = check_audience(_kind(author, owner, company), Audience.GROUP.value if group else audience)
    if poll is not None:
        poll = check_poll(poll.options, poll.days)
        if form is not Form.POST:
            raise Invalid("A poll goes with a post, not with an article.", code="poll", field="options")
    return Fit(said, author, owner, chosen, poll)


@transaction.atomic
def repost(
    *, by: Viewer, post_id: int, words: str, audience: str | None = None, now: datetime, limits: Limits
) -> tuple[int, bool]:
    """Pass a post on, with or without a comment; gives the id of the repost, and whether it is new (FEED-2).

    A repost of a repost passes on what that one did. Without a comment there is one of each post: doing it again
    gives the same back. It reaches no further than its original, and without an audience as far.

    Raises: Invalid (`text`, `audience`); Absent; Refused with `not_repostable`; TooMany.
    """
    said = check_said(Form.REPOST, "", words, limits=limits, may_be_empty=True)
    writer = by.actor_id or 0
    ties.lock_all({writer})
    found = seen_post(by, post_id, limits)
    passed_on = found.original_id or found.id
    lock(passed_on)
    found = seen_post(by, passed_on, limits)
    if Audience(found.audience) not in REPOSTED:
        raise Refused("This was not written for everybody, so it cannot be passed on.", code="not_repostable")
    chosen = check_audience(Kind.PERSON, found.audience if audience is None else audience)
    check_within(chosen, Audience(found.audience))
    if not said.text:
        before = Post.objects.filter(author_id=writer, original_id=found.id, text="").first()
        if before is not None:
            if audience is not None and before.audience != chosen.value:
                _show_to(before, chosen)
            return before.pk, False
    _refuse_too_many(writer, now, limits)
    post = _put(said, author=writer, owner=writer, writer=writer, audience=chosen, now=now, original=found.id)
    emit(PostPublished(post, writer, writer, writer, found.id, bool(said.handles)))
    return post, True


def _show_to(post: Post, audience: Audience) -> None:
    """Show a repost to others than before: it was passed on again, to these."""
    post.audience = audience.value
    post.save(update_fields=["audience"])
    tell(post, hashtags_of([post.pk])[post.pk])
    emit(PostEdited(post.pk, post.author_id, post.owner_id, post.writer_id))


def _put(
    said: Said, *, author: int, owner: int, writer: int, audience: Audience, now: datetime, original: int = 0
) -> int:
    mentioned = named(writer, said.handles)
    post = Post.objects.create(
        id=ids.moment(now),
        author_id=author,
        owner_id=owner,
        writer_id=writer,
        audience=audience.value,
        form=said.form.value,
        original_id=original or None,
        title=said.title,
        text=said.text,
        html=said.html(mentioned.keys()),
        published_at=now,
    )
    tell(post, hang_on_new(post.pk, mentioned=mentioned.values(), hashtags=said.hashtags))
    return post.pk


def _refuse_too_many(writer: int, now: datetime, limits: Limits) -> None:
    """Counted under the lock of the writer's own row. Raises: TooMany."""
    recent = Post.objects.filter(writer_id=writer, pk__gt=ids.first_of(now - _HOUR))
    if recent.count() >= limits.posts_per_hour:
        oldest = recent.order_by("pk").values_list("published_at", flat=True)[0]
        raise TooMany(retry_after=max(1, round((oldest + _HOUR - now).total_seconds())))


def _author(writer: int, company: str) -> int:
    """Whose post it becomes. Raises: Absent."""
    if not company:
        return writer
    if not text.is_handle(company):
        raise Absent
    found = Actor.objects.filter(handle=company, kind=Kind.COMPANY.value, status=Status.ACTIVE.value).first()
    if found is None or Verb.EDIT not in may(Viewer(writer), found.pk):
        raise Absent
    return found.pk


def _owner(author: int, writer: int, group: str) -> int:
    """To whom the audience belongs. Raises: Absent; Invalid (`group`)."""
    if not group:
        return author
    if author != writer:
        raise Invalid("A company cannot write to a group.", code="group", field="group")
    if not text.is_handle(group):
        raise Absent
    found = Actor.objects.filter(handle=group, kind=Kind.GROUP.value, status=Status.ACTIVE.value).first()
    if found is None or role_in(writer, found.pk) is None:
        raise Absent
    return found.pk


def _kind(author: int, owner: int, company: str) -> Kind:
    if owner != author:
        return Kind.GROUP
    return Kind.COMPANY if company else Kind.PERSON
