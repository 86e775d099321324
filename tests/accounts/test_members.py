"""Members come to be."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account
from tests.conftest import Clock

pytestmark = pytest.mark.django_db


def test_a_member_made_by_the_operator_is_verified_and_onboarded(clock: Clock) -> None:
    """api.md: `create-member` makes a verified member."""
    account = actions.create_member(
        handle="mara", email=" Mara@Lindenhof.Example ", name="Mara Lind", password="long enough to say",
        headline="Archivist", organiser=True, now=clock.now, limits=Limits(),
    )  # fmt: skip
    stored = Account.objects.select_related("actor").get(pk=account.pk)
    assert stored.email == "mara@lindenhof.example"
    assert stored.actor is not None
    assert (stored.actor.handle, stored.actor.name, stored.actor.headline) == (
        "mara",
        "Mara Lind",
        "Archivist",
    )
    assert stored.check_password("long enough to say")
    assert stored.is_organiser
    assert stored.approved_at == clock.now
    assert EmailAddress.objects.get(user=stored).verified


@pytest.mark.parametrize(
    ("handle", "email", "field"),
    [
        ("ben", "mara@lindenhof.example", "email"),
        ("ben", "MARA@lindenhof.example", "email"),
        ("mara", "ben@lindenhof.example", "handle"),
        ("admin", "ben@lindenhof.example", "handle"),
        ("ben", "ben@lindenhof", "email"),
        ("ben", "ben", "email"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(
    clock: Clock, handle: str, email: str, field: str
) -> None:
    """A refusal names the field and writes no row."""
    common = {"name": "Mara", "password": None, "now": clock.now, "limits": Limits()}
    actions.create_member(handle="mara", email="mara@lindenhof.example", **common)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        actions.create_member(handle=handle, email=email, **common)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert Account.objects.count() == 1
