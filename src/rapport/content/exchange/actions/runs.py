"""What a member says to an import: bring a file, choose its parts, take it back, put it away (OPS-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from rapport.content.exchange import files
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.models import ImportRow, ImportRun, KeptAside
from rapport.content.exchange.rules.parts import PARTS
from rapport.content.exchange.rules.process import ROWS_AT_MOST, STEPS, Source, State, Verb, refuse
from rapport.content.exchange.sources import source_of
from rapport.kernel import ids, jobs
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.contacts import actions as contacts

WORK = "exchange.work"
"""The job that reads, takes in and takes back."""


def find(owner: int, run_id: UUID) -> ImportRun:
    """One's own import. Raises: Absent."""
    run = ImportRun.objects.filter(pk=run_id, owner_id=owner).first()
    if run is None:
        raise Absent
    return run


def take_step(run: ImportRun, verb: Verb, *, now: datetime, **values: object) -> bool:
    """Take a step of the table, if nobody was faster: the row is changed only where it still stands as it was read.

    Raises: Refused (`import_state`), where the table has no such step from here.
    """
    if (State(run.state), verb) not in STEPS:
        raise refuse(State(run.state))
    to = STEPS[State(run.state), verb]
    assert to is not None
    rows = ImportRun.objects.filter(pk=run.pk, state=run.state, step=run.step)
    moved = rows.update(state=to.value, step=F("step") + 1, stalls=0, changed_at=now, **values)
    if moved:
        run.state, run.step = to.value, run.step + 1
        for name, value in values.items():
            setattr(run, name, value)
    return bool(moved)


def bring(*, owner: int, chunks: Iterable[bytes], file_name: str, now: datetime, limits: Limits) -> UUID:
    """Keep a file as it comes in and let the worker read it; gives the import's id. Nothing is taken in yet.

    Raises: TooLarge; Invalid (`empty`); Refused (`import_running`, `imports_per_day`).
    """
    _refuse_more(owner, now, limits)
    received = files.receive(chunks, megabytes=limits.import_megabytes)
    try:
        return adopt(owner=owner, received=received, file_name=file_name, now=now, limits=limits)
    finally:
        received.throw_away()


@transaction.atomic
def adopt(*, owner: int, received: files.Received, file_name: str, now: datetime, limits: Limits) -> UUID:
    """The same for a file that has been received already.

    Raises: as `bring`, but for TooLarge.
    """
    _refuse_more(owner, now, limits)
    if not received.size:
        raise Invalid("Choose a file first; this one is empty.", code="empty", field="file")
    with received.path.open("rb") as file:
        source = source_of(file.read(64))
    run_id = ids.new()
    make(owner=owner, run_id=run_id, source=source, file_name=file_name, size=received.size, now=now)
    received.path.replace(files.place_of(run_id))
    return run_id


def _refuse_more(owner: int, now: datetime, limits: Limits) -> None:
    today = ImportRun.objects.filter(owner_id=owner, made_at__gt=now - timedelta(days=1)).count()
    if today >= limits.imports_per_day:
        raise Refused(
            "You brought {count} files within a day, the most there may be. Come back tomorrow.",
            code="imports_per_day",
            count=today,
        )


@contextmanager
def _one_at_work() -> Iterator[None]:
    """The database lets one import of a member be worked on at a time. Raises: Refused (`import_running`)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(
            "Another file of yours is being worked on. Wait until it is done.", code="import_running"
        ) from None


@transaction.atomic
def make(
    *, owner: int, run_id: UUID, source: Source, file_name: str, size: int, now: datetime, work: bool = True
) -> UUID:
    """Write down that a file is there to be read. Earlier ones that wait for a choice give way to it.

    Raises: Refused (`import_running`), while another is at work.
    """
    name = "".join(char for char in PurePath(file_name.replace("\\", "/")).name if char.isprintable())[-200:]
    for old in ImportRun.objects.filter(owner_id=owner, state=State.PREVIEWED.value):
        _forget(old)
    with _one_at_work():
        ImportRun.objects.create(
            id=run_id,
            owner_id=owner,
            source=source.value,
            file_name=name,
            size=size,
            made_at=now,
            changed_at=now,
        )
    if work:
        jobs.enqueue(WORK, {"run": run_id.hex})
    return run_id


@transaction.atomic
def confirm(
    *, owner: int, run_id: UUID, parts: Sequence[str], replace: bool = False, now: datetime, work: bool = True
) -> None:
    """Take these parts in; the rest of the file is left. `replace` lets the file's profile win over what stands.

    Raises: Absent; Invalid (`no_part`, `unknown_part`, `too_many_rows`); Refused (`import_state`, `import_running`).
    """
    run = find(owner, run_id)
    if (State(run.state), Verb.CONFIRM) not in STEPS:
        raise refuse(State(run.state))
    there = {one["kind"]: 0 for one in run.files if one["kind"]}
    for one in run.files:
        if one["kind"]:
            there[one["kind"]] += one["rows"]
    for part in parts:
        if part not in there or part not in list(Kind) or Kind(part) not in PARTS:
            raise Invalid("There is no such part: {part}.", code="unknown_part", field="parts", part=part)
    if not parts:
        raise Invalid("Choose at least one part.", code="no_part", field="parts")
    chosen = sorted(set(parts))
    total = sum(there[part] for part in chosen)
    if total > ROWS_AT_MOST:
        raise Invalid(
            "These parts have {count} rows. At most {limit} are taken in at once: choose fewer parts.",
            code="too_many_rows", field="parts", count=total, limit=ROWS_AT_MOST,
        )  # fmt: skip
    with _one_at_work():
        if not take_step(run, Verb.CONFIRM, now=now, parts=chosen, replace=replace, total=total):
            raise refuse(State.APPLYING)
    if work:
        jobs.enqueue(WORK, {"run": run_id.hex})


@transaction.atomic
def undo(*, owner: int, run_id: UUID, now: datetime, work: bool = True) -> None:
    """Take back what an import brought; where nothing stands in the way, no trace of it is left.

    Raises: Absent; Refused (`import_state`, `import_running`).
    """
    run = find(owner, run_id)
    rows = ImportRow.objects.filter(owner_id=owner, run_id=run_id)
    with _one_at_work():
        if not take_step(run, Verb.UNDO, now=now, taken=0, total=rows.count(), left=[]):
            raise refuse(State.UNDOING)
    if work:
        jobs.enqueue(WORK, {"run": run_id.hex})


@transaction.atomic
def discard(*, owner: int, run_id: UUID) -> None:
    """Put a file away that waits for a choice, or the last words of one that was taken back.

    Raises: Absent; Refused (`import_state`).
    """
    run = find(owner, run_id)
    if (State(run.state), Verb.DISCARD) not in STEPS:
        raise refuse(State(run.state))
    _forget(run)


@transaction.atomic
def choose_name(*, owner: int, run_id: UUID, number: int, contact_id: UUID) -> None:
    """Say which contact a row meant whose name several have: the follow that was ended there is not offered.

    Raises: Absent, where the row asks no such thing or the contact is not one of them.
    """
    find(owner, run_id)
    rows = ImportRow.objects.filter(owner_id=owner, run_id=run_id, number=number, reason="ambiguous")
    if not rows.exists():
        raise Absent
    fresh = contacts.set_follows(owner=owner, contact_id=contact_id, follows=False)
    rows.update(reason="follow_ended", made=[["follows", str(contact_id)]] if fresh else None)


def _forget(run: ImportRun) -> None:
    """Delete a run with its report, what it kept aside, and its file once that is committed."""
    owner, run_id = run.owner_id, run.pk
    KeptAside.objects.filter(run_id=run_id).delete()
    ImportRow.objects.filter(owner_id=owner, run_id=run_id).delete()
    ImportRun.objects.filter(pk=run_id).delete()
    transaction.on_commit(lambda: files.remove(run_id))


@transaction.atomic
def retire(run: ImportRun) -> None:
    """Delete the report of an import whose time is over; what it brought stays, and can be taken back no more."""
    KeptAside.objects.filter(run_id=run.pk).update(run=None)
    _forget(run)


def retire_old(*, now: datetime, limits: Limits) -> int:
    """Retire the imports that nobody touched for so many days; gives how many."""
    old = ImportRun.objects.filter(changed_at__lt=now - timedelta(days=limits.import_keep_days))
    due = list(old.exclude(state__in=[State.APPLYING.value, State.UNDOING.value])[:100])
    for run in due:
        retire(run)
    files.sweep((now - timedelta(days=1)).timestamp())
    return len(due)


def forget_member(*, owner: int) -> None:
    """Delete all that a member who left brought: runs, reports, what was kept aside, files."""
    for run in ImportRun.objects.filter(owner_id=owner):
        with transaction.atomic():
            _forget(run)
    KeptAside.objects.filter(owner_id=owner).delete()
