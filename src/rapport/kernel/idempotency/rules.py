"""What a kept answer is, which keys may be used, and how long it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.kernel.errors import Invalid

KEEP = timedelta(hours=24)
KEY_LENGTH = 200

_KEY = re.compile(rf"[!-~]{{1,{KEY_LENGTH}}}")


@dataclass(frozen=True)
class Kept:
    """The first answer under a key."""

    status: int
    body: bytes


def check_key(key: str) -> str:
    """The key itself where it may be used.

    Raises: Invalid (`idempotency_key`), where it is empty, too long, or not of visible ASCII characters.
    """
    if not _KEY.fullmatch(key):
        raise Invalid(
            "An idempotency key has 1 to {count} visible ASCII characters.",
            code="idempotency_key", field="Idempotency-Key", count=KEY_LENGTH,
        )  # fmt: skip
    return key


def is_stale(created_at: datetime, now: datetime) -> bool:
    """Whether a record of this age counts as forgotten."""
    return created_at <= now - KEEP


class Mismatch(Invalid):
    """Another request was sent under a key that stands for an earlier one."""

    code = "idempotency_mismatch"
    template = "This idempotency key was used for another request. Use a new key."
