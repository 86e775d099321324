"""Read models of posts as the dictionaries of the API."""

from __future__ import annotations

from rapport.content.posts.queries.views import Byline, PostView, Version
from rapport.interfaces.api.shapes import Shape, picture


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


def post(one: PostView) -> Shape:
    """A post as the caller sees it."""
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
        "published_at": one.published_at,
        "edited_at": one.edited_at,
        "version": one.version,
        "original": None if one.original is None else post(one.original),
        "allowed_actions": [*sorted(one.may), *(["repost"] if one.may_repost else [])],
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
