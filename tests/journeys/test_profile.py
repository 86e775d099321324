"""A member fills in their profile, says for whom it is, and looks at it as others do; with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

ABOUT = "I read gauges that nobody has read since 1931."


def saved(visitor: Visitor) -> None:
    """The form is gone, and the page says so."""
    visitor.reads("Saved.")
    expect(visitor.page.locator("form[data-guard]")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_fill_in_a_profile_and_see_it_as_others(visit: Visit, script: bool) -> None:
    """PRO-1, PRO-2: every press does what its words say; focus goes into the form and comes back."""
    handle = "nele_s" if script else "nele_n"
    nele = visit(java_script_enabled=script)
    nele.member(handle, "Nele Brandt")
    page = nele.page
    nele.go(f"/@{handle}")

    nele.press("Write about yourself", role="link")
    if script:
        expect(page.get_by_role("textbox", name="About you")).to_be_focused()
        assert page.url.endswith(f"/@{handle}")
    page.get_by_role("textbox", name="About you").fill(ABOUT)
    nele.press("Save")
    saved(nele)
    nele.reads(ABOUT)
    if script:
        expect(page.locator("#sec-about-edit")).to_be_focused()

    nele.press("Add a position", role="link")
    page.get_by_label("Title").fill("Archivist")
    page.get_by_label("From: Year").fill("19")
    page.get_by_label("Company or organisation").fill("City Archive")
    with nele.expecting(422):
        nele.press("Save")
        nele.reads("Write a year or a month")
    assert page.get_by_label("Title").input_value() == "Archivist"
    if script:
        expect(page.get_by_label("From: Year")).to_be_focused()
        page.evaluate("scrollTo(0, 0)")  # no link half under the head of the page
        assert nele.violations() == []
    page.get_by_label("From: Year").fill("2019")
    page.get_by_label("From: Month").select_option("03")
    nele.press("Save")
    saved(nele)
    nele.reads("Mar 2019 to now")

    nele.press("Edit Archivist", role="link")
    assert nele.overflow() <= 0
    nele.press("Remove")
    nele.reads("“Archivist” is removed.")
    nele.press("Undo")
    nele.reads("It is back where it stood.")
    nele.reads("Mar 2019 to now")

    page.locator("#sec-about-seen").click()
    page.get_by_label("Your connections").check()
    nele.press("Save")
    saved(nele)
    page.get_by_role("link", name="A visitor").click()
    nele.reads("as somebody sees it who is not signed in")
    nele.reads("Archivist")
    nele.reads_not(ABOUT)
    page.get_by_role("link", name="A connection", exact=True).click()
    nele.reads(ABOUT)
    if script:
        assert nele.violations() == []
    nele.press("Back to your page", role="link")
    nele.heading("Nele Brandt")

    stranger = visit(java_script_enabled=script)
    stranger.go(f"/@{handle}")
    stranger.reads("City Archive")
    stranger.reads_not(ABOUT)
