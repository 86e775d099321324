"""An archive of the owner's that waits to be fetched: what is in it is a canary (OPS-2)."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

from rapport.content.exchange.queries.exports import folder_of, path_of
from rapport.kernel import ids
from tests.matrix.canaries import Canary


def pack(owner: int, now: datetime) -> UUID:
    """Lay it where the job leaves it; gives its id."""
    made = ids.new()
    folder_of(owner).mkdir(mode=0o700, parents=True)
    path = path_of(owner, made)
    path.write_text(Canary.ARCHIVED)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return made
