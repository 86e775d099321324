"""Nobody finds out by trying who has an account: same answer, same work, same number of mails (quality 4)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rapport.kernel.limits.actions import set_limit
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "mara@example.org", "nobody@example.org"


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password hash that is computed."""
    computed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        computed.append("hash")
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return computed


def observed(path: str, address: str, hashes: list[str], **typed: str) -> tuple[Any, ...]:
    """What a stranger sees of a form sent for `address`, how many hashes it took, how many mails it sent."""
    cache.clear()
    hashes.clear()
    mail.outbox.clear()
    client = Client()
    answer = client.post(path, {name: value.format(address=address) for name, value in typed.items()})
    target = answer.headers.get("Location", "")
    page = client.get(target) if target else answer
    words = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page.content.decode()).replace(address, "ADDRESS")
    names = sorted(name for name in answer.headers if name != "Content-Security-Policy")
    cookies = sorted(client.cookies)
    return answer.status_code, target, words, names, cookies, len(hashes), len(mail.outbox)


@pytest.mark.parametrize(
    ("path", "typed", "hashed", "mails"),
    [
        ("/sign-in", {"login": "{address}", "password": "not the password"}, 1, 0),
        ("/sign-in/code", {"email": "{address}"}, 0, 1),
        ("/password", {"email": "{address}"}, 0, 1),
        ("/join", {"email": "{address}", "password1": PASSWORD}, 1, 1),
    ],
)
def test_alike(
    mara: Account, hashes: list[str], path: str, typed: dict[str, str], hashed: int, mails: int
) -> None:
    """Status, page, headers, cookies, hashes and mails agree."""
    known, unknown = observed(path, KNOWN, hashes, **typed), observed(path, UNKNOWN, hashes, **typed)
    assert known == unknown
    assert known[-2:] == (hashed, mails)


def test_joining_again_is_told_to_the_owner_alone(mara: Account, client: Client) -> None:
    """The owner of the address gets another mail; no code of it opens anything."""
    client.post("/join", {"email": KNOWN, "password1": PASSWORD})
    assert mail.outbox[-1].subject == "You already have an account at Rapport"
    assert client.post("/join/check", {"code": "ABCD-EFGH"}).status_code == 422
    assert Account.objects.count() == 1


def test_unknown_codes_sound_alike_for_known_addresses(
    mara: Account, hashes: list[str], clock: Clock
) -> None:
    """Joining by code tells nothing of addresses either, with a wrong code and with a right one."""
    set_limit(name="sign_up", value="code", now=clock.now)
    wrong = {"email": "{address}", "password1": PASSWORD, "code": "AAAAA-AAAAA"}
    assert observed("/join", KNOWN, hashes, **wrong) == observed("/join", UNKNOWN, hashes, **wrong)
    seen = [
        observed("/join", address, hashes, **{**wrong, "code": actions.make_code(now=clock.now)})
        for address in (KNOWN, UNKNOWN)
    ]
    assert seen[0] == seen[1]


def test_changing_to_somebody_elses_address(mara: Account, at_mara: Client, clock: Clock) -> None:
    """Same answer and one mail, whether the new address is free or another's; only its owner could go on."""
    seen = []
    for address in (UNKNOWN, "jonas@example.org"):
        if address.startswith("jonas"):
            at_mara.post("/join", {})
            Client().post("/join", {"email": address, "password1": PASSWORD})
        cache.clear()
        mail.outbox.clear()
        at_mara.post("/confirm", {"password": PASSWORD})
        answer = at_mara.post("/settings/account/email", {"action_add": "1", "email": address})
        words = at_mara.get(answer.headers["Location"]).content.decode().replace(address, "ADDRESS")
        seen.append(
            (
                answer.status_code,
                answer.headers["Location"],
                re.sub(r'(value|nonce)="[^"]*"', "", words),
                len(mail.outbox),
            )
        )
    assert seen[0] == seen[1]
    assert "belongs to another account" in at_mara.post("/join/check", {"code": code_in()}).content.decode()


def test_handles_kept_taken_and_gone_sound_alike(mara: Account, client: Client, clock: Clock) -> None:
    """Whether a handle is a member's, a deleted member's or a suspended one's: it is taken."""
    client.post("/join", {"email": UNKNOWN, "password1": PASSWORD})
    client.post("/join/check", {"code": code_in()})
    before = client.post("/welcome/handle", {"handle": "mara"}).json()
    actions.suspend(account_id=mara.pk, reason="x", now=clock.now)
    suspended = client.post("/welcome/handle", {"handle": "mara"}).json()
    actions.erase(account_id=mara.pk, now=clock.now)
    assert before == suspended == client.post("/welcome/handle", {"handle": " @Mara "}).json()
    assert before == {"free": False, "sentence": "“mara” is taken. “mara_2” is free.", "offer": "mara_2"}
    assert client.post("/welcome/handle", {"handle": "lucia"}).json()["free"] is True
    assert "Use 2 to 30" in client.post("/welcome/handle", {"handle": "1ö"}).json()["sentence"]
    assert Client().post("/welcome/handle", {"handle": "mara"}).status_code == 303


def test_a_changed_address(mara: Account, at_mara: Client) -> None:
    """The new address counts once its code is typed; the old one is told; other sessions end."""
    other = Client()
    sign_in(other)
    assert (
        at_mara.post("/settings/account/email", {"action_add": "1", "email": UNKNOWN})
        .headers["Location"]
        .startswith("/confirm")
    )
    at_mara.post("/confirm?next=/settings/account/email", {"password": PASSWORD})
    at_mara.post("/settings/account/email", {"action_add": "1", "email": UNKNOWN})
    mara.refresh_from_db()
    assert mara.email == KNOWN
    at_mara.post("/join/check", {"code": code_in()})
    mara.refresh_from_db()
    assert mara.email == UNKNOWN
    assert mail.outbox[-1].to == [KNOWN]
    assert mail.outbox[-1].subject == f"The email address of your account is now {UNKNOWN}."
    assert at_mara.get("/settings/account").status_code == 200
    assert other.get("/settings/account").status_code == 303
