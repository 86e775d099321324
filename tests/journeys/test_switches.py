"""Switches in the settings do what they say, for others too and at once (REL-1, REL-13, REL-14, REL-16)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import StorageState, expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

Doors = Callable[[str], StorageState]


def member(visit: Visit, handle: str, name: str) -> Visitor:
    """Somebody of this journey, signed in."""
    visitor = visit()
    visitor.member(handle, name)
    return visitor


def choose(visitor: Visitor, **choices: str) -> None:
    """Choose in the settings and save; the page comes back with the choice."""
    visitor.go("/settings")
    for group, choice in choices.items():
        visitor.page.locator(f"#id_{group}").get_by_label(choice, exact=True).check()
    visitor.press("Save")
    visitor.reads("Saved.")
    for group, choice in choices.items():
        expect(visitor.page.locator(f"#id_{group}").get_by_label(choice, exact=True)).to_be_checked()


def test_switches_hold_for_others_at_once(visit: Visit) -> None:
    """Follow first, requests to follow, hidden lists: each is seen on the other side."""
    tomoko, rui = member(visit, "tomoko", "Tomoko Abe"), member(visit, "rui", "Rui Faro")

    # Follow first: Connect stands under More
    choose(tomoko, primary_button="Follow; Connect stands under More")
    rui.go("/@tomoko")
    pair = rui.page.locator("#tie-tomoko")
    expect(pair.get_by_role("button", name="Follow Tomoko Abe")).to_have_class("tie follow solid")
    pair.locator("summary").first.click()
    expect(pair.get_by_role("link", name="Connect…")).to_be_visible()
    rui.page.keyboard.press("Escape")

    # on request: asked, refused and accepted
    choose(tomoko, follow_policy="Those I say yes to")
    rui.go("/@tomoko")
    rui.press("Follow Tomoko Abe")
    expect(pair).to_contain_text("Asked")
    tomoko.go("/notices")
    tomoko.reads("Nothing to tell you yet.")
    tomoko.go("/network/requests")
    tomoko.reads("Rui Faro")
    tomoko.press("Let them follow Rui Faro")
    tomoko.reads("Nobody is asking to follow you.")
    rui.go("/@tomoko")
    expect(pair).to_contain_text("Following")

    # connections only: the follow rests, nothing is lost
    choose(tomoko, follow_policy="My connections only")
    rui.go("/@tomoko")
    rui.reads("your follow rests until that changes")
    expect(rui.page.get_by_role("link", name="0 followers")).to_be_visible()
    choose(tomoko, follow_policy="Everyone", primary_button="Connect")
    rui.go("/@tomoko")
    rui.reads_not("your follow rests until that changes")
    expect(rui.page.get_by_role("link", name="1 follower")).to_be_visible()

    # a hidden list says that it is hidden
    choose(tomoko, connection_list="Only me")
    rui.go("/@tomoko/connections")
    rui.reads("Tomoko keeps their connection list to themselves.")

    # the filtered tray: no notice, nothing told
    choose(tomoko, invitation_policy="The 2nd degree and closer")
    rui.go("/@tomoko/invite")
    rui.page.get_by_label("Other").check()
    rui.press("Send invitation")
    rui.reads("Invitation sent to Tomoko.")
    tomoko.go("/notices")
    tomoko.reads("Nothing to tell you yet.")
    tomoko.go("/network")
    tomoko.press("Filtered, 1", role="link")
    tomoko.reads("Rui Faro")


def test_the_theme_is_kept(visit: Visit) -> None:
    """What is chosen under Looks holds on every page, whatever the system says."""
    ayo = member(visit, "ayo", "Ayo Bello")
    ayo.go("/settings/account")
    ayo.page.get_by_label("Dark").check()
    ayo.page.locator("form", has=ayo.page.get_by_label("Dark")).get_by_role("button", name="Save").click()
    ayo.reads("Saved.")
    ayo.go("/people")
    assert ayo.page.locator("html").get_attribute("data-theme") == "dark"
    assert (
        ayo.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 24, 19)"
    )
