"""Accounts in a real browser: passkeys by Chromium's virtual authenticator, and pages that axe finds nothing in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from rapport.kernel import clock
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account
from tests.accounts.conftest import PASSWORD, code_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = "axe.run({runOnly: %s}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

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
        path = os.environ.get("RAPPORT_TEST_CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody used before."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    yield fresh
    fresh.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the console said; it has to be nothing but the statuses of refused forms."""
    said: list[str] = []
    yield said
    assert [words for words in said if "status of 422" not in words] == []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    """A page whose console is listened to."""
    opened = context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    return opened


@pytest.fixture(autouse=True)
def _mara() -> None:
    actions.create_member(
        handle="mara", email="mara@example.org", name="Mara Lind", password=PASSWORD, now=clock.now(),
        limits=Limits(),
    )  # fmt: skip


def sign_in(page: Page, site: str) -> None:
    """By address and password."""
    page.goto(f"{site}/sign-in")
    page.get_by_label("Email address").fill("mara@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, site: str) -> None:
    """By the page that asks."""
    page.goto(f"{site}/sign-out")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Some people you read.")).to_be_visible()


def with_authenticator(page: Page) -> None:
    """Give the browser a device that makes and keeps passkeys."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_from_making_to_removing(page: Page, live_server: LiveServer) -> None:
    """OPS-3: make one, sign in with it alone, use it as the second step and as a proof, remove it."""
    site = live_server.url
    with_authenticator(page)
    sign_in(page, site)
    page.goto(f"{site}/settings/account/passkeys/add")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What shall it be called?").fill("Laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/settings/account/passkeys/add")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()

    sign_out(page, site)
    page.goto(f"{site}/sign-in?next=/settings/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/settings/account")
    expect(page.get_by_text("last used")).to_be_visible()

    sign_out(page, site)
    sign_in(page, site)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}/")

    page.goto(f"{site}/settings/account")
    page.get_by_role("link", name="Remove Laptop").click()
    page.goto(f"{site}/confirm/passkey?next=/settings/account")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}/settings/account")
    page.get_by_role("link", name="Remove Laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_text("Laptop")).to_have_count(0)


def test_without_a_passkey_one_is_told(page: Page, live_server: LiveServer) -> None:
    """A device without passkeys, and an address without a name: a sentence, and the other ways stay."""
    with_authenticator(page)
    page.goto(f"{live_server.url}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Try again, or another way.")).to_be_visible()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()


def test_joining_with_the_handle_checked_while_typing(page: Page, live_server: LiveServer) -> None:
    """design.md: “mara_2” is free, said beside the field."""
    site = live_server.url
    page.goto(f"{site}/join")
    page.get_by_label("Email address").fill("lucia@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_label("Code").fill(code_in())
    page.get_by_role("button", name="Verify").click()
    page.get_by_label("Your name").fill("Lucía Quispe")
    page.get_by_label("Handle").fill("mara")
    expect(page.get_by_text("“mara” is taken. “mara_2” is free.")).to_be_visible()
    page.get_by_label("Handle").fill("lucia")
    expect(page.get_by_text("“lucia” is free.")).to_be_visible()
    page.get_by_role("button", name="Go in").click()
    page.get_by_role("link", name="Not now").click()
    expect(page).to_have_url(f"{site}/@lucia")
    assert len(mail.outbox) == 1


def test_without_script(browser: Browser, live_server: LiveServer) -> None:
    """quality 5: signing in works without script; passkeys, which cannot, are not offered."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, live_server.url)
    expect(page).to_have_url(f"{live_server.url}/")
    context.close()


PUBLIC = ("/", "/sign-in", "/sign-in/code", "/join", "/password", "/sign-in/closed")
OWN = (
    "/settings/account", "/settings/account/sessions", "/settings/account/email", "/settings/account/password",
    "/settings/account/passkeys/add", "/settings/account/app", "/settings/account/leave", "/sign-out", "/confirm",
)  # fmt: skip
LEAVING = "/welcome/back"
"""All that who deleted their account is shown until they come back."""


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_every_page_is_accessible(browser: Browser, live_server: LiveServer, width: int, theme: Any) -> None:
    """quality 5: axe finds nothing, nothing scrolls sideways, the console is quiet."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    found = {path: faults for path in PUBLIC if (faults := faults_of(page, live_server.url + path, width))}
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/confirm?next=/settings/account")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Account", exact=True)).to_be_visible()
    found |= {path: faults for path in OWN if (faults := faults_of(page, live_server.url + path, width))}
    mara = Account.objects.get(email="mara@example.org")
    actions.leave(account_id=mara.pk, now=clock.now(), limits=Limits())
    sign_in(page, live_server.url)
    expect(page.get_by_role("button", name="Come back")).to_be_visible()
    assert faults_of(page, live_server.url + LEAVING, width) == []
    assert found == {}
    assert said == []
    context.close()


def faults_of(page: Page, address: str, width: int) -> list[str]:
    """What axe finds on one page, and whether it scrolls sideways."""
    page.goto(address)
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    asked = {"expression": CHECK % TAGS, "awaitPromise": True, "returnByValue": True}
    faults: list[str] = session.send("Runtime.evaluate", asked)["result"]["value"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults if wide == width else [*faults, f"{wide} px wide"]


def test_mails_read_well(page: Page, live_server: LiveServer) -> None:
    """A mail says who, what, the code, how long, and what to do if it was not you."""
    page.goto(f"{live_server.url}/sign-in/code")
    page.get_by_label("Email address").fill("mara@example.org")
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    body = str(mail.outbox[-1].body)
    assert re.search(r"\n\n    [A-Z]{4}-[A-Z]{4}\n\n", body)
    assert "15 minutes" in body
    assert "If it was not you, do nothing" in body
    assert "&" not in body
