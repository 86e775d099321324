"""How far the index is built."""

from __future__ import annotations

from rapport.projections.search.models import Built


def next_to_build(row: int, version: int) -> int | None:
    """The id after which the index of this row and version is to be built on; None where it is whole."""
    built = Built.objects.filter(pk=row).first()
    return 0 if built is None or built.version != version else built.after
