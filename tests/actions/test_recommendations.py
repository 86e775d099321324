"""Recommendations: every step by real actions, and what each reader is shown (PRO-4, REL-10, REL-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from rapport.content.profiles.models import Entry, Profile
from rapport.content.recommendations.actions import answering, ending, writing
from rapport.content.recommendations.models import Recommendation
from rapport.content.recommendations.queries import own, shown
from rapport.content.recommendations.queries.own import Box, RecommendationView
from rapport.content.recommendations.rules.process import (
    KEPT,
    ON_PAGE,
    REVISED,
    Side,
    State,
    Verb,
    already_done,
    step,
)
from rapport.kernel.errors import RapportError
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.relationships.actions import removing
from tests.actions.vouching import OTHER_TEXT, TEXT, connect, member, position
from tests.people import LIMITS, START

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _code(act: Callable[[], object]) -> str:
    try:
        act()
    except RapportError as refused:
        return refused.code
    return ""


@pytest.fixture
def two() -> tuple[int, int]:
    """Author and recipient, connected."""
    author, recipient = member("author"), member("recipient")
    connect(author, recipient)
    return author, recipient


def _ask(author: int, recipient: int, **given: Any) -> writing.Outcome:
    given = {"position": None, "note": "", "now": START, "limits": LIMITS, **given}
    return writing.ask(recipient=recipient, author=author, **given)


def _give(author: int, recipient: int, **given: Any) -> UUID:
    given = {
        "words": TEXT,
        "relation": "same_team",
        "position": None,
        "now": START,
        "limits": LIMITS,
        **given,
    }
    return writing.give(author=author, recipient=recipient, **given).recommendation_id


def _view(viewer: int, one: UUID) -> RecommendationView:
    return own.recommendation(Viewer(viewer), one, START)


def _take(one: UUID, verb: Verb, actor_id: int, version: int = 1) -> None:
    """Any step, with the words it needs."""
    who: dict[str, Any] = {"recommendation_id": one, "actor_id": actor_id}
    timed = {**who, "now": START}
    calls: dict[Verb, Callable[[], None]] = {
        Verb.WRITE: lambda: writing.write(**timed, words=TEXT, relation="managed", limits=LIMITS),
        Verb.REVISE: lambda: writing.revise(**timed, words=OTHER_TEXT, limits=LIMITS),
        Verb.DECLINE: lambda: answering.decline(**timed),
        Verb.IGNORE: lambda: answering.ignore(**who),
        Verb.ACCEPT: lambda: answering.accept(**timed, version=version),
        Verb.ASK_CHANGE: lambda: answering.ask_change(**timed, words="Shorter, please.", limits=LIMITS),
        Verb.REFUSE: lambda: answering.refuse(**timed),
        Verb.SHOW: lambda: answering.show(**timed),
        Verb.HIDE: lambda: answering.hide(**timed),
        Verb.WITHDRAW: lambda: answering.withdraw(**timed),
    }
    calls[verb]()


def _row(state: State, author: int, recipient: int) -> Recommendation:
    written = state not in (State.ASKED, State.IGNORED, State.DECLINED)
    return Recommendation.objects.create(
        author_id=author,
        recipient_id=recipient,
        state=state.value,
        relation="managed" if written else "",
        text=TEXT if written else "",
        draft="Another text that waits beside it." if state in REVISED else "",
        version=int(written),
        created_at=START,
        changed_at=START,
        accepted_at=START if state in KEPT else None,
    )


def test_every_step_does_what_the_table_says(two: tuple[int, int]) -> None:
    """PRO-4: every state by every verb by every side by a real action, while connected and apart."""
    for state in State:
        for verb in Verb:
            for side, actor_id in zip(Side, two, strict=True):
                for connected in (True, False):
                    with transaction.atomic():
                        row = _row(state, *two)
                        if not connected:
                            removing.unconnect(actor_id=two[0], other=two[1], now=START)
                        _check(row, verb, side, actor_id, connected=connected)
                        transaction.set_rollback(True)


def _check(row: Recommendation, verb: Verb, side: Side, actor_id: int, *, connected: bool) -> None:
    before = State(row.state)
    found = step(before, verb, side)
    code = _code(lambda: _take(row.pk, verb, actor_id, row.version))
    row.refresh_from_db()
    after = State(row.state)
    if found is not None and (connected or verb is Verb.WITHDRAW):
        assert (code, after) == ("", found.to)
    else:
        assert after is before
        assert (code == "") is (found is None and already_done(before, verb, side)) or code == "not_found"
        if found is not None:
            assert code == "not_connected"
    assert (row.text == "") is (after in (State.ASKED, State.IGNORED, State.DECLINED, State.WITHDRAWN)) or (
        after is State.WITHDRAWN
    )
    on_page = [one.text for one in shown.received(VISITOR, row.recipient_id, now=START).items]
    assert bool(on_page) is (connected and after in ON_PAGE)
    if verb is Verb.REVISE and before in ON_PAGE:
        assert on_page in ([TEXT], [])


def test_a_revised_text_waits_while_the_accepted_one_stands(two: tuple[int, int]) -> None:
    """PRO-4: nobody but the recipient changes what stands on their page."""
    author, recipient = two
    one = _give(author, recipient)
    _take(one, Verb.ACCEPT, recipient)
    _take(one, Verb.ASK_CHANGE, recipient)
    assert _view(author, one).change_words == "Shorter, please."
    _take(one, Verb.REVISE, author)
    view = _view(recipient, one)
    assert (view.state, view.text, view.draft, view.version) == (State.SHOWN_REVISED, TEXT, OTHER_TEXT, 2)
    assert view.words == OTHER_TEXT and view.change_words == ""
    assert [said.text for said in shown.received(VISITOR, recipient, now=START).items] == [TEXT]
    assert _code(lambda: _take(one, Verb.REVISE, author)) == "unchanged"
    assert _code(lambda: _take(one, Verb.ACCEPT, recipient, version=1)) == "text_changed"
    _take(one, Verb.ACCEPT, recipient, version=2)
    assert [said.text for said in shown.received(VISITOR, recipient, now=START).items] == [OTHER_TEXT]


def test_asking_once_and_again(two: tuple[int, int]) -> None:
    """PRO-4: one open request, 30 days after one that ended; a silent "no" looks open."""
    author, recipient = two
    first = _ask(author, recipient, note="You saw the launch.")
    assert _ask(author, recipient) == replace(first, created=False)
    _take(first.recommendation_id, Verb.IGNORE, author)
    assert _view(recipient, first.recommendation_id).state is State.ASKED
    assert _ask(author, recipient).created is False
    assert own.own(Viewer(author), Box.TO_WRITE, now=START).items == []
    assert len(own.own(Viewer(recipient), Box.ASKED, now=START).items) == 1
    _take(first.recommendation_id, Verb.WITHDRAW, recipient)
    assert _code(lambda: _view(author, first.recommendation_id)) == "not_found"
    assert _code(lambda: _take(first.recommendation_id, Verb.WRITE, author)) == "not_found"
    assert _code(lambda: _ask(author, recipient, now=START + 29 * DAY)) == "recommendation_wait"
    again = _ask(author, recipient, now=START + 30 * DAY)
    assert again.created
    _take(again.recommendation_id, Verb.DECLINE, author)
    assert _view(recipient, again.recommendation_id).state is State.DECLINED
    few = replace(LIMITS, recommendation_requests_limit=0)
    late = START + 90 * DAY
    assert _code(lambda: _ask(author, recipient, now=late, limits=few)) == "recommendation_requests"


def test_giving_answers_an_open_request(two: tuple[int, int]) -> None:
    """PRO-4: unasked and asked meet in one row; one text waits at a time."""
    author, recipient = two
    asked = _ask(author, recipient).recommendation_id
    assert _give(author, recipient) == asked
    assert _code(lambda: _give(author, recipient)) == "recommendation_waiting"
    second = _ask(author, recipient).recommendation_id
    assert _code(lambda: _take(second, Verb.WRITE, author)) == "recommendation_waiting"
    _take(asked, Verb.REFUSE, recipient)
    _take(asked, Verb.WITHDRAW, author)
    assert Recommendation.objects.get(pk=asked).text == ""
    assert _code(lambda: _view(recipient, asked)) == "not_found"
    _take(second, Verb.WITHDRAW, recipient)
    assert _code(lambda: _give(author, recipient)) == "recommendation_wait"
    _give(author, recipient, now=START + 30 * DAY)


def test_what_is_written_is_checked(two: tuple[int, int]) -> None:
    """PRO-4: 20 to 3,000 characters, a relation, between connections alone."""
    author, recipient = two
    stranger = member("stranger")
    assert _code(lambda: _give(author, recipient, words="Good.")) == "too_short"
    assert _code(lambda: _give(author, recipient, words="x" * 3001)) == "too_long"
    assert _code(lambda: _give(author, recipient, relation="boss")) == "relation"
    assert _code(lambda: _give(author, author)) == "oneself"
    assert _code(lambda: _give(author, stranger)) == "not_connected"
    assert _code(lambda: _ask(stranger, recipient)) == "not_connected"
    removing.block(owner=stranger, other=recipient, now=START)
    assert _code(lambda: _give(recipient, stranger)) == "not_found"
    assert not Recommendation.objects.exists()


def test_a_position_is_named_where_there_is_one(two: tuple[int, int]) -> None:
    """PRO-4: one of the recipient's own that the author sees; its words outlive it."""
    author, recipient = two
    mine, theirs = position(author, "Other"), position(recipient, "Editor", "Acme")
    assert _code(lambda: _give(author, recipient)) == "position"
    assert _code(lambda: _give(author, recipient, position=mine)) == "position"
    assert _code(lambda: _ask(author, recipient)) == "position"
    asked = _ask(author, recipient, position=theirs).recommendation_id
    _take(asked, Verb.WRITE, author)
    _take(asked, Verb.ACCEPT, recipient)
    Entry.objects.filter(pk=theirs).delete()
    (said,) = shown.received(VISITOR, recipient, now=START).items
    assert said.position is not None and (said.position.title, said.position.company) == ("Editor", "Acme")
    Profile.objects.filter(pk=author).update(experience_audience="only_me")
    _give(recipient, author)


def test_unconnecting_sets_aside_and_connecting_brings_back(two: tuple[int, int]) -> None:
    """REL-10: in both lists it is marked; nobody else sees it; only taking back is left."""
    author, recipient = two
    one = _give(author, recipient)
    _take(one, Verb.ACCEPT, recipient)
    removing.unconnect(actor_id=recipient, other=author, now=START)
    for viewer, box in ((author, Box.GIVEN), (recipient, Box.RECEIVED)):
        (view,) = own.own(Viewer(viewer), box, now=START).items
        assert view.aside
        assert view.allowed_actions == (("withdraw",) if viewer == author else ())
        assert shown.received(Viewer(viewer), recipient, now=START).items == []
    assert not own.waiting(Viewer(author)).any
    connect(recipient, author)
    assert len(shown.received(VISITOR, recipient, now=START).items) == 1


def test_a_block_takes_them_for_good(two: tuple[int, int]) -> None:
    """REL-17: both directions, requests too; whoever leaves is forgotten likewise."""
    author, recipient = two
    _take(_give(author, recipient), Verb.ACCEPT, recipient)
    _ask(recipient, author)
    third = member("third")
    connect(third, recipient)
    _give(third, recipient)
    removing.block(owner=recipient, other=author, now=START)
    assert Recommendation.objects.count() == 1
    ending.forget(actor_id=third)
    assert not Recommendation.objects.exists()


def test_given_is_shown_only_where_it_is_shown_to_this_viewer(two: tuple[int, int]) -> None:
    """PRO-4: on the author's page too, the recipient's audience decides."""
    author, recipient = two
    friend, far = member("friend"), member("far")
    connect(friend, recipient)
    connect(far, friend)
    _take(_give(author, recipient), Verb.ACCEPT, recipient)
    seen_by: dict[str, set[int | None]] = {
        "anyone": {None, far, friend, author, recipient},
        "members": {far, friend, author, recipient},
        "second_degree": {far, friend, author, recipient},
        "connections": {friend, author, recipient},
        "only_me": {recipient},
    }
    for audience, viewers in seen_by.items():
        Profile.objects.filter(pk=recipient).update(recommendations_audience=audience)
        for viewer in (None, far, friend, author, recipient):
            expected = int(viewer in viewers)
            got = shown.received(Viewer(viewer), recipient, now=START)
            assert (len(got.items), got.hidden) == (expected, not expected), (audience, viewer)
            assert len(shown.given(Viewer(viewer), author, now=START).items) == expected, (audience, viewer)
            here = shown.on_page(
                Viewer(viewer), recipient, with_received=viewer in viewers, size=3, now=START
            )
            there = shown.on_page(Viewer(viewer), author, with_received=True, size=3, now=START)
            assert [len(one) for one in (*here, *there)] == [expected, 0, 0, expected], (audience, viewer)
    removing.block(owner=friend, other=author, now=START)
    Profile.objects.filter(pk=recipient).update(recommendations_audience="anyone")
    assert shown.received(Viewer(friend), recipient, now=START).items == []
    actors.suspend(actor_id=author)
    assert shown.received(VISITOR, recipient, now=START).items == []


def test_what_waits_is_counted_and_listed(two: tuple[int, int]) -> None:
    """PRO-4: texts to answer, requests, and changes asked for."""
    author, recipient = two
    assert not own.waiting(VISITOR).any and own.waiting_list(VISITOR, 3, START) == []
    _ask(author, recipient)
    assert own.waiting(Viewer(author)) == own.Waiting(requests=1)
    one = _give(author, recipient)
    assert own.waiting(Viewer(recipient)) == own.Waiting(texts=1)
    _take(one, Verb.ASK_CHANGE, recipient)
    assert own.waiting(Viewer(author)) == own.Waiting(changes=1)
    assert [view.id for view in own.waiting_list(Viewer(author), 3, START)] == [one]
    assert not own.waiting(Viewer(recipient)).any


def test_lists_go_page_by_page(two: tuple[int, int]) -> None:
    """PRO-4: one's four lists, and those on pages; strangers see no row."""
    author, recipient = two
    for number in range(3):
        one = _give(author, recipient, now=START + number * DAY)
        answering.accept(recommendation_id=one, actor_id=recipient, version=1, now=START + number * DAY)
    first = own.own(Viewer(recipient), Box.RECEIVED, size=2, now=START)
    rest = own.own(Viewer(recipient), Box.RECEIVED, size=2, cursor=first.next, now=START)
    assert (len(first.items), len(rest.items), rest.next) == (2, 1, None)
    page = shown.received(VISITOR, recipient, size=2, now=START)
    more = shown.received(VISITOR, recipient, size=2, cursor=page.next, now=START)
    assert (len(page.items), len(more.items), more.next) == (2, 1, None)
    stranger = member("stranger")
    assert _code(lambda: _view(stranger, first.items[0].id)) == "not_found"
    assert own.own(VISITOR, Box.RECEIVED, now=START).items == []
