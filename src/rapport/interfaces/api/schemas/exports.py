"""Archives of everything of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from rapport.interfaces.api.schemas.common import Shown, choice


class Export(Shown):
    """One archive (OPS-2)."""

    id: UUID
    state: Annotated[str, choice(("making", "ready"))]
    made_at: datetime | None
    size: Annotated[int | None, Field(description="In bytes, once it is ready.")]
    archive: Annotated[str | None, Field(description="Where it is fetched from, once it is ready.")]


class ExportList(Shown):
    """One's archives."""

    items: list[Export]
    next: str | None
