"""The actions against a model in plain sets, step by step, on the database at hand (quality 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rapport.kernel.errors import RapportError
from rapport.kernel.limits.rules import Limits
from rapport.people.actors import actions as actors
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.relationships.models import FollowRequest, Invitation
from rapport.people.relationships.queries.budget import budget_of
from rapport.people.relationships.queries.facts import between
from rapport.people.relationships.rules.process import OPEN_STATES, Side, State
from rapport.people.ties.models import Block, Connection, Follow, Network
from tests.actions.model import Letter, Model
from tests.people import LIMITS, START, make_member

FEW = replace(LIMITS, connection_cap=2, invitation_limit=3, pending_limit=3, dont_know_limit=2)
FEWER = replace(FEW, connection_cap=1, invitation_limit=2, dont_know_limit=1)
SIZE = 4
members = st.integers(0, SIZE - 1)
pairs = st.sampled_from([(a, b) for a in range(SIZE) for b in range(SIZE) if a != b])
policies = st.sampled_from(["everyone", "on_request", "connections_only"])
EXAMPLES, STEPS = 60, 50
MUST_HAPPEN = [
    ("invite", ""),
    ("invite", "not_found"),
    ("invite", "already_connected"),
    ("invite", "connection_cap"),
    ("invite", "reinvite_wait"),
    ("invite", "invitation_budget"),
    ("invite", "recipient_email_required"),
    ("accept", ""),
    ("accept", "connection_cap"),
    ("accept", "invitation_closed"),
    ("decline", ""),
    ("ignore", ""),
    ("dont-know", ""),
    ("reopen", ""),
    ("withdraw", ""),
    ("follow", ""),
    ("follow", "follow_not_open"),
    ("unconnect", "done"),
    ("answer_request", ""),
    ("answer_request", "follow_not_open"),
]


class Machine(RuleBasedStateMachine):
    """Four members, small limits, any order of commands and days."""

    taken = 0
    outcomes: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.ids = [make_member(f"member{number}", limits=FEW) for number in range(SIZE)]
        self.model = Model(FEW)

    @initialize(limits=st.sampled_from([FEW, FEWER]), door=policies)
    def begin(self, limits: Limits, door: str) -> None:
        self.model.limits = limits
        self.choose_one(0, door)

    @property
    def limits(self) -> Limits:
        return self.model.limits

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def now(self):  # type: ignore[no-untyped-def]  # hypothesis reads annotations of attributes
        return START + timedelta(days=self.model.day)

    def same(self, name: str, expected: str, command: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                command()
            code = ""
        except RapportError as refusal:
            code = refusal.code
        assert code == expected
        Machine.outcomes[name, code] += 1

    def open_letter(self, a: int, b: int) -> Letter | None:
        letter = self.model.letter(a, b)
        return letter if letter and letter.sender == a else None

    @rule(pair=pairs, email=st.sampled_from(["", "", "right", "wrong"]), follows=st.booleans())
    def invite(self, pair: tuple[int, int], email: str, follows: bool) -> None:
        self.invite_one(*pair, email, follows)

    def invite_one(self, a: int, b: int, email: str, follows: bool) -> None:
        address = {"": "", "right": f"member{b}@example.org", "wrong": "x@example.org"}[email]
        expected = self.model.invite(a, b, email, follows)
        self.same(
            "invite",
            expected,
            lambda: inviting.invite(
                sender=self.ids[a],
                recipient=self.ids[b],
                context="other",
                email=address,
                follow=follows,
                now=self.now,
                limits=self.limits,
            ),
        )

    @rule(a=members, address=st.sampled_from(["", "", "right", "wrong"]))
    def invite_everybody(self, a: int, address: str) -> None:
        for b in range(SIZE):
            if b != a:
                self.invite_one(a, b, address, True)

    @rule(a=members)
    def meet_strangers(self, a: int) -> None:
        for letter in [one for one in self.model.letters.values() if one.sender == a and not one.unseen]:
            if self.model.letter(letter.sender, letter.recipient) is letter:
                self.answer_one(letter, "dont-know", True)
        self.pass_some(8)
        for b in range(SIZE):
            if b != a:
                self.invite_one(a, b, "", True)

    @rule(b=members, verb=st.sampled_from(["accept", "dont-know", "ignore", "decline"]), again=st.booleans())
    def answer_everybody(self, b: int, verb: str, again: bool) -> None:
        for letter in [one for one in self.model.letters.values() if one.recipient == b and not one.unseen]:
            self.answer_one(letter, verb, True)
            if again and self.model.letters.get(frozenset((letter.sender, b))) is letter:
                self.answer_one(letter, "accept", True)

    @precondition(lambda self: any(not letter.unseen for letter in self.model.letters.values()))
    @rule(
        data=st.data(),
        verb=st.sampled_from(["accept", "dont-know", "ignore", "reopen", "accept", "decline"]),
        follows=st.booleans(),
    )
    def answer(self, data: st.DataObject, verb: str, follows: bool) -> None:
        pair = data.draw(
            st.sampled_from(
                sorted(tuple(sorted(p)) for p, one in self.model.letters.items() if not one.unseen)
            )
        )
        letter = self.model.letter(*pair)
        if letter is not None:
            self.answer_one(letter, verb, follows)

    def answer_one(self, letter: Letter, verb: str, follows: bool) -> None:
        a, b = letter.sender, letter.recipient
        invitation = self.invitation_id(a, b)
        expected = self.model.answer(verb, a, b, follows)
        who = {"invitation_id": invitation, "actor_id": self.ids[b], "now": self.now}
        commands: dict[str, Callable[[], object]] = {
            "accept": lambda: answering.accept(**who, follow=follows, limits=self.limits),
            "decline": lambda: answering.decline(**who),
            "ignore": lambda: answering.ignore(**who),
            "dont-know": lambda: answering.dont_know(**who, limits=self.limits),
            "reopen": lambda: answering.reopen(**who, limits=self.limits),
        }
        self.same(verb, expected, commands[verb])

    def invitation_id(self, a: int, b: int) -> UUID:
        lo, hi = sorted((self.ids[a], self.ids[b]))
        return Invitation.objects.get(lo_id=lo, hi_id=hi, state__in=OPEN_STATES).pk

    @rule(pair=pairs)
    def withdraw(self, pair: tuple[int, int]) -> None:
        a, b = pair
        if self.open_letter(a, b):
            invitation = self.invitation_id(a, b)
            expected = self.model.withdraw(a, b)
            self.same(
                "withdraw",
                expected,
                lambda: inviting.withdraw(invitation_id=invitation, actor_id=self.ids[a], now=self.now),
            )

    @rule(b=members, close=st.booleans())
    def be_asked_by_everybody(self, b: int, close: bool) -> None:
        self.choose_one(b, "on_request")
        for a in range(SIZE):
            if a != b:
                self.follow_one(a, b)
        if close:
            self.choose_one(b, "connections_only")
        for asker, owner in sorted(self.model.asked):
            if owner == b:
                self.answer_one_request(b, asker, accept=True)

    @rule(pair=pairs)
    def follow(self, pair: tuple[int, int]) -> None:
        self.follow_one(*pair)

    def follow_one(self, a: int, b: int) -> None:
        expected = self.model.start_following(a, b)
        self.same(
            "follow",
            expected,
            lambda: following.follow(follower=self.ids[a], followee=self.ids[b], now=self.now),
        )

    @rule(pair=pairs)
    def unfollow(self, pair: tuple[int, int]) -> None:
        a, b = pair
        expected = self.model.stop_following(a, b)
        self.same(
            "unfollow", expected, lambda: following.unfollow(follower=self.ids[a], followee=self.ids[b])
        )

    @precondition(lambda self: self.model.asked)
    @rule(data=st.data(), accept=st.booleans())
    def answer_request(self, data: st.DataObject, accept: bool) -> None:
        b, a = data.draw(st.sampled_from(sorted(self.model.asked)))
        self.answer_one_request(a, b, accept=accept)

    def answer_one_request(self, a: int, b: int, *, accept: bool) -> None:
        expected = self.model.answer_request(a, b, accept=accept)
        if accept:
            self.same(
                "answer_request",
                expected,
                lambda: following.accept_request(owner=self.ids[a], requester=self.ids[b], now=self.now),
            )
        else:
            self.same(
                "answer_request",
                expected,
                lambda: following.refuse_request(owner=self.ids[a], requester=self.ids[b]),
            )

    @rule(a=members, policy=policies)
    def choose(self, a: int, policy: str) -> None:
        self.choose_one(a, policy)

    def choose_one(self, a: int, policy: str) -> None:
        self.model.policy[a] = policy
        choosing.choose(actor_id=self.ids[a], changes={"follow_policy": policy})

    @rule(pair=pairs, data=st.data())
    def unconnect(self, pair: tuple[int, int], data: st.DataObject) -> None:
        a, b = pair
        if self.model.connected:
            a, b = data.draw(
                st.permutations(data.draw(st.sampled_from(sorted(map(sorted, self.model.connected)))))
            )
            Machine.outcomes["unconnect", "done"] += 1
        expected = self.model.unconnect(a, b)
        self.same(
            "unconnect",
            expected,
            lambda: removing.unconnect(actor_id=self.ids[a], other=self.ids[b], now=self.now),
        )

    @rule(pair=pairs, really=st.sampled_from([False, False, True]))
    def block(self, pair: tuple[int, int], really: bool) -> None:
        a, b = pair
        if not really:
            return
        expected = self.model.block(a, b)
        self.same(
            "block", expected, lambda: removing.block(owner=self.ids[a], other=self.ids[b], now=self.now)
        )

    @precondition(lambda self: self.model.blocked)
    @rule(data=st.data())
    def unblock(self, data: st.DataObject) -> None:
        a, b = data.draw(st.sampled_from(sorted(self.model.blocked)))
        self.model.blocked.discard((a, b))
        self.same("unblock", "", lambda: removing.unblock(owner=self.ids[a], other=self.ids[b]))

    @rule(a=members, really=st.sampled_from([False, False, True]))
    def suspend(self, a: int, really: bool) -> None:
        if really and a not in self.model.gone:
            self.model.gone.add(a)
            actors.suspend(actor_id=self.ids[a])

    @precondition(lambda self: self.model.gone)
    @rule()
    def restore(self) -> None:
        for a in sorted(self.model.gone):
            actors.restore(actor_id=self.ids[a])
        self.model.gone.clear()

    @rule(days=st.sampled_from([1, 1, 3, 8, 22, 60, 91, 181]))
    def pass_days(self, days: int) -> None:
        self.pass_some(days)

    def pass_some(self, days: int) -> None:
        self.model.day += days
        for pair in list(self.model.letters):
            self.model.letter(*pair)
        inviting.expire_due(now=self.now)

    @invariant()
    def edges_agree(self) -> None:
        Machine.taken += 1
        place = {actor: number for number, actor in enumerate(self.ids)}

        def ends(rows: object) -> set[tuple[int, int]]:
            return {(place[a], place[b]) for a, b in rows}  # type: ignore[attr-defined]

        both = {(a, b) for pair in self.model.connected for a in pair for b in pair if a != b}
        assert ends(Connection.objects.values_list("owner_id", "other_id")) == both
        follows = {
            (place[a], place[b]): origin
            for a, b, origin in Follow.objects.values_list("owner", "other", "origin")
        }
        assert follows == self.model.follow
        assert ends(Block.objects.values_list("owner_id", "other_id")) == self.model.blocked
        asked = {
            (place[b], place[a])
            for a, b in FollowRequest.objects.filter(asked=True).values_list("owner", "other")
        }
        assert asked == {edge for edge, state in self.model.asked.items() if not state.startswith("silent")}
        for network in Network.objects.all():
            a = place[network.pk]
            assert network.connections == sum(x == a for x, _ in both) <= self.limits.connection_cap
            assert network.followers == sum(y == a for _, y in self.model.follow)
            assert network.following == sum(x == a for x, _ in self.model.follow)

    @invariant()
    def what_each_sees_agrees(self) -> None:
        for a in range(SIZE):
            seen = budget_of(self.ids[a], self.limits, self.now)
            assert (seen.left, seen.pending) == (self.model.left(a), self.model.pending(a))
            assert (seen.restriction is not None) == self.model.restricted(a)
            ties = between(self.ids[a], [one for one in self.ids if one != self.ids[a]], self.now)
            for b in range(SIZE):
                if a == b:
                    continue
                tie, letter = ties[self.ids[b]], self.model.letter(a, b)
                assert tie.following == self.model.follows(a, b)
                assert tie.followed_by == self.model.follows(b, a)
                shown = letter is not None and not (letter.unseen and letter.recipient == a)
                assert (tie.invitation is not None) == shown
                if letter is not None and tie.invitation is not None:
                    sender = letter.sender == a
                    assert tie.invitation.side is (Side.SENDER if sender else Side.RECIPIENT)
                    quiet = letter.quiet and not sender
                    assert tie.invitation.state is (State.IGNORED if quiet else State.PENDING)


@pytest.mark.django_db
def test_the_actions_agree_with_the_model() -> None:
    """REL-1 to REL-17: after every step both agree, and at least 2,000 steps are taken."""
    Machine.taken = 0
    run_state_machine_as_test(
        Machine, settings=settings(settings.default, max_examples=EXAMPLES, stateful_step_count=STEPS)
    )
    assert Machine.taken >= 2000
    missed = [outcome for outcome in MUST_HAPPEN if not Machine.outcomes[outcome]]
    assert not missed, f"the walk never met {missed}"
