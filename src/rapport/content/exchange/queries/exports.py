"""Whose export it is, and which exports wait to be fetched (OPS-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.exchange.queries.people import connections
from rapport.content.profiles.queries.page import profile
from rapport.kernel import ids
from rapport.kernel.errors import Absent
from rapport.kernel.jobs import queries as jobs
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.audience import Standing, Viewer

JOB = "exchange.export"


@dataclass(frozen=True)
class Export:
    """One export of a member's: being made, or ready since `made_at` with `size` bytes."""

    id: UUID
    made_at: datetime | None = None
    size: int = 0

    @property
    def is_ready(self) -> bool:
        """It can be fetched."""
        return self.made_at is not None


def key_of(owner_id: int) -> str:
    """Names the one export of a member that may be in the making."""
    return f"{JOB} {owner_id}"


def folder_of(owner_id: int) -> Path:
    """Where the exports of a member lie."""
    return Path(settings.DATA_DIR) / "exports" / str(owner_id)


def path_of(owner_id: int, export_id: UUID) -> Path:
    """The file of an export, whether it is there or not."""
    return folder_of(owner_id) / f"{export_id}.zip"


def exports(owner_id: int) -> list[Export]:
    """One's exports, the one in the making first, then the latest."""
    ready = [
        Export(found, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.stat().st_size)
        for path in folder_of(owner_id).glob("*.zip")
        if (found := ids.parse(path.stem)) is not None
    ]
    ready.sort(key=lambda one: (one.made_at, one.id), reverse=True)
    done = {one.id for one in ready}
    making = jobs.open_under(key_of(owner_id)).values_list("id", flat=True)
    return [Export(one) for one in making if one not in done] + ready


def export(owner_id: int, export_id: UUID | None) -> Export:
    """One of one's own exports.

    Raises: Absent.
    """
    for one in exports(owner_id):
        if one.id == export_id:
            return one
    raise Absent


def content(owner_id: int, export_id: UUID | None) -> tuple[Export, bytes]:
    """One of one's own exports with its bytes.

    Raises: Absent, also while it is being made, and where its week is over at this very moment.
    """
    found = export(owner_id, export_id)
    try:
        return found, path_of(owner_id, found.id).read_bytes()
    except FileNotFoundError as gone:
        raise Absent from gone


def owner_of(actor_id: int, *, limits: Limits, now: datetime) -> Owner:
    """Whose export it is, with what is read once for all its parts.

    Raises: Absent, where there is no such member, or who left.
    """
    account = Account.objects.select_related("actor").filter(actor_id=actor_id, deleted_at=None).first()
    if account is None or account.actor is None:
        raise Absent
    viewer = Viewer(actor_id)
    return Owner(
        viewer=viewer,
        id=actor_id,
        handle=account.actor.handle,
        name=account.actor.name,
        headline=account.actor.headline,
        email=account.email,
        profile=profile(viewer, actor_id, frozenset({Standing.OWNER}), now),
        connections=connections(viewer),
        limits=limits,
        now=now,
    )
