"""What hangs on posts as the dictionaries of the API."""

from __future__ import annotations

from rapport.content.discussion.queries.counts import Counts, Reactions
from rapport.content.discussion.queries.people import ReactorView
from rapport.content.discussion.queries.threads import CommentView
from rapport.interfaces.api.shapes import Shape, person


def reactions(said: Reactions) -> Shape:
    """How many reacted, and how the caller did."""
    return {
        "total": said.total,
        "kinds": {kind.value: count for kind, count in said.kinds.items()},
        "mine": said.mine,
    }


def counts(found: Counts) -> Shape:
    """The figures below a post."""
    return {
        "reactions": reactions(found.reactions),
        "comment_count": found.comments,
        "repost_count": found.reposts,
        "saved": found.saved,
    }


def reactor(one: ReactorView) -> Shape:
    """Somebody who reacted."""
    return {"person": person(one.person), "kind": one.kind, "at": one.at}


def comment(one: CommentView) -> Shape:
    """A comment as the caller sees it."""
    return {
        "id": str(one.id),
        "post": str(one.post_id),
        "thread": str(one.thread_id),
        "removed": one.author is None,
        "author": None if one.author is None else person(one.author),
        "answers": None if one.answers is None else {"handle": one.answers.handle, "name": one.answers.name},
        "text": one.text,
        "html": one.html,
        "at": one.at,
        "edited_at": one.edited_at,
        "reactions": reactions(one.reactions),
        "allowed_actions": [*(["answer", "react"] if one.may_answer else []), *sorted(one.may)],
    }
