"""What tests of accounts share: people who sign in, and the mail they get."""

from __future__ import annotations

import re
import socket

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account
from tests.conftest import Clock

PASSWORD = "three unusual words"


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    """Rate limits count in the cache, which no test inherits."""
    cache.clear()


@pytest.fixture
def mara(clock: Clock) -> Account:
    """@mara, a member."""
    return actions.create_member(
        handle="mara",
        email="mara@example.org",
        name="Mara Lind",
        password=PASSWORD,
        now=clock.now,
        limits=Limits(),
    )


@pytest.fixture
def at_mara(mara: Account) -> Client:
    """Mara's browser, signed in by the page."""
    client = Client()
    sign_in(client)
    return client


@pytest.fixture
def port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sign_in(client: Client, email: str = "mara@example.org", password: str = PASSWORD) -> None:
    """Sign in by the page."""
    answer = client.post("/sign-in", {"login": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()


def code_in(index: int = -1) -> str:
    """The code that stands in a mail."""
    found = re.search(r"^    ([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[index].body), re.MULTILINE)
    assert found, mail.outbox[index].body
    return found[1]
