"""Somebody at a browser: goes through pages as people do, and notices everything a page does wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect

from tests.journeys.site import Site

PATIENCE_SECONDS = 30
expect.set_options(timeout=PATIENCE_SECONDS * 1_000)
PASSWORD = "three unusual words"
DEMO_PASSWORD = "two rules, one river"
WIDTHS = (1280, 390, 320)
JUDGED = (WIDTHS[0], WIDTHS[-1])
VISIBLE_SHIFT = 0.001
"""Below it is a word that becomes another in its place, such as a counter's; browsers call 0.1 good."""
AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECK = """axe.run({runOnly: %s, resultTypes: ["violations"]}).then(found => found.violations.map(one =>
  one.id + ": " + one.nodes.map(node => node.html + " " + node.failureSummary).join(" | ")))"""
SHIFT = """new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 50));
})"""


class Visitor:
    """A browser of somebody's own, with cookies, and what went wrong in it."""

    def __init__(self, browser: Browser, site: Site, **given: Any) -> None:
        """Open it; `given` is how Playwright makes contexts (viewport, java_script_enabled, …)."""
        self.site = site
        self.complaints: list[str] = []
        self._expected: set[int] = set()
        self.context: BrowserContext = browser.new_context(
            **{
                "viewport": {"width": 1280, "height": 900},
                "base_url": site.url,
                "reduced_motion": "reduce",
                **given,
            }
        )
        self.context.set_default_timeout(PATIENCE_SECONDS * 1_000)
        self.context.on("page", self._watch)
        self.page: Page = self.context.new_page()
        # one for all, kept: where one of several ends, Chromium takes its passkeys' device away
        self.devtools = self.context.new_cdp_session(self.page)

    def _watch(self, page: Page) -> None:
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _heard(self, kind: str, text: str) -> None:
        if kind not in ("error", "warning") or any(f"status of {code}" in text for code in self._expected):
            return
        self.complaints.append(f"console: {text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.site.url:
            self.complaints.append(f"a third party is asked: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page left while it still loads
            self.complaints.append(f"request failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.complaints.append(f"{response.status}: {response.url}")

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Inside, answers with these statuses are right, and so is what the console says about them."""
        self._expected |= set(statuses)
        yield
        self.page.wait_for_load_state()
        self._expected -= set(statuses)

    def close(self) -> None:
        """End, and insist that nothing was wrong."""
        self.context.close()
        assert self.complaints == []

    # Going about

    def go(self, path: str, status: int = 200) -> None:
        """To the page at `path`, which answers with `status`."""
        with self.expecting(*(() if status == 200 else (status,))):
            answer = self.page.goto(path)
            assert answer is not None
            assert answer.status == status, f"{path}: {answer.status}"

    def press(self, name: str, *, role: Any = "button", within: Locator | None = None) -> None:
        """Press the one visible thing of this accessible name (or a beginning of it)."""
        (within or self.page).get_by_role(role, name=name).first.click()

    def choose(self, menu: str, item: str, *, role: Any = "link") -> None:
        """Open the menu called `menu` and take `item`."""
        opened = self.page.locator("details.menu", has=self.page.locator("summary", has_text=menu)).first
        opened.locator("summary").click()
        opened.get_by_role(role, name=item).click()

    def reads(self, text: str) -> None:
        """The page says `text` where one can see it."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def reads_not(self, text: str) -> None:
        """The page does not say `text` where one can see it."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def heading(self, text: str) -> None:
        """The page is headed `text`."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    # Coming in

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """By address and password."""
        self.go("/sign-in")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/")

    def member(self, handle: str, name: str, *more: str) -> str:
        """As a new member made by the operator; gives the address one signs in with."""
        email = f"{handle}@example.org"
        given = ("--handle", handle, "--email", email, "--name", name, "--password-stdin", *more)
        self.site.run("create-member", *given, given=PASSWORD)
        self.sign_in(email)
        return email

    def join(self, handle: str, name: str, headline: str) -> None:
        """From the first page to one's own home: address, code by mail, name, handle, headline."""
        email = f"{handle}@example.org"
        self.go("/")
        self.page.get_by_role("link", name="Join").first.click()
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Join").click()
        self.type_code(self.site.mailbox.code_to(email))
        self.heading("Who are you?")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Handle").fill(handle)
        self.page.get_by_label("Headline").fill(headline)
        self.press("Go in")
        self.reads(f"Welcome, {name}.")

    def type_code(self, code: str) -> None:
        """What came by mail, into the page that asks for it."""
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("main").locator("form").get_by_role("button").first.click()

    # Judging

    def violations(self, rules: object = TAGS) -> list[str]:
        """What axe finds; it is put in past the page's own policy, as a debugger would."""
        session = self.devtools
        if not session.send("Runtime.evaluate", {"expression": "'axe' in window"})["result"]["value"]:
            session.send("Runtime.evaluate", {"expression": AXE})
        asked = {"expression": CHECK % json.dumps(rules), "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)
        found: list[str] = answer["result"]["value"]
        return found

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def faults(self) -> list[str]:
        """What is wrong with the page as it stands: in light and dark, at every width, right to left, moving.

        Axe judges the widest and the narrowest, between which nothing but room differs. In the dark only colours are
        looked at again: nothing else depends on the theme.
        """
        shifted = self.page.evaluate(SHIFT)
        found = [f"the page moves while it loads: {shifted:.3f}"] if shifted >= VISIBLE_SHIFT else []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if width in JUDGED:
                self.page.emulate_media(color_scheme="light")
                found += [f"light, {width}: {one}" for one in self.violations()]
                self.page.emulate_media(color_scheme="dark")
                found += [f"dark, {width}: {one}" for one in self.violations(COLOURS)]
            if self.overflow() > 0:
                found.append(f"{width}: scrolls sideways by {self.overflow()}")
        self.page.evaluate("document.documentElement.dir = 'rtl'")
        if self.overflow() > 0:
            found.append(f"right to left, {WIDTHS[-1]}: scrolls sideways by {self.overflow()}")
        self.page.evaluate("document.documentElement.dir = 'ltr'")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        return found
