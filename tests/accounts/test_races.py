"""Two at once: one code lets one in, one address makes one account, one handle makes one face."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from rapport.kernel import clock
from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits, SignUp
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account, SignUpCode
from rapport.people.actors.models import Actor

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

BY_CODE = Limits(sign_up=SignUp.CODE)


def at_once(*works: Callable[[], object]) -> list[str]:
    """How each ended, begun together: "done", or the code of its refusal."""
    barrier = threading.Barrier(len(works))
    ends: list[str] = []

    def run(work: Callable[[], object]) -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            work()
            ends.append("done")
        except Invalid as refusal:
            ends.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.mark.parametrize("_again", range(5))
def test_one_code_lets_one_in(_again: int) -> None:
    """quality 4: single-use, also when four people type it in the same moment."""
    code = actions.make_code(now=clock.now())

    def joins(name: str) -> Callable[[], object]:
        return lambda: actions.sign_up(
            email=f"{name}@example.org", password="x", code=code, now=clock.now(), limits=BY_CODE
        )

    assert at_once(*map(joins, "abcd")) == ["done"] + ["sign_up_code"] * 3
    assert Account.objects.count() == 1
    assert SignUpCode.objects.get().used_by == Account.objects.get()


def test_one_address_makes_one_account() -> None:
    """The one who is slower learns nothing else than that, and leaves no row."""

    def joins() -> object:
        return actions.sign_up(email="a@example.org", password="x", now=clock.now(), limits=Limits())

    assert at_once(joins, joins, joins) == ["done", "email_taken", "email_taken"]
    assert Account.objects.count() == 1


def test_one_handle_makes_one_face() -> None:
    """Two who are onboarded with one handle; and one who presses twice has one face."""
    accounts = [
        actions.sign_up(email=f"m{n}@example.org", password="x", now=clock.now(), limits=Limits())
        for n in range(2)
    ]
    EmailAddress.objects.update(verified=True)

    def enters(account_id: int) -> Callable[[], object]:
        return lambda: actions.onboard(
            account_id=account_id, handle="mara", name="Mara", now=clock.now(), limits=Limits()
        )

    assert at_once(enters(accounts[0].pk), enters(accounts[1].pk)) == ["done", "handle_taken"]
    loser = Account.objects.get(actor=None)
    Actor.objects.filter(handle="mara").update(handle="other")
    assert at_once(*[enters(loser.pk)] * 4) == ["done"] * 4
    assert Actor.objects.count() == 2
