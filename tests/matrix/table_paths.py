"""The rows of paths between two people: who is named on the way, and to whom (NET-2)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Row, to
from tests.matrix.viewers import Who

OWNER, THIRD = Who.SELF.value, Canary.CONNECTION.value
SECOND, FIRST = frozenset({Who.SECOND}), frozenset({Who.FIRST})
NEAR = frozenset({Who.FIRST, Who.SECOND, Who.THIRD})
"""Between these and the owner a path is drawn."""

PATH_ROWS: Mapping[str, Row] = {
    "api_member_path": Row(about={OWNER: to(SECOND, Canary.BRIDGE), THIRD: to(SECOND, Canary.BRIDGE)}),
    "member_path": Row(
        about={
            OWNER: to(NEAR, Canary.HEADLINE) | to(SECOND, Canary.BRIDGE),
            THIRD: to(SECOND, Canary.BRIDGE) | to(FIRST, Canary.HEADLINE),
        }
    ),
}

PATH_READ_ONLY = frozenset(PATH_ROWS)
