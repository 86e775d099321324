"""Every limiter fires, per key, and leaves other keys alone; proxies are believed only where named (quality 4)."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from rapport.people.accounts.models import Account
from rapport.people.accounts.origin import client_ip
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def tries(path: str, count: int, ip: str = "192.0.2.1", **typed: str) -> list[int]:
    """The statuses of the same form sent `count` times from one address."""
    return [
        Client(REMOTE_ADDR=ip)
        .post(path, {name: value.format(n=n) for name, value in typed.items()})
        .status_code
        for n in range(count)
    ]


def test_wrong_passwords_by_account(mara: Account, clock: Clock) -> None:
    """Five a five minutes for one address from wherever; others may go on; later it may too."""
    for n in range(5):
        assert tries("/sign-in", 1, f"192.0.2.{n}", login="mara@example.org", password="x") == [422]
    told = Client().post("/sign-in", {"login": "mara@example.org", "password": PASSWORD}).content.decode()
    assert "Too many tries. Wait a few minutes" in told
    assert tries("/sign-in", 1, "192.0.2.9", login="jonas@example.org", password="x") == [422]
    clock.forward(minutes=6)
    sign_in(Client())


def test_wrong_passwords_by_address() -> None:
    """Ten a minute from one network address, whoever is tried."""
    assert tries("/sign-in", 12, login="m{n}@example.org", password="x")[:10] == [422] * 10
    page = Client(REMOTE_ADDR="192.0.2.1").post("/sign-in", {"login": "a@example.org", "password": "x"})
    assert "Too many tries" in page.content.decode()
    page = Client(REMOTE_ADDR="192.0.2.2").post("/sign-in", {"login": "a@example.org", "password": "x"})
    assert "Too many tries" not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "typed", "good", "count"),
    [
        ("/sign-in", {"login": "", "password": "x"}, 422, 30),
        ("/join", {"email": "m{n}@example.org", "password1": "short"}, 422, 10),
        ("/sign-in/passkey/challenge", {}, 200, 30),
        ("/sign-in/passkey", {"credential": "{{}}"}, 303, 10),
    ],
)
def test_by_network_address(path: str, typed: dict[str, str], good: int, count: int) -> None:
    """So many a minute from one address; another is free; IPv6 counts by /64."""
    assert tries(path, count + 1, **typed) == [good] * count + [429]
    assert tries(path, 1, "192.0.2.2", **typed) == [good]
    assert tries(path, count, "2001:db8:1:1::1", **typed) == [good] * count
    assert tries(path, 1, "2001:db8:1:1:ffff::2", **typed) == [429]
    assert tries(path, 1, "2001:db8:1:2::1", **typed) == [good]


@pytest.mark.parametrize("path", ["/password", "/sign-in/code"])
def test_mails_to_one_address(path: str) -> None:
    """Three mails in five minutes to one address, from wherever they are asked for; ten a minute from one place."""
    for n in range(3):
        assert tries(path, 1, f"192.0.2.{n}", email="mara@example.org") == [302]
    assert tries(path, 1, "192.0.2.7", email="mara@example.org")[0] in (422, 429)
    assert len(mail.outbox) == 3
    assert tries(path, 1, "192.0.2.7", email="jonas@example.org") == [302]
    assert tries(path, 12, "192.0.2.8", email="m{n}@example.org")[-1] in (422, 429)


def test_handle_checks_and_confirming(mara: Account, at_mara: Client, client: Client) -> None:
    """By account: guessing the password of a session that was left open; asking for all handles."""
    answers = [at_mara.post("/confirm", {"password": "x"}).status_code for _ in range(11)]
    assert answers[0] == 422
    assert answers[-1] in (422, 429)
    assert "Too many tries" in at_mara.post("/confirm", {"password": PASSWORD}).content.decode()
    client.post("/join", {"email": "lucia@example.org", "password1": PASSWORD})
    client.post("/join/check", {"code": code_in()})
    asked = [client.post("/welcome/handle", {"handle": "h1"}).status_code for _ in range(61)]
    assert asked == [200] * 60 + [429]


def test_the_page_says_when(client: Client) -> None:
    """429 has a page of ours and Retry-After."""
    tries("/sign-in", 30, "127.0.0.1", login="", password="x")
    answer = client.post("/sign-in", {"login": "", "password": "x"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Wait a few minutes" in answer.content.decode()


def test_a_proxy_nobody_named_is_not_believed(settings: Settings) -> None:
    """A forged X-Forwarded-For gives no new tries; with the proxy named, each client counts alone."""
    form = {"login": "", "password": "x"}
    for n in range(30):
        Client(REMOTE_ADDR="10.0.0.1").post("/sign-in", form, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
    refused = Client(REMOTE_ADDR="10.0.0.1").post("/sign-in", form, HTTP_X_FORWARDED_FOR="192.0.2.99")
    assert refused.status_code == 429
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    taken = Client(REMOTE_ADDR="10.0.0.1").post("/sign-in", form, HTTP_X_FORWARDED_FOR="192.0.2.99")
    assert taken.status_code == 422


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "client"),
    [
        ("192.0.2.1", "", [], "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", [], "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", ["10.0.0.1"], "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
        ("10.0.0.1", "forged, 198.51.100.7, 203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.2", ["10.0.0.0/24"], "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", ["10.0.0.0/24"], "10.0.0.3"),
        ("10.0.0.1", "nonsense", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::7]:4711", ["10.0.0.1"], "2001:db8::7"),
        ("10.0.0.1", "203.0.113.9:4711", ["10.0.0.1"], "203.0.113.9"),
        ("::ffff:10.0.0.1", "203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
        ("2001:db8::1", "203.0.113.9", ["10.0.0.1", "2001:db8::/32"], "203.0.113.9"),
        ("", "203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
        ("", "203.0.113.9", [], "0.0.0.0"),
    ],
)
def test_where_a_request_comes_from(remote: str, forwarded: str, trusted: list[str], client: str) -> None:
    """The nearest hop that is no trusted proxy."""
    meta = {"REMOTE_ADDR": remote} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    assert client_ip(meta, trusted) == client
