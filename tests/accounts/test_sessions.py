"""Sessions: one row each, seen at most once in ten minutes, ended when they should be (quality 1 and 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from pytest_django import Settings

from rapport.interfaces.web import accounts_urls
from rapport.interfaces.web.accounts_settings import device
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions
from rapport.people.accounts.adapter import AccountAdapter
from rapport.people.accounts.models import Account, Session
from rapport.people.accounts.sessions import SessionStore
from tests.accounts.conftest import PASSWORD, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def addresses() -> list[str]:
    """Every address of the family."""
    found = []
    for route in accounts_urls.urlpatterns:
        assert isinstance(route, URLPattern)
        assert route.name, route
        numbers = dict.fromkeys(route.pattern.converters, 1)
        found.append(reverse(route.name, kwargs=numbers or None))
    return found


def writings(client: Client, path: str, method: str = "get") -> list[str]:
    """The SQL of one request that writes."""
    with CaptureQueriesContext(connection) as queries:
        getattr(client, method)(path)
    return [one["sql"] for one in queries if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_writes_no_row(mara: Account, at_mara: Client, client: Client, method: str) -> None:
    """quality 1: no page of accounts writes when it is read, by a visitor, a member, a member who just confirmed."""
    paths = addresses()
    assert len(paths) > 35
    assert {path: sql for path in paths if (sql := writings(client, path, method))} == {}
    assert {path: sql for path in paths if (sql := writings(at_mara, path, method))} == {}
    at_mara.post("/confirm", {"password": PASSWORD})
    assert {path: sql for path in paths if (sql := writings(at_mara, path, method))} == {}


def test_pages_are_nobody_elses(at_mara: Client, client: Client) -> None:
    """quality 1: private, no-store, on every page of the family, and no page breaks."""
    for path in addresses():
        for browser in (at_mara, client):
            answer = browser.get(path)
            assert answer.status_code < 500, path
            assert "no-store" in answer.headers["Cache-Control"], path


def test_seen_once_in_ten_minutes(at_mara: Client, clock: Clock) -> None:
    """Being here costs one UPDATE in ten minutes, which also puts off the end of the session."""
    row = Session.objects.get(account__isnull=False)
    clock.forward(minutes=9)
    assert writings(at_mara, "/settings/account") == []
    clock.forward(minutes=2)
    (sql,) = writings(at_mara, "/settings/account")
    assert sql.startswith("UPDATE")
    assert writings(at_mara, "/settings/account") == []
    later = Session.objects.get(pk=row.pk)
    assert later.last_seen_at == clock.now
    assert later.expire_date == clock.now + timedelta(days=30)
    assert later.began_at == row.began_at
    clock.forward(days=31)
    assert at_mara.get("/settings/account").status_code == 303
    assert actions.forget_sessions(now=clock.now) == 1


def test_the_list_and_ending(mara: Account, at_mara: Client, clock: Clock) -> None:
    """One's own sessions with device and address; end one, end all others; nobody else's."""
    phone = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.44")
    clock.forward(minutes=1)
    sign_in(phone)
    page = at_mara.get("/settings/account/sessions").content.decode()
    assert "Firefox on Linux" in page
    assert "192.0.2.44" in page
    row = Session.objects.get(ip="192.0.2.44")
    assert row.session_key not in page
    form = {"mark": row.session_key[:8], "began": row.began_at.isoformat()}
    stranger = Client()
    actions.create_member(
        handle="jonas", email="jonas@example.org", name="J", password=PASSWORD, now=clock.now,
        limits=Limits(),
    )  # fmt: skip
    sign_in(stranger, "jonas@example.org")
    assert stranger.post("/settings/account/sessions/end", form).status_code == 404
    assert phone.get("/settings/account").status_code == 200
    for wrong in ({}, {**form, "mark": ""}, {**form, "began": "soon"}, {**form, "began": "2026-13-45T10:00:00"},
                  {**form, "began": "0001-01-01T00:00:00+14:00"}):  # fmt: skip
        assert at_mara.post("/settings/account/sessions/end", wrong).status_code == 404
    assert at_mara.post("/settings/account/sessions/end", form).status_code == 303
    assert phone.get("/settings/account").status_code == 303
    sign_in(phone)
    at_mara.post("/settings/account/sessions/end-others")
    assert phone.get("/settings/account").status_code == 303
    assert at_mara.get("/settings/account").status_code == 200


@pytest.mark.parametrize("key", [r'"\000\000\000\000\000\000\000\000"', "a", "x" * 41, "../../etc/passwd"])
def test_a_key_that_is_none_opens_nothing(mara: Account, key: str) -> None:
    """quality 4: whatever a browser sends as its session, it is nobody's, on either database."""
    answer = Client(HTTP_COOKIE=f"session={key}").get("/settings/account")
    assert answer.status_code == 303


def test_a_new_password_ends_the_others(mara: Account, at_mara: Client) -> None:
    """quality 4: sessions end on a change of password; this one goes on."""
    other = Client()
    sign_in(other)
    typed = {"oldpassword": "wrong", "password1": "another three words"}
    assert at_mara.post("/settings/account/password", typed).status_code == 422
    assert other.get("/settings/account").status_code == 200
    at_mara.post("/settings/account/password", {**typed, "oldpassword": PASSWORD})
    assert at_mara.get("/settings/account").status_code == 200
    assert other.get("/settings/account").status_code == 303
    assert Session.objects.filter(account=mara).count() == 1


def test_a_session_given_beforehand_is_worth_nothing(mara: Account, client: Client) -> None:
    """Session fixation: signing in gives another key, and the former one is gone."""
    client.post("/sign-in/passkey/challenge")
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil",
        "/\t/evil.example",
    ],
)
def test_next_stays_here(mara: Account, client: Client, next_: str) -> None:
    """Open redirects: after signing in one lands on this site, whatever `next` says."""
    answer = client.post("/sign-in", {"login": mara.email, "password": PASSWORD, "next": next_})
    assert answer.headers["Location"] == "/"
    assert client.get("/sign-in", {"next": next_}).headers["Location"] == "/"
    assert client.post("/sign-out", {"next": next_}).headers["Location"] == "/"


def test_next_leads_on(mara: Account, client: Client) -> None:
    """Where one wanted to go is kept through signing in."""
    page = client.get("/sign-in", {"next": "/people?q=a"}).content.decode()
    assert 'name="next" value="/people?q=a"' in page
    answer = client.post("/sign-in", {"login": mara.email, "password": PASSWORD, "next": "/people?q=a"})
    assert answer.headers["Location"] == "/people?q=a"


def test_cookies_of_a_secure_site(settings: Settings) -> None:
    """quality 4: __Host- names, Secure, HttpOnly, Lax."""
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-session", True
    client = Client()
    cookie = client.post("/sign-in/passkey/challenge", secure=True).cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True, True, "Lax", "/", "",
    )  # fmt: skip


def test_devices() -> None:
    """What a browser calls itself, in two words."""
    assert device(FIREFOX) == "Firefox on Linux"
    assert device("curl/8") == "A program that does not say what it is"


def test_themes(at_mara: Client, mara: Account) -> None:
    """How the pages look is kept with the account."""
    assert at_mara.post("/settings/account", {"theme": "sepia"}).status_code == 422
    at_mara.post("/settings/account", {"theme": "dark"})
    assert 'data-theme="dark"' in at_mara.get("/settings/account").content.decode()


def test_an_unknown_session_is_empty() -> None:
    """A key that was made up is not taken over."""
    store = SessionStore("madeupmadeupmadeupmadeupmadeup12")
    assert store.load() == {}
    assert store.session_key is None
    assert AccountAdapter().is_ajax(RequestFactory().get("/")) is False
