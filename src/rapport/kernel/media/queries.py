"""Reading a kept picture; whether somebody may see it is not known here."""

from __future__ import annotations

from rapport.kernel.media import store


def square(key: str, side: int) -> bytes | None:
    """One size of the picture `key` as WebP; None where there is no such picture or size."""
    return store.read(key, side)
