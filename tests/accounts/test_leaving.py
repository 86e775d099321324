"""Leaving, coming back, and being erased when the grace period ends (OPS-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from rapport.kernel import rows
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions, queries
from rapport.people.accounts.actions_tokens import make_token
from rapport.people.accounts.models import Account
from rapport.people.accounts.queries_tokens import bearer
from rapport.people.accounts.rules import Stand
from tests.accounts.conftest import PASSWORD, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db
GRACE = Limits().erase_after_days


def _leave_by_page(browser: Client) -> str:
    browser.post("/confirm?next=/settings/account/leave", {"password": PASSWORD})
    answer = browser.post("/settings/account/leave", {"handle": "@Mara"}, follow=True)
    return answer.content.decode()


def _member(handle: str, clock: Clock, email: str = "mara@example.org") -> None:
    actions.create_member(handle=handle, email=email, name="M", password=None, now=clock.now, limits=Limits())


def test_leaving_is_out_of_sight_at_once_and_says_until_when(
    mara: Account, at_mara: Client, clock: Clock
) -> None:
    """It asks for the password and one's handle; sessions and tokens end; the face is gone for everybody."""
    token = make_token(account_id=mara.pk, name="t", scopes=["all"], now=clock.now)
    clock.forward(hours=1)
    assert at_mara.get("/settings/account/leave").headers["Location"].startswith("/confirm")
    at_mara.post("/confirm?next=/settings/account/leave", {"password": PASSWORD})
    assert at_mara.post("/settings/account/leave", {"handle": "lucia"}).status_code == 422
    assert "Sign in by 16 March to come back" in _leave_by_page(at_mara)
    mara.refresh_from_db()
    assert queries.stand_of(mara, now=clock.now) is Stand.LEAVING
    assert Client().get("/@mara").status_code == 404
    assert at_mara.get("/network").headers["Location"].startswith("/sign-in")
    assert bearer(token) is None
    first = mara.erase_at
    clock.forward(days=1)
    assert actions.leave(account_id=mara.pk, now=clock.now, limits=Limits()) == first


def test_coming_back(mara: Account, at_mara: Client, clock: Clock) -> None:
    """Signing in leads to one question; saying yes brings everything back; no page opens before."""
    _leave_by_page(at_mara)
    clock.forward(days=GRACE - 1)
    browser = Client()
    sign_in(browser)
    assert browser.get("/network").headers["Location"].startswith("/welcome/back")
    page = browser.get("/welcome/back").content.decode()
    assert "16 March" in page
    assert Client().get("/@mara").status_code == 404
    assert "Welcome back" in browser.post("/welcome/back", follow=True).content.decode()
    assert Client().get("/@mara").status_code == 200
    assert browser.get("/welcome/back").headers["Location"] == "/"
    assert not actions.come_back(account_id=mara.pk)
    assert actions.erase_due(now=clock.forward(days=30)) == 0


def test_erased_when_the_time_is_over(mara: Account, at_mara: Client, clock: Clock) -> None:
    """Nothing of signing in is left, the address is free, the handle is not."""
    _leave_by_page(at_mara)
    mara.refresh_from_db()
    assert mara.erase_at is not None
    assert actions.erase_due(now=mara.erase_at - timedelta(seconds=1)) == 0
    assert actions.erase_due(now=mara.erase_at) == 1
    mara.refresh_from_db()
    assert mara.actor is not None
    assert (mara.actor.status, mara.actor.name, mara.actor.headline) == ("deleted", "", "")
    assert not EmailAddress.objects.exists()
    assert Client().post("/sign-in", {"login": "mara@example.org", "password": PASSWORD}).status_code == 422
    assert queries.stand_of(mara, now=clock.now) is Stand.GONE
    for again in (actions.erase, actions.leave):
        with pytest.raises(Absent):
            again(
                account_id=mara.pk, now=clock.now, **({} if again is actions.erase else {"limits": Limits()})
            )
    with pytest.raises(Absent):
        actions.come_back(account_id=mara.pk)
    with pytest.raises(Invalid) as taken:
        _member("mara", clock)
    assert taken.value.code == "handle_taken"
    assert queries.free_handle("mara") == "mara_2"
    _member("mara_2", clock)


def test_without_a_grace_period_it_is_at_once(mara: Account, clock: Clock) -> None:
    """The organisers may set it to 0 days; who never was a member is erased at once anyway."""
    actions.leave(account_id=mara.pk, now=clock.now, limits=Limits(erase_after_days=0))
    mara.refresh_from_db()
    assert queries.stand_of(mara, now=clock.now) is Stand.GONE
    waiting = Account.objects.create(email="new@example.org", joined_at=clock.now)
    actions.leave(account_id=waiting.pk, now=clock.now, limits=Limits())
    waiting.refresh_from_db()
    assert waiting.deleted_at is not None


def test_a_suspension_outlasts_coming_back(mara: Account, clock: Clock) -> None:
    """Neither the end of a suspension nor coming back shows a face that the other still hides."""

    def status() -> str:
        mara.refresh_from_db()
        assert mara.actor is not None
        mara.actor.refresh_from_db()
        return mara.actor.status

    actions.leave(account_id=mara.pk, now=clock.now, limits=Limits())
    actions.suspend(account_id=mara.pk, reason="Spam", now=clock.now)
    assert actions.restore(account_id=mara.pk)
    assert status() == "suspended"
    actions.suspend(account_id=mara.pk, reason="Spam", now=clock.now)
    assert actions.come_back(account_id=mara.pk)
    assert status() == "suspended"
    assert actions.restore(account_id=mara.pk)
    assert status() == "active"


def test_what_is_deleted_is_overwritten() -> None:
    """SQLite writes zeros over deleted rows, so that no file keeps them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_the_log_is_emptied() -> None:
    """The job that follows an erasure runs on both databases, outside a transaction."""
    rows.empty_log()
