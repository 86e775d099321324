"""What a member published, follows by hashtag, and does not want to read: their part of the document (OPS-2)."""

from __future__ import annotations

from typing import Any

from rapport.content.exchange.queries.export_post_files import NONE, PostFiles, files_of
from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.posts.models import Draft, Poll, PollOption, PollVote, Post, PostVersion
from rapport.content.posts.queries.seeing import seen_posts
from rapport.people.ties.models import HashtagFollow, Mute, MutedText

Record = dict[str, Any]


def posts(owner: Owner) -> list[Record]:
    """Posts in one's own name, oldest first, each with its earlier wordings; where to is said by handle."""
    rows = Post.objects.filter(author_id=owner.id).select_related("owner").order_by("pk")
    earlier: dict[int, list[Record]] = {}
    for one in PostVersion.objects.filter(post__author_id=owner.id).order_by("post_id", "version"):
        earlier.setdefault(one.post_id, []).append({"title": one.title, "text": one.text, "at": one.at})
    polls, files = _polls(owner), files_of(owner)
    return [
        {
            "id": str(row.pk),
            "form": row.form,
            "audience": row.audience,
            "group": row.owner.handle if row.owner_id != row.author_id else "",
            "title": row.title,
            "text": row.text,
            "passes_on": str(row.original_id) if row.original_id else "",
            "published_at": row.published_at,
            "edited_at": row.edited_at,
            "poll": polls.get(row.pk),
            "pictures": [{"file": one.name, "alt": one.alt} for one in files.get(row.pk, NONE).pictures],
            "document": _document(files.get(row.pk, NONE)),
            "earlier": earlier.get(row.pk, []),
        }
        for row in rows
    ]


def _document(files: PostFiles) -> Record | None:
    return {"name": files.document, "pages": [one.name for one in files.pages]} if files.pages else None


def _polls(owner: Owner) -> dict[int, Record]:
    """What one's posts ask, by post; who answered is theirs."""
    options: dict[int, list[str]] = {}
    rows = PollOption.objects.filter(post__author_id=owner.id).order_by("post_id", "place")
    for post_id, text in rows.values_list("post_id", "text"):
        options.setdefault(post_id, []).append(text)
    ends = Poll.objects.filter(post__author_id=owner.id).values_list("post_id", "ends_at")
    return {post_id: {"options": options.get(post_id, []), "ends_at": at} for post_id, at in ends}


def drafts(owner: Owner) -> list[Record]:
    """What one is writing and what waits to go out, earliest changed first."""
    rows = Draft.objects.filter(owner_id=owner.id).select_related("company", "group")
    return [
        {
            "form": row.form,
            "title": row.title,
            "text": row.text,
            "audience": row.audience,
            "company": row.company.handle if row.company else "",
            "group": row.group.handle if row.group else "",
            "poll": row.poll,
            "publish_at": row.publish_at,
            "first_said_at": row.first_said_at,
            "changed_at": row.changed_at,
        }
        for row in rows.order_by("changed_at", "pk")
    ]


def poll_votes(owner: Owner) -> list[Record]:
    """What one answered in polls, by post; in words as far as one still sees the post (FEED-6)."""
    rows = list(
        PollVote.objects.filter(voter_id=owner.id)
        .order_by("at", "post_id")
        .values_list("post_id", "place", "at")
    )
    seen = seen_posts(owner.viewer, [post_id for post_id, *_ in rows], owner.limits)
    options = PollOption.objects.filter(post_id__in=seen).values_list("post_id", "place", "text")
    texts = {(post_id, place): text for post_id, place, text in options}
    return [
        {"post": str(post_id), "place": place, "answer": texts.get((post_id, place), ""), "at": at}
        for post_id, place, at in rows
    ]


def hashtags(owner: Owner) -> list[Record]:
    """The hashtags one follows."""
    rows = HashtagFollow.objects.filter(owner_id=owner.id).order_by("since", "hashtag_id")
    return [{"name": name, "since": since} for name, since in rows.values_list("hashtag__name", "since")]


def mutes(owner: Owner) -> list[Record]:
    """Whom, and which words and hashtags, one does not want to read."""
    people = Mute.objects.filter(owner_id=owner.id).order_by("since", "other_id")
    texts = MutedText.objects.filter(owner_id=owner.id).order_by("since", "kind", "text")
    return [
        {"kind": "person", "what": handle, "until": until, "since": since}
        for handle, until, since in people.values_list("other__handle", "until", "since")
    ] + [
        {"kind": kind, "what": text, "until": until, "since": since}
        for kind, text, until, since in texts.values_list("kind", "text", "until", "since")
    ]
