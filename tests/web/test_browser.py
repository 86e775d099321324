"""Members' pages in a real browser: in place with script, accessible, quiet, by keyboard (quality 4, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from rapport.kernel import clock
from rapport.kernel.limits.actions import set_limit
from rapport.people.relationships.actions import answering, choosing, following, inviting
from tests.people import LIMITS, make_member
from tests.web.reading import signed_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = "axe.run({runOnly: %s}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests here."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _stage() -> None:
    """Anna looks: Bert asked her, Cleo is connected, Dora is not yet, Wilhelmina has a long name and follows her."""
    now = clock.now()
    anna, bert, cleo, dora = (make_member(one, now=now) for one in ("anna", "bert", "cleo", "dora"))
    will = make_member("wilhelmina", name="Wilhelmina Oluwaseun Featherstonehaugh-Nakamura", now=now)

    def invite(one: int, two: int, note: str = "") -> Any:
        return inviting.invite(
            sender=one, recipient=two, context="met_at_event", note=note, now=now, limits=LIMITS
        ).invitation_id

    answering.accept(invitation_id=invite(anna, cleo), actor_id=cleo, now=now, limits=LIMITS)
    answering.accept(invitation_id=invite(cleo, dora), actor_id=dora, now=now, limits=LIMITS)
    invite(bert, anna, "We shared a panel in Delft.")
    following.follow(follower=will, followee=anna, now=now)
    choosing.choose(
        actor_id=dora, changes={"primary_button": "connect", "connection_line": "Colleagues only."}
    )
    choosing.choose(actor_id=will, changes={"primary_button": "follow"})
    choosing.keep_note(
        owner=anna, other=cleo, note="Owes me mangoes.", how_met="", tags=["Volta"], rhythm_weeks=4, now=now
    )


def opened(browser: Browser, server: LiveServer, path: str, **given: Any) -> tuple[Page, list[str]]:
    """Anna's page at `path`, and what its console complains about."""
    context = browser.new_context(
        base_url=server.url,
        reduced_motion="reduce",  # axe would read the colours of a dialog half faded in
        **{"viewport": {"width": 1280, "height": 900}, **given},
    )
    name = site.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": signed_in("anna").cookies[name].value, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
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


def test_following_happens_in_place(browser: Browser, live_server: LiveServer) -> None:
    """With script a press renews the page without loading it anew; focus stays on the button."""
    page, complaints = opened(browser, live_server, "/@dora")
    page.evaluate("window.kept = true")
    page.get_by_role("button", name="Follow Dora").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Following Dora").wait_for()
    assert page.locator("#toasts").inner_text().split("\n") == ["You follow Dora. They are not told.", "Undo"]
    assert page.evaluate("document.activeElement.innerText").startswith("Following")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Follow Dora").wait_for()
    assert page.evaluate("window.kept") is True
    assert complaints == []


def test_ignoring_can_be_undone(browser: Browser, live_server: LiveServer) -> None:
    """REL-7: the letter goes, the toast takes it back; the keyboard goes on from what came next."""
    page, complaints = opened(browser, live_server, "/")
    page.get_by_role("button", name="Ignore the invitation from Bert").press("Enter")
    page.get_by_text("Invitation ignored. Bert is not told.").wait_for()
    assert page.locator("article.letter").count() == 0
    assert page.evaluate("document.activeElement.closest('#main') && document.activeElement.id !== 'main'")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.locator("article.letter").wait_for()
    assert complaints == []


def test_the_dialog_opens_over_the_page(browser: Browser, live_server: LiveServer) -> None:
    """The invitation opens over the page, holds the keyboard, and gives focus back; a refusal keeps the words."""
    page, _ = opened(browser, live_server, "/@dora")
    page.get_by_role("link", name="Connect with Dora").press("Enter")
    dialog = page.locator("dialog:modal")
    dialog.wait_for()
    assert page.url.endswith("/@dora")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.innerText").startswith("Connect")
    page.get_by_role("link", name="Connect with Dora").click()
    dialog.get_by_label("Your note").fill("We met.")
    page.keyboard.press("Escape")  # what was typed is there again
    page.get_by_role("link", name="Connect with Dora").click()
    assert dialog.get_by_label("Your note").input_value() == "We met."
    assert dialog.get_by_text("293 characters left").is_visible()
    dialog.get_by_role("button", name="Send invitation").click()
    page.get_by_text("Say how you know each other.").wait_for()
    assert page.get_by_label("Your note").input_value() == "We met."
    page.get_by_label("Met at an event").check()
    page.get_by_role("button", name="Send invitation").click()
    page.get_by_text("Invitation sent to Dora.").wait_for()
    assert page.url.endswith("/@dora")


def test_show_more_adds_to_the_list(browser: Browser, live_server: LiveServer) -> None:
    """Show more brings the next rows into the same list, until there are no more."""
    set_limit(name="page_size", value="2", now=clock.now())
    page, complaints = opened(browser, live_server, "/people")
    names = page.locator("#rows .person .words .name")
    assert names.count() == 2
    for expected in (4, 5):
        before = names.count()
        page.get_by_role("link", name="Show more").press("Enter")
        page.wait_for_function("n => document.querySelectorAll('#rows > .person').length === n", arg=expected)
        page.wait_for_function(  # the keyboard goes on from the first that came
            "n => document.querySelectorAll('#rows > .person')[n].contains(document.activeElement)",
            arg=before,
        )
    page.get_by_role("link", name="Show more").wait_for(state="detached")
    assert names.all_inner_texts() == [
        "Anna",
        "Bert",
        "Cleo",
        "Dora",
        "Wilhelmina Oluwaseun Featherstonehaugh-Nakamura",
    ]
    names.nth(4).click()  # and back: the list is as long as it was
    page.wait_for_url("**/@wilhelmina")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('#rows > .person').length === 5")
    assert complaints == []


def test_what_does_not_reach_the_server_is_said(browser: Browser, live_server: LiveServer) -> None:
    """A press that nobody answers, or a proxy, says so and takes nothing away; a post is kept or said not to be."""
    page, _ = opened(browser, live_server, "/@dora")
    said = page.locator("#toasts")
    page.route("**/follow", lambda route: route.abort())
    page.get_by_role("button", name="Follow Dora").press("Enter")
    said.get_by_text("This did not reach the server. Try again.").wait_for()
    page.route(
        "**/follow",
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>"),
    )
    page.reload()
    page.get_by_role("button", name="Follow Dora").press("Enter")
    said.get_by_text("This did not reach the server. Try again.").wait_for()
    assert page.evaluate("document.activeElement.innerText").startswith("Follow")
    page.goto(live_server.url)
    page.route(
        "**/drafts/keep", lambda route: route.fulfill(content_type="text/html", body="<h1>Sign in</h1>")
    )
    page.locator("#say").fill("Kept nowhere")
    page.get_by_text("Not saved yet: the server was not reached, or you are signed out.").wait_for()
    page.unroute_all()
    page.goto(live_server.url)
    page.locator("#say").fill("Left at once")
    page.get_by_role("link", name="Drafts").click()
    left = page.get_by_role("heading", name="Left at once")
    for _ in range(20):  # it may arrive after the page that was asked for
        if left.count():
            break
        page.wait_for_timeout(250)
        page.goto(f"{live_server.url}/drafts")
    left.wait_for()
    page.goto(live_server.url)
    page.evaluate(
        "() => { const sent = fetch; window.fetch = async (...all) => {"
        " await new Promise((go) => setTimeout(go, 800)); return sent(...all); }; }"
    )
    page.locator("#say").fill("Published while it was kept")
    page.wait_for_timeout(1700)
    page.get_by_role("button", name="Publish").click()
    said.get_by_text("Published.").wait_for()
    page.goto(f"{live_server.url}/drafts")
    assert "Published while it was kept" not in page.locator("h2").all_inner_texts()


def test_leaving_without_script(browser: Browser, live_server: LiveServer) -> None:
    """Without script the same question is a page, and leads back to where it was asked."""
    page, complaints = opened(browser, live_server, "/people?q=cleo", java_script_enabled=False)
    page.locator("summary", has_text="Connected").click()
    page.get_by_role("link", name="Remove the connection").click()
    page.wait_for_url("**/@cleo/disconnect")
    page.get_by_role("button", name="Remove the connection").click()
    page.wait_for_url("**/people?q=cleo")
    assert page.get_by_text("Cleo is no longer your connection, and is not told.").is_visible()
    assert complaints == []


def test_names_are_offered_and_results_follow_what_is_typed(
    browser: Browser, live_server: LiveServer
) -> None:
    """NET-4: the box is a combobox for the keyboard; on the page results, count and address follow each letter."""
    page, complaints = opened(browser, live_server, "/people")
    page.keyboard.press("/")
    page.keyboard.type("dor")
    page.locator("#q-list [role=option]").first.wait_for()
    box = page.locator("#q")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-option-0"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/@dora")

    held: list[Route] = []
    page.route("**/htmx.min*.js*", lambda route: held.append(route))  # noqa: PLW0108 (a method of a list takes no notes)
    page.goto(f"{live_server.url}/search", wait_until="commit")
    page.locator("#words").fill("cle")  # before the page listens
    held.pop().continue_()
    page.locator("#found a.name", has_text="Cleo").wait_for()
    page.wait_for_url("**/search?q=cle&kind=people")
    assert page.locator("#said").inner_text() == "1 person"
    page.get_by_label("2nd").check()
    page.get_by_text("Nobody found.").last.wait_for()
    page.wait_for_url("**degree=2")
    assert page.evaluate("document.activeElement.id") == "degree-2"
    assert complaints == []
