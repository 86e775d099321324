"""Inviting and answering, on the real database (REL-6 to REL-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, following, inviting, removing
from rapport.people.relationships.models import Invitation, Restriction
from rapport.people.relationships.queries import budget, invitations
from rapport.people.relationships.queries.facts import between
from rapport.people.relationships.rules.process import State
from rapport.people.ties.models import Connection, Follow, Network
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def _invite(
    sender: int, recipient: int, *, day: float = 0, email: str = "", note: str = "", follow: bool = True
) -> UUID:
    return inviting.invite(
        sender=sender,
        recipient=recipient,
        context="worked_together",
        note=note,
        email=email,
        follow=follow,
        now=START + timedelta(days=day),
        limits=LIMITS,
    ).invitation_id


def _accept(invitation: UUID, who: int, *, day: float = 0, follow: bool = True) -> None:
    answering.accept(
        invitation_id=invitation, actor_id=who, follow=follow, now=START + timedelta(days=day), limits=LIMITS
    )


def _view(who: int, invitation: UUID, *, day: float = 0) -> invitations.InvitationView:
    return invitations.invitation(Viewer(who), invitation, LIMITS, START + timedelta(days=day))


def _edges() -> tuple[set[tuple[int, int]], set[tuple[int, int, str]]]:
    return (
        set(Connection.objects.values_list("owner_id", "other_id")),
        set(Follow.objects.values_list("owner_id", "other_id", "origin")),
    )


def test_an_invitation_makes_no_edge_and_declining_leaves_none() -> None:
    """REL-6: sending one creates no other edge; declining leaves none behind."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    assert _edges() == (set(), set())
    answering.decline(invitation_id=one, actor_id=b, reason="not_now", now=START)
    assert _edges() == (set(), set())
    seen = _view(a, one)
    assert (seen.state, seen.decline_reason) == (State.DECLINED, "not_now")


def test_accepting_connects_and_each_follows() -> None:
    """REL-8: the connection, both follows, counters that equal the rows."""
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b), b)
    assert _edges() == ({(a, b), (b, a)}, {(a, b, "connection"), (b, a, "connection")})
    assert (
        list(Network.objects.order_by("pk").values_list("connections", "followers", "following"))
        == [(1, 1, 1)] * 2
    )


@pytest.mark.parametrize(
    ("sender_follows", "recipient_follows"), [(True, False), (False, True), (False, False)]
)
def test_either_may_say_no_to_their_own_follow(sender_follows: bool, recipient_follows: bool) -> None:
    """REL-8: when inviting or accepting."""
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b, follow=sender_follows), b, follow=recipient_follows)
    wanted = {(a, b, "connection")} if sender_follows else set()
    wanted |= {(b, a, "connection")} if recipient_follows else set()
    assert _edges()[1] == wanted


def test_accepting_twice_is_no_error_and_one_effect() -> None:
    """Every command is idempotent (product 2)."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    _accept(one, b)
    _accept(one, b, day=1)
    assert Network.objects.get(pk=a).connections == 1


def test_crossing_invitations_connect_at_once() -> None:
    """REL-8: and the crossing costs nothing (REL-12)."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    met = inviting.invite(sender=b, recipient=a, context="other", follow=False, now=START, limits=LIMITS)
    assert (met.invitation_id, met.crossed) == (one, True)
    assert _edges() == ({(a, b), (b, a)}, {(a, b, "connection")})
    assert budget.budget_of(b, LIMITS, START).used == 0
    assert budget.budget_of(a, LIMITS, START).left == LIMITS.invitation_limit


def test_repeating_gives_the_open_one_back() -> None:
    """api.md: repeating while one is open gives that one back."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b, note="Hello")
    again = inviting.invite(sender=a, recipient=b, context="other", note="Other", now=START, limits=LIMITS)
    assert (again.invitation_id, again.created) == (one, False)
    assert Invitation.objects.get().note == "Hello"


def test_connected_already() -> None:
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b), b)
    with pytest.raises(Refused, match="connected already") as refusal:
        _invite(b, a)
    assert refusal.value.code == "already_connected"


def test_the_sender_cannot_tell_ignored_from_pending() -> None:
    """REL-11: remind, withdraw, expire, count, and every field of the view are alike."""
    a, b, c = make_member("anna"), make_member("bert"), make_member("carl")
    ignored, waiting = _invite(a, b), _invite(a, c)
    answering.ignore(invitation_id=ignored, actor_id=b, now=START + timedelta(days=1))
    for invitation in (ignored, waiting):
        inviting.remind(invitation_id=invitation, actor_id=a, now=START + timedelta(days=15), limits=LIMITS)
    for day in (16, 179, 181):
        seen, other = _view(a, ignored, day=day), _view(a, waiting, day=day)
        assert replace(seen, id=waiting, recipient=other.recipient) == other
    assert budget.budget_of(a, LIMITS, START).pending == 2
    assert inviting.expire_due(now=START + timedelta(days=181)) == 2
    seen, other = _view(a, ignored, day=182), _view(a, waiting, day=182)
    assert replace(seen, id=waiting, recipient=other.recipient) == other


def test_who_ignored_may_invite_back_and_the_two_connect() -> None:
    """REL-11: while it still looks pending."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    answering.ignore(invitation_id=one, actor_id=b, now=START)
    _invite(b, a, day=3)
    assert _edges()[0] == {(a, b), (b, a)}
    assert _view(a, one).state is State.ACCEPTED


def test_a_new_invitation_inside_the_hidden_wait_is_born_ignored() -> None:
    """REL-11: it succeeds, and reaches nobody."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    answering.ignore(invitation_id=one, actor_id=b, now=START)
    inviting.withdraw(invitation_id=one, actor_id=a, now=START)
    again = _invite(a, b, day=22)
    assert _view(a, again, day=22).state is State.PENDING
    assert _view(b, again, day=22).state is State.IGNORED
    inviting.withdraw(invitation_id=again, actor_id=a, now=START + timedelta(days=60))
    later = _invite(a, b, day=91)
    assert _view(b, later, day=91).state is State.PENDING


def test_withdrawn_is_gone_for_its_recipient_and_waits_21_days() -> None:
    """REL-11."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    inviting.withdraw(invitation_id=one, actor_id=a, now=START)
    with pytest.raises(Absent):
        _view(b, one)
    with pytest.raises(Absent):
        _accept(one, b)
    with pytest.raises(Refused) as refusal:
        _invite(a, b, day=20)
    assert refusal.value.code == "reinvite_wait"
    assert refusal.value.values["until"] == START + timedelta(days=21)
    assert _invite(a, b, day=21) != one


def test_after_a_decline_only_who_declined_may_invite() -> None:
    """REL-11: 90 days for the sender; whoever declined may invite back at any time."""
    a, b = make_member("anna"), make_member("bert")
    answering.decline(invitation_id=_invite(a, b), actor_id=b, now=START)
    with pytest.raises(Refused, match="Bert declined"):
        _invite(a, b, day=89)
    back = _invite(b, a, day=1)
    inviting.withdraw(invitation_id=back, actor_id=b, now=START + timedelta(days=1))
    _invite(a, b, day=90)


def test_removal_lets_only_the_one_who_removed_invite() -> None:
    """REL-10."""
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b), b)
    following.follow(follower=a, followee=b, now=START)
    removing.unconnect(actor_id=a, other=b, now=START)
    assert _edges() == (set(), {(a, b, "choice")})
    with pytest.raises(Refused) as refusal:
        _invite(b, a, day=89)
    assert refusal.value.code == "reinvite_wait"
    _invite(a, b, day=1)


def test_what_came_before_a_connection_makes_nobody_wait_after_it() -> None:
    """REL-10, REL-11: a decline, and a wait that is not told, are over once the two have connected."""
    a, b, c = make_member("anna"), make_member("bert"), make_member("carl")
    answering.decline(invitation_id=_invite(a, b), actor_id=b, now=START)
    ignored = _invite(a, c)
    answering.ignore(invitation_id=ignored, actor_id=c, now=START)
    inviting.withdraw(invitation_id=ignored, actor_id=a, now=START)
    for other in (b, c):
        _accept(_invite(other, a, day=1), a, day=1)
        removing.unconnect(actor_id=a, other=other, now=START + timedelta(days=2))
        again = _invite(a, other, day=3)
        assert _view(other, again, day=3).state is State.PENDING
    assert between(b, [a], START + timedelta(days=3))[a].past == []


def test_the_cap_refuses_sending_and_accepting() -> None:
    """REL-9: with a clear reason; nothing is written."""
    a, b, c = make_member("anna"), make_member("bert"), make_member("carl")
    _accept(_invite(a, b), b)
    full = replace(LIMITS, connection_cap=1)
    with pytest.raises(Refused) as refusal:
        inviting.invite(sender=a, recipient=c, context="other", now=START, limits=full)
    assert refusal.value.code == "connection_cap"
    one = _invite(c, a)
    for who, invitation in ((a, one),):
        with pytest.raises(Refused, match="You have 1 connections"):
            answering.accept(invitation_id=invitation, actor_id=who, now=START, limits=full)
    assert Invitation.objects.get(pk=one).state == State.PENDING.value
    assert Network.objects.get(pk=c).connections == 0


def test_what_a_sender_cannot_withdraw_is_not_pending() -> None:
    """REL-12: the figure of the budget is that of the list; an invitation to a suspended member waits unseen."""
    one_open = replace(LIMITS, pending_limit=1)
    a, b, c = (make_member(handle) for handle in ("anna", "bert", "carl"))
    _invite(a, b)
    actors.suspend(actor_id=b)
    sent = invitations.invitations(Viewer(a), direction=invitations.Direction.SENT, limits=LIMITS, now=START)
    seen = budget.budget_of(a, one_open, START)
    assert (seen.pending, seen.used, sent.items) == (0, 1, [])
    assert inviting.invite(sender=a, recipient=c, context="other", now=START, limits=one_open).created
    actors.restore(actor_id=b)
    assert budget.budget_of(a, one_open, START).pending == 2


def test_the_budget_counts_what_was_not_accepted() -> None:
    """REL-12: left = limit less the unaccepted of seven days; it renews on a day that is shown."""
    few = replace(LIMITS, invitation_limit=2)
    a, b, c, d = (make_member(handle) for handle in ("anna", "bert", "carl", "dora"))
    _accept(_invite(a, b), b)
    _invite(a, c, day=1)
    _invite(a, d, day=2)
    seen = budget.budget_of(a, few, START + timedelta(days=2))
    assert (seen.used, seen.refunded, seen.left, seen.pending) == (3, 1, 0, 2)
    assert seen.renews_at == START + timedelta(days=8)
    e = make_member("emil")
    with pytest.raises(Refused) as refusal:
        inviting.invite(sender=a, recipient=e, context="other", now=START + timedelta(days=7.9), limits=few)
    assert refusal.value.code == "invitation_budget"
    assert inviting.invite(
        sender=a, recipient=e, context="other", now=START + timedelta(days=8), limits=few
    ).created


def test_five_strangers_restrict_and_a_wrong_address_looks_sent() -> None:
    """REL-12: nothing can be found out."""
    a = make_member("anna")
    for number in range(5):
        stranger = make_member(f"other{number}")
        answering.dont_know(invitation_id=_invite(a, stranger), actor_id=stranger, now=START, limits=LIMITS)
    restriction = Restriction.objects.get()
    assert restriction.ends_at == START + timedelta(days=30)
    b, c = make_member("bert"), make_member("carl")
    with pytest.raises(Refused) as refusal:
        _invite(a, b, day=1)
    assert (refusal.value.code, refusal.value.status) == ("recipient_email_required", 422)
    wrong = _invite(a, b, day=1, email="nobody@example.org")
    right = _invite(a, c, day=1, email="Carl@example.org")
    seen, other = _view(a, wrong), _view(a, right)
    assert replace(seen, id=right, recipient=other.recipient) == other
    with pytest.raises(Absent):
        _view(b, wrong)
    assert _view(c, right).state is State.PENDING
    assert between(b, [a], START)[a].invitation is None
    _invite(a, make_member("dora"), day=31)


def test_reminders_come_14_days_apart_and_twice() -> None:
    """REL-11."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)

    def remind(day: float) -> None:
        inviting.remind(invitation_id=one, actor_id=a, now=START + timedelta(days=day), limits=LIMITS)

    for day, code in (
        (13, "reminder_wait"),
        (14, None),
        (27, "reminder_wait"),
        (28, None),
        (50, "reminder_limit"),
    ):
        if code is None:
            remind(day)
            continue
        with pytest.raises(Refused) as refusal:
            remind(day)
        assert refusal.value.code == code


def test_the_thread_is_opened_by_the_recipient_and_closes_with_the_answer() -> None:
    """REL-7: between the two, only while the invitation is pending."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)

    def say(who: int, words: str) -> UUID:
        return answering.reply(invitation_id=one, actor_id=who, words=words, now=START, limits=LIMITS)

    with pytest.raises(Refused) as refusal:
        say(a, "Hello?")
    assert refusal.value.code == "thread_not_open"
    say(b, "Where did we meet?")
    say(a, "In Delft.")
    assert [reply.text for reply in _view(a, one).replies] == ["Where did we meet?", "In Delft."]
    with pytest.raises(Invalid):
        say(a, "   ")
    answering.decline(invitation_id=one, actor_id=b, now=START)
    with pytest.raises(Refused) as refusal:
        say(a, "Still there?")
    assert refusal.value.code == "thread_closed"


def test_a_block_ends_everything_and_hides_both() -> None:
    """REL-17: silently; unblocking restores nothing."""
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b), b)
    following.follow(follower=b, followee=a, now=START)
    removing.block(owner=a, other=b, now=START)
    assert _edges() == (set(), set())
    with pytest.raises(Absent):
        _invite(b, a, day=100)
    removing.unblock(owner=a, other=b)
    assert _edges() == (set(), set())
    assert list(Network.objects.values_list("connections", "followers", "following")) == [(0, 0, 0)] * 2


def test_a_blocked_invitation_is_gone_for_both() -> None:
    """REL-17: and afterwards nobody sees a withdrawal they did not make."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    removing.block(owner=b, other=a, now=START)
    removing.unblock(owner=b, other=a)
    for who in (a, b):
        with pytest.raises(Absent):
            _view(who, one)
    assert _invite(a, b, day=1) != one


@pytest.mark.parametrize(
    ("values", "field"),
    [({"context": "friends"}, "context"), ({"note": "x" * 301}, "note"), ({"email": "no address"}, "email")],
)
def test_bad_input_names_its_field_and_writes_nothing(values: dict[str, str], field: str) -> None:
    a, b = make_member("anna"), make_member("bert")
    wanted: dict[str, Any] = {"context": "other", **values}
    with pytest.raises(Invalid) as refusal:
        inviting.invite(sender=a, recipient=b, now=START, limits=LIMITS, **wanted)
    assert refusal.value.field == field
    assert not Invitation.objects.exists()
