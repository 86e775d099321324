"""Signing in and out, joining, a forgotten password: the pages as a browser without script uses them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from rapport.people.accounts.models import Account, Session
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def test_in_and_out(mara: Account, client: Client) -> None:
    """OPS-3: by email and password; signing out asks a link and obeys a button."""
    assert client.get("/").content.decode().count("Some people you know.") == 1
    sign_in(client)
    assert "Some people you know." not in client.get("/").content.decode()
    assert "Sign out here?" in client.get("/sign-out").content.decode()
    assert client.session["_auth_user_id"] == str(mara.pk)
    client.post("/sign-out")
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(account=mara).exists()


def test_a_wrong_password_keeps_what_was_typed(mara: Account, client: Client) -> None:
    """quality 5: a sentence, and nothing typed is lost."""
    answer = client.post("/sign-in", {"login": "mara@example.org", "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Address and password do not belong together." in page
    assert 'value="mara@example.org"' in page


def test_an_address_that_lacks_its_end(client: Client) -> None:
    """design.md: say what is missing."""
    page = client.post("/sign-in", {"login": "mara@lindenhof", "password": "x"}).content.decode()
    assert "Something is missing after “lindenhof”, such as “.example”." in page


def test_by_a_code_of_a_mail(mara: Account, client: Client) -> None:
    """OPS-3: a code instead of the password; three wrong ones end it."""
    answer = client.post("/sign-in/code", {"email": "mara@example.org"}, follow=True)
    assert "a code is on its way" in answer.content.decode()
    assert client.post("/sign-in/code/check", {"code": "AAAA-AAAA"}).status_code == 422
    client.post("/sign-in/code/check", {"code": code_in().lower().replace("-", "")})
    assert client.session["_auth_user_id"] == str(mara.pk)


def test_three_wrong_codes_end_it(mara: Account, client: Client) -> None:
    """A code is guessed at most three times."""
    client.post("/sign-in/code", {"email": "mara@example.org"})
    for _ in range(3):
        client.post("/sign-in/code/check", {"code": "AAAA-AAAA"})
    client.post("/sign-in/code/check", {"code": code_in()})
    assert "_auth_user_id" not in client.session


def test_join_verify_onboard(client: Client, clock: Clock) -> None:
    """OPS-3: sign up, verify the address, say who you are, go in."""
    answer = client.post("/join", {"email": "Lucia@Example.org", "password1": PASSWORD}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    assert mail.outbox[-1].to == ["lucia@example.org"]
    answer = client.post("/join/check", {"code": code_in()}, follow=True)
    page = answer.content.decode()
    assert "Who are you?" in page
    assert 'value="lucia"' in page
    assert client.get("/people", follow=True).redirect_chain[-1][0].startswith("/welcome/you")
    answer = client.post(
        "/welcome/you", {"name": "Lucía Q", "handle": "@Lucia", "headline": "Baker"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/profile/photo?next=/@lucia"  # a face, then the profile
    account = Account.objects.select_related("actor").get(email="lucia@example.org")
    assert account.actor is not None
    assert account.actor.handle == "lucia"


def test_a_taken_handle_is_answered_with_a_free_one(mara: Account, client: Client) -> None:
    """design.md: “mara_2” is free; one press takes it, without script."""
    client.post("/join", {"email": "mara@elsewhere.org", "password1": PASSWORD})
    client.post("/join/check", {"code": code_in()})
    answer = client.post("/welcome/you", {"name": "Mara B", "handle": "mara", "headline": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is taken" in page
    assert 'value="mara_2"' in page
    assert 'value="Mara B"' in page
    client.post("/welcome/you", {"name": "Mara B", "handle": "mara", "headline": "", "take": "mara_2"})
    assert Account.objects.filter(actor__handle="mara_2").exists()


def test_a_forgotten_password(mara: Account, client: Client) -> None:
    """A code, a new password, signing in with it; sessions elsewhere end (quality 4)."""
    elsewhere = Client()
    sign_in(elsewhere)
    client.post("/password", {"email": "mara@example.org"})
    client.post("/password/check", {"code": code_in()}, follow=True)
    assert client.post("/password/new", {"password1": "short"}).status_code == 422
    answer = client.post("/password/new", {"password1": "another three words"}, follow=True)
    assert "Sign in with it" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    sign_in(client, password="another three words")
    assert elsewhere.get("/settings/account").status_code == 303
    assert "was reset" in mail.outbox[-1].subject
