"""Who is told of what, and for how long a notice stands (MSG-4, REL-2, REL-7, REL-8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.events import emit
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.relationships.events import Connected, Invited
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.models import Notification
from rapport.projections.notifications.rules_telling import Kind, Leads
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def _at(day: float) -> datetime:
    return START + timedelta(days=day)


def _invite(sender: int, recipient: int, *, day: float = 0) -> UUID:
    return inviting.invite(
        sender=sender, recipient=recipient, context="worked_together", now=_at(day), limits=LIMITS
    ).invitation_id


def _accept(invitation: UUID, who: int, *, day: float = 1) -> None:
    answering.accept(invitation_id=invitation, actor_id=who, now=_at(day), limits=LIMITS)


def _told(who: int, *, day: float = 2) -> list[Kind]:
    return [one.kind for one in queries.notices(Viewer(who), now=_at(day)).items]


def _one(who: int, *, day: float = 2) -> queries.NoticeView:
    (only,) = queries.notices(Viewer(who), now=_at(day)).items
    return only


def _unread(who: int, *, day: float = 2) -> int:
    return queries.unread_count(Viewer(who), _at(day))


def test_an_invitation_tells_its_recipient_alone() -> None:
    """MSG-4: invitation received; it names who asks and leads to the letter."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    notice = _one(b)
    assert (notice.kind, notice.subject, notice.leads) == (Kind.INVITATION, one, Leads.LETTER)
    assert [face.handle for face in notice.people] == ["anna"]
    assert (notice.at, notice.read) == (START, False)
    assert (_told(a), _unread(a), _unread(b)) == ([], 0, 1)


def test_the_filtered_tray_waits_without_a_notice() -> None:
    """REL-13: others' invitations wait in a filtered tray, without a notice, reminders included."""
    a, b = make_member("anna"), make_member("bert")
    choosing.choose(actor_id=b, changes={"invitation_policy": "knows_email"})
    one = _invite(a, b)
    inviting.remind(invitation_id=one, actor_id=a, now=_at(15), limits=LIMITS)
    assert _told(b, day=16) == []
    assert not Notification.objects.exists()


def test_a_reminder_brings_the_same_notice_up_again() -> None:
    """REL-11, MSG-4: reminders refresh it; there is never a second one."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    actions.mark_read(actor_id=b, now=_at(1))
    assert _unread(b) == 0
    inviting.remind(invitation_id=one, actor_id=a, now=_at(15), limits=LIMITS)
    notice = _one(b, day=16)
    assert (notice.at, notice.read) == (_at(15), False)
    assert notice.template == "{name} reminds you of an invitation."


def test_connecting_tells_both_exactly_once() -> None:
    """REL-8: accepting notifies both; who accepted has theirs as read."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    _accept(one, b)
    _accept(one, b)
    assert (_told(a), _told(b)) == ([Kind.CONNECTED], [Kind.CONNECTED])
    assert (_unread(a), _unread(b)) == (1, 0)
    assert _one(a).template == "{name} accepted your invitation. You are connected."
    assert _one(b).template == "You and {name} are connected."


def test_crossing_tells_both_exactly_once() -> None:
    """REL-8: two invitations that cross connect at once."""
    a, b = make_member("anna"), make_member("bert")
    _invite(a, b)
    _invite(b, a, day=1)
    assert (_told(a), _told(b)) == ([Kind.CONNECTED], [Kind.CONNECTED])


def test_what_is_told_twice_stands_once() -> None:
    """Eight clicks, one notice; a handler may run twice."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    _accept(one, b)
    for _ in range(8):
        with transaction.atomic():
            emit(Invited(invitation_id=one, sender_id=a, recipient_id=b, tray="inbox", reminder=0))
            emit(Connected(invitation_id=one, sender_id=a, recipient_id=b))
    assert Notification.objects.filter(owner_id=a).count() == 1
    assert Notification.objects.filter(owner_id=b).count() == 2
    assert set(Notification.objects.values_list("count", flat=True)) == {1}


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "{name} declined your invitation."),
        ("only_close", "{name} declined your invitation and connects only with people they know well."),
    ],
)
def test_a_courteous_decline_tells_the_sender_with_the_reason(reason: str, says: str) -> None:
    """REL-7: the sender is told, with an optional reason of a fixed few."""
    a, b = make_member("anna"), make_member("bert")
    answering.decline(invitation_id=_invite(a, b), actor_id=b, reason=reason, now=_at(1))
    assert (_one(a).kind, _one(a).template) == (Kind.DECLINED, says)
    assert _told(b) == []


def test_a_follow_suggested_instead_tells_the_sender() -> None:
    """REL-7: suggest a follow instead."""
    a, b = make_member("anna"), make_member("bert")
    answering.suggest_follow(invitation_id=_invite(a, b), actor_id=b, now=_at(1))
    assert (_told(a), _told(b)) == ([Kind.FOLLOW_SUGGESTED], [])


def test_replies_tell_the_other_side_and_gather_in_one_notice() -> None:
    """REL-7, MSG-4: a reply in an invitation's thread; several are one notice with their number."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    for day in (0.1, 0.2):
        answering.reply(
            invitation_id=one, actor_id=b, words="Where did we meet?", now=_at(day), limits=LIMITS
        )
    notice = _one(a)
    assert (notice.kind, notice.values["count"], notice.leads) == (Kind.REPLY, 2, Leads.SENT)
    assert notice.template == "{name} wrote {count} times about your invitation."
    actions.mark_read(actor_id=a, now=_at(0.3))
    answering.reply(invitation_id=one, actor_id=a, words="In Delft.", now=_at(0.4), limits=LIMITS)
    answering.reply(invitation_id=one, actor_id=b, words="Which year?", now=_at(0.5), limits=LIMITS)
    assert (_one(a).values["count"], _one(a).read) == (1, False)
    assert _told(b) == [Kind.REPLY, Kind.INVITATION]


def test_a_restriction_tells_the_member_until_when() -> None:
    """REL-12: five "don't know" answers; the notice shows the end, and stands until then."""
    a = make_member("anna")
    for number in range(5):
        other = make_member(f"other{number}")
        answering.dont_know(invitation_id=_invite(a, other), actor_id=other, now=_at(1), limits=LIMITS)
    notice = _one(a)
    assert (notice.kind, notice.people, notice.values["until"]) == (Kind.RESTRICTION, (), _at(31))
    assert _told(a, day=32) == []


def test_a_restriction_taken_back_takes_its_notice_along() -> None:
    """REL-12: who takes "I don't know this person" back ends the restriction that rested on it."""
    a = make_member("anna")
    others = [make_member(f"other{number}") for number in range(5)]
    sent = [_invite(a, other) for other in others]
    for one, other in zip(sent, others, strict=True):
        answering.dont_know(invitation_id=one, actor_id=other, now=_at(1), limits=LIMITS)
    assert _told(a) == [Kind.RESTRICTION]
    answering.reopen(invitation_id=sent[0], actor_id=others[0], now=_at(1), limits=LIMITS)
    assert _told(a) == []


def test_follows_and_silent_steps_tell_nobody() -> None:
    """REL-2, REL-3, REL-7, REL-10, REL-17: none of these is told to the other side."""
    a, b = make_member("anna"), make_member("bert")
    following.follow(follower=a, followee=b, now=START)
    following.unfollow(follower=a, followee=b)
    ignored = _invite(a, b)
    answering.ignore(invitation_id=ignored, actor_id=b, now=START)
    answering.dont_know(invitation_id=ignored, actor_id=b, now=START, limits=LIMITS)
    inviting.withdraw(invitation_id=ignored, actor_id=a, now=START)
    assert (_told(a), _told(b)) == ([], [])
    removing.block(owner=a, other=b, now=START)
    removing.unblock(owner=a, other=b)
    assert Notification.objects.count() == 1  # the invitation b once received, which no longer stands


def test_an_answered_invitation_takes_its_notice_along() -> None:
    """An invitation that was ignored, withdrawn or lapsed no longer stands among the notices; reopened, it does."""
    a, b, c = make_member("anna"), make_member("bert"), make_member("carl")
    ignored, withdrawn = _invite(a, b), _invite(a, c)
    assert (_unread(b), _unread(c)) == (1, 1)
    answering.ignore(invitation_id=ignored, actor_id=b, now=_at(1))
    inviting.withdraw(invitation_id=withdrawn, actor_id=a, now=_at(1))
    assert (_told(b), _told(c), _unread(b), _unread(c)) == ([], [], 0, 0)
    answering.reopen(invitation_id=ignored, actor_id=b, now=_at(1), limits=LIMITS)
    assert _told(b) == [Kind.INVITATION]
    assert _told(b, day=181) == []


def test_a_thread_looks_open_to_a_sender_who_was_ignored() -> None:
    """REL-11: to the sender an ignored invitation behaves as pending, notices included."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    answering.reply(invitation_id=one, actor_id=b, words="Where did we meet?", now=_at(0.1), limits=LIMITS)
    answering.ignore(invitation_id=one, actor_id=b, now=_at(0.2))
    answering.reply(invitation_id=one, actor_id=a, words="In Delft.", now=_at(0.3), limits=LIMITS)
    assert _told(a) == [Kind.REPLY]
    assert _told(b) == []


def test_unconnecting_is_silent_and_the_old_notice_goes() -> None:
    """REL-10: a notice never says that two are connected who are not."""
    a, b = make_member("anna"), make_member("bert")
    _accept(_invite(a, b), b)
    removing.unconnect(actor_id=b, other=a, now=_at(1.5))
    assert (_told(a), _unread(a)) == ([], 0)


@pytest.mark.parametrize("way", ["blocked", "blocking", "suspended", "deleted"])
def test_nobody_is_told_of_people_they_do_not_see(way: str) -> None:
    """REL-17, NET-1: blocked either way, suspended or deleted people vanish from notices at once."""
    a, b = make_member("anna"), make_member("bert")
    answering.decline(invitation_id=_invite(a, b), actor_id=b, now=_at(1))
    assert _told(a) == [Kind.DECLINED]
    match way:
        case "blocked":
            removing.block(owner=b, other=a, now=_at(1))
        case "blocking":
            removing.block(owner=a, other=b, now=_at(1))
        case "suspended":
            actors.suspend(actor_id=b)
        case _:
            actors.delete(actor_id=b)
    assert (_told(a), _unread(a)) == ([], 0)


def test_reading_up_to_a_notice_leaves_later_ones() -> None:
    """`mark_read` reads that one and everything before it, of one's own alone."""
    a = make_member("anna")
    for number in range(4):
        _invite(make_member(f"other{number}"), a, day=number / 10)
    shown = queries.notices(Viewer(a), now=_at(2)).items
    assert actions.mark_read(actor_id=a, up_to=shown[1].id, now=_at(2)) == 3
    assert [one.read for one in queries.notices(Viewer(a), now=_at(2)).items] == [False, True, True, True]
    assert _unread(a) == 1
    assert len(queries.notices(Viewer(a), unread=True, now=_at(2)).items) == 1
    assert actions.mark_read(actor_id=a, now=_at(2)) == 1
    with pytest.raises(Absent):
        actions.mark_read(actor_id=make_member("zoe"), up_to=shown[0].id, now=_at(2))


def test_notices_come_page_by_page_at_the_same_cost() -> None:
    """Every notice once, latest first; the number of statements does not grow with the page."""
    a = make_member("anna")
    for number in range(5):
        _invite(make_member(f"other{number}"), a, day=number / 10)
    seen: list[UUID] = []
    cursor = None
    while True:
        page = queries.notices(Viewer(a), cursor, 2, now=_at(2))
        seen += [one.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5
    costs = []
    for size in (1, 5):
        with CaptureQueriesContext(connection) as spent:
            queries.notices(Viewer(a), size=size, now=_at(2))
        costs.append(len(spent))
    assert costs == [3, 3]
    with CaptureQueriesContext(connection) as spent:
        queries.unread_count(Viewer(a), _at(2))
    assert len(spent) == 1
    with pytest.raises(Invalid):
        queries.notices(Viewer(a), "made up", now=_at(2))


def test_visitors_have_no_notices() -> None:
    """Nobody signed in, nothing to read."""
    assert queries.notices(VISITOR, now=START).items == []
    assert (queries.unread_count(VISITOR, START), queries.preferences(VISITOR)) == (0, {})


def test_what_was_refused_told_nobody() -> None:
    """A refused answer leaves no notice behind."""
    a, b = make_member("anna"), make_member("bert")
    one = _invite(a, b)
    answering.decline(invitation_id=one, actor_id=b, now=_at(1))
    before = Notification.objects.count()
    with pytest.raises(Refused):
        _accept(one, b)
    assert Notification.objects.count() == before
