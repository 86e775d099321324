"""API tokens: 256 random bits, kept as a hash, good for what they were granted (OPS-6)."""

from __future__ import annotations

import pytest

from rapport.kernel import clock as kernel_clock
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions_tokens, queries_tokens
from rapport.people.accounts.models import Account, ApiToken
from rapport.people.accounts.rules_tokens import AT_MOST, GRANTS, MEANING, Scope, digest, draw, granted
from rapport.people.actors import actions as actors
from rapport.people.actors.rules import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Account:
    now = kernel_clock.now()
    actor = actors.create(handle="alice", name="Alice", now=now, limits=Limits())
    return Account.objects.create(email="alice@example.org", actor=actor, joined_at=now)


def _token(account: Account, *scopes: str) -> str:
    return actions_tokens.make_token(
        account_id=account.pk, name="test", scopes=scopes or ("all",), now=kernel_clock.now()
    )


def test_a_token_speaks_for_its_member(alice: Account) -> None:
    token = _token(alice, "read", "write:relationships")
    found = queries_tokens.bearer(token)
    assert found is not None
    assert (found.account_id, found.actor_id, found.status) == (alice.pk, alice.actor_id, Status.ACTIVE)
    assert found.scopes == (Scope.READ, Scope.WRITE_RELATIONSHIPS)


def test_only_a_hash_is_kept(alice: Account) -> None:
    token = _token(alice)
    row = ApiToken.objects.values().get()
    assert token.startswith("rpt_")
    assert len(token) == len("rpt_") + 43
    assert token not in str(row)
    assert row["digest"] == digest(token)


def test_tokens_differ() -> None:
    assert len({draw() for _ in range(100)}) == 100


@pytest.mark.parametrize("wrong", ["", "rpt_", "rpt_\x00", "nonsense", "rpt_\ud800", "rpt_" + "a" * 43])
def test_a_wrong_token_is_nobodys(alice: Account, wrong: str) -> None:
    _token(alice)
    assert queries_tokens.bearer(wrong) is None


def test_a_token_dies_with_the_account(alice: Account) -> None:
    token = _token(alice)
    for closed in ({"is_active": False}, {"is_active": True, "deleted_at": kernel_clock.now()}):
        Account.objects.filter(pk=alice.pk).update(**closed)
        assert queries_tokens.bearer(token) is None
    Account.objects.filter(pk=alice.pk).delete()
    assert not ApiToken.objects.exists()


def test_a_token_of_a_deleted_actor_is_nobodys(alice: Account) -> None:
    token = _token(alice)
    assert alice.actor_id is not None
    actors.delete(actor_id=alice.actor_id)
    assert queries_tokens.bearer(token) is None


def test_a_token_taken_back_opens_nothing(alice: Account) -> None:
    token, kept = _token(alice), _token(alice)
    found = queries_tokens.bearer(token)
    assert found is not None
    with pytest.raises(Absent):
        actions_tokens.revoke_token(account_id=alice.pk + 1, token_id=found.token_id)
    actions_tokens.revoke_token(account_id=alice.pk, token_id=found.token_id)
    assert queries_tokens.bearer(token) is None
    assert queries_tokens.bearer(kept) is not None
    assert actions_tokens.revoke_all_tokens(account_id=alice.pk) == 1


@pytest.mark.parametrize("scopes", [(), ("everything",), ("all", "")])
def test_unknown_scopes_are_refused(alice: Account, scopes: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refusal:
        actions_tokens.make_token(account_id=alice.pk, name="x", scopes=scopes, now=kernel_clock.now())
    assert refusal.value.code == "scope"
    assert not ApiToken.objects.exists()


def test_there_is_a_most(alice: Account) -> None:
    for _ in range(AT_MOST):
        _token(alice)
    with pytest.raises(Refused) as refusal:
        _token(alice)
    assert refusal.value.code == "token_limit"


def test_a_token_needs_an_account() -> None:
    with pytest.raises(Absent):
        actions_tokens.make_token(account_id=1, name="x", scopes=["all"], now=kernel_clock.now())
    with pytest.raises(Absent):
        queries_tokens.account_of("nobody")


def test_owners_see_their_tokens(alice: Account) -> None:
    _token(alice, "read")
    assert queries_tokens.account_of("alice") == alice.pk
    (row,) = queries_tokens.tokens_of(alice.pk)
    assert (row.name, row.scopes) == ("test", (Scope.READ,))


def test_what_scopes_contain() -> None:
    """`all` is everything, a family every one of its own, and nothing reaches further."""
    assert GRANTS[Scope.ALL] == set(Scope)
    assert Scope.READ_NOTES in GRANTS[Scope.READ]
    assert Scope.WRITE_NOTES not in GRANTS[Scope.READ]
    assert GRANTS[Scope.READ_NOTES] == {Scope.READ_NOTES}
    assert granted([Scope.WRITE], Scope.WRITE_PROFILE)
    assert not granted([Scope.READ, Scope.WRITE_NOTES], Scope.WRITE_PROFILE)
    assert not granted([], Scope.READ)
    assert MEANING.keys() == set(Scope)
