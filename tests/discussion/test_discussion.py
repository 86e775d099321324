"""What hangs on posts: who says what, who reads it, and what goes with whom (FEED-2, FEED-6, REL-4, REL-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rapport.content.discussion.actions import commenting, leaving, reacting
from rapport.content.discussion.models import Comment, CommentMention, CommentReaction, PostReaction, Save
from rapport.content.discussion.queries import people
from rapport.content.discussion.queries.counts import Reactions, counts
from rapport.content.discussion.queries.saved import saved
from rapport.content.discussion.queries.talk import talked
from rapport.content.discussion.rules.owning import By
from rapport.content.discussion.rules.reacting import Reaction
from rapport.content.posts.actions import changing
from rapport.kernel.errors import RapportError
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.groups.rules.process import Verb
from rapport.people.relationships.actions import following, removing
from tests.actions.groups import connect, enter, make_group, take
from tests.actions.test_companies import make
from tests.discussion.talking import LATER, figures, react, react_to, read, remove, said, say
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost

pytestmark = pytest.mark.django_db


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal."""
    with pytest.raises(RapportError) as found:
        act()
    return found.value.code


def members(*handles: str) -> list[int]:
    return [make_member(one) for one in handles]


def test_who_sees_a_post_reacts_and_comments_and_nobody_else() -> None:
    """REL-4: a follower at what is for anyone; nobody at what they do not see, visitors never."""
    author, friend, follower = members("author", "friend", "follower")
    connect(author, friend)
    following.follow(follower=follower, followee=author, now=START)
    public, private = publish(author), publish(author, audience="connections")
    for one in (friend, follower):
        assert react(one, public)
        assert say(one, public)
    assert say(friend, private)
    doings: tuple[Callable[[Viewer, int], object], ...] = (
        lambda by, post: commenting.comment(by=by, post_id=post, words="x", now=START, limits=LIMITS),
        lambda by, post: reacting.react(by=by, post_id=post, kind="agree", now=START, limits=LIMITS),
        lambda by, post: reacting.take_back(by=by, post_id=post, limits=LIMITS),
        lambda by, post: reacting.save(by=by, post_id=post, now=START, limits=LIMITS),
        lambda by, post: reacting.unsave(by=by, post_id=post, limits=LIMITS),
    )
    for do in doings:
        assert code_of(lambda: do(Viewer(follower), private)) == "not_found"  # noqa: B023
        assert code_of(lambda: do(VISITOR, public)) == "not_found"  # noqa: B023
        assert code_of(lambda: do(Viewer(friend), 1)) == "not_found"  # noqa: B023
    assert said(None, public) == ["Well", "Well"]
    assert code_of(lambda: read(follower, private)) == "not_found"


def test_one_word_at_a_post_changed_and_taken_back() -> None:
    """FEED-2: one a member and post; the same again is nothing new."""
    author, friend, other = members("author", "friend", "other")
    post = publish(author)
    assert [react(friend, post, kind) for kind in ("thanks", "thanks", "agree")] == [True, False, True]
    react(other, post, "agree")
    assert figures(friend, post).reactions == Reactions({Reaction.AGREE: 2}, Reaction.AGREE)
    assert figures(author, post).reactions.mine is None
    assert code_of(lambda: react(friend, post, "like")) == "reaction"
    back = [reacting.take_back(by=Viewer(friend), post_id=post, limits=LIMITS) for _ in range(2)]
    assert back == [True, False]
    assert figures(friend, post).reactions == Reactions({Reaction.AGREE: 1}, None)
    row = {"post_id": post, "actor_id": other, "kind": "thanks", "at": START}
    with pytest.raises(IntegrityError), transaction.atomic():
        PostReaction.objects.create(**row)


def test_who_reacted_by_name_and_word() -> None:
    author, *others = members("author", "one", "two", "three", "four")
    connect(author, others[0])
    post = publish(author)
    for place, one in enumerate(others):
        react(one, post, ("thanks", "agree")[place % 2], now=START + timedelta(minutes=place))
    removing.block(owner=others[3], other=others[0], now=START)
    args: dict[str, Any] = {"now": LATER, "limits": LIMITS}
    found = people.to_post(Viewer(author), post, **args)
    assert [(one.person.handle, one.kind.value) for one in found.items] == [
        ("four", "agree"), ("three", "thanks"), ("two", "agree"), ("one", "thanks")
    ]  # fmt: skip
    assert found.items[3].person.degree == 1
    named = people.to_post(Viewer(others[0]), post, kind="agree", **args)
    assert [one.person.handle for one in named.items] == ["two"], "nobody is named who is out of sight"
    assert figures(others[0], post).reactions.kinds == {Reaction.THANKS: 2, Reaction.AGREE: 1}
    first = people.to_post(Viewer(author), post, size=3, **args)
    rest = people.to_post(Viewer(author), post, cursor=first.next, size=3, **args)
    assert [one.person.handle for one in rest.items] == ["one"]
    assert code_of(lambda: people.to_post(Viewer(author), post, kind="like", **args)) == "reaction"


def test_threads_have_two_levels_and_name_whom_one_answers() -> None:
    author, friend, other = members("author", "friend", "other")
    post = publish(author)
    first = say(friend, post, "First")
    second = say(other, post, "Second")
    answer = say(author, post, "Answer", first)
    deep = say(friend, post, "Deep", answer)
    say(other, post, "Deeper", deep)
    expected = ["First", "- Answer", "- Deep", "- Deeper", "Second"]
    assert said(other, post) == expected
    for size in (1, 2, 3):
        assert said(other, post, size) == expected, "no comment is missed or doubled"
    views = {one.id: one for one in read(other, post)}
    assert views[answer].answers is None
    named = views[deep].answers
    assert named is not None
    assert named.handle == "author"
    assert {one.thread_id for one in views.values()} == {first, second}
    assert figures(other, post).comments == 5
    elsewhere = publish(author)
    assert code_of(lambda: say(friend, elsewhere, "x", first)) == "not_found"


def test_what_was_removed_leaves_its_answers() -> None:
    """FEED-2: the beginning of a thread stays empty while somebody answers in it, and goes with the last answer."""
    author, friend, other = members("author", "friend", "other")
    post = publish(author)
    first = say(friend, post, "First @other")
    answer = say(other, post, "Answer", first)
    say(author, post, "Deep", answer)
    react_to(author, first)
    remove(friend, first)
    assert said(other, post) == ["", "- Answer", "- Deep"]
    gone = read(other, post)[0]
    assert (gone.author, gone.html, gone.may, gone.may_answer) == (None, "", frozenset(), False)
    assert figures(other, post).comments == 2
    assert not CommentMention.objects.exists()
    assert not CommentReaction.objects.exists()
    for act in (
        lambda: say(other, post, "x", first),
        lambda: react_to(other, first),
        lambda: remove(friend, first),
    ):
        assert code_of(act) == "not_found"
    remove(other, answer)
    assert [one.answers for one in read(other, post)] == [None, None], (
        "whom it answered is not there any more"
    )
    remove(author, read(author, post)[1].id)
    assert not Comment.objects.exists()


def test_a_block_hides_both_ways_and_looks_like_removal() -> None:
    """REL-17: comments are no endorsements: nothing is deleted, and unblocking shows them again."""
    author, friend, other, third = members("author", "friend", "other", "third")
    post = publish(author)
    first = say(friend, post, "First")
    answer = say(other, post, "Answer @friend", first)
    say(third, post, "To other", answer)
    alone = say(friend, post, "Alone")
    for one in (first, answer, alone):
        react_to(friend, one)
        react_to(other, one)
    removing.block(owner=other, other=friend, now=START)
    assert said(other, post) == ["", "- Answer @friend", "- To other"]
    assert "/@friend" not in read(other, post)[1].html
    assert said(friend, post) == ["First", "- To other", "Alone"]
    assert [one.answers for one in read(friend, post)] == [None, None, None]
    assert said(third, post) == ["First", "- Answer @friend", "- To other", "Alone"]
    assert [figures(one, post).comments for one in (other, friend, third)] == [2, 3, 4]
    assert read(other, post)[1].reactions.total == 1
    assert read(third, post)[1].reactions.total == 2
    assert code_of(lambda: say(other, post, "x", first)) == "not_found"
    removed_look = read(other, post)[0]
    remove(friend, first)
    assert read(other, post)[0] == removed_look, "nothing hints at the block"
    removing.unblock(owner=other, other=friend)
    assert said(friend, post) == ["", "- Answer @friend", "- To other", "Alone"]


def test_suspending_and_restoring() -> None:
    author, friend = members("author", "friend")
    post = publish(author)
    say(friend, post)
    react(friend, post)
    repost(friend, post)
    actors.suspend(actor_id=friend)
    assert said(author, post) == []
    nothing = figures(author, post)
    assert (nothing.comments, nothing.reactions.total, nothing.reposts) == (0, 0, 0)
    assert code_of(lambda: say(friend, post)) == "not_found"
    actors.restore(actor_id=friend)
    back = figures(author, post)
    assert (back.comments, back.reactions.total, back.reposts) == (1, 1, 1)


def test_everything_follows_the_post() -> None:
    """FEED-6: what was for connections goes out of sight with the tie, and for good with the post."""
    author, friend = members("author", "friend")
    connect(author, friend)
    post = publish(author, audience="connections")
    mine = say(friend, post)
    react(friend, post)
    react_to(friend, mine)
    reacting.save(by=Viewer(friend), post_id=post, now=START, limits=LIMITS)
    assert [one.id for one in saved(Viewer(friend), limits=LIMITS).items] == [post]
    assert saved(Viewer(author), limits=LIMITS).items == []
    removing.unconnect(actor_id=friend, other=author, now=START)
    assert saved(Viewer(friend), limits=LIMITS).items == []
    for act in (
        lambda: read(friend, post),
        lambda: commenting.edit(by=Viewer(friend), comment_id=mine, words="y", now=START, limits=LIMITS),
        lambda: react_to(friend, mine),
        lambda: say(friend, post),
    ):
        assert code_of(act) == "not_found"
    assert said(author, post) == ["Well"]
    remove(friend, mine)  # what one said oneself one may take away always
    assert said(author, post) == []
    changing.remove(by=Viewer(author), post_id=post)
    for table in (Comment, CommentReaction, PostReaction, Save):
        assert not table.objects.exists()


def test_who_may_change_a_comment() -> None:
    """FEED-2: its author; who hosts it may take it away: the post's author, a company's editors, a group's keepers."""
    owner, author, friend, other = members("owner", "author", "friend", "other")
    group = make_group(owner)
    for one in (author, friend, other):
        enter(one, group)
    inside = publish(author, group="rust")
    mine = say(friend, inside, "Mine")
    may = {one: read(one, inside)[0].may for one in (owner, author, friend, other)}
    assert may == {owner: {By.DELETE}, author: {By.DELETE}, friend: {By.EDIT, By.DELETE}, other: set()}
    assert code_of(lambda: remove(other, mine)) == "not_found"
    edit: dict[str, Any] = {"comment_id": mine, "now": LATER, "limits": LIMITS}
    assert code_of(lambda: commenting.edit(by=Viewer(owner), words="x", **edit)) == "not_found"
    assert not commenting.edit(by=Viewer(friend), words=" Mine ", **edit)
    assert commenting.edit(by=Viewer(friend), words="Ours, @other", **edit)
    view = read(other, inside)[0]
    assert (view.text, view.edited_at, "/@other" in view.html) == ("Ours, @other", LATER, True)
    take(Verb.REMOVE, owner, friend, group)
    assert code_of(lambda: commenting.edit(by=Viewer(friend), words="x", **edit)) == "not_found"
    remove(owner, mine)
    make(owner)
    ours = publish(owner, company="acme")
    theirs = say(other, ours)
    assert read(friend, ours)[0].may == set()
    remove(owner, theirs)
    assert not Comment.objects.exists()


def test_what_cannot_be_said() -> None:
    author = make_member("author")
    post = publish(author)
    for words, code in (
        ("", "empty"),
        (" \u200b ", "empty"),
        ("[" * 10_000, "too_long"),
        ("x" * 1_251, "too_long"),
        (" ".join(f"@m{place}" for place in range(51)), "too_many_mentions"),
        (" ".join(f"#a{place}" for place in range(31)), "too_many_hashtags"),
    ):
        assert code_of(lambda: say(author, post, words)) == code  # noqa: B023
    assert not Comment.objects.exists()
    say(author, post, "<script>alert(1)</script> [x](javascript:alert(1)) #Rust")
    html = read(author, post)[0].html
    assert "<script" not in html
    assert 'href="/hashtags/rust"' in html
    few = replace(LIMITS, comments_per_hour=1)
    with pytest.raises(RapportError) as found:
        commenting.comment(by=Viewer(author), post_id=post, words="x", now=START, limits=few)
    assert (found.value.code, found.value.values["retry_after"]) == ("too_many_requests", 3600)


def test_reposts_are_counted_as_far_as_they_are_seen() -> None:
    author, friend, other = members("author", "friend", "other")
    connect(friend, other)
    post, second = publish(author), publish(author)
    repost(friend, post, audience="connections")
    repost(other, post)
    seen = {one: counts(Viewer(one), [post, second], LIMITS) for one in (author, other, None)}
    assert {one: (found[post].reposts, found[second].reposts) for one, found in seen.items()} == {
        author: (1, 0), other: (2, 0), None: (1, 0)
    }  # fmt: skip
    closed = replace(LIMITS, public_pages=False)
    assert counts(VISITOR, [post], closed)[post].reposts == 0


def test_who_leaves_takes_their_words_along() -> None:
    author, friend, other = members("author", "friend", "other")
    post = publish(author)
    first = say(friend, post, "First")
    say(other, post, "Answer", first)
    say(friend, post, "Alone")
    say(other, post, "With @friend and @author")
    react(friend, post)
    react_to(friend, first)
    reacting.save(by=Viewer(friend), post_id=post, now=START, limits=LIMITS)
    leaving.forget(actor_id=friend)
    assert said(author, post) == ["", "- Answer", "With @friend and @author"]
    assert "/@friend" not in read(author, post)[2].html
    assert "/@author" in read(author, post)[2].html
    for table in (CommentReaction, PostReaction, Save):
        assert not table.objects.exists()
    assert not Comment.objects.filter(author_id=friend).exists()


def test_conversation_makes_a_tie() -> None:
    """FEED-4: what two said to each other under posts, as far as the viewer sees them, faded by age."""
    author, friend, other = members("author", "friend", "other")
    connect(author, friend)
    post, private = publish(author), publish(author, audience="connections")
    assert talked(Viewer(author), None, LATER) == {}
    first = say(friend, post)
    one_way = talked(Viewer(author), [friend, other], LATER)
    answer = say(author, post, "Thanks", first)
    both = talked(Viewer(author), [friend, other], LATER)
    assert one_way.keys() == both.keys() == {friend}
    assert 0 < one_way[friend] < both[friend] < 1
    assert talked(Viewer(friend), None, LATER)[author] == pytest.approx(both[friend])
    react_to(friend, answer)
    react(friend, private)
    more = talked(Viewer(friend), None, LATER)[author]
    assert more > both[friend]
    removing.unconnect(actor_id=friend, other=author, now=START)
    assert talked(Viewer(friend), None, LATER)[author] < more, "what is out of sight does not count"
    assert talked(Viewer(friend), None, START + timedelta(days=181))[author] < more / 2
    assert talked(Viewer(friend), None, START + timedelta(days=366)) == {}
    assert talked(VISITOR, None, LATER) == talked(Viewer(author), [], LATER) == {}
