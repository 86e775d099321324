"""Notices of conversation: gathered, told once, and only of what their reader sees (MSG-4, FEED-2, FEED-6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.discussion.events import Commented, Reacted
from rapport.content.posts.actions import changing
from rapport.kernel.events import emit
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.groups.actions import joining
from rapport.people.relationships.actions import removing
from rapport.people.ties import actions as ties
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.models import Deed, Notification
from rapport.projections.notifications.queries import NoticeView
from rapport.projections.notifications.rules_telling import Kind
from tests.actions.groups import connect, enter, make_group
from tests.actions.test_companies import make
from tests.discussion.talking import react, react_to, remove, say
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost

pytestmark = pytest.mark.django_db

TALK = {Kind.REACTION, Kind.COMMENT, Kind.COMMENT_REPLY, Kind.MENTION, Kind.REPOST}
LATER = START + timedelta(hours=1)


def members(*handles: str) -> list[int]:
    return [make_member(one) for one in handles]


def told(who: int) -> list[NoticeView]:
    """The notices of conversation that somebody reads, latest first."""
    return [one for one in queries.notices(Viewer(who), now=LATER).items if one.kind in TALK]


def kinds(who: int) -> list[Kind]:
    return sorted(one.kind for one in told(who))


def sentence(who: int) -> str:
    """The only one of them, in words; every surface counts the same."""
    (one,) = told(who)
    names = [face.handle for face in one.people] + ["", ""]
    place = one.place.handle if one.place else ""
    assert queries.unread_count(Viewer(who), LATER) == queries.badges(Viewer(who), LATER).unread
    return one.template.format(name=names[0], second=names[1], place=place, **one.values)


def nothing(who: int) -> bool:
    """Neither in the list nor in the number nor in the mail."""
    due = list(Notification.objects.filter(owner_id=who).values_list("id", flat=True))
    mail = queries.mailing(who, due, LATER)
    left = [one for one in mail.notices if one.kind in TALK] if mail else []
    return (told(who), queries.unread_count(Viewer(who), LATER), left) == ([], 0, [])


def read(who: int) -> None:
    actions.mark_read(actor_id=who, now=START)


def edit_comment(by: int, comment: int, words: str) -> None:
    commenting.edit(by=Viewer(by), comment_id=comment, words=words, now=LATER, limits=LIMITS)


def edit(by: int, post: int, words: str | None = None, audience: str | None = None) -> None:
    changing.edit(by=Viewer(by), post_id=post, words=words, audience=audience, now=LATER, limits=LIMITS)


def test_reactions_gather_in_one_notice_that_grows_while_unread() -> None:
    """MSG-4: batched; what was read stays as it was, and another begins."""
    author, *people = members("author", "anna", "bert", "cora", "dora", "emil")
    post = publish(author)
    said = []
    for number, one in enumerate(people):
        react(one, post, now=START + timedelta(minutes=number))
        said.append(sentence(author))
    assert said == [
        "anna reacted to your post.",
        "bert and anna reacted to your post.",
        "cora, bert and one other reacted to your post.",
        "dora, cora and 2 others reacted to your post.",
        "emil, dora and 3 others reacted to your post.",
    ]
    assert queries.unread_count(Viewer(author), LATER) == 1
    assert Notification.objects.filter(owner_id=author).count() == 1
    read(author)
    react(make_member("fred"), post, now=LATER)
    assert [(one.read, len(one.people), one.values["others"]) for one in told(author)] == [
        (False, 1, 0), (True, 2, 3),
    ]  # fmt: skip
    assert [one.excerpt for one in told(author)] == ["Hello", "Hello"]


def test_nobody_is_told_of_their_own_deeds() -> None:
    """MSG-4: neither by reacting, answering, naming nor passing on."""
    (author,) = members("author")
    post = publish(author, "I, @author")
    first = say(author, post, "@author says")
    say(author, post, "again", first)
    react(author, post)
    react_to(author, first)
    repost(author, post, "mine, @author")
    assert Deed.objects.count() == 0
    assert nothing(author)


def test_one_comment_is_one_notice_of_what_it_is_most() -> None:
    """MSG-4: answer before mention before comment; an edit tells nobody twice, and whom it names anew once."""
    author, other, third = members("author", "other", "third")
    post = publish(author)
    mine = say(author, post, "Well?")
    answer = say(other, post, "@author @third yes", mine)
    assert (kinds(author), kinds(third)) == ([Kind.COMMENT_REPLY], [Kind.MENTION])
    plain = say(other, post, "Also")
    named = say(third, post, "@author too")
    assert kinds(author) == [Kind.COMMENT, Kind.COMMENT_REPLY, Kind.MENTION]
    read(author)
    for comment, by in ((answer, other), (plain, other), (named, third)):
        edit_comment(by, comment, "@author @author at last")
    assert kinds(author) == [Kind.COMMENT, Kind.COMMENT_REPLY, Kind.MENTION]
    assert queries.unread_count(Viewer(author), LATER) == 0
    assert nothing(third)  # the answer names them no more
    edit_comment(other, plain, "Also, @third")
    assert sentence(third) == "other mentioned you in a comment."
    edit_comment(other, plain, "Also, @third, and @author")
    assert Deed.objects.filter(owner_id=third).count() == 2
    assert queries.unread_count(Viewer(author), LATER) == 0


def test_taking_back_and_reacting_again_tells_nothing_new() -> None:
    """MSG-4: with the reaction its notice goes; the next time it is known already."""
    author, one, two = members("author", "one", "two")
    post = publish(author)
    react(one, post)
    reacting.take_back(by=Viewer(one), post_id=post, limits=LIMITS)
    assert nothing(author)
    react(one, post)
    react(two, post)
    assert sentence(author) == "two and one reacted to your post."
    read(author)
    for _ in range(3):
        reacting.take_back(by=Viewer(one), post_id=post, limits=LIMITS)
        react(one, post, "support")
    assert queries.unread_count(Viewer(author), LATER) == 0
    assert len(told(author)) == 1


def test_what_is_told_twice_stands_once() -> None:
    """A handler may run twice; eight clicks, one notice."""
    author, other = members("author", "other")
    post = publish(author)
    comment = say(other, post)
    react(other, post)
    for _ in range(3):
        with transaction.atomic():
            emit(Commented(comment, post, other))
            emit(Reacted(post, 0, other))
    assert (kinds(author), Deed.objects.count()) == ([Kind.COMMENT, Kind.REACTION], 2)


def test_comments_answers_and_reposts_have_their_words() -> None:
    """MSG-4, FEED-2: each names who, what, and leads to the latest comment."""
    author, other, third = members("author", "other", "third")
    post = publish(author)
    say(other, post, "One")
    last = say(other, post, "Two\n\nlines")
    assert sentence(author) == "other commented 2 times on your post."
    assert (told(author)[0].post, told(author)[0].comment) == (post, last)
    assert told(author)[0].excerpt == "Two lines"
    answer = say(author, post, "Thanks", last)
    assert sentence(other) == "author answered your comment."
    react_to(third, answer)
    assert [one.template for one in told(author) if one.kind is Kind.REACTION] == [
        "{name} reacted to your comment."
    ]
    passed = repost(third, post, "Read this")
    (notice,) = [one for one in told(author) if one.kind is Kind.REPOST]
    assert (notice.post, notice.excerpt, notice.template) == (
        passed,
        "Read this",
        "{name} passed your post on.",
    )
    changing.remove(by=Viewer(third), post_id=passed)
    assert Kind.REPOST not in kinds(author)


def test_mentions_reach_those_who_may_see_the_post() -> None:
    """FEED-6: nobody else, not even by a notice; an edit names one more, a wider audience reaches one more."""
    author, friend, stranger = members("author", "friend", "stranger")
    connect(author, friend)
    post = publish(author, "@friend and @stranger", "connections")
    say(friend, post, "@stranger should see this")
    assert sentence(friend) == "author mentioned you in a post."
    assert nothing(stranger)
    assert not Deed.objects.filter(owner_id=stranger).exists()
    edit(author, post, "@friend and @stranger, again")
    assert (len(told(friend)), told(stranger)) == (1, [])
    edit(author, post, audience="anyone")
    assert sentence(stranger) == "author mentioned you in a post."
    edit(author, post, "Nobody")
    assert nothing(friend)
    assert nothing(stranger)


Ways = dict[str, Callable[[int, int, int, int], object]]
GONE: Ways = {
    "the one blocks": lambda owner, other, post, comment: removing.block(owner=owner, other=other, now=START),
    "the other blocks": lambda owner, other, post, comment: removing.block(
        owner=other, other=owner, now=START
    ),
    "suspended": lambda owner, other, post, comment: actors.suspend(actor_id=other),
    "deleted": lambda owner, other, post, comment: actors.delete(actor_id=other),
    "muted": lambda owner, other, post, comment: ties.put_mute(
        owner=owner, other=other, until=None, now=START
    ),
    "removed": lambda owner, other, post, comment: remove(other, comment),
    "the post goes": lambda owner, other, post, comment: changing.remove(by=Viewer(owner), post_id=post),
}


@pytest.mark.parametrize("way", GONE)
def test_a_notice_goes_with_whom_and_what_it_is_about(way: str) -> None:
    """FEED-6, REL-17, NET-1, FEED-5: at once, from the list, the number and the mail."""
    author, other, third = members("author", "other", "third")
    post = publish(author)
    comment = say(other, post, "Well")
    say(author, post, "Well?", comment)
    assert sentence(author) == "other commented on your post."
    GONE[way](author, other, post, comment)
    assert nothing(author)
    if way != "the post goes":
        say(third, post, "Also")
        assert sentence(author) == "third commented on your post."


def test_hidden_posts_take_notices_along_and_bring_them_back() -> None:
    """FEED-6: a change of audience, unconnecting, leaving a group; derived at reading, whatever was told."""
    author, friend = members("author", "friend")
    connect(author, friend)
    post = publish(author, audience="connections")
    mine = say(friend, post)
    react_to(author, mine)
    say(author, post, "@friend so?", mine)
    assert kinds(friend) == [Kind.COMMENT_REPLY, Kind.REACTION]
    edit(author, post, audience="only_me")
    assert nothing(friend)
    edit(author, post, audience="connections")
    assert kinds(friend) == [Kind.COMMENT_REPLY, Kind.REACTION]
    removing.unconnect(actor_id=author, other=friend, now=START)
    assert nothing(friend)


def test_leaving_a_group_takes_its_notices_along() -> None:
    """PRO-7, FEED-6: who left learns nothing more, of their own posts either."""
    owner, one = members("owner", "one")
    group = make_group(owner, "readers")
    enter(one, group)
    mine = publish(one, group="readers")
    theirs = publish(owner, "@one knows", group="readers")
    react(owner, mine)
    say(owner, mine, "Good")
    comment = say(one, theirs)
    assert kinds(one) == [Kind.COMMENT, Kind.MENTION, Kind.REACTION]
    joining.leave(group_id=group, actor_id=one, now=START, limits=LIMITS)
    assert nothing(one)
    react(owner, mine, "agree")
    react_to(owner, comment)
    say(owner, mine, "@one come back")
    assert nothing(one)


def test_a_muted_person_gives_no_notice_now_or_afterwards() -> None:
    """FEED-5: of nothing they did meanwhile, once they are heard again; what came before stands again."""
    author, other = members("author", "other")
    post = publish(author)
    say(other, post, "Before")
    ties.put_mute(owner=author, other=other, until=LATER + timedelta(days=1), now=START)
    say(other, post, "During")
    react(other, post)
    assert nothing(author)
    ties.end_mute(owner=author, other=other)
    assert sentence(author) == "other commented on your post."


def test_posts_of_a_company_tell_who_wrote_them() -> None:
    """PRO-6: as long as they look after its page; nobody learns who that is."""
    writer, other = members("writer", "other")
    make(writer, "acme")
    post = publish(writer, company="acme")
    say(other, post)
    react(other, post)
    assert {one.template for one in told(writer)} == {
        "{name} commented on what you wrote for {place}.", "{name} reacted to what you wrote for {place}.",
    }  # fmt: skip
    assert {one.place.handle for one in told(writer) if one.place} == {"acme"}


def test_a_page_of_notices_costs_the_same_however_many_they_gather() -> None:
    """Quality 6: one statement for all that is gathered."""
    author, *people = members("author", "anna", "bert", "cora")
    costs = []
    for one in people:
        post = publish(author)
        for other in people:
            react(other, post)
            say(one, post)
        with CaptureQueriesContext(connection) as spent:
            queries.notices(Viewer(author), now=LATER)
        costs.append(len(spent))
    assert costs == [4, 4, 4]
    with CaptureQueriesContext(connection) as spent:
        queries.badges(Viewer(author), LATER)
    assert len(spent) == 1
