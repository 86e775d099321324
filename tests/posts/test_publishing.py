"""Posts: who sees what, naming, passing on, editing, and what goes with a post (FEED-1, FEED-2, FEED-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rapport.content.posts.actions import changing, publishing
from rapport.content.posts.models import Mention, Post, PostHashtag, PostVersion
from rapport.content.posts.queries import lists
from rapport.content.posts.queries.views import history
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.owning import By
from rapport.kernel.changelog.models import Change
from rapport.kernel.errors import RapportError
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.groups.rules.process import Verb
from rapport.people.organizations.rules import Role
from rapport.people.relationships.actions import following, removing
from tests.actions.groups import connect, enter, make_group, take
from tests.actions.test_companies import give, make
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost, seen, shown

pytestmark = pytest.mark.django_db


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal."""
    with pytest.raises(RapportError) as found:
        act()
    return found.value.code


def test_each_audience_admits_exactly_its_standings() -> None:
    """FEED-6: every audience for everybody who can stand to the author in some way; ties are asked at reading."""
    author, friend, follower, stranger, blocked, blocking, former = (
        make_member(one)
        for one in ("author", "friend", "follower", "stranger", "blocked", "blocking", "former")
    )
    for one in (friend, blocked, blocking, former):
        connect(author, one)
    following.follow(follower=follower, followee=author, now=START)
    group = make_group(author)
    enter(stranger, group)
    posts = [publish(author, audience=one) for one in ("anyone", "members", "connections", "only_me")]
    anyone, members, connections, only_me = posts
    inside = publish(author, group="rust")
    removing.block(owner=author, other=blocked, now=START)
    removing.block(owner=blocking, other=author, now=START)
    removing.unconnect(actor_id=former, other=author, now=START)
    everything = (*posts, inside)
    assert seen(author, *everything) == set(everything)
    assert seen(friend, *everything) == {anyone, members, connections}
    assert seen(follower, *everything) == {anyone, members}
    assert seen(former, *everything) == {anyone, members}
    assert seen(stranger, *everything) == {anyone, members, inside}
    assert seen(None, *everything) == {anyone}
    for barred in (blocked, blocking):
        assert seen(barred, *everything) == set()
    actors.suspend(actor_id=author)
    for whoever in (None, friend, stranger):
        assert seen(whoever, *everything) == set()
    assert only_me not in seen(friend, only_me)


def test_visitors_see_nothing_where_pages_are_for_members() -> None:
    author = make_member("author")
    one = publish(author)
    closed = replace(LIMITS, public_pages=False)
    assert lists.of_author(VISITOR, author, limits=closed).items == []
    assert [post.id for post in lists.of_author(VISITOR, author, limits=LIMITS).items] == [one]


def test_a_group_post_is_for_its_members_whoever_wrote_it() -> None:
    """PRO-7: who left reads nothing more; who blocked its author reads the group without them."""
    owner, writer, reader = make_member("owner"), make_member("writer"), make_member("reader")
    group = make_group(owner)
    for one in (writer, reader):
        enter(one, group)
    written = publish(writer, "For us", group="rust")
    assert shown(reader, written).group is not None
    removing.block(owner=reader, other=writer, now=START)
    assert seen(reader, written) == set()
    assert seen(owner, written) == {written}
    take(Verb.REMOVE, owner, writer, group)
    assert seen(writer, written) == set()
    assert code_of(lambda: publish(writer, group="rust")) == "not_found"


def test_who_keeps_a_group_takes_down_what_is_written_there() -> None:
    owner, writer, reader = make_member("owner"), make_member("writer"), make_member("reader")
    group = make_group(owner)
    for one in (writer, reader):
        enter(one, group)
    written = publish(writer, group="rust")
    assert shown(owner, written).may == {By.DELETE}
    assert shown(reader, written).may == set()
    for not_theirs in (reader, make_member("stranger")):
        assert code_of(lambda: changing.remove(by=Viewer(not_theirs), post_id=written)) == "not_found"  # noqa: B023
    assert code_of(lambda: edit(owner, written, "Mine now")) == "not_found"
    changing.remove(by=Viewer(owner), post_id=written)
    assert not Post.objects.exists()


def test_a_company_speaks_through_those_who_look_after_its_page() -> None:
    """PRO-6: admins and editors; who wrote it is not shown."""
    maker, editor, outsider = make_member("maker"), make_member("editor"), make_member("outsider")
    company = make(maker)
    give(company, maker, editor, Role.EDITOR)
    written = publish(editor, company="acme")
    view = shown(outsider, written)
    assert (view.author.handle, view.author.kind) == ("acme", "company")
    assert "editor" not in repr(view).lower()
    assert shown(maker, written).may == {By.EDIT, By.DELETE}
    assert edit(maker, written, "Both may")
    assert code_of(lambda: publish(outsider, company="acme")) == "not_found"
    assert code_of(lambda: publish(editor, company="acme", audience="connections")) == "audience"


def edit(by: int, post_id: int, words: str | None = None, audience: str | None = None) -> bool:
    """A change a day later."""
    return changing.edit(
        by=Viewer(by),
        post_id=post_id,
        words=words,
        audience=audience,
        now=START + timedelta(days=1),
        limits=LIMITS,
    )


def test_an_edit_keeps_what_was_said_before() -> None:
    """FEED-1: history for whoever sees the post; saying the same again is no edit."""
    author, reader = make_member("author"), make_member("reader")
    written = publish(author, "First #one")
    assert not edit(author, written, "First  #one ")
    assert edit(author, written, "Second #two")
    said = [(one.version, one.text) for one in history(Viewer(reader), written, LIMITS)]
    assert said == [(2, "Second #two"), (1, "First #one")]
    assert shown(reader, written).hashtags == ("two",)
    assert edit(author, written, audience="connections")
    assert PostVersion.objects.count() == 1, "an audience is not a wording"
    assert code_of(lambda: history(Viewer(reader), written, LIMITS)) == "not_found"
    assert code_of(lambda: edit(author, written, audience="second_degree")) == "audience"
    assert code_of(lambda: edit(author, written, audience="group")) == "audience"


def test_naming_reaches_those_the_writer_sees() -> None:
    """FEED-1, REL-17: a name becomes a link where the writer sees its member, and for readers who do."""
    author, named, blocked = make_member("author"), make_member("mara"), make_member("blocked")
    removing.block(owner=blocked, other=author, now=START)
    written = publish(author, "Thanks @mara, @blocked, @nobody and mail@mara.example")
    assert set(Mention.objects.values_list("actor_id", flat=True)) == {named}
    assert shown(author, written).html.count("<a ") == 1
    reader = make_member("reader")
    removing.block(owner=named, other=reader, now=START)
    assert "<a " not in shown(reader, written).html
    assert "@mara" in shown(reader, written).text
    actors.suspend(actor_id=named)
    assert "<a " not in shown(author, written).html


def test_too_much_in_one_post_is_refused_and_nothing_is_kept() -> None:
    author = make_member("author")
    for words, code in (
        ("", "empty"),
        (" \u200b\u2800 ", "empty"),
        ("[" * 10_000, "too_long"),
        (" ".join(f"@member{place}" for place in range(1_000))[:2_900], "too_many_mentions"),
        (" ".join(f"#a{place}" for place in range(31)), "too_many_hashtags"),
    ):
        assert code_of(lambda: publish(author, words)) == code  # noqa: B023
    assert code_of(lambda: publish(author, audience="everybody")) == "audience"
    assert not Post.objects.exists()


def test_so_many_in_an_hour() -> None:
    author = make_member("author")
    few = replace(LIMITS, posts_per_hour=2)

    def again(minutes: int) -> int:
        now = START + timedelta(minutes=minutes)
        return publishing.publish(by=Viewer(author), words="x", audience="anyone", now=now, limits=few)

    again(0), again(30)
    with pytest.raises(RapportError) as found:
        again(40)
    assert (found.value.code, found.value.values["retry_after"]) == ("too_many_requests", 20 * 60)
    again(61)


def test_passing_on() -> None:
    """FEED-2, FEED-6: what was not for everybody is not passed on, and no further than it was meant."""
    author, friend, other = make_member("author"), make_member("friend"), make_member("other")
    connect(author, friend)
    enter(friend, make_group(author))
    for_all, members, private = (
        publish(author, audience=one) for one in ("anyone", "members", "connections")
    )
    inside = publish(author, group="rust")
    for hidden in (private, inside):
        assert code_of(lambda: repost(friend, hidden)) == "not_repostable"  # noqa: B023
        assert code_of(lambda: repost(other, hidden)) == "not_found"  # noqa: B023
    assert code_of(lambda: repost(friend, members, audience="anyone")) == "audience"
    passed = repost(friend, for_all)
    assert repost(friend, for_all) == passed, "once without a comment"
    said = repost(friend, for_all, "Worth reading")
    assert said != passed
    again = repost(other, said)
    assert shown(other, again).original == shown(other, for_all), "what the repost passed on"
    assert edit(author, for_all, audience="connections")
    assert seen(other, passed, said, again) == set(), "seen where both are"
    assert seen(friend, passed, said) == {passed, said}
    removing.block(owner=friend, other=other, now=START)
    changing.remove(by=Viewer(author), post_id=for_all)
    assert not Post.objects.filter(original_id=for_all).exists()


def test_the_log_names_owner_and_hashtags() -> None:
    """What indexes look at again: the post with its owner, and with each hashtag it has, had or gained."""
    author = make_member("author")
    Change.objects.all().delete()
    written = publish(author, "About #rust and #go")
    edit(author, written, "About #rust")
    edit(author, written, audience="members")
    changing.remove(by=Viewer(author), post_id=written)
    rows = list(Change.objects.order_by("id").values_list("kind", "one", "other"))
    assert [kind for kind, *_ in rows] == (
        ["post", "tagged", "tagged", "post", "tagged", "post", "tagged", "post", "tagged"]
    )
    assert {other for kind, _, other in rows if kind == "post"} == {author}
    assert {one for _, one, _ in rows} == {written}


def test_who_leaves_takes_their_words_along() -> None:
    author, other = make_member("author"), make_member("other")
    written = publish(author, "Mine")
    repost(other, written, "See this")
    naming = publish(other, "With @author and @other")
    changing.forget(actor_id=author)
    assert list(Post.objects.values_list("pk", flat=True)) == [naming]
    assert "/@author" not in shown(other, naming).html
    assert "/@other" in shown(other, naming).html


def test_under_a_hashtag_and_of_an_author_page_by_page() -> None:
    author, reader = make_member("author"), make_member("reader")
    written = [publish(author, f"{place} #Straße #日本") for place in range(5)]
    publish(author, "Private #日本", audience="connections")
    found: list[int] = []
    cursor = None
    while True:
        page = lists.under_hashtag(Viewer(reader), "#日本", cursor=cursor, size=2, limits=LIMITS).posts
        found += [one.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == written[::-1]
    assert len(lists.under_hashtag(Viewer(reader), "STRASSE", limits=LIMITS).posts.items) == 5
    assert PostHashtag.objects.count() == 11
    assert code_of(lambda: lists.under_hashtag(Viewer(reader), "no tag", limits=LIMITS)) == "not_found"


def test_an_article_has_a_title_and_markdown() -> None:
    author = make_member("author")
    given: dict[str, Any] = {
        "by": Viewer(author),
        "audience": "anyone",
        "form": Form.ARTICLE,
        "now": START,
        "limits": LIMITS,
    }
    written = publishing.publish(words="# One\n\n**Two** <script>", title="A title", **given)
    view = shown(author, written)
    assert (view.title, "<strong>Two</strong>" in view.html, "<script" in view.html) == (
        "A title",
        True,
        False,
    )
    assert code_of(lambda: publishing.publish(words="x", title=" ", **given)) == "empty"
