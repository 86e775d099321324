"""The journey of a recommendation and an endorsement, with script and without (PRO-3, PRO-4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit

TEXT = "Rosa reads the whole file before she speaks. It saves everybody a week."
BETTER = "Rosa reads the whole file before she speaks, and then asks one question. It saves everybody a week."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_asking_for_and_giving_a_recommendation(visit: Visit, script: bool) -> None:
    """PRO-3, PRO-4: connect, endorse, ask, write, ask for a change, change, accept, read, withdraw."""
    mark = "s" if script else "n"
    rosa, emil = visit(java_script_enabled=script), visit(java_script_enabled=script)
    rosa.member(f"rosa_{mark}", "Rosa Blum")
    emil.member(f"emil_{mark}", "Emil Sand")
    rosa.go(f"/@emil_{mark}/invite")
    rosa.page.get_by_label("Worked together").check()
    rosa.press("Send invitation")
    rosa.reads("Invitation sent to Emil.")
    emil.go("/")
    emil.press("Accept")

    # a skill, and a vote for it
    rosa.go("/profile/skills")
    rosa.page.locator("main input[type=text]").first.fill("Listening")
    rosa.page.locator("main form button[type=submit]").first.click()
    rosa.reads("Listening")
    emil.go(f"/@rosa_{mark}")
    emil.press("Endorse")
    emil.reads("Endorsed. Rosa is told.")
    emil.page.get_by_role("link", name="1 endorsement").click()
    emil.heading("Listening")
    assert not script or emil.faults() == []

    # asked, from the page of the connection
    rosa.go("/recommendations")
    rosa.press("Ask for one", role="link")
    rosa.page.get_by_label("Whom").select_option(f"emil_{mark}")
    rosa.page.get_by_label("A note, if you like").fill("You saw the river project.")
    rosa.page.get_by_role("button", name="Ask", exact=True).click()
    rosa.reads("You asked Emil")

    # written, looked at first
    emil.go("/")
    emil.reads("Rosa asks you for a recommendation")
    emil.press("Write it", role="link")
    assert not script or emil.faults() == []
    emil.page.get_by_label("We were on the same team").check()
    emil.page.get_by_label("Your recommendation").fill(TEXT)
    if not script:
        emil.press("Preview")
    expect(emil.page.locator("figure blockquote")).to_have_text(TEXT)
    emil.press("Send to Rosa")
    emil.reads("Sent to Rosa, who decides what is shown.")

    # a change is asked for and made; what was read is accepted
    rosa.go("/")
    rosa.press("Ask for a change", role="link")
    rosa.page.get_by_label("What should be different?").fill("Say that I ask.")
    rosa.page.get_by_role("button", name="Ask", exact=True).click()
    rosa.reads("Asked. Emil is told.")
    emil.go("/")
    emil.reads("Say that I ask.")
    emil.press("Change the text", role="link")
    emil.page.get_by_label("Your recommendation").fill(BETTER)
    emil.press("Send to Rosa")
    emil.reads("Sent to Rosa, who decides what is shown.")
    rosa.go("/recommendations")
    rosa.press("Accept and show")
    rosa.reads("Accepted. Emil is told.")
    visitor = visit(java_script_enabled=script)
    visitor.go(f"/@rosa_{mark}")
    visitor.reads(BETTER)

    # withdrawn for good
    emil.go("/recommendations?box=given")
    emil.choose("More answers", "Withdraw…")
    emil.reads("Your words are deleted and cannot be brought back.")
    emil.press("Withdraw", within=emil.page.locator("dialog"))
    emil.reads("Withdrawn. Rosa is not told.")
    visitor.go(f"/@rosa_{mark}")
    visitor.reads_not(BETTER)
