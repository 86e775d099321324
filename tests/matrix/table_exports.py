"""The rows of archives to take along: each is for its owner alone, and which there are is nobody else's."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, Write, to
from tests.matrix.viewers import MEMBERS, NOBODY, ON_PAGES, ONLY_SELF

_ARCHIVE = Row(to(ONLY_SELF, Canary.ARCHIVED))

EXPORT_ROWS: Mapping[str, Row] = {
    "export": PLAIN,
    "export_fetch": _ARCHIVE,
    "export_discard": WRITES,
    "api_exports": PLAIN,
    "api_export": PLAIN,
    "api_export_archive": _ARCHIVE,
}

EXPORT_READ_ONLY = frozenset({"export_fetch", "api_export", "api_export_archive"})

EXPORT_WRITES: Mapping[str, tuple[Write, ...]] = {
    "export": (Write(ON_PAGES),),
    "export_discard": (Write(NOBODY),),
    "api_exports": (Write(MEMBERS),),
}
