"""The tables of posts: what is published, what hangs on it, and what is being written."""

from __future__ import annotations

from rapport.content.posts.models.attached import PostDocument, PostPage, PostPicture, Upload
from rapport.content.posts.models.draft import Draft
from rapport.content.posts.models.linked import LinkPreview, PostLink
from rapport.content.posts.models.poll import Poll, PollOption, PollVote
from rapport.content.posts.models.post import Mention, Post, PostHashtag, PostVersion

__all__ = [
    "Draft",
    "LinkPreview",
    "Mention",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostDocument",
    "PostHashtag",
    "PostLink",
    "PostPage",
    "PostPicture",
    "PostVersion",
    "Upload",
]
