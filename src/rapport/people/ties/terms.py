"""Each tie once as an SQL term; `visibility` and every list are built from these.

`owner` and `other` may be ids, or `OuterRef`s to columns of the row that is asked about, so that one term
serves to filter rows, to check one and to fan out.

A term is written out and only takes its two ends: composed from querysets of its own it would cost a tenth of a
millisecond each time, and a page asks for dozens.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, DateTimeField, F, Func, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from rapport.people.actors.rules import Status
from rapport.people.ties.rules import FollowPolicy

_END = re.compile(r"\{(\d)\}")


class Term(Func):
    """A condition in SQL; `{0}`, `{1}` … stand where its ends do, as often as wanted."""

    def __init__(self, condition: str, *ends: Any) -> None:
        """Hold the condition, which is SQL of ours, about these ends: ids, moments or `OuterRef`s."""
        super().__init__(*(_here(end) for end in ends), output_field=BooleanField())
        self._condition = condition

    def as_sql(self, compiler: SQLCompiler, *_given: Any, **_named: Any) -> Any:
        """The condition with its ends in their places."""
        ends = [compiler.compile(end) for end in self.get_source_expressions()]
        texts = _END.split(self._condition)
        params: list[Any] = []
        for place in range(1, len(texts), 2):
            texts[place], given = ends[int(texts[place])]
            params += given
        return f"({''.join(texts)})", params


def _here(end: Any) -> Combinable:
    """An end as an expression of the very row: what `OuterRef` names from within a subquery."""
    if isinstance(end, OuterRef):
        name = getattr(end, "name")  # noqa: B009 (the stubs do not know it)
        return name if isinstance(name, OuterRef) else F(name)
    if isinstance(end, datetime):
        return Value(end, output_field=DateTimeField())
    return end if isinstance(end, Combinable) else Value(end)


COUNTS = f"""(n.follow_policy <> '{FollowPolicy.CONNECTIONS_ONLY.value}' OR EXISTS (
    SELECT 1 FROM ties_connection c WHERE c.owner_id = f.owner_id AND c.other_id = f.other_id))"""  # noqa: S608
"""That a row `f` of `ties_follow` counts, with its followee's `n` of `ties_network`, for statements written out."""

_CONNECTED = "EXISTS (SELECT 1 FROM ties_connection tie WHERE tie.owner_id = {0} AND tie.other_id = {1})"
_COUNTS = f"""NOT EXISTS (SELECT 1 FROM ties_network shut
    WHERE shut.actor_id = {{1}} AND shut.follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}')
    OR {_CONNECTED.format("{1}", "{0}")}"""  # noqa: S608 (words of ours)
_FOLLOWS = f"""EXISTS (SELECT 1 FROM ties_follow f
    WHERE f.owner_id = {{0}} AND f.other_id = {{1}} AND ({_COUNTS.format("f.owner_id", "f.other_id")}))"""  # noqa: S608
_MEMBER = "EXISTS (SELECT 1 FROM ties_membership tie WHERE tie.owner_id = {0} AND tie.other_id = {1})"
_BLOCKED = """EXISTS (SELECT 1 FROM ties_block tie WHERE tie.owner_id = {0} AND tie.other_id = {1})
    OR EXISTS (SELECT 1 FROM ties_block tie WHERE tie.owner_id = {1} AND tie.other_id = {0})"""
_MUTED = """EXISTS (SELECT 1 FROM ties_mute tie WHERE tie.owner_id = {0} AND tie.other_id = {1}
    AND (tie.until IS NULL OR tie.until > {2}))"""
_GONE = f"EXISTS (SELECT 1 FROM actors_actor gone WHERE gone.id = {{0}} AND gone.status <> '{Status.ACTIVE.value}')"  # noqa: S608


def connected(owner: Any, other: Any) -> Term:
    """`owner` and `other` are connected."""
    return Term(_CONNECTED, owner, other)


def follows(owner: Any, other: Any) -> Term:
    """`owner` follows `other`, and the follow counts: REL-1 suspends those from outside."""
    return Term(_FOLLOWS, owner, other)


def member_of(member: Any, group: Any) -> Term:
    """`member` is in `group`, whatever they are there (PRO-7)."""
    return Term(_MEMBER, member, group)


def counts() -> Q:
    """A row of Follow counts: the followee's policy admits it, or the two are connected (REL-1)."""
    return Q(Term(_COUNTS, OuterRef("owner_id"), OuterRef("other_id")))


def blocked(one: Any, two: Any) -> Q:
    """Either of the two has blocked the other (REL-17)."""
    return Q(Term(_BLOCKED, one, two))


def muted(owner: Any, other: Any, now: datetime) -> Term:
    """`owner` wants to hear nothing of `other` at this time (FEED-5)."""
    return Term(_MUTED, owner, other, now)


def gone(actor: Any) -> Term:
    """The actor is suspended or deleted: out of the graph for everyone (NET-1)."""
    return Term(_GONE, actor)


def unseen_by(viewer_id: int | None, column: str) -> Q:
    """Rows whose `column` names someone this viewer does not see: gone, or blocked either way."""
    bars = Q(gone(OuterRef(column)))
    return bars if viewer_id is None else bars | blocked(viewer_id, OuterRef(column))
