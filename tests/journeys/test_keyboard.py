"""The keyboard alone is enough, and one always sees where one is (WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import StorageState, expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

Doors = Callable[[str], StorageState]

HERE = """(() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), look = getComputedStyle(here);
  const radio = here.type === "radio" || here.type === "checkbox";
  const shown = radio && here.nextElementSibling ? getComputedStyle(here.nextElementSibling) : look;
  const outlined = [look, shown].some(one => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const covered = !middle || !(here.contains(middle) || middle.contains(here) ||
    middle.closest("label")?.contains(here));
  return {name: here.innerText || here.getAttribute("aria-label") || here.name || here.localName,
    body: here === document.body, outlined, covered};
})()"""


def walk(visitor: Visitor, until: str, limit: int = 60) -> None:
    """Press Tab until what is called `until` has the focus; on the way one always sees where one is."""
    for _ in range(limit):
        visitor.page.keyboard.press("Tab")
        here = visitor.page.evaluate(HERE)
        assert not here["body"], f"focus was lost before {until}"
        assert here["outlined"], f"no outline around {here['name']}"
        assert not here["covered"], f"{here['name']} is hidden behind something"
        if until in " ".join(here["name"].split()):
            return
    raise AssertionError(f"Tab does not reach {until}")


@pytest.mark.parametrize("width", [1280, 390])
def test_inviting_by_keyboard(visit: Visit, doors: Doors, width: int) -> None:
    """From the skip link into an invitation and back, with Tab, Space, Enter and Escape."""
    carol = visit(storage_state=doors("carol"), viewport={"width": width, "height": 844})
    carol.go("/@dan")
    carol.page.keyboard.press("Tab")
    expect(carol.page.get_by_role("link", name="Skip to the page")).to_be_focused()
    carol.page.keyboard.press("Enter")
    walk(carol, "Connect")
    opener = carol.page.get_by_role("link", name="Connect with Dan Okonkwo")
    expect(opener).to_be_focused()

    # opened, left by Escape: focus is back where it was
    carol.page.keyboard.press("Enter")
    dialog = carol.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert carol.page.evaluate("document.activeElement.closest('dialog') !== null")
    carol.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()

    # filled in; what is behind cannot be reached
    carol.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    for _ in range(40):
        carol.page.keyboard.press("Tab")
        assert carol.page.evaluate("document.activeElement.closest('dialog, body') !== null")
        assert carol.page.evaluate("!document.activeElement.closest('main, header.masthead')")
    dialog.get_by_label("Worked together").focus()
    carol.page.keyboard.press("Space")
    dialog.get_by_label("Your note").focus()
    carol.page.keyboard.type("Dan, I have been walking to you by keyboard.")
    carol.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_menus_by_keyboard(visit: Visit, doors: Doors) -> None:
    """A menu opens, is walked through, and closes with focus on its button."""
    alice = visit(storage_state=doors("alice"))
    alice.go("/@tomas")
    summary = alice.page.locator("#tie-tomas details.menu > summary").first
    summary.focus()
    alice.page.keyboard.press("Enter")
    walk(alice, "Note, tags, how you met…", limit=2)
    alice.page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(alice.page.locator("details.menu[open]")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/network", "/settings", "/people"])
def test_every_stop_is_seen(visit: Visit, doors: Doors, path: str) -> None:
    """Tab through the whole page: each stop has an outline, and nothing lies over it."""
    alice = visit(storage_state=doors("alice"), viewport={"width": 390, "height": 844})
    alice.go(path)
    for _ in range(70):
        alice.page.keyboard.press("Tab")
        here = alice.page.evaluate(HERE)
        if here["body"]:
            break
        assert here["outlined"], here["name"]
        assert not here["covered"], here["name"]
