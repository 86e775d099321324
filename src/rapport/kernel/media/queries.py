"""Reading a kept picture; whether somebody may see it is not known here."""

from __future__ import annotations

from rapport.kernel.media import store


def square(key: str, side: int) -> bytes | None:
    """One size of the picture `key` as WebP; None where there is no such picture or size."""
    return store.read(key, side)


def whole(key: str, width: int, page: int = 0) -> bytes | None:
    """The picture `key` in its own shape, or page `page` (from 1) of the document `key`, as WebP; else None."""
    return store.read(key, width, page)
