"""The worker's side of an import: read, take in chunk by chunk, finish (OPS-1).

Each chunk is one transaction that moves the run one step on, so that of two workers one has the
effect, and a kill at any moment leaves a whole number of chunks: going on from there gives the
same as never having stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from rapport.content.exchange import files
from rapport.content.exchange.actions.rows_about import (
    take_company_follows,
    take_invitations,
    take_member_follows,
    take_notes,
)
from rapport.content.exchange.actions.rows_entries import take_entries, take_skills
from rapport.content.exchange.actions.rows_kept import keep_aside
from rapport.content.exchange.actions.rows_people import take_people
from rapport.content.exchange.actions.rows_posts import (
    take_hashtags,
    take_record_hashtags,
    take_record_posts,
    take_shares,
)
from rapport.content.exchange.actions.rows_profile import take_emails, take_profile
from rapport.content.exchange.actions.rows_record import painted, take_book, take_kept, take_own
from rapport.content.exchange.actions.runs import take_step
from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.actions.undoing import undo_some
from rapport.content.exchange.formats.archive import MORE_REASON, FileInfo
from rapport.content.exchange.formats.archive import State as FileState
from rapport.content.exchange.formats.faults import ROW_SENTENCES, BadRow, Unreadable, clipped
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.models import ImportRow, ImportRun
from rapport.content.exchange.queries import matching
from rapport.content.exchange.rules.parts import ORDER
from rapport.content.exchange.rules.process import (
    CHUNK,
    LEFT_FILES_AT_MOST,
    REMARKS_AT_MOST,
    ROWS_AT_MOST,
    SLICE_SECONDS,
    STALLS_AT_MOST,
    Source,
    State,
    Verb,
)
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.content.exchange.sources import Opened, opened
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer

Taker = Callable[[Turn, Sequence[Row]], list[Result]]


def _aside(kind: Kind, reason: str) -> Taker:
    return lambda turn, rows: keep_aside(turn, kind, rows, [reason] * len(rows))


TAKERS: Mapping[Kind, Taker] = {
    Kind.RAPPORT_PROFILE: take_own,
    Kind.RAPPORT_SETTINGS: take_own,
    Kind.RAPPORT_CONTACTS: take_book,
    Kind.RAPPORT_KEPT: take_kept,
    Kind.PROFILE: take_profile,
    Kind.SKILLS: take_skills,
    **dict.fromkeys(
        (
            Kind.POSITIONS, Kind.EDUCATION, Kind.LANGUAGES, Kind.CERTIFICATIONS, Kind.PROJECTS,
            Kind.COURSES, Kind.ASSOCIATIONS,
        ),
        take_entries,
    ),
    Kind.CONNECTIONS: take_people,
    Kind.CONTACTS: take_people,
    Kind.INVITATIONS: take_invitations,
    Kind.NOTES: take_notes,
    Kind.MEMBER_FOLLOWS: take_member_follows,
    Kind.COMPANY_FOLLOWS: take_company_follows,
    Kind.EMAILS: take_emails,
    **{
        kind: _aside(kind, "words_of_others")
        for kind in (
            Kind.ENDORSEMENTS_RECEIVED, Kind.ENDORSEMENTS_GIVEN,
            Kind.RECOMMENDATIONS_RECEIVED, Kind.RECOMMENDATIONS_GIVEN,
        )
    },
    Kind.MESSAGES: _aside(Kind.MESSAGES, "no_place_yet"),
    **{kind: _aside(kind, "under_elsewhere") for kind in (Kind.COMMENTS, Kind.REACTIONS)},
    Kind.SHARES: take_shares,
    Kind.HASHTAG_FOLLOWS: take_hashtags,
    Kind.RAPPORT_POSTS: take_record_posts,
    Kind.RAPPORT_HASHTAGS: take_record_hashtags,
}  # fmt: skip
"""What is done with the rows of each part."""


def work(
    run: ImportRun, *, now: datetime, limits: Limits, path: Path | None = None, seconds: float = SLICE_SECONDS
) -> bool:
    """Go on with an import for about so many seconds; whether there is more to do.

    `path` is the file where it does not lie in the folder of imports.
    """
    if _stalled(run, now):
        return False
    place = path or files.place_of(run.pk)
    try:
        if run.state in (State.UPLOADED.value, State.READING.value):
            _read(run, place, now)
            return False
        if run.state == State.APPLYING.value:
            return _apply(run, place, now, limits, seconds)
        if run.state == State.UNDOING.value:
            return _undo(run, now, limits, time.monotonic() + seconds)
    except Unreadable as wrong:
        take_step(
            run, Verb.FAIL, now=now, problem=wrong.code, finished_at=now,
            problem_values={"_": wrong.template, **wrong.values},
        )  # fmt: skip
        files.remove(run.pk)
    except FileNotFoundError:
        take_step(run, Verb.FAIL, now=now, problem="file_gone", finished_at=now, problem_values={})
    return False


def _stalled(run: ImportRun, now: datetime) -> bool:
    """Count one more try from this place; give the import up where there were too many."""
    if run.stalls >= STALLS_AT_MOST:
        take_step(run, Verb.FAIL, now=now, problem="stalled", finished_at=now, problem_values={})
        return True
    ImportRun.objects.filter(pk=run.pk, step=run.step).update(stalls=F("stalls") + 1)
    return False


def _read(run: ImportRun, place: Path, now: datetime) -> None:
    if run.state == State.UPLOADED.value and not take_step(run, Verb.BEGIN, now=now):
        return
    with opened(Source(run.source), place) as file:
        found = _found(file.files)
    take_step(run, Verb.PREVIEW, now=now, files=found)


def _found(files_there: Sequence[FileInfo]) -> list[dict[str, Any]]:
    """The files of the preview; of those that are not read, so many by name that a page can show them."""
    found, left = [], 0
    for one in files_there:
        left += one.kind is None
        if one.kind is not None or left <= LEFT_FILES_AT_MOST:
            found.append(_file(one))
    if left > LEFT_FILES_AT_MOST:
        more = FileInfo(f"+ {left - LEFT_FILES_AT_MOST}", FileState.UNKNOWN, reason=MORE_REASON)
        found.append(_file(more))
    return found


def _file(one: FileInfo) -> dict[str, Any]:
    """One file of the preview as it is kept."""
    return {
        "name": one.name,
        "state": one.state.value,
        "kind": one.kind.value if one.kind is not None else "",
        "rows": one.rows,
        "size": one.size,
        "reason": one.reason,
        "remarks": [[remark.kind.value, clipped(remark.value)] for remark in one.remarks[:REMARKS_AT_MOST]],
    }


def _apply(run: ImportRun, place: Path, now: datetime, limits: Limits, seconds: float) -> bool:
    """Take chunks in until the time is over, but for as long as it took to find the place again, up to ten times.

    So a file of half a gigabyte is not read through from its beginning for every few rows of it.
    """
    begun, found = time.monotonic(), False
    until = begun + seconds
    turn = Turn(run.owner_id, run.pk, run.replace, now, limits, matching.by_link(Viewer(run.owner_id)))
    kinds = [kind for kind in ORDER if kind.value in run.parts]
    if run.at_kind:
        kinds = kinds[kinds.index(Kind(run.at_kind)) :]
    with opened(Source(run.source), place) as file:
        for kind in kinds:
            rows = _rest(file, kind, run.taken if run.at_kind == kind.value else 0)
            while chunk := list(islice(rows, CHUNK)):
                if not found:
                    there = time.monotonic()
                    found, until = True, max(until, there + min(there - begun, 10 * seconds))
                if run.rows >= ROWS_AT_MOST:
                    wrong = {"limit": ROWS_AT_MOST}
                    take_step(
                        run,
                        Verb.FAIL,
                        now=now,
                        problem="too_many_rows",
                        finished_at=now,
                        problem_values=wrong,
                    )
                    return False
                if not _take(turn, run, kind, chunk):
                    return False
                if time.monotonic() > until:
                    return True
    _finish(run, now)
    return False


def _rest(file: Opened, kind: Kind, taken: int) -> Iterator[Row | BadRow]:
    """The rows of a part behind those that were taken."""
    return islice(file.rows(kind), taken, None)


def _take(turn: Turn, run: ImportRun, kind: Kind, chunk: Sequence[Row | BadRow]) -> bool:
    """Take one chunk in, in one transaction with its place; False where another worker has it."""
    taken = (run.taken if run.at_kind == kind.value else 0) + len(chunk)
    drawn = painted(turn, chunk)
    with transaction.atomic():
        rows = ImportRun.objects.filter(pk=run.pk, state=State.APPLYING.value, step=run.step)
        if not rows.update(step=F("step") + 1):
            return False
        good = [row for row in drawn if isinstance(row, Row)]
        results = iter(TAKERS[kind](turn, good))
        told = [_bad(row) if isinstance(row, BadRow) else _told(row, next(results)) for row in chunk]
        counts = _counted(run.counts, kind, chunk, told)
        ImportRow.objects.bulk_create(
            ImportRow(
                owner_id=turn.owner, run_id=run.pk, number=run.rows + place, kind=kind.value, file=row.file,
                line=row.line, outcome=result.outcome.value, reason=result.reason,
                values=dict(result.values) or None, made=[list(one) for one in result.made] or None,
            )
            for place, (row, result) in enumerate(zip(chunk, told, strict=True))
        )  # fmt: skip
        ImportRun.objects.filter(pk=run.pk).update(
            at_kind=kind.value, taken=taken, rows=F("rows") + len(chunk), counts=counts, stalls=0,
            changed_at=turn.now,
        )  # fmt: skip
    run.step, run.at_kind, run.taken = run.step + 1, kind.value, taken
    run.rows, run.counts = run.rows + len(chunk), counts
    return True


def _bad(row: BadRow) -> Result:
    values = {
        "_": ROW_SENTENCES[row.fault],
        "column": row.column,
        "value": clipped(row.value),
        "limit": row.limit,
    }
    return Result(Outcome.FAILED, row.fault.value, values)


def _told(row: Row, result: Result) -> Result:
    """The result, with what of the row could not be read although the row was taken."""
    if not row.left_out or result.reason not in ("", "known", "filled"):
        return result
    fields = ", ".join(dict.fromkeys(one.column for one in row.left_out))
    return replace(result, reason="parts_left_out", values={"fields": fields})


def _counted(
    counts: Mapping[str, Any], kind: Kind, chunk: Sequence[Row | BadRow], told: Sequence[Result]
) -> dict[str, Any]:
    """The counts by file with those of this chunk."""
    after = {name: dict(one) for name, one in counts.items()}
    for row, result in zip(chunk, told, strict=True):
        of_file = after.setdefault(row.file, {"kind": kind.value, "rows": 0})
        of_file["rows"] += 1
        of_file[result.outcome.value] = of_file.get(result.outcome.value, 0) + 1
    return after


def _finish(run: ImportRun, now: datetime) -> None:
    if take_step(run, Verb.FINISH, now=now, finished_at=now, total=run.rows):
        files.remove(run.pk)


def _undo(run: ImportRun, now: datetime, limits: Limits, until: float) -> bool:
    while undo_some(run, now=now, limits=limits):
        if time.monotonic() > until:
            return True
    return False
