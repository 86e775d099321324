"""What somebody wrote elsewhere becomes drafts that they alone see, and hashtags they followed are followed (OPS-1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rapport.content.exchange.actions.rows_kept import data_of, digest_of, keep_data
from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rapport_record import RecordRow
from rapport.content.exchange.formats.rows_network import EmptyRow, Row
from rapport.content.exchange.models import KeptAside
from rapport.content.exchange.rules.drafted import DRAFTED, PLACED, ROOM_LEFT, Said, of_record, of_share
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.content.posts.actions import drafting, tagging
from rapport.content.posts.models import Draft
from rapport.content.posts.rules.drafting import AT_MOST
from rapport.content.posts.rules.scanning import is_hashtag
from rapport.kernel.errors import Invalid, Refused
from rapport.people.ties.models import HashtagFollow


def take_shares(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Posts become drafts; those that say nothing of their own, or for which there is no room, are kept aside."""
    return [
        Result(Outcome.SKIPPED, "no_name")
        if isinstance(row, EmptyRow)
        else take_kept_share(turn, data_of(row), "nothing_said")
        for row in rows
    ]


def take_kept_share(turn: Turn, data: dict[str, Any], else_reason: str = "no_place_yet") -> Result:
    """The same of one row as it is kept."""
    return _draft(turn, Kind.SHARES.value, data, of_share(data), else_reason)


def take_record_posts(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Posts and drafts of another Rapport become drafts; what passed on what is not here is kept aside."""
    found = []
    for row in rows:
        assert isinstance(row, RecordRow)
        said = of_record(row.part, row.data)
        found.append(_draft(turn, f"rapport_{row.part}", dict(row.data), said, "nothing_said"))
    return found


def _draft(turn: Turn, kind: str, data: dict[str, Any], said: Said | None, else_reason: str) -> Result:
    if said is None:
        return _aside(turn, kind, data, else_reason)
    mark = digest_of(said.mark)
    done = KeptAside.objects.filter(owner_id=turn.owner, kind=DRAFTED, digest=mark)
    if done.exists():
        return Result(Outcome.MERGED, "known")
    if Draft.objects.filter(owner_id=turn.owner).count() >= AT_MOST - ROOM_LEFT:
        return _aside(turn, kind, data, "drafts_full")
    words = drafting.Words(
        form=said.form, title=said.title, text=said.text, audience=said.audience, options=said.options
    )
    at = said.at if said.at is None or said.at < turn.now else turn.now
    try:
        made = drafting.save(by=turn.viewer, words=words, first_said_at=at, now=turn.now, limits=turn.limits)
    except (Invalid, Refused):
        return _aside(turn, kind, data, "no_draft")
    KeptAside.objects.create(
        owner_id=turn.owner, kind=DRAFTED, digest=mark, run_id=turn.run, data={}, kept_at=turn.now
    )
    placed = _placed(turn, kind, digest_of(data))
    return Result(Outcome.IMPORTED, "drafted", made=(("draft", str(made)), *placed))


def _aside(turn: Turn, kind: str, data: dict[str, Any], reason: str) -> Result:
    return keep_data(turn, [(kind, data, digest_of(data), reason)])[0]


def _placed(turn: Turn, kind: str, digest: str) -> tuple[tuple[str, str, str], ...]:
    """Let a row that was kept aside say that it has its place now; what was done, for taking it back."""
    rows = KeptAside.objects.filter(owner_id=turn.owner, kind=kind, digest=digest)
    return (("placed", kind, digest),) if rows.update(kind=f"{kind}{PLACED}") else ()


def take_hashtags(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Follow the hashtags that are still followed there; others are kept aside."""
    return [
        Result(Outcome.SKIPPED, "no_name")
        if isinstance(row, EmptyRow)
        else take_kept_hashtag(turn, data_of(row))
        for row in rows
    ]


def take_record_hashtags(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """The hashtags that are followed on another Rapport."""
    found = []
    for row in rows:
        assert isinstance(row, RecordRow)
        found.append(take_kept_hashtag(turn, {"hashtag": row.text("name"), "state": "Follow"}))
    return found


def take_kept_hashtag(turn: Turn, data: dict[str, Any]) -> Result:
    """The same of one row as it is kept."""
    kind, name = Kind.HASHTAG_FOLLOWS.value, str(data.get("hashtag", "")).strip()
    if data.get("state") != "Follow":
        return _aside(turn, kind, data, "not_followed")
    if not is_hashtag(name):
        return _aside(turn, kind, data, "no_hashtag")
    key = tagging.key_of(name)
    if HashtagFollow.objects.filter(owner_id=turn.owner, hashtag__name=key).exists():
        return Result(Outcome.MERGED, "known")
    try:
        tagging.follow_hashtag(by=turn.viewer, name=key, now=turn.now)
    except Refused as refused:
        return Result(Outcome.SKIPPED, refused.code, {"_": refused.template, **refused.values})
    placed = _placed(turn, kind, digest_of(data))
    return Result(Outcome.IMPORTED, "hashtag_followed", made=(("hashtag", key), *placed))


KEPT: Mapping[str, Callable[[Turn, dict[str, Any]], Result]] = {
    Kind.SHARES.value: take_kept_share,
    Kind.HASHTAG_FOLLOWS.value: take_kept_hashtag,
}
"""What was kept aside on another Rapport and has a place here."""
