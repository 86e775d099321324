"""From an archive to a finished profile, with script and without; every page on the way can be used by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.exchange.archives import write_archive
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs script."""
    return bool(request.param)


def until(visitor: Visitor, words: str, *, script: bool) -> None:
    """Wait until the page says it: with script it does so by itself, without one looks again."""
    for _ in range(60):
        if script or visitor.page.get_by_text(words).first.is_visible():
            break
        visitor.page.wait_for_timeout(250)
        if visitor.page.get_by_role("link", name="Look again").is_visible():
            visitor.page.get_by_role("link", name="Look again").click()
    expect(visitor.page.get_by_text(words).first).to_be_visible()


def test_from_an_archive_to_a_finished_profile(visit: Visit, script: bool, tmp_path: Path) -> None:
    """OPS-1, PRO-1: join, bring the archive, choose, read the report, see the profile, take it back."""
    handle = "pilar_s" if script else "pilar_n"
    path = tmp_path / "archive.zip"
    write_archive(path, era=2026, connections=60, messages=10, comments=10)
    one = visit(java_script_enabled=script)
    one.join(handle, "Pilar Quiroga", "")
    one.go("/import")
    one.page.get_by_label("Your file").set_input_files(str(path))
    one.press("Read this file")
    until(one, "Tick what shall be taken in.", script=script)
    assert one.page.locator("input:checked").count() == 0
    if script:
        assert one.faults() == []
    one.press("Tick everything")
    one.press("Take these in")
    until(one, "What became of its rows", script=script)
    if script:
        assert one.faults() == []
    run = one.page.url
    one.go(f"/@{handle}")
    one.reads("Experience")
    one.go("/contacts")
    one.reads("people, seen by you alone.")
    if script:
        assert one.faults() == []
    one.go(run.removeprefix(one.site.url))
    one.press("Take this import back…", role="link")
    form = one.page.get_by_role("dialog") if script else one.page.get_by_role("main")
    one.press("Take it back", within=form)
    until(one, "Nothing has been brought yet.", script=script)
    one.go("/contacts")
    one.reads("Your contact book is empty.")
