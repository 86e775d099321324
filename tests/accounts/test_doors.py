"""The ways of signing up, waiting to be let in, being shut out, leaving (OPS-3)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from rapport.kernel import jobs
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits.actions import set_limit
from rapport.kernel.limits.rules import Limits, SignUp
from rapport.people.accounts import actions, queries
from rapport.people.accounts.models import Account, Session, SignUpCode
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

NEW = {"email": "lucia@example.org", "password1": PASSWORD}


def join(client: Client, **more: str) -> str:
    """Sign up and verify; the page that comes then."""
    client.post("/join", {**NEW, **more})
    return client.post("/join/check", {"code": code_in()}, follow=True).content.decode()


def test_a_code_opens_the_door_once(client: Client, clock: Clock) -> None:
    """OPS-3: by invitation code; it is kept as a digest alone (quality 4)."""
    set_limit(name="sign_up", value="code", now=clock.now)
    code = actions.make_code(now=clock.now)
    assert code.replace("-", "") not in str(SignUpCode.objects.values_list().first())
    assert client.post("/join", NEW).status_code == 422
    answer = client.post("/join", {**NEW, "code": "AAAAA-AAAAA-AAAAA-AAAAA"})
    assert "This code does not open the door" in answer.content.decode()
    assert not Account.objects.exists()
    assert "Who are you?" in join(client, code=code.lower().replace("-", " "))
    answer = Client().post("/join", {"email": "jonas@example.org", "password1": PASSWORD, "code": code})
    assert answer.status_code == 422
    assert Account.objects.count() == 1


@pytest.mark.parametrize("day", [29, 31])
def test_a_code_is_bound_and_ends(clock: Clock, day: int) -> None:
    """quality 4: bound to an address where one is given; past 30 days it opens nothing."""
    limits = Limits(sign_up=SignUp.CODE)
    code = actions.make_code(email="Lucia@example.org", now=clock.now)
    with pytest.raises(Invalid):
        actions.sign_up(email="jonas@example.org", password="x", code=code, now=clock.now, limits=limits)
    later = clock.forward(days=day)
    sign_up = {"email": "lucia@example.org", "password": "x", "code": code, "now": later, "limits": limits}
    if day < 30:
        actions.sign_up(**sign_up)  # type: ignore[arg-type]
    else:
        with pytest.raises(Invalid) as refusal:
            actions.sign_up(**sign_up)  # type: ignore[arg-type]
        assert refusal.value.code == "sign_up_code"
    assert Account.objects.count() == (day < 30)


def test_by_domain(client: Client, clock: Clock) -> None:
    """OPS-3: an address elsewhere is refused with the domains in the sentence, and kept in the form."""
    set_limit(name="sign_up", value="domain", now=clock.now)
    assert "Sign-up is closed" in client.post("/join", NEW).content.decode()
    set_limit(name="sign_up_domains", value="lindenhof.example, alumni.example", now=clock.now)
    page = client.post("/join", NEW).content.decode()
    assert "open to addresses at lindenhof.example, alumni.example" in page
    assert 'value="lucia@example.org"' in page
    assert "Who are you?" in join(client, email="lucia@alumni.example")


def test_by_approval(client: Client, clock: Clock) -> None:
    """OPS-3: one waits on a calm page; approved, a mail says so, and onboarding follows."""
    set_limit(name="sign_up", value="approval", now=clock.now)
    page = join(client, application="Class of 2009, choir")
    assert "The organisers have your request" in page
    assert "Class of 2009, choir" in page
    assert client.get("/people").headers["Location"].startswith("/welcome/waiting")
    (waiting,) = queries.applications()
    assert (waiting.email, waiting.application) == ("lucia@example.org", "Class of 2009, choir")
    with pytest.raises(Refused):
        actions.onboard(
            account_id=waiting.account_id, handle="lucia", name="L", now=clock.now, limits=Limits()
        )
    assert actions.approve(account_id=waiting.account_id, now=clock.now)
    assert not actions.approve(account_id=waiting.account_id, now=clock.now)
    jobs.run_due()
    assert mail.outbox[-1].subject == "Welcome to Rapport"
    assert "Who are you?" in client.get("/", follow=True).content.decode()


def test_refused(client: Client, clock: Clock) -> None:
    """A refusal removes what was told, says so by mail with the reason, and frees the address."""
    set_limit(name="sign_up", value="approval", now=clock.now)
    join(client, application="Hello & welcome")
    (waiting,) = queries.applications()
    actions.refuse(account_id=waiting.account_id, reason="Not from here & never was")
    jobs.run_due()
    assert mail.outbox[-1].to == ["lucia@example.org"]
    assert "They write: Not from here & never was" in str(mail.outbox[-1].body)
    assert not Account.objects.exists()
    assert not EmailAddress.objects.exists()
    assert client.get("/welcome/waiting").headers["Location"].startswith("/sign-in")
    with pytest.raises(Absent):
        actions.refuse(account_id=waiting.account_id)


def test_suspended(mara: Account, at_mara: Client, client: Client, clock: Clock) -> None:
    """Suspended: sessions end, signing in shows reason and end and makes no session; afterwards all is as before."""
    until = clock.now + timedelta(days=10)
    with pytest.raises(Invalid):
        actions.suspend(account_id=mara.pk, reason="", until=until, now=clock.now)
    with pytest.raises(Invalid):
        actions.suspend(account_id=mara.pk, reason="x", until=clock.now, now=clock.now)
    actions.suspend(account_id=mara.pk, reason="Advertising by invitation", until=until, now=clock.now)
    assert not Session.objects.filter(account=mara).exists()
    assert "Some people you know." in at_mara.get("/").content.decode()
    answer = client.post("/sign-in", {"login": "mara@example.org", "password": PASSWORD})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Advertising by invitation" in page
    assert "12 March" in page
    assert not Session.objects.filter(account=mara).exists()
    jobs.run_due()
    assert "until 12 March 2026" in str(mail.outbox[-1].body)
    clock.forward(days=9)
    assert actions.end_overdue_suspensions(now=clock.now) == 0
    clock.forward(days=1)
    assert actions.end_overdue_suspensions(now=clock.now) == 1
    mara.refresh_from_db()
    assert mara.actor is not None
    assert mara.actor.status == "active"
    sign_in(client)
    assert not actions.restore(account_id=mara.pk)


def test_a_session_that_outlives_the_suspension_shows_why(
    mara: Account, at_mara: Client, clock: Clock
) -> None:
    """The gate looks at every page, whatever became of the session rows."""
    Account.objects.filter(pk=mara.pk).update(suspended_at=clock.now, suspension_reason="Because")
    answer = at_mara.get("/people")
    assert answer.status_code == 403
    assert "Because" in answer.content.decode()
    assert "once the organisers restore it" in answer.content.decode()


def test_what_nobody_verified_is_forgotten(client: Client, clock: Clock, mara: Account) -> None:
    """Who joins with another's address does not hold it for long."""
    client.post("/join", NEW)
    assert actions.forget_unverified(now=clock.now + timedelta(hours=23)) == 0
    assert actions.forget_unverified(now=clock.now + timedelta(hours=25)) == 1
    assert list(Account.objects.values_list("email", flat=True)) == [mara.email]


def test_organisers_let_in_and_turn_away(
    mara: Account, at_mara: Client, client: Client, clock: Clock
) -> None:
    """OPS-3: organisers see who waits and decide; for others the page does not exist."""
    assert at_mara.get("/settings/joining").status_code == 404
    assert at_mara.post("/settings/joining/1/approve").status_code == 404
    Account.objects.filter(pk=mara.pk).update(is_organiser=True)
    assert "joining needs no approval" in at_mara.get("/settings/joining").content.decode()
    set_limit(name="sign_up", value="approval", now=clock.now)
    assert "Nobody is waiting." in at_mara.get("/settings/joining").content.decode()
    join(client, application="Class of <2009>")
    page = at_mara.get("/settings/joining").content.decode()
    assert "Class of &lt;2009&gt;" in page
    account = Account.objects.get(email="lucia@example.org")
    at_mara.post(f"/settings/joining/{account.pk}/refuse", {"reason": "x" * 301})
    assert Account.objects.filter(pk=account.pk).exists()
    at_mara.post(f"/settings/joining/{account.pk}/approve")
    assert "Who are you?" in client.get("/", follow=True).content.decode()
    assert at_mara.post(f"/settings/joining/{account.pk}/refuse").status_code == 404
    assert at_mara.post(f"/settings/joining/{mara.pk}/refuse").status_code == 404
    other = Client()
    join(other, email="jonas@example.org", application="A friend")
    waiting = Account.objects.get(email="jonas@example.org")
    answer = at_mara.post(f"/settings/joining/{waiting.pk}/refuse", {"reason": "Unknown to us"}, follow=True)
    assert "Their request is removed" in answer.content.decode()
    assert not Account.objects.filter(pk=waiting.pk).exists()


def test_organisers_make_codes(mara: Account, at_mara: Client, client: Client, clock: Clock) -> None:
    """A code is shown this once, and bound where an address is given."""
    Account.objects.filter(pk=mara.pk).update(is_organiser=True)
    set_limit(name="sign_up", value="code", now=clock.now)
    assert at_mara.post("/settings/joining", {"email": "lucia@"}).status_code == 422
    page = at_mara.post("/settings/joining", {"email": "lucia@example.org"}).content.decode()
    found = re.search(r"<code>([A-Z0-9-]{23})</code>", page)
    assert found
    assert found[1] not in at_mara.get("/settings/joining").content.decode()
    assert client.post("/join", {**NEW, "email": "jonas@example.org", "code": found[1]}).status_code == 422
    assert "Who are you?" in join(client, code=found[1])


def test_who_waits_may_take_the_request_back(client: Client, clock: Clock) -> None:
    """Nobody has to wait: the account goes when its owner says so."""
    set_limit(name="sign_up", value="approval", now=clock.now)
    assert "Take the request back" in join(client, application="Choir")
    assert client.get("/settings/account/leave").headers["Location"].startswith("/confirm")
    client.post("/confirm?next=/settings/account/leave", {"password": PASSWORD})
    client.post("/settings/account/leave", {"handle": "lucia@example.org"})
    assert queries.applications() == []
    assert Account.objects.get().email.endswith("@deleted.invalid")
