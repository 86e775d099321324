"""The first load is small, and asks nobody else (quality 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import StorageState

from tests.journeys.conftest import Visit

BYTES = 100_000


@pytest.mark.parametrize(
    ("handle", "path"), [("", "/"), ("", "/@alice"), ("alice", "/"), ("alice", "/people")]
)
def test_the_first_load_is_small(
    visit: Visit, doors: Callable[[str], StorageState], handle: str, path: str
) -> None:
    """Everything that crosses the line for a page, with empty caches and with headers: below 100 kB."""
    visitor = visit(storage_state=doors(handle)) if handle else visit()
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("Network.enable")
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")
    assert len(sizes) > 8
    assert sum(sizes) < BYTES
