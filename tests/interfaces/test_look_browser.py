"""The look in a real browser: accessible in every state, theme, direction and width; quiet on the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = "axe.run({runOnly: %s}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rapport.interfaces.web.states"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing is collected; files come from the source
]


@pytest.fixture(autouse=True)
def _building(settings: Any) -> None:
    """The page of states is there where DEBUG is on."""
    settings.DEBUG = True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests here; its event loop runs in the thread that also asks the database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, **given: Any) -> tuple[Page, list[str]]:
    """The page at `address`, and what its console complains about."""
    page = browser.new_context(
        **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **given}
    ).new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


def violations(page: Page) -> list[str]:
    """What axe finds; it is put in past the page's own policy, as a debugger would."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    answer = session.send(
        "Runtime.evaluate", {"expression": CHECK % TAGS, "awaitPromise": True, "returnByValue": True}
    )
    found: list[str] = answer["result"]["value"]
    return found


@pytest.mark.parametrize(
    ("width", "theme", "direction"),
    [
        (1280, "light", "ltr"),
        (1280, "dark", "rtl"),
        (390, "dark", "ltr"),
        (320, "light", "rtl"),
        (320, "dark", "ltr"),
    ],
)
def test_every_state_is_accessible(
    browser: Browser, live_server: LiveServer, width: int, theme: str, direction: str
) -> None:
    """Quality 5: axe finds nothing, nothing scrolls sideways, the console is quiet."""
    page, complaints = opened(
        browser,
        f"{live_server.url}/design/states?dir={direction}",
        viewport={"width": width, "height": 900},
        color_scheme=theme,
    )
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


def test_twice_the_text_still_fits(browser: Browser, live_server: LiveServer) -> None:
    """WCAG 1.4.4: at 200 % nothing is cut off at the side."""
    page, _ = opened(browser, f"{live_server.url}/design/states", viewport={"width": 640, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") == 640


def test_a_dialog_is_a_page_without_script(browser: Browser, live_server: LiveServer) -> None:
    """Without script the link leads to a page of its own, with the same form."""
    page, complaints = opened(browser, f"{live_server.url}/design/states", java_script_enabled=False)
    page.click('section[aria-labelledby="s7"] a.tie.connect')
    assert page.url.endswith("/design/dialog")
    assert page.get_by_role("heading", level=1).inner_text() == "Invite Jonas to connect"
    assert page.get_by_text("At most 300 characters").is_visible()
    page.get_by_role("link", name="Cancel").click()
    assert page.url.endswith("/design/states")
    assert complaints == []


def test_a_dialog_opens_over_the_page_with_script(browser: Browser, live_server: LiveServer) -> None:
    """It takes focus, what is behind it is inert, and Escape gives focus back."""
    page, complaints = opened(browser, f"{live_server.url}/design/states")
    link = 'section[aria-labelledby="s7"] a.tie.connect'
    page.click(link)
    page.wait_for_selector("dialog:modal")
    assert page.url.endswith("/design/states")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert page.get_by_text("198 characters left").last.is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate(f"document.activeElement === document.querySelector('{link}')")
    page.click(link)
    page.wait_for_selector("dialog:modal")
    page.locator("#dialogs").get_by_role("link", name="Cancel").click()
    page.wait_for_selector("dialog", state="detached")
    assert complaints == []


def test_menus_close_politely(browser: Browser, live_server: LiveServer) -> None:
    """On Escape with focus back on their button, on a press elsewhere, and when another opens."""
    page, _ = opened(browser, f"{live_server.url}/design/states")
    menus = page.locator("details.menu > summary")
    menus.nth(0).click()
    assert page.locator("details.menu[open]").count() == 1
    menus.nth(1).click()
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.localName") == "summary"
    menus.nth(0).click()
    page.get_by_role("heading", level=1).click()
    assert page.locator("details.menu[open]").count() == 0


def test_slash_finds_a_person(browser: Browser, live_server: LiveServer) -> None:
    """The search field takes focus, but not while one writes."""
    page, _ = opened(browser, f"{live_server.url}/design/states")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.locator("#id_note").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_note"


def test_facts_go_into_the_note(browser: Browser, live_server: LiveServer) -> None:
    """The coach offers; a press puts the fact in and the counter follows."""
    page, _ = opened(browser, f"{live_server.url}/design/states")
    page.get_by_role("button", name="You both know Olga and Kwame well").click()
    assert page.locator("#id_note").input_value().endswith("window. You both know Olga and Kwame well")
    assert page.locator("#id_note-left").inner_text() == "164 characters left"


def test_the_skip_link_comes_first(browser: Browser, live_server: LiveServer) -> None:
    """The first press of Tab reaches it; Enter goes to the page."""
    page, _ = opened(browser, f"{live_server.url}/design/states")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_forced_colours_keep_every_state_apart(browser: Browser, live_server: LiveServer) -> None:
    """What is on has a border where colours are taken away."""
    page, _ = opened(browser, f"{live_server.url}/design/states", forced_colors="active")
    for selector in (".tie.on", ".tie.solid", ".btn.main"):
        assert page.locator(selector).first.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"


@pytest.mark.parametrize("status", [404, 429, 500])
def test_error_pages_are_accessible(browser: Browser, live_server: LiveServer, status: int) -> None:
    """What goes wrong is told in the same look."""
    page, _ = opened(browser, f"{live_server.url}/design/errors/{status}")
    assert violations(page) == []
    assert page.get_by_role("heading", level=1).count() == 1
