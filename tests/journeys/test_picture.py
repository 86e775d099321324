"""The picture of one's network answers the pointer and the keyboard (NET-5)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import StorageState, expect

from tests.journeys.conftest import Visit

PLACES = """async () => {
    const svg = document.querySelector(".picture svg"), turn = svg.getScreenCTM();
    const told = await (await fetch("/network/picture/people")).json();
    return told.people.map(([x, y, , handle, name]) => {
        const point = new DOMPoint(x, y).matrixTransform(turn);
        return {x: point.x, y: point.y, handle, name};
    });
}"""
DRAWN = "document.querySelector('.picture svg').getAttribute('viewBox')"


def test_people_are_found_by_pointer_and_by_keyboard(
    visit: Visit, doors: Callable[[str], StorageState]
) -> None:
    """A name in a list, a dot, an arrow: each says who it is; Enter goes there."""
    alice = visit(storage_state=doors("alice"))
    alice.go("/network/picture")
    page = alice.page
    expect(page.locator(".picture.answers")).to_be_visible()
    said = page.locator(".picture .who")
    expect(said).to_be_empty()

    listed = page.locator("main a[data-person]").first
    listed.hover()
    expect(said).to_contain_text(listed.inner_text())

    page.locator(".picture > svg").scroll_into_view_if_needed()
    people = page.evaluate(PLACES)
    for one in (people[0], people[-1]):
        page.mouse.move(one["x"], one["y"])
        expect(said.get_by_role("link")).to_have_attribute("href", f"/@{one['handle']}")
        expect(said).to_contain_text(one["name"])

    before = page.evaluate(DRAWN)
    page.get_by_role("button", name="Nearer").click()
    assert page.evaluate(DRAWN) != before
    page.get_by_role("button", name="All").click()
    assert page.evaluate(DRAWN) == before

    # by keyboard everybody is reached from anybody, and one step leads on
    picture = page.get_by_role("application")
    picture.focus()
    page.keyboard.press("Escape")
    expect(said).to_be_empty()
    met = set()
    for key in ["ArrowUp", *["ArrowLeft"] * 3, *["ArrowDown"] * 3, *["ArrowRight"] * 3, "ArrowUp"]:
        page.keyboard.press(key)
        expect(said.get_by_role("link")).to_be_visible()
        met.add(said.inner_text())
    assert len(met) > 1
    last = said.get_by_role("link").get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{alice.site.url}{last}")
