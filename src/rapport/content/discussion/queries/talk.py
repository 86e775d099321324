"""How much people talked under posts, for everything that asks how strong a tie is (FEED-4, NET-2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.discussion.queries.seeing import seen_sql
from rapport.content.discussion.rules.tie import YEAR_DAYS, Deed, Talk, strength
from rapport.kernel import ids
from rapport.kernel.rows import Reading, fetch
from rapport.people.audience import Viewer

_DEEDS = f"""
    SELECT '{Deed.REPLY}' AS deed, 1 AS mine, o.author_id AS other, c.at, c.post_id
    FROM discussion_comment c JOIN discussion_comment o ON o.id = c.reply_to_id
    WHERE c.author_id = %s AND c.id > %s {{o.author_id}}
    UNION ALL SELECT '{Deed.REPLY}', 0, c.author_id, c.at, c.post_id
    FROM discussion_comment o JOIN discussion_comment c ON c.reply_to_id = o.id
    WHERE o.author_id = %s AND c.id > %s {{c.author_id}}
    UNION ALL SELECT '{Deed.COMMENT}', 1, p.author_id, c.at, c.post_id
    FROM discussion_comment c JOIN posts_post p ON p.id = c.post_id
    WHERE c.author_id = %s AND c.id > %s AND c.thread_id = c.id {{p.author_id}}
    UNION ALL SELECT '{Deed.COMMENT}', 0, c.author_id, c.at, c.post_id
    FROM posts_post p JOIN discussion_comment c ON c.post_id = p.id
    WHERE p.author_id = %s AND c.id > %s AND c.thread_id = c.id {{c.author_id}}
    UNION ALL SELECT '{Deed.REACTION}', 1, p.author_id, r.at, r.post_id
    FROM discussion_postreaction r JOIN posts_post p ON p.id = r.post_id
    WHERE r.actor_id = %s AND r.at > %s {{p.author_id}}
    UNION ALL SELECT '{Deed.REACTION}', 0, r.actor_id, r.at, r.post_id
    FROM posts_post p JOIN discussion_postreaction r ON r.post_id = p.id
    WHERE p.author_id = %s AND r.at > %s {{r.actor_id}}
    UNION ALL SELECT '{Deed.REACTION}', 1, o.author_id, r.at, o.post_id
    FROM discussion_commentreaction r JOIN discussion_comment o ON o.id = r.comment_id
    WHERE r.actor_id = %s AND r.at > %s {{o.author_id}}
    UNION ALL SELECT '{Deed.REACTION}', 0, r.actor_id, r.at, o.post_id
    FROM discussion_comment o JOIN discussion_commentreaction r ON r.comment_id = o.id
    WHERE o.author_id = %s AND r.at > %s {{r.actor_id}}
"""  # noqa: S608 (words of ours)
_COLUMNS = ("o.author_id", "c.author_id", "p.author_id", "r.actor_id")
_BY_NUMBER = 4
"""The first parts look back by the number of a comment, the others by the time of a reaction."""
_PARTS = 8


def talked(viewer: Viewer, people: Collection[int] | None, now: datetime) -> dict[int, float]:
    """How strong past conversation makes the viewer's tie to each of `people`, or to anybody (None); one statement.

    From 0 to 1 as `rules/tie.strength` has it; who is not among the keys never talked with them. Only what stands
    under posts that the viewer sees counts, so that nothing else shows through it.
    """
    return {other: strength(found) for other, found in _talks(viewer, people, now).items()}


@dataclass(frozen=True)
class Conversation:
    """What was between the viewer and somebody: how strong it makes their tie, and whether both spoke in words."""

    strength: float
    both_spoke: bool


def conversations(viewer: Viewer, people: Collection[int], now: datetime) -> dict[int, Conversation]:
    """The conversation with each of these people, where there was any; one statement, none for nobody."""
    return {
        other: Conversation(
            strength(found), {one.mine for one in found if one.deed is not Deed.REACTION} == {True, False}
        )
        for other, found in _talks(viewer, people, now).items()
    }


def _talks(viewer: Viewer, people: Collection[int] | None, now: datetime) -> dict[int, list[Talk]]:
    me = viewer.actor_id
    if me is None or (people is not None and not people):
        return {}
    since = now - timedelta(days=YEAR_DAYS)
    deeds: str = _DEEDS
    given: list[object] = []
    among = "" if people is None else "IN (%s)"
    for column in _COLUMNS:
        asked = f"AND {column} {among}" if among else f"AND {column} IS NOT NULL"
        deeds = deeds.replace(f"{{{column}}}", asked)
    for part in range(_PARTS):
        given += [me, ids.first_of(since) if part < _BY_NUMBER else since]
        given += [people] if among else []
    seen, params = seen_sql(viewer, "d.post_id")
    rows = fetch(
        f"SELECT d.deed, d.mine, d.other, d.at FROM ({deeds}) d WHERE d.other <> %s AND {seen}",  # noqa: S608
        *given,
        me,
        *params,
        kinds=(str, int, int, datetime),
    )
    talks: dict[int, list[Talk]] = {}
    for deed, mine, other, at in rows:
        talks.setdefault(other, []).append(Talk(Deed(deed), bool(mine), (now - at).days, 1))
    return talks


_OWN_DEEDS = "UNION ALL".join(_DEEDS.split("UNION ALL")[::2])
"""The parts in which the viewer did something: as many rows as they did things, whoever reacts to them."""


def spoken_to(me: int, room: int, now: datetime) -> Reading:
    """The reading of those to whom a member said something or reacted, the latest `room` of them (one column)."""
    since = now - timedelta(days=YEAR_DAYS)
    deeds: str = _OWN_DEEDS
    for column in _COLUMNS:
        deeds = deeds.replace(f"{{{column}}}", f"AND {column} IS NOT NULL")
    seen, params = seen_sql(Viewer(me), "d.post_id")
    source = f"""
        FROM (
            SELECT d.other FROM ({deeds}) d WHERE d.other <> %s AND {seen}
            GROUP BY d.other ORDER BY MAX(d.at) DESC, d.other DESC LIMIT {room}
        ) t
    """  # noqa: S608 (words of ours)
    number = ids.first_of(since)
    return Reading((("t.other", int),), source, (me, number, me, number, me, since, me, since, me, *params))
