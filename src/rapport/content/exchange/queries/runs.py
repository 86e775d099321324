"""One's own imports as a page or program shows them; nobody reads another's (OPS-1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rapport.content.exchange.formats.dialects import guarded
from rapport.content.exchange.formats.faults import REMARK_SENTENCES, RemarkKind
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.models import ImportRow, ImportRun
from rapport.content.exchange.rules.parts import PARTS
from rapport.content.exchange.rules.process import MOVING, Source, State, Verb, allowed
from rapport.content.exchange.rules.reasons import Outcome, sentence
from rapport.kernel import paging
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.paging import Page
from rapport.people.actors.rules import fold
from rapport.people.audience import Viewer
from rapport.people.contacts import queries as book

_PROBLEMS: Mapping[str, str] = {
    "file_gone": "The file is not there any more. Bring it again: what was taken in already is recognised.",
    "too_many_rows": "More than {limit} rows are not taken in at once. What was taken in stands; the rest was left.",
    "stalled": "Something went wrong again and again while this file was worked on. The organisers find it in the log.",
}
_AT_ONCE = 2_000


@dataclass(frozen=True)
class FileView:
    """One file of an import: what is in it, what there is to know, and what became of its rows."""

    name: str
    kind: Kind | None
    rows: int
    reason: str
    remarks: tuple[tuple[str, str], ...]
    outcomes: Mapping[Outcome, int]
    taken: int
    chosen: bool


@dataclass(frozen=True)
class RunView:
    """An import as its owner sees it; `problem` is an English template that `problem_values` fill."""

    id: UUID
    source: Source
    file_name: str
    size: int
    state: State
    moving: bool
    files: tuple[FileView, ...]
    total: int
    done: int
    replace: bool
    problem: str
    problem_code: str
    problem_values: Mapping[str, Any]
    left: tuple[tuple[str, str, int], ...]
    made_at: datetime
    finished_at: datetime | None
    kept_until: datetime
    allowed_actions: tuple[Verb, ...]

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """What became of all rows together."""
        return {one: sum(file.outcomes.get(one, 0) for file in self.files) for one in Outcome}


@dataclass(frozen=True)
class RowView:
    """One row of a report; `template` is English and filled by `values`."""

    number: int
    kind: Kind
    file: str
    line: int
    outcome: Outcome
    reason: str
    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Unclear:
    """A name that several contacts have: which of them was meant?"""

    number: int
    name: str
    among: tuple[tuple[UUID, str, str, str], ...]


def _files(run: ImportRun) -> Iterator[FileView]:
    """The files as they were found, and those that only reading them showed."""
    seen = set()
    for one in run.files:
        counts = run.counts.get(one["name"], {})
        seen.add(one["name"])
        kind = Kind(one["kind"]) if one["kind"] else None
        yield FileView(
            name=one["name"],
            kind=kind,
            rows=counts.get("rows", one["rows"]),
            reason=one["reason"],
            remarks=tuple((REMARK_SENTENCES[RemarkKind(name)], value) for name, value in one["remarks"]),
            outcomes={outcome: counts[outcome.value] for outcome in Outcome if outcome.value in counts},
            taken=counts.get("rows", 0),
            chosen=kind is not None and kind.value in run.parts,
        )
    for name, counts in run.counts.items():
        if name not in seen:
            outcomes = {outcome: counts[outcome.value] for outcome in Outcome if outcome.value in counts}
            yield FileView(name, Kind(counts["kind"]), counts["rows"], "", (), outcomes, counts["rows"], True)


def view_of(run: ImportRun, limits: Limits) -> RunView:
    """A loaded run as it is shown."""
    state = State(run.state)
    template = run.problem_values.get("_") or _PROBLEMS.get(run.problem, "")
    undoing = state is State.UNDOING
    return RunView(
        id=run.pk,
        source=Source(run.source),
        file_name=run.file_name,
        size=run.size,
        state=state,
        moving=state in MOVING,
        files=tuple(_files(run)),
        total=run.total,
        done=run.taken if undoing else run.rows,
        replace=run.replace,
        problem=template,
        problem_code=run.problem,
        problem_values={name: value for name, value in run.problem_values.items() if name != "_"},
        left=tuple((kind, file, line) for kind, file, line in run.left),
        made_at=run.made_at,
        finished_at=run.finished_at,
        kept_until=run.changed_at + timedelta(days=limits.import_keep_days),
        allowed_actions=allowed(state),
    )


def run_of(viewer: Viewer, run_id: UUID, limits: Limits) -> RunView:
    """One's own import. Raises: Absent."""
    run = ImportRun.objects.filter(pk=run_id, owner_id=viewer.actor_id).first()
    if run is None:
        raise Absent
    return view_of(run, limits)


def runs_of(viewer: Viewer, limits: Limits, at_most: int = 50) -> list[RunView]:
    """One's own imports, latest first."""
    rows = ImportRun.objects.filter(owner_id=viewer.actor_id).order_by("-made_at", "-id")
    return [view_of(run, limits) for run in rows[:at_most]]


def parts_of(run: RunView) -> dict[Kind, int]:
    """The parts there are to choose, each with the rows of all its files."""
    found: dict[Kind, int] = {}
    for file in run.files:
        if file.kind in PARTS and file.kind is not None:
            found[file.kind] = found.get(file.kind, 0) + file.rows
    return found


def _row(row: ImportRow) -> RowView:
    template, values = sentence(row.reason, row.values or {})
    return RowView(
        row.number, Kind(row.kind), row.file, row.line, Outcome(row.outcome), row.reason, template, values
    )


def rows_of(
    viewer: Viewer, run_id: UUID, *, outcome: Outcome | None = None, cursor: str | None = None, size: int = 50
) -> Page[RowView]:
    """The report of one's own import in the order of the file, or of one outcome; page by page.

    Raises: Invalid (`cursor`).
    """
    rows = ImportRow.objects.filter(owner_id=viewer.actor_id, run_id=run_id).order_by("number")
    if outcome is not None:
        rows = rows.filter(outcome=outcome.value)
    if cursor:
        (after,) = paging.decode(cursor, int)
        rows = rows.filter(number__gt=after)
    page = paging.cut(list(rows[: size + 1]), size, key=lambda row: (row.number,))
    return Page([_row(row) for row in page.items], page.next)


def report(viewer: Viewer, run: RunView) -> Iterator[str]:
    """The whole report as CSV, some lines at a time; no cell begins a formula in a spreadsheet."""
    yield _lines([("File", "Line", "Outcome", "Reason")])
    after = -1
    while True:
        rows = ImportRow.objects.filter(owner_id=viewer.actor_id, run_id=run.id, number__gt=after)
        some = [_row(row) for row in rows.order_by("number")[:_AT_ONCE]]
        if not some:
            break
        yield _lines((one.file, one.line, one.outcome.value, _said(one)) for one in some)
        after = some[-1].number
    left = [one for one in run.files if not one.chosen and not one.outcomes]
    if run.state is State.DONE and left:
        said = sentence("left_out", {})[0]
        yield _lines((one.name, "", Outcome.SKIPPED.value, one.reason or said) for one in left)


def _said(one: RowView) -> str:
    return one.template.format(**one.values)


def _lines(rows: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def unclear(viewer: Viewer, run_id: UUID, at_most: int = 20) -> list[Unclear]:
    """The names of an import that several contacts have, with those contacts."""
    assert viewer.actor_id is not None
    rows = ImportRow.objects.filter(owner_id=viewer.actor_id, run_id=run_id, reason="ambiguous")
    found = []
    for row in rows.order_by("number")[:at_most]:
        name = str((row.values or {}).get("name", ""))
        among = tuple(book.by_name(viewer.actor_id, fold(name)))
        if among:
            found.append(Unclear(row.number, name, among))
    return found
