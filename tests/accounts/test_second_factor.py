"""Authenticator app and recovery codes: added after a proof, asked for at signing in, each code once."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from rapport.people.accounts.models import Account
from tests.accounts.conftest import PASSWORD, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def app_code(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


@pytest.fixture
def secret(at_mara: Client) -> str:
    """Mara added an app; the secret it holds."""
    at_mara.post("/confirm", {"password": PASSWORD})
    at_mara.post("/settings/account/app", {"begin": "1"})
    page = at_mara.get("/settings/account/app").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    assert "data:image/svg+xml;base64," in page
    kept = found[1].replace(" ", "")
    assert at_mara.post("/settings/account/app", {"code": "000000"}).status_code == 422
    answer = at_mara.post("/settings/account/app", {"code": app_code(kept)})
    assert answer.headers["Location"] == "/settings/account/codes"
    return kept


def test_a_proof_comes_first(at_mara: Client) -> None:
    """A browser that was left open changes nothing about signing in."""
    for path in ("app", "codes", "codes/new", "passkeys/add", "leave"):
        assert at_mara.get(f"/settings/account/{path}").headers["Location"].startswith("/confirm?next=")
    assert at_mara.post("/settings/account/app", {"begin": "1"}).headers["Location"].startswith("/confirm")
    assert at_mara.post("/settings/account/passkeys/challenge").headers["Location"].startswith("/confirm")
    assert at_mara.post("/confirm", {"password": "wrong"}).status_code == 422


def test_the_app_is_asked_for(mara: Account, secret: str, client: Client, clock: Clock) -> None:
    """The password alone does not sign in any more; a code does, once."""
    assert secret not in str(Authenticator.objects.values_list("data"))
    client.post("/sign-in", {"login": mara.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "One more step" in client.get("/sign-in/second-step").content.decode()
    assert client.post("/sign-in/second-step", {"code": "000000"}).status_code == 422
    clock.forward(seconds=60)
    code = app_code(secret)
    client.post("/sign-in/second-step", {"code": code})
    assert client.session["_auth_user_id"] == str(mara.pk)
    again = Client()
    again.post("/sign-in", {"login": mara.email, "password": PASSWORD})
    assert again.post("/sign-in/second-step", {"code": code}).status_code == 422


def test_a_code_by_mail_is_no_way_around_it(mara: Account, secret: str, client: Client) -> None:
    """Signing in by mail asks for the second step too."""
    client.post("/sign-in/code", {"email": mara.email})
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", str(mail.outbox[-1].body))
    assert found
    client.post("/sign-in/code/check", {"code": found[0]})
    assert "_auth_user_id" not in client.session
    assert "One more step" in client.get("/sign-in/second-step").content.decode()


def test_recovery_codes(mara: Account, at_mara: Client, secret: str) -> None:
    """Ten, each once; new ones replace them."""
    page = at_mara.get("/settings/account/codes").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        browser = Client()
        browser.post("/sign-in", {"login": mara.email, "password": PASSWORD})
        browser.post("/sign-in/second-step", {"code": codes[0]})
        assert ("_auth_user_id" in browser.session) is expected
    assert "9 left" in at_mara.get("/settings/account").content.decode()
    assert "Make new recovery codes?" in at_mara.get("/settings/account/codes/new").content.decode()
    at_mara.post("/settings/account/codes/new")
    fresh = re.findall(r"<code>(\d{8})</code>", at_mara.get("/settings/account/codes").content.decode())
    assert not set(fresh) & set(codes)


@pytest.mark.django_db(transaction=True)  # allauth tells of it once it is committed
def test_a_change_ends_the_other_sessions(mara: Account, at_mara: Client, clock: Clock) -> None:
    """quality 4: sessions end on a change of the second factor, and the owner is told by mail."""
    other = Client()
    sign_in(other)
    at_mara.post("/confirm", {"password": PASSWORD})
    at_mara.post("/settings/account/app", {"begin": "1"})
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", at_mara.get("/settings/account/app").content.decode())
    assert found
    at_mara.post("/settings/account/app", {"code": app_code(found[1].replace(" ", ""))})
    assert mail.outbox[-1].subject == "An authenticator app was added to your account."
    assert other.get("/settings/account").status_code == 303
    assert at_mara.get("/settings/account/app").headers["Location"] == "/settings/account"
    assert "no longer asks" in at_mara.get("/settings/account/app/remove").content.decode()
    at_mara.post("/settings/account/app/remove")
    assert mail.outbox[-1].subject == "The authenticator app was removed from your account."
    assert not Authenticator.objects.exists()
    assert at_mara.get("/settings/account/codes").status_code == 404
    sign_in(other)


def test_confirming_with_the_app(at_mara: Client, secret: str, clock: Clock) -> None:
    """Where a password is forgotten the app serves as proof."""
    clock.forward(hours=1)
    assert (
        "Use authenticator app or code"
        in at_mara.get("/confirm?next=/settings/account/codes").content.decode()
    )
    assert at_mara.post("/confirm/code", {"code": "000000"}).status_code == 422
    answer = at_mara.post("/confirm/code?next=/settings/account/codes", {"code": app_code(secret)})
    assert answer.headers["Location"] == "/settings/account/codes"
    assert at_mara.get("/settings/account/codes").status_code == 200


def test_tried_too_often(mara: Account, secret: str, client: Client) -> None:
    """Five wrong codes in five minutes, then none is looked at."""
    client.post("/sign-in", {"login": mara.email, "password": PASSWORD})
    for _ in range(5):
        client.post("/sign-in/second-step", {"code": "000000"})
    assert "Too many tries" in client.post("/sign-in/second-step", {"code": "000000"}).content.decode()


def test_a_made_up_passkey_opens_nothing(mara: Account, client: Client) -> None:
    """Whatever stands in `credential`."""
    client.post("/sign-in/passkey/challenge")
    for credential in ("", "{}", "[]", '"x"', '{"id": "x", "response": {"userHandle": "MQ"}}'):
        assert client.post("/sign-in/passkey", {"credential": credential}).status_code == 303
    assert "That passkey did not open anything here." in client.get("/sign-in").content.decode()
    assert client.get("/sign-in/second-step").headers["Location"] == "/sign-in"
    assert client.post("/sign-in/second-step/challenge").status_code == 404
    assert client.post("/confirm/passkey/challenge").status_code == 404
