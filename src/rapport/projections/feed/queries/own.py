"""What a viewer brings to their feed from the database: groups, hashtags, mutes; one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.kernel.rows import Reading, together
from rapport.people.ties.rules import MutedKind
from rapport.projections.feed.rules.muting import Mutes


@dataclass(frozen=True)
class Own:
    """The groups one is in, the hashtags one follows, by id with their names, and what one has muted."""

    viewer_id: int
    groups: frozenset[int]
    hashtags: dict[int, str]
    mutes: Mutes


_GROUPS = (("other_id", int),)
_HASHTAGS = (("h.id", int), ("h.name", str))
_MUTES = (("other_id", int), ("until", datetime))
_TEXTS = (("kind", str), ("text", str), ("until", datetime))


def own(viewer_id: int, now: datetime) -> Own:
    """All of it, as it stands now; a mute whose time has run out is none (FEED-5)."""
    groups, hashtags, people, texts = together(
        Reading(_GROUPS, "FROM ties_membership WHERE owner_id = %s", (viewer_id,)),
        Reading(
            _HASHTAGS,
            "FROM ties_hashtagfollow f JOIN ties_hashtag h ON h.id = f.hashtag_id WHERE f.owner_id = %s",
            (viewer_id,),
        ),
        Reading(_MUTES, "FROM ties_mute WHERE owner_id = %s", (viewer_id,)),
        Reading(_TEXTS, "FROM ties_mutedtext WHERE owner_id = %s", (viewer_id,)),
    )
    muted = [(kind, text) for kind, text, until in texts if until is None or until > now]
    return Own(
        viewer_id,
        frozenset(group for (group,) in groups),
        dict(hashtags),
        Mutes(
            people=frozenset(other for other, until in people if until is None or until > now),
            words=frozenset(text for kind, text in muted if kind == MutedKind.WORD.value),
            hashtags=frozenset(text for kind, text in muted if kind == MutedKind.HASHTAG.value),
        ),
    )
