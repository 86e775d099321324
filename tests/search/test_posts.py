"""Finding posts and hashtags: exactly those one sees, at once, in an order anyone can check (NET-4, FEED-6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rapport.content.posts.actions import changing, publishing, tagging
from rapport.content.posts.models import Post
from rapport.content.posts.queries.seeing import posts_seen
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.errors import Invalid
from rapport.kernel.jobs import run_due
from rapport.people.actors import actions as actors
from rapport.people.audience import VISITOR, Viewer
from rapport.people.groups.rules.process import Verb
from rapport.people.relationships.actions import removing
from rapport.people.ties import actions as ties
from rapport.people.ties import neighbourhood
from rapport.people.ties.neighbourhood import FAR, Closeness, Nearness
from rapport.people.ties.rules import Origin
from rapport.projections.search import reactions
from rapport.projections.search.actions import building
from rapport.projections.search.models import Built, PostGram, PostWords
from rapport.projections.search.queries import hashtags, posts
from rapport.projections.search.queries.posts import PostHits
from rapport.projections.search.rules import asking, nearness
from rapport.projections.search.rules.snippet import snippet
from rapport.projections.search.rules.words import folded_whole
from tests.actions.groups import connect, enter, make_group, take
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost

pytestmark = pytest.mark.django_db


def find(viewer: int | None, q: str, *, cursor: str | None = None, size: int = 20) -> PostHits:
    """What a viewer finds."""
    return posts.posts(Viewer(viewer), q, cursor=cursor, size=size, limits=LIMITS, now=START)


def ids(viewer: int | None, q: str) -> set[int]:
    """The posts that have the words as typed; the count has to say the same."""
    hits = find(viewer, q)
    shown = set() if hits.similar else {hit.post.id for hit in hits.items}
    assert hits.similar or hits.count == len(shown)
    return shown


def tags(viewer: int | None, q: str) -> dict[str, tuple[int, bool]]:
    """The hashtags somebody finds, with the posts they see under each and whether they follow it."""
    hits = hashtags.hashtags(Viewer(viewer), q, limits=LIMITS)
    assert hits.count == len(hits.items)
    return {one.name: (one.posts, one.following) for one in hits.items}


def test_seen_means_found_and_hidden_is_not_counted() -> None:
    """FEED-6: each audience before and after unconnecting, blocking, leaving the group, suspending."""
    author, friend, member, stranger = (
        make_member(one) for one in ("author", "friend", "inside", "stranger")
    )
    connect(author, friend)
    group = make_group(author, "rust")
    enter(member, group)
    ours = {
        audience: publish(
            author, f"Quicksilver #{audience}tag", audience, group="rust" if audience == "group" else ""
        )
        for audience in ("anyone", "members", "connections", "group", "only_me")
    }

    def of(*names: str) -> set[int]:
        return {ours[name] for name in names}

    def check(viewer: int | None, *names: str) -> None:
        for q in ("quicksilver", "quicks", "#quicksilver", "quicksilver connectionstag"):
            expected = of(*names) if "tag" not in q else of(*names) & of("connections")
            assert ids(viewer, q) == expected, (viewer, q)
        known = {f"{name}tag" for name in names}
        for name in ours:
            assert set(tags(viewer, name)) == {f"{name}tag"} & known, (viewer, name)
            near = hashtags.hashtags(Viewer(viewer), f"{name}tga", limits=LIMITS)
            assert near.similar is bool(near.items), "a word that is near a hidden one is near none"
            assert not near.items or name in names

    check(author, *ours)
    check(None, "anyone")
    check(stranger, "anyone", "members")
    check(friend, "anyone", "members", "connections")
    assert {one.name: one.posts for one in hashtags.hashtags(Viewer(member), "grouptag", limits=LIMITS).items}
    check(member, "anyone", "members", "group")
    removing.unconnect(actor_id=friend, other=author, now=START)
    check(friend, "anyone", "members")
    take(Verb.REMOVE, author, member, group)
    check(member, "anyone", "members")
    removing.block(owner=stranger, other=author, now=START)
    check(stranger)
    actors.suspend(actor_id=author)
    for viewer in (None, friend, member, stranger):
        check(viewer)


def test_what_changes_is_found_at_once() -> None:
    """Edits, another audience, deletion, pictures' words and answers of polls; nothing of a post outlives it."""
    author, other = make_member("author"), make_member("other")
    post = publishing.publish(
        by=Viewer(author), words="Marmalade for @other", audience="anyone", poll=NewPoll(("Orangeries", "Cellars"), 3),
        now=START, limits=LIMITS,
    )  # fmt: skip
    for q in ("marmalade", "orangeries", '"marmalade for"', "@other", "for marmalade"):
        assert ids(other, q) == {post}, q
    assert ids(other, '"for marmalade"') == set()
    assert find(other, "marmelade").similar
    changing.edit(by=Viewer(author), post_id=post, words="Chutney now", now=START, limits=LIMITS)
    assert (ids(other, "chutney"), ids(other, "marmalade"), ids(other, "cellars")) == ({post}, set(), {post})
    assert not PostGram.objects.filter(word="marmalade").exists()
    changing.edit(by=Viewer(author), post_id=post, audience="only_me", now=START, limits=LIMITS)
    assert (ids(other, "chutney"), ids(author, "chutney")) == (set(), {post})
    assert find(other, "chutnei") == posts.NOTHING
    assert not PostGram.objects.exists()
    changing.remove(by=Viewer(author), post_id=post)
    assert ids(author, "chutney") == set()
    assert not PostWords.objects.exists()


def test_an_order_anyone_can_check() -> None:
    """By where the words stand, how near the author is, how old the post is; the newest first within equals."""
    me, near, followed, far = (make_member(one) for one in ("reader", "near", "followed", "far"))
    connect(me, near)
    ties.put_follow(owner=me, other=followed, origin=Origin.CHOICE, now=START)
    old = START - timedelta(days=20)
    made = [
        publish(far, "Granite", now=START - timedelta(days=800)),
        publish(far, "Granite", now=old),
        publish(far, "Granite", now=old + timedelta(hours=1)),
        publish(followed, "Granite", now=old),
        publish(near, "Granite", now=old),
        publish(near, "Granite", now=START - timedelta(hours=1)),
        publish(far, "About #granite", now=START - timedelta(hours=2)),
    ]
    order = [hit.post.id for hit in find(me, "granite").items]
    assert order == [made[place] for place in (5, 6, 4, 3, 2, 1, 0)]
    assert nearness.points(in_head=True, degree=1, followed=False, age=timedelta()) == 9
    paged, cursor = [], None
    while True:
        hits = find(me, "granite", cursor=cursor, size=3)
        assert hits.count == 7
        paged += [hit.post.id for hit in hits.items]
        cursor = hits.next
        if cursor is None:
            break
        publish(near, "Granite meanwhile", now=START + timedelta(minutes=1))
    assert paged == order
    with pytest.raises(Invalid):
        find(me, "granite", cursor="nonsense")


class _Nobody:
    """A neighbourhood that asks no database, as the graph's index does not."""

    def closeness(self, _viewer: int | None, people: list[int]) -> dict[int, Closeness]:
        """Nobody is near."""
        return dict.fromkeys(people, FAR)

    def nearness(self, _viewer: int | None, people: Collection[int]) -> Nearness:
        """Nobody is."""
        return Nearness([(None, 0)] * len(people), lambda some: dict.fromkeys(some, FAR))


def test_three_statements_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many were found, reposts with what they pass on among them; two for hashtags."""
    author, me = make_member("author"), make_member("reader")
    first = publish(author, "Granite 0 #stone")
    monkeypatch.setattr(neighbourhood, "current", _Nobody)
    counts = []
    for number in (1, 20):
        for one in range(number):
            publish(author, f"Granite {one} #stone{one}")
            if one % 4 == 0:
                repost(author, first, f"Granite again {one}")
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert find(me, "granite").items
        with CaptureQueriesContext(connection) as topics:
            assert hashtags.hashtags(Viewer(me), "stone", limits=LIMITS).items
        counts.append((len(made), len(topics)))
    assert counts == [(3, 2), (3, 2)]


def test_built_from_scratch_and_by_the_worker() -> None:
    """The same index, whatever was in it; what is built twice stays the same."""
    author = make_member("author")
    made = [
        publish(author, f"Basalt {one} #rocks", audience)
        for one, audience in enumerate(("anyone", "only_me"))
    ]
    kept, words = (
        set(PostWords.objects.values_list("pk", "words")),
        set(PostGram.objects.values_list("gram", "word")),
    )
    for build in (_by_command, _by_the_worker):
        PostWords.objects.all().delete()
        PostGram.objects.all().delete()
        assert ids(author, "basalt") == set()
        for _ in range(2):
            build()
            assert set(PostWords.objects.values_list("pk", "words")) == kept
            assert set(PostGram.objects.values_list("gram", "word")) == words
    assert ids(author, "basalt") == set(made)


def _by_command() -> None:
    building.rebuild(lambda _: None)


def _by_the_worker() -> None:
    Built.objects.all().delete()
    reactions.look({})
    run_due()


def test_hashtags_by_their_beginning_or_a_similar_word() -> None:
    """The word itself first, then by how many posts one sees; also one that one follows and nobody used."""
    author, me = make_member("author"), make_member("reader")
    for words in ("#rust", "#rust", "#rustacean", "#Zürich in #machine_learning", "#machinelearning"):
        publish(author, f"On {words}")
    tagging.follow_hashtag(by=Viewer(me), name="rustle", now=START)
    assert tags(me, "#Rust") == {"rust": (2, False), "rustacean": (1, False), "rustle": (0, True)}
    assert [*tags(me, "rus")] == ["rust", "rustacean", "rustle"]
    assert set(tags(author, "rus")) == {"rust", "rustacean"}
    assert set(tags(me, "machine learning")) == {"machine_learning", "machinelearning"}
    assert set(tags(me, "zürich")) == {"zürich"}
    for typed, meant in {"rustacaen": "rustacean", "zurich": "zürich"}.items():
        hits = hashtags.hashtags(Viewer(me), typed, limits=LIMITS)
        assert (hits.similar, [one.name for one in hits.items]) == (True, [meant]), typed
    assert tags(None, "") == tags(None, "%") == {}
    assert hashtags.hashtags(VISITOR, "rus", limits=LIMITS).items[0].followers == 0
    page = hashtags.hashtags(Viewer(me), "rus", size=1, limits=LIMITS)
    later = hashtags.hashtags(Viewer(me), "rus", size=5, cursor=page.next, limits=LIMITS)
    assert [one.name for one in later.items] == ["rustacean", "rustle"]


def test_pieces_of_texts() -> None:
    """What was looked for is marked as it was written, in any script, and is in sight."""

    def marked(text: str, q: str) -> list[str]:
        parts = snippet(text, asking.read(q))
        assert "".join(part.text for part in parts).strip("…") in " ".join(text.split())
        return [part.text for part in parts if part.marked]

    assert marked("The Bălănescu Quartet", "balanes") == ["Bălănescu"]
    assert marked("Say cafe\u0301 twice: CAFÉ", "cafe") == ["cafe\u0301", "CAFÉ"]
    assert marked("東京で会う", "京") == ["京"]
    assert marked("مرحبا بالعالم", "مرحبا") == ["مرحبا"]
    assert marked("data science, science data", '"data science"') == ["data science"]
    assert marked("<b>bold</b>", "bold") == ["bold"]
    assert marked("Hello @mara", "@mar") == ["mara"]
    long = "x" * 5_000
    assert marked(f"{long} needle {long}", "needle") == ["needle"]
    assert sum(len(part.text) for part in snippet(f"{long} needle {long}", asking.read("needle"))) < 250
    assert snippet("", asking.read("a")) == ()
    publish(make_member("one"), "字" * 300 + "末")
    assert find(None, "末").count == 1
    assert folded_whole("ÀB  ﬁn") == "ab fin"


def test_articles_are_found_by_their_title_and_shown_without_marks() -> None:
    """The title's words are marked too; Markdown is not shown as it was typed; long words are cut, not refused."""
    author = make_member("author")
    publishing.publish(
        by=Viewer(author), words="## Heading\n\nSome **granite** & <i>", title="Granite, all of it", audience="anyone",
        form=Form.ARTICLE, now=START, limits=LIMITS,
    )  # fmt: skip
    (hit,) = find(author, "granite").items
    assert [part.text for part in hit.title if part.marked] == ["Granite"]
    said = "".join(part.text for part in hit.snippet)
    assert "#" not in said
    assert "*" not in said
    assert "Some granite & <i>" in " ".join(said.split())
    publish(author, "y" * 2_900)
    assert find(author, "y" * 100).count == 1


WORDS = ("an", "ann", "bo", "cy")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
said = st.tuples(st.integers(0, 2), st.sampled_from(["anyone", "members", "connections", "only_me"]), texts)


class Oracle(TestCase):
    """Whoever looks, and whatever they ask for."""

    @settings(max_examples=8, deadline=None)
    @given(
        st.lists(said, min_size=3, max_size=7),
        st.sampled_from([(0, 1), (1, 2)]),
        st.lists(texts, min_size=3, max_size=3),
    )
    def test_found_is_what_is_seen_and_has_the_words(
        self, given_posts: list[tuple[int, str, str]], edge: tuple[int, int], asked: list[str]
    ) -> None:
        """NET-4, FEED-6: search is the one predicate and a naive look at the words, for visitors and each member."""
        people = [make_member(f"p{number}") for number in range(3)]
        connect(people[edge[0]], people[edge[1]])
        removing.block(owner=people[0], other=people[2], now=START)
        for author, audience, words in given_posts:
            publish(people[author], words, audience)
        for viewer in (None, *people):
            seen = dict(posts_seen(Viewer(viewer), LIMITS, Post.objects.all()).values_list("pk", "text"))
            for q in asked:
                expected = {one for one, text in seen.items() if _fits(text.split(), q.split())}
                assert ids(viewer, q) == expected, (viewer, q)


def _fits(words: list[str], asked: list[str]) -> bool:
    return all(any(word == one for word in words) for one in asked[:-1]) and any(
        word.startswith(asked[-1]) for word in words
    )
