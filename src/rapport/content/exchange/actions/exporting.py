"""Making an export, and clearing exports away (OPS-2)."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rapport.content.exchange.formats.writing import write_archive
from rapport.content.exchange.queries.export_files import files
from rapport.content.exchange.queries.export_post_files import post_files
from rapport.content.exchange.queries.export_tables import tables
from rapport.content.exchange.queries.export_written import written
from rapport.content.exchange.queries.exports import JOB, folder_of, key_of, owner_of, path_of
from rapport.kernel import jobs
from rapport.kernel.limits.rules import Limits

KEPT = timedelta(days=7)


def ask(*, actor_id: int) -> UUID:
    """Have everything of a member's own put together; while one is in the making there is no second."""
    return jobs.enqueue(JOB, {"owner": actor_id}, key=key_of(actor_id))


def write(*, actor_id: int, path: Path, limits: Limits, now: datetime) -> None:
    """Write everything of a member's own to `path`, as a zip; nobody ever sees half of it.

    Raises: Absent, where there is no such member.
    """
    owner = owner_of(actor_id, limits=limits, now=now)
    write_archive(
        path, {**tables(owner), **written(owner)}, files(owner, settings.PUBLIC_URL), post_files(owner)
    )


def make(*, actor_id: int, export_id: UUID, limits: Limits, now: datetime) -> None:
    """Make the export that was asked for; a second time it is made anew under the same id."""
    folder_of(actor_id).mkdir(mode=0o700, parents=True, exist_ok=True)
    write(actor_id=actor_id, path=path_of(actor_id, export_id), limits=limits, now=now)


def discard(*, actor_id: int, export_id: UUID) -> None:
    """Remove one export."""
    path_of(actor_id, export_id).unlink(missing_ok=True)


def forget(*, actor_id: int) -> None:
    """Remove all exports of who left for good."""
    shutil.rmtree(folder_of(actor_id), ignore_errors=True)


def clear(*, now: datetime) -> int:
    """Remove exports that nobody wants after a week, and halves that a fault left; gives how many."""
    removed = 0
    for path in (Path(settings.DATA_DIR) / "exports").glob("*/*"):
        if path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
