"""The journey of two who run a company page, with script and without (PRO-6, REL-5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import StorageState, expect

from tests.journeys.conftest import Visit


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_run_a_company_page(
    visit: Visit, doors: Callable[[str], StorageState], script: bool
) -> None:  # fmt: skip
    """PRO-6: made, offered, accepted, edited, handed on, followed and read by a visitor."""
    handle = "weir_s" if script else "weir_n"
    name = f"Weir & Daughters {handle[-1].upper()}"
    erin = visit(storage_state=doors("erin"), java_script_enabled=script)
    dan = visit(storage_state=doors("dan"), java_script_enabled=script)

    # erin makes the page; what is refused is kept
    erin.go("/companies")
    erin.press("Make a page", role="link")
    erin.page.get_by_label("Name", exact=True).fill(name)
    erin.page.get_by_label("Short name").fill(handle)
    erin.page.get_by_label("Website").fill("nowhere")
    with erin.expecting(422):
        erin.press("Make the page")
        erin.reads("Write an address such as https://acme.example.")
    expect(erin.page.get_by_label("Name", exact=True)).to_have_value(name)
    erin.page.get_by_label("Website").fill("weir.example")
    erin.press("Make the page")
    erin.heading(name)
    erin.reads("You are an admin of this page.")

    # she asks dan to help, and he agrees
    erin.press("Roles", role="link")
    erin.page.get_by_label("Handle").fill("@dan")
    erin.press("Offer the role")
    erin.reads("Offered. The role is theirs once they accept.")
    dan.go("/companies")
    dan.press(name, role="link", within=dan.page.get_by_label("Your pages"))
    dan.reads("You are asked to look after this page")
    dan.press("Accept the role")
    dan.reads("You are an editor of this page.")

    # an editor writes, and decides nothing
    dan.press("Edit the page", role="link")
    dan.page.get_by_label("About").fill("We raise weirs.\n\nAnd lower them.")
    dan.press("Save")
    dan.reads("And lower them.")
    dan.press("Roles", role="link")
    expect(dan.page.get_by_role("button", name="Offer the role")).to_have_count(0)

    # the last admin stays until there is another
    erin.go(f"/companies/{handle}/roles")
    with erin.expecting(409):
        erin.choose("More for Erin Weiß", "Leave", role="button")
        erin.reads("A page needs an admin.")
    erin.go(f"/companies/{handle}/roles")
    erin.choose("More for Dan Okonkwo", "Make an admin", role="button")
    erin.reads("Dan is Admin now.")
    erin.choose("More for Erin Weiß", "Leave", role="button")
    erin.reads("You have no role on this page now. Nobody is told.")

    # she follows what she left, and a visitor reads it
    erin.press("Follow")
    erin.reads(f"You follow {name}. Nobody is told.")
    erin.go("/network/companies")
    erin.reads(name)
    visitor = visit(java_script_enabled=script)
    visitor.go(f"/@{handle}")
    visitor.heading(name)
    visitor.reads("1 follower")
    visitor.press(f"Follow {name}", role="link")
    expect(visitor.page).to_have_url(f"{visitor.site.url}/sign-in?next=/companies/{handle}")
