"""What a member published, follows by hashtag, and does not want to read: their part of the document (OPS-2)."""

from __future__ import annotations

from typing import Any

from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.posts.models import Post, PostVersion
from rapport.people.ties.models import HashtagFollow, Mute, MutedText

Record = dict[str, Any]


def posts(owner: Owner) -> list[Record]:
    """Posts in one's own name, oldest first, each with its earlier wordings; where to is said by handle."""
    rows = Post.objects.filter(author_id=owner.id).select_related("owner").order_by("pk")
    earlier: dict[int, list[Record]] = {}
    for one in PostVersion.objects.filter(post__author_id=owner.id).order_by("post_id", "version"):
        earlier.setdefault(one.post_id, []).append({"title": one.title, "text": one.text, "at": one.at})
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
            "earlier": earlier.get(row.pk, []),
        }
        for row in rows
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
