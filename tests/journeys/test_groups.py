"""The journey of joining a group by request, with script and without (PRO-7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import StorageState, expect

from tests.journeys.conftest import Visit

NOTE = "I keep the gauge books of three mills in a dry attic."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_join_a_group_by_request(visit: Visit, doors: Callable[[str], StorageState], script: bool) -> None:
    """Found, asked with a note, taken back, asked again, let in by its owner, told, and then they share it."""
    who = "erin" if script else "carol"
    name = {"erin": "Erin Weiß", "carol": "Carol Ferrer"}[who]
    asker = visit(java_script_enabled=script, storage_state=doors(who))
    owner = visit(java_script_enabled=script, storage_state=doors("alice"))

    asker.go("/groups")
    asker.page.get_by_label("Name or subject").fill("archive")
    asker.press("Search", within=asker.page.get_by_role("main"))
    asker.page.get_by_role("link", name="Archive Keepers").click()
    asker.heading("Archive Keepers")
    for words in ("", NOTE):
        asker.press("Ask to join…", role="link")
        form = asker.page.get_by_role("dialog") if script else asker.page.get_by_role("main")
        expect(form.get_by_role("heading", name="Ask to join Archive Keepers")).to_be_visible()
        form.get_by_label("A line to those who run it").fill(words)
        asker.press("Ask to join", within=form)
        asker.reads("You have asked to join Archive Keepers.")
        if not words:
            asker.choose("Asked", "Take it back", role="button")
            asker.reads("Your request is taken back.")

    owner.go("/")
    owner.page.get_by_role("link", name="ask to join Archive Keepers").click()
    owner.reads(NOTE)
    owner.press(f"Let them in {name}")
    owner.reads(f"{name.split()[0]} is in the group now, and is told.")

    asker.go("/notices")
    asker.reads("You are in the group Archive Keepers now.")
    asker.go("/groups/archive_keepers")
    expect(asker.page.get_by_role("main").locator("summary")).to_contain_text("Member")
    asker.go("/@alice")
    asker.reads("Both in Archive Keepers")
