"""Bringing files in tests: from the file to what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from rapport.content.exchange.actions import runs
from rapport.content.exchange.models import ImportRow, KeptAside
from rapport.content.exchange.queries.runs import RunView, parts_of, run_of
from rapport.content.profiles.models import Entry, Skill
from rapport.kernel import clock, jobs
from rapport.kernel.limits import queries as limits
from rapport.people.audience import Viewer
from rapport.people.contacts.models import Contact, ContactAddress


def bring(owner: int, path: Path) -> RunView:
    """Bring a file and let the worker read it."""
    run_id = runs.bring(
        owner=owner, chunks=[path.read_bytes()], file_name=path.name, now=clock.now(), limits=limits.current()
    )
    jobs.run_due()
    return seen(owner, run_id)


def seen(owner: int, run_id: UUID) -> RunView:
    """The import as its owner sees it."""
    return run_of(Viewer(owner), run_id, limits.current())


def take(owner: int, run: RunView, parts: Sequence[str] | None = None, *, replace: bool = False) -> RunView:
    """Take parts of it in, or all there are."""
    chosen = [kind.value for kind in parts_of(run)] if parts is None else parts
    runs.confirm(owner=owner, run_id=run.id, parts=chosen, replace=replace, now=clock.now())
    jobs.run_due()
    return seen(owner, run.id)


def import_all(owner: int, path: Path) -> RunView:
    """From the file to the report."""
    return take(owner, bring(owner, path))


def undo(owner: int, run: RunView) -> None:
    """Take it back."""
    runs.undo(owner=owner, run_id=run.id, now=clock.now())
    jobs.run_due()


def kept_of(owner: int) -> list[Any]:
    """All that an import brought a member, but ids and times."""
    contacts = Contact.objects.filter(owner_id=owner)
    named = contacts.values_list("name", "company", "position", "connected_on", "slug", "note", "follows")
    sections = Entry.objects.filter(owner_id=owner)
    return [
        sorted(map(repr, named)),
        ContactAddress.objects.filter(owner_id=owner).count(),
        sorted(KeptAside.objects.filter(owner_id=owner).values_list("kind", "digest")),
        sorted(sections.values_list("section", "title", "organization_name", "started", "description")),
        sorted(Skill.objects.filter(owner_id=owner).values_list("name", flat=True)),
        list(
            ImportRow.objects.filter(owner_id=owner)
            .order_by("number")
            .values_list("line", "outcome", "reason")
        ),
    ]
