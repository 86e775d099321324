"""An account with a passkey and an authenticator app: made, used to sign in, looked at, removed (OPS-3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import PASSWORD, Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(visitor: Visitor) -> None:
    """Give the browser a device that makes and keeps passkeys."""
    devices = visitor.devtools
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def proven(visitor: Visitor, path: str) -> None:
    """The page at `path`, which first asks for the password."""
    visitor.go(path)
    visitor.page.wait_for_url("**/confirm?*")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Go on")
    visitor.page.wait_for_url(f"**{path}")


def app_code(secret: str, later: int = 0) -> str:
    """What an app shows for `secret` (RFC 6238), `later` periods from now."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = int(time.time() // 30) + later
    digest = hmac.digest(key, counter.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def sign_out(visitor: Visitor) -> None:
    """By the page that asks."""
    visitor.go("/sign-out")
    visitor.press("Sign out")
    visitor.heading("Some people you read. Some people you know.")


def test_a_passkey_signs_in(visit: Visit) -> None:
    """A passkey made here opens the account without a password, and can be taken away."""
    ines = visit()
    email = ines.member("ines", "Ines Faro")
    with_device(ines)
    proven(ines, "/settings/account/passkeys/add")
    ines.page.get_by_label("What shall it be called?").fill("Phone")
    ines.press("Make the passkey")
    ines.page.wait_for_url("**/settings/account/codes")
    assert ines.faults() == []
    ines.go("/settings/account")
    ines.reads("Phone")

    sign_out(ines)
    ines.press("Sign in with a passkey")
    ines.heading("Welcome, Ines")

    sign_out(ines)
    ines.go("/sign-in")
    ines.page.get_by_label("Email address").fill(email)
    ines.page.get_by_label("Password").fill(PASSWORD)
    ines.page.get_by_role("button", name="Sign in", exact=True).click()
    ines.heading("One more step")
    assert ines.faults() == []
    ines.press("Use a passkey")
    ines.heading("Welcome, Ines")

    ines.go("/confirm/passkey?next=/settings/account")
    assert ines.faults() == []
    ines.press("Use a passkey")
    ines.page.wait_for_url("**/settings/account")
    ines.press("Remove Phone", role="link")
    ines.page.wait_for_url("**/remove")
    assert ines.faults() == []
    ines.press("Remove the passkey")
    ines.reads("The passkey is removed.")
    expect(ines.page.get_by_text("Phone", exact=True)).to_have_count(0)


def test_an_app_is_the_second_step(visit: Visit) -> None:
    """The app's code is asked for after the password, a recovery code takes its place once."""
    ines = visit()
    email = ines.member("ines_app", "Ines Faro")
    proven(ines, "/settings/account/app")
    ines.press("Begin")
    secret = ines.page.locator("main code").inner_text()
    assert ines.faults() == []
    ines.page.get_by_label("Code the app shows now").fill(app_code(secret))
    ines.press("Add the app")
    ines.page.wait_for_url("**/settings/account/codes")
    code = ines.page.locator(".codes code").first.inner_text()
    ines.go("/settings/account/codes/new")
    assert ines.faults() == []
    ines.go("/settings/account/app/remove")
    assert ines.faults() == []
    ines.go("/confirm/code")
    assert ines.faults() == []

    sign_out(ines)
    ines.go("/sign-in")
    ines.page.get_by_label("Email address").fill(email)
    ines.page.get_by_label("Password").fill(PASSWORD)
    ines.page.get_by_role("button", name="Sign in", exact=True).click()
    ines.heading("One more step")
    assert ines.faults() == []
    ines.page.get_by_label("Code of your app, or a recovery code").fill(code)
    ines.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    ines.heading("Welcome, Ines")
