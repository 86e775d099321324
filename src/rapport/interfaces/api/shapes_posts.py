"""Read models of posts as the dictionaries of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rapport.content.discussion.queries.counts import NOTHING, Counts, counts
from rapport.content.posts.queries.attached import Document, Link, Shot
from rapport.content.posts.queries.polls import PollView, polls
from rapport.content.posts.queries.views import Byline, PostView, Version
from rapport.interfaces.api import shapes_discussion
from rapport.interfaces.api.call import Call
from rapport.interfaces.api.shapes import Shape, picture
from rapport.kernel.media.rules import WIDTHS
from rapport.projections.feed.rules.reasons import Reason
from rapport.projections.feed.rules.top import Worked


def author(one: Byline) -> Shape:
    """Who wrote a post."""
    return {
        "kind": one.kind,
        "handle": one.handle,
        "name": one.name,
        "headline": one.headline,
        "picture": picture(one.picture),
        "degree": one.degree,
        "mutual_count": one.mutual_count,
        "following": one.you_follow,
    }


def _sizes(one: Shot, page: str = "") -> Shape:
    large, small = (f"/media/{one.key}/{width}{page}" for width in WIDTHS)
    return {"url": large, "srcset": f"{small} {one.small}w, {large} {one.width}w"}


def shot(one: Shot) -> Shape:
    """A picture in its own shape."""
    return {**_sizes(one), "alt": one.alt, "width": one.width, "height": one.height}


def document(one: Document) -> Shape:
    """A document, page by page; other pages than the first may have another shape."""
    first = Shot(one.key, "", one.width, one.height)
    return {
        "name": one.name,
        "page_count": one.pages,
        "width": one.width,
        "height": one.height,
        "pages": [{"number": n, **_sizes(first, f"/{n}")} for n in range(1, one.pages + 1)],
    }


def link(one: Link) -> Shape:
    """What a link leads to."""
    return {
        "url": one.url,
        "title": one.title,
        "description": one.description,
        "site": one.site,
        "picture": None if one.image is None else shot(one.image),
    }


def shaping(call: Call, shown: Iterable[PostView]) -> Callable[[PostView], Shape]:
    """How to write down each of these posts, with what hangs on them read at once."""
    shown = list(shown)
    ids = {each.id for one in shown for each in (one, one.original) if each is not None}
    asked, below = polls(call.viewer, shown, call.now), counts(call.viewer, ids, call.limits)
    return lambda one: post(one, asked, below)


def post(one: PostView, asked: Mapping[int, PollView], below: Mapping[int, Counts]) -> Shape:
    """A post as the caller sees it; `asked` are the polls, `below` the figures, by post."""
    return {
        "id": str(one.id),
        "form": one.form,
        "author": author(one.author),
        "group": None if one.group is None else {"handle": one.group.handle, "name": one.group.name},
        "audience": one.audience,
        "title": one.title,
        "text": one.text,
        "html": one.html,
        "hashtags": one.hashtags,
        "pictures": [shot(each) for each in one.beside.pictures],
        "document": None if one.beside.document is None else document(one.beside.document),
        "link": None if one.beside.link is None else link(one.beside.link),
        "published_at": one.published_at,
        "edited_at": one.edited_at,
        "version": one.version,
        "poll": poll(asked[one.id]) if one.id in asked else None,
        "original": None if one.original is None else post(one.original, asked, below),
        "counts": shapes_discussion.counts(below.get(one.id, NOTHING)),
        "allowed_actions": [*sorted(one.may), *(["repost"] if one.may_repost else [])],
    }


def poll(one: PollView) -> Shape:
    """How a poll stands, as far as the caller is shown it."""
    return {
        "options": [
            {"place": option.place, "text": option.text, "votes": option.votes} for option in one.options
        ],
        "ends_at": one.ends_at,
        "over": one.over,
        "chosen": one.mine,
        "votes": one.votes,
        "may_vote": one.may_vote,
    }


def version(one: Version) -> Shape:
    """A wording of a post."""
    return {
        "version": one.version,
        "title": one.title,
        "text": one.text,
        "html": one.html,
        "at": one.at,
    }


def why(
    one: PostView, reasons: Sequence[Reason], handles: Mapping[int, str], how: Worked | None = None
) -> Shape:
    """Why a post is in the caller's feed, and in Top what it weighs; `handles` are of who brought posts in."""
    known = {**handles, one.author.id: one.author.handle}
    if one.group is not None:
        known[one.group.id] = one.group.handle
    return {
        "reasons": [
            {"kind": reason.why, "handle": known.get(reason.actor_id, ""), "hashtag": reason.hashtag}
            for reason in reasons
        ],
        "weight": None if how is None else _weight(how),
    }


def _weight(how: Worked) -> Shape:
    facts = how.facts
    return {
        "weight": how.weight,
        "points": {term.value: points for term, points in how.points.items()},
        "freshness": how.freshness,
        "slider": how.factor,
        "source": how.source or "",
        "less": how.less,
        "less_of": facts.less,
        "variety": how.variety,
        "near": facts.near,
        "mutual_count": facts.mutual,
        "talk": facts.talk,
        "hours": facts.hours,
        "followed_hashtags": facts.followed,
        "known_hashtags": facts.known,
        "talkers": facts.talkers,
    }
