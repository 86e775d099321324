"""The Top feed: the posts that matter most to one reader, by the open formula, with every term of it (FEED-4, FEED-5).

Candidates are the newest posts of the Following feed from the same index, those of people one talks with, and what
connections brought; each is looked at by the one predicate of `posts.queries.seeing` and by one's mutes.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.discussion.queries.talk import talked
from rapport.content.posts.queries.seeing import SeenPost, seen_posts
from rapport.kernel import ids, paging
from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import neighbourhood
from rapport.people.ties.neighbourhood import FAR, Closeness
from rapport.projections.feed.queries.choosing import Choice, current
from rapport.projections.feed.queries.evidence import Brought, Drawn, drawn, evidence
from rapport.projections.feed.queries.following import Chooser, explained, unmuted
from rapport.projections.feed.queries.own import Own, own
from rapport.projections.feed.queries.preferences import Less
from rapport.projections.feed.rules.reasons import Reason, Why
from rapport.projections.feed.rules.sources import PAGE
from rapport.projections.feed.rules.top import (
    CLOSE_PEOPLE,
    DAYS,
    LENGTH,
    POOL,
    Facts,
    Near,
    Source,
    Weighed,
    Worked,
    ranked,
    worked,
)

SECOND = 2
"""The degree of those whose posts connections may bring in (FEED-5)."""


@dataclass(frozen=True, slots=True)
class TopItem:
    """A post of the Top feed, what brought it, and what it weighs; `talkers` are the people near who talk there."""

    post: SeenPost
    reasons: tuple[Reason, ...]
    worked: Worked
    talkers: tuple[int, ...] = ()

    @property
    def id(self) -> int:
        """The id of the post."""
        return self.post.id


def page(
    viewer: Viewer,
    *,
    cursor: str | None = None,
    size: int = PAGE,
    now: datetime,
    limits: Limits,
    index: Chooser | None = None,
) -> Page[TopItem]:
    """A page of the viewer's Top feed, which ends after `LENGTH` posts; nothing for a visitor (FEED-4, FEED-5).

    A cursor holds the moment of the first page and what was shown since, so that pages neither move nor repeat
    while others write.

    Raises: Invalid (`cursor`).
    """
    at, shown = (ids.moment(now), ()) if cursor is None else _read(cursor)
    if viewer.actor_id is None:
        return Page([])
    room = max(1, min(size, LENGTH - len(shown)))
    window = _Window(now - timedelta(days=DAYS), min(ids.moment_of(at), now), at)
    found = _heaviest(viewer, window, room + 1, shown, limits=limits, index=index)
    more = len(found) > room and len(shown) + room < LENGTH
    return Page(found[:room], _write(at, (*shown, *(one.id for one in found[:room]))) if more else None)


def since(
    viewer: Viewer,
    when: datetime,
    *,
    size: int,
    now: datetime,
    limits: Limits,
    index: Chooser | None = None,
) -> list[TopItem]:
    """The posts that matter most of those since `when`, whatever their age: for catching up (FEED-4)."""
    if viewer.actor_id is None:
        return []
    window = _Window(min(max(when, now - timedelta(days=DAYS)), now), now, ids.moment(now), fresh=False)
    return _heaviest(viewer, window, size, (), limits=limits, index=index)


@dataclass(frozen=True)
class _Window:
    """What is looked at: published since `begin`, and before the number `below` was given, at `end`."""

    begin: datetime
    end: datetime
    below: int
    fresh: bool = True


def _heaviest(
    viewer: Viewer,
    window: _Window,
    length: int,
    shown: Collection[int],
    *,
    limits: Limits,
    index: Chooser | None,
) -> list[TopItem]:
    assert viewer.actor_id is not None
    above, below = ids.first_of(window.begin), window.below
    mine = own(viewer.actor_id, window.end)
    choice = (index or current()).choice(mine)
    talk = talked(viewer, None, window.end)
    close = sorted(talk, key=lambda one: (-talk[one], one))[:CLOSE_PEOPLE]
    beside = drawn(viewer, close, above=above, below=below)
    newest = [one for one in choice.choose(below, POOL).posts if one > above]
    brought = beside.brought if beside.preferences.brought else {}
    seen = seen_posts(viewer, sorted({*newest, *beside.close, *brought, *shown}), limits)
    posts = unmuted(viewer, mine.mutes, list(seen.values()), limits)
    items = _weighed(viewer, posts, _Around(mine, choice, beside, talk, brought, window))
    placed = ranked(
        [one.weighed for one in items.values() if one.post.id not in shown],
        [(seen[one].author_id, _about(seen[one])) for one in shown if one in seen],
        length,
    )
    return [TopItem(items[one].post, items[one].reasons, how, items[one].talkers) for one, how in placed]


@dataclass(frozen=True)
class _Around:
    """What is known before any post is looked at."""

    mine: Own
    choice: Choice
    beside: Drawn
    talk: Mapping[int, float]
    brought: Mapping[int, tuple[Brought, ...]]
    window: _Window


@dataclass(frozen=True)
class _Item:
    post: SeenPost
    reasons: tuple[Reason, ...]
    talkers: tuple[int, ...]
    weighed: Weighed


def _weighed(viewer: Viewer, posts: Sequence[SeenPost], around: _Around) -> dict[int, _Item]:
    """What each post weighs, by id; what nothing brings any more is left out."""
    if not posts:
        return {}
    me = around.mine.viewer_id
    told = {one.id: one.reasons for one in explained(around.choice, around.mine, posts)}
    authors = sorted({post.author_id for post in posts} - {me})
    followed, connected = around.choice.ties(authors) if authors else (set[int](), set[int]())
    close = neighbourhood.current().closeness(me, {*authors, *_bringing(around)})
    facts = evidence(
        viewer,
        posts,
        around.choice.ties,
        muted=around.mine.mutes.people,
        below=around.window.below,
        now=around.window.end,
    )
    found = {}
    for post in posts:
        near = close.get(post.author_id, FAR)
        reasons = told[post.id]
        if post.author_kind == Kind.PERSON.value and near.degree == SECOND:
            reasons += tuple(_brought(post, around, close))
        if not reasons:
            continue
        known = Facts(
            near=_near(post, me, connected, followed, reasons),
            mutual=near.mutual_count if post.author_id in connected else 0,
            talk=around.talk.get(post.author_id, 0.0),
            hours=max((around.window.end - post.published_at) / timedelta(hours=1), 0.0),
            followed=tuple(sorted(facts.hashtags[post.id] & set(around.mine.hashtags.values()))),
            known=tuple(sorted(facts.hashtags[post.id] & facts.known)),
            talkers=len(facts.talkers[post.id]),
            sources=_sources(post, reasons),
            less=_less(post, facts.hashtags[post.id], around.beside.less),
        )
        how = worked(known, around.beside.preferences.levels, fresh=around.window.fresh)
        weighed = Weighed(post.id, post.author_id, _about(post), how)
        found[post.id] = _Item(post, reasons, tuple(sorted(facts.talkers[post.id])), weighed)
    return found


def _bringing(around: _Around) -> set[int]:
    return {one.actor_id for some in around.brought.values() for one in some}


def _brought(post: SeenPost, around: _Around, close: Mapping[int, Closeness]) -> Iterator[Reason]:
    """The connection who did something about a post last, as the reader sees it: commented, passed it on, or both."""
    told = set()
    for one in around.brought.get(post.id, ()):
        why = Why.REPOSTED if one.passed_on else Why.COMMENTED
        seen = close.get(one.actor_id, FAR).degree == 1 and one.actor_id not in around.mine.mutes.people
        if seen and why not in told and post.audience == Audience.ANYONE.value:
            told.add(why)
            yield Reason(why, one.actor_id)


def _near(
    post: SeenPost, me: int, connected: Collection[int], followed: Collection[int], reasons: Sequence[Reason]
) -> Near:
    """What its author is to the reader; who is none of it counts by what brought the post."""
    if post.author_id == me:
        return Near.OWN
    if post.author_id in connected:
        return Near.CONNECTION
    if post.author_id in followed:
        return Near.FOLLOWED
    brought = {one.why for one in reasons}
    if Why.GROUP in brought:
        return Near.GROUP
    return Near.SECOND if brought & {Why.COMMENTED, Why.REPOSTED} else Near.NOTHING


SOURCES: Mapping[Why, Source] = {
    Why.FOLLOWED_CONNECTION: Source.CONNECTIONS,
    Why.FOLLOWED: Source.PEOPLE,
    Why.GROUP: Source.GROUPS,
    Why.HASHTAG: Source.HASHTAGS,
    Why.COMMENTED: Source.SECOND,
    Why.REPOSTED: Source.SECOND,
}
"""Which slider is for what brought a post; companies one follows have their own, and one's own posts none."""


def _sources(post: SeenPost, reasons: Sequence[Reason]) -> tuple[Source, ...]:
    company = post.author_kind == Kind.COMPANY.value
    found = [
        Source.COMPANIES if one.why is Why.FOLLOWED and company else SOURCES[one.why]
        for one in reasons
        if one.why in SOURCES
    ]
    return (
        ()
        if post.owner_id == post.author_id and any(one.why is Why.OWN for one in reasons)
        else tuple(dict.fromkeys(found))
    )


def _less(post: SeenPost, hashtags: Collection[str], less: Less) -> str:
    """What the reader asked for less of that this post is, in a word: a handle, or a hashtag with its sign."""
    if post.author_id in less.actors:
        return post.author_handle
    if post.owner_id in less.actors:
        return post.owner_handle
    return next((f"#{one}" for one in sorted(hashtags) if one in less.hashtags.values()), "")


def _about(post: SeenPost) -> int:
    """What a post is about: what it passes on without a word of its own, else itself."""
    return post.original_id if post.original_id is not None and not post.text else post.id


def _write(at: int, shown: Sequence[int]) -> str:
    packed = base64.b85encode(struct.pack(f">{len(shown)}q", *shown)).decode()
    return paging.encode(at, packed)


def _read(cursor: str) -> tuple[int, tuple[int, ...]]:
    """The moment of the first page and what was shown since. Raises: Invalid (`cursor`)."""
    at, packed = paging.decode(cursor, int, str)
    try:
        given = base64.b85decode(packed)
        shown = struct.unpack(f">{len(given) // 8}q", given)
        ids.moment_of(at)
    except (ValueError, struct.error, OverflowError) as cause:
        raise Invalid(
            "This place in the list is not known. Start again from the first page.",
            code="cursor",
            field="cursor",
            detail=str(cause),
        ) from cause
    return max(at, 0), tuple(one for one in shown if one > 0)[:LENGTH]
