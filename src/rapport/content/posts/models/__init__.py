"""The tables of posts: what is published, and what hangs on it."""

from __future__ import annotations

from rapport.content.posts.models.post import Mention, Post, PostHashtag, PostVersion

__all__ = ["Mention", "Post", "PostHashtag", "PostVersion"]
