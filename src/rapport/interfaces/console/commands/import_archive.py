"""`rapport import-archive`: imports a LinkedIn archive for a member, here and now, with the code of the worker."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from rapport.content.exchange.actions import runs as actions
from rapport.content.exchange.actions.work import work
from rapport.content.exchange.files import place_of
from rapport.content.exchange.models import ImportRun
from rapport.content.exchange.queries import runs
from rapport.content.exchange.queries.runs import FileView, RunView
from rapport.content.exchange.rules.process import MOVING, State
from rapport.content.exchange.rules.reasons import Outcome
from rapport.content.exchange.sources import source_of
from rapport.interfaces.console.members import account_of
from rapport.interfaces.console.output import columns, print_json
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock, ids
from rapport.kernel.limits import queries as limits
from rapport.people.audience import Viewer

SHOWN = 100
"""So many failed rows of a file are named; the whole report stands on the member's page."""


def run(arguments: argparse.Namespace) -> int:
    """Take in all parts of the file; with `--dry-run` everything is rolled back.

    Raises: Trouble, where the file or the member is not there, or the file cannot be read.
    """
    owner = account_of(arguments.handle).actor_id
    file: Path = arguments.file
    if owner is None or not file.is_file():
        raise Trouble(f"{file} is not there." if owner else "This account is not a member yet.")
    if arguments.dry_run:
        with transaction.atomic():
            told = _told(_import(owner, file))
            transaction.set_rollback(True)
    else:
        told = _told(_import(owner, file))
    if arguments.json:
        print_json({"dry_run": arguments.dry_run, **told})
    else:
        _print(told, dry_run=arguments.dry_run)
    return 0


def _import(owner: int, file: Path) -> RunView:
    """From the file to the report, as the page does it, but for the choice: everything is taken."""
    now = clock.now()
    with file.open("rb") as opened:
        source = source_of(opened.read(64))
    run_id = _interrupted(owner, file) or ids.new()
    if not ImportRun.objects.filter(pk=run_id).exists():
        actions.make(
            owner=owner,
            run_id=run_id,
            source=source,
            file_name=file.name,
            size=file.stat().st_size,
            now=now,
            work=False,
        )
    _go(ImportRun.objects.get(pk=run_id), file)
    view = _seen(owner, run_id)
    if view.state is State.PREVIEWED:
        parts = [kind.value for kind in runs.parts_of(view)]
        if not parts:
            actions.discard(owner=owner, run_id=run_id)
            raise Trouble("There is nothing in this file that can be taken in here.")
        actions.confirm(owner=owner, run_id=run_id, parts=parts, now=now, work=False)
        _go(ImportRun.objects.get(pk=run_id), file)
        view = _seen(owner, run_id)
    if view.state is State.FAILED:
        if not view.done:
            actions.retire(ImportRun.objects.get(pk=run_id))
        raise Trouble(view.problem.format(**view.problem_values))
    return view


def _interrupted(owner: int, file: Path) -> UUID | None:
    """An import of this very file that was killed on the console: it is gone on with."""
    moving = ImportRun.objects.filter(owner_id=owner, state__in=sorted(MOVING)).first()
    same = moving is not None and (moving.file_name, moving.size) == (file.name, file.stat().st_size)
    return moving.pk if moving is not None and same and not place_of(moving.pk).exists() else None


def _go(run: ImportRun, file: Path) -> None:
    while work(run, now=clock.now(), limits=limits.current(), path=file, seconds=3600):
        run.refresh_from_db()


def _seen(owner: int, run_id: Any) -> RunView:
    return runs.run_of(Viewer(owner), run_id, limits.current())


def _told(view: RunView) -> dict[str, Any]:
    """What a script reads: per file rows, imported, merged, kept aside, skipped with reasons, failed with lines."""
    rows: dict[str, dict[str, Any]] = {}
    for file in view.files:
        rows[file.name] = _counted(file)
    cursor = None
    viewer = Viewer(ImportRun.objects.values_list("owner_id", flat=True).get(pk=view.id))
    while True:
        page = runs.rows_of(viewer, view.id, cursor=cursor, size=2_000)
        for row in page.items:
            said = row.template.format(**row.values)
            if row.outcome is Outcome.SKIPPED:
                reasons = rows[row.file]["reasons"]
                reasons[said] = reasons.get(said, 0) + 1
            elif row.outcome is Outcome.FAILED:
                rows[row.file]["failures"].append({"line": row.line, "reason": said})
        cursor = page.next
        if cursor is None:
            break
    totals = {outcome.value: count for outcome, count in view.outcomes.items()}
    head = {"import": str(view.id), "source": view.source.value, "rows": view.done}
    return {**head, **totals, "files": list(rows.values())}


def _counted(file: FileView) -> dict[str, Any]:
    counts = {outcome.value: file.outcomes.get(outcome, 0) for outcome in Outcome}
    left = {"left": file.reason} if file.reason else {}
    return {
        "file": file.name,
        "part": file.kind.value if file.kind is not None else None,
        "rows": file.taken,
        **counts,
        "reasons": {},
        "failures": [],
        **left,
    }


def _print(told: dict[str, Any], *, dry_run: bool) -> None:
    shown = [
        (
            one["file"],
            f"{one['rows']} rows",
            one.get("left")
            or ", ".join(
                f"{one[name.value]} {name.value.replace('_', ' ')}" for name in Outcome if one[name.value]
            )
            or "nothing in it",
        )
        for one in told["files"]
    ]
    print(columns(shown))
    for one in told["files"]:
        for failure in one["failures"][:SHOWN]:
            print(f"{one['file']}, line {failure['line']}: {failure['reason']}", file=sys.stderr)
    if dry_run:
        print("This was a dry run: nothing was written.")
