"""A small community in the database for tests of the feed, and what a feed has to hold by the rule alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from rapport.content.discussion.actions import commenting, reacting
from rapport.content.posts.actions import changing
from rapport.content.posts.models import Post, PostHashtag
from rapport.content.posts.queries.seeing import seen_posts
from rapport.kernel.changelog import actions as changelog
from rapport.kernel.changelog.rules import Change
from rapport.kernel.errors import Absent
from rapport.kernel.ids import moment
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import actions as ties
from rapport.people.ties.models import (
    Connection,
    Follow,
    Hashtag,
    HashtagFollow,
    Membership,
    Mute,
    MutedText,
    Network,
)
from rapport.people.ties.rules import FollowPolicy, GroupRole, MutedKind, Origin
from rapport.projections.feed.actions import preferring
from rapport.projections.feed.queries.choosing import Choice, Index, sql_ties
from rapport.projections.feed.queries.following import Chooser, page
from rapport.projections.feed.queries.own import Own
from rapport.projections.feed.queries.sql import SqlChooser
from rapport.projections.feed.sources import Chosen
from tests.people import LIMITS, START

PEOPLE, GROUPS, TAGS = 7, 2, 3
WORDS = ("rivers", "granite", "owls")
AUDIENCES = ("anyone", "members", "connections", "only_me")


class Sql:
    """The feed from the database, looking up each followee or reading all recent posts."""

    def __init__(self, *, probes: bool) -> None:
        self._probes = probes

    def choice(self, own: Own) -> Choice:
        chooser = SqlChooser(own)
        chosen = chooser.probed if self._probes else chooser.scanned
        return Choice(_As(chosen), lambda owners: sql_ties(own.viewer_id, owners))


@dataclass
class _As:
    choose: Callable[[int, int], Chosen]


class NoFallingBack(Index):
    """The index alone: nothing may be answered by the database unseen."""

    def choice(self, own: Own) -> Choice:
        found = self._from_index(own)
        assert found is not None
        return found


@dataclass
class World:
    """Actors, hashtags and posts by number; each step of a test does one thing to them."""

    people: list[int]
    groups: list[int]
    tags: list[int]
    posts: list[int] = field(default_factory=list)
    now: datetime = START

    @classmethod
    def made(cls) -> World:
        """Everybody there, nothing said."""
        made = Actor.objects.bulk_create(
            Actor(
                handle=f"p{number}",
                name=f"P{number}",
                name_key=f"p{number}",
                kind=(Kind.PERSON if number < PEOPLE else Kind.GROUP).value,
                created_at=START,
            )
            for number in range(PEOPLE + GROUPS)
        )
        Network.objects.bulk_create(Network(actor_id=actor.pk) for actor in made)
        tags = [Hashtag.objects.create(name=f"tag{number}").pk for number in range(TAGS)]
        ids = [actor.pk for actor in made]
        Follow.objects.bulk_create(  # a tie each, so that the graph has numbers for them
            Follow(owner_id=one, other_id=ids[-1], since=START) for one in ids[:PEOPLE]
        )
        return cls(ids[:PEOPLE], ids[PEOPLE:], tags)

    @staticmethod
    def made_more(count: int) -> list[int]:
        """More people, whom nobody knows."""
        made = Actor.objects.bulk_create(
            Actor(
                handle=f"m{one}", name=f"M{one}", name_key=f"m{one}", kind=Kind.PERSON.value, created_at=START
            )
            for one in range(count)
        )
        Network.objects.bulk_create(Network(actor_id=actor.pk) for actor in made)
        return [actor.pk for actor in made]

    def step(self, name: str, a: int, b: int) -> None:
        """Do one thing; what makes no sense is left out."""
        self.now += timedelta(seconds=1)
        with suppress(Absent), transaction.atomic():  # whoever is suspended writes nothing
            getattr(self, f"_{name}")(a, b)

    def _person(self, number: int) -> int:
        return self.people[number % PEOPLE]

    def _post(self, a: int, b: int) -> None:
        author = self._person(a)
        self._put(author, author, AUDIENCES[b % 4], b)

    def _post_to_group(self, a: int, b: int) -> None:
        group = self.groups[b % GROUPS]
        if Membership.objects.filter(owner_id=self._person(a), other_id=group).exists():
            self._put(self._person(a), group, "group", b)

    def _repost(self, a: int, b: int) -> None:
        if self.posts:
            original = Post.objects.filter(pk=self.posts[b % len(self.posts)]).first()
            if original and original.original_id is None and original.audience in ("anyone", "members"):
                self._put(self._person(a), self._person(a), original.audience, b, original=original.pk)

    def _put(self, author: int, owner: int, audience: str, chance: int, original: int | None = None) -> None:
        post = Post.objects.create(
            id=moment(self.now), author_id=author, owner_id=owner, writer_id=author, audience=audience,
            form="repost" if original else "post", original_id=original, text=f"About {WORDS[chance % 3]}.",
            published_at=self.now,
        )  # fmt: skip
        tags = [self.tags[chance % TAGS]] if chance % 2 else []
        PostHashtag.objects.bulk_create(PostHashtag(post_id=post.pk, hashtag_id=one) for one in tags)
        changelog.append(Change("post", post.pk, owner), *(Change("tagged", post.pk, one) for one in tags))
        self.posts.append(post.pk)

    def _remove(self, a: int, _: int) -> None:
        post = Post.objects.filter(pk=self.posts[a % len(self.posts)]).first() if self.posts else None
        if post is not None:
            changing.remove(by=Viewer(post.author_id), post_id=post.pk)

    def _edit(self, a: int, b: int) -> None:
        post = Post.objects.filter(pk=self.posts[a % len(self.posts)]).first() if self.posts else None
        if post is not None and post.owner_id == post.author_id:
            changing.edit(
                by=Viewer(post.author_id), post_id=post.pk, words=f"Now {WORDS[b % 3]} #tag{b % TAGS}",
                audience=AUDIENCES[b % 4] if post.original_id is None else None, now=self.now, limits=LIMITS,
            )  # fmt: skip

    def _follow(self, a: int, b: int) -> None:
        if self._person(a) != self._person(b):
            ties.put_follow(owner=self._person(a), other=self._person(b), origin=Origin.CHOICE, now=self.now)

    def _unfollow(self, a: int, b: int) -> None:
        ties.end_follow(owner=self._person(a), other=self._person(b))

    def _connect(self, a: int, b: int) -> None:
        one, two = self._person(a), self._person(b)
        if one != two and not Connection.objects.filter(owner_id=one, other_id=two).exists():
            ties.put_connection(one=one, two=two, context="other", now=self.now, cap=1000)

    def _part(self, a: int, b: int) -> None:
        ties.end_connection(one=self._person(a), two=self._person(b))

    def _block(self, a: int, b: int) -> None:
        if self._person(a) != self._person(b):
            ties.put_block(owner=self._person(a), other=self._person(b), now=self.now)

    def _unblock(self, a: int, b: int) -> None:
        ties.end_block(owner=self._person(a), other=self._person(b))

    def _suspend(self, a: int, _: int) -> None:
        actors.suspend(actor_id=self._person(a))

    def _restore(self, a: int, _: int) -> None:
        actors.restore(actor_id=self._person(a))

    def _join(self, a: int, b: int) -> None:
        group = self.groups[b % GROUPS]
        if not Membership.objects.filter(owner_id=self._person(a), other_id=group).exists():
            ties.put_membership(
                member=self._person(a), group=group, role=GroupRole.MEMBER, now=self.now, cap=100
            )

    def _leave(self, a: int, b: int) -> None:
        ties.end_membership(member=self._person(a), group=self.groups[b % GROUPS])

    def _door(self, a: int, b: int) -> None:
        policies = (FollowPolicy.CONNECTIONS_ONLY, FollowPolicy.EVERYONE)
        ties.choose(actor_id=self._person(a), follow_policy=policies[b % 2].value)

    def _tag(self, a: int, b: int) -> None:
        row = {"owner_id": self._person(a), "hashtag_id": self.tags[b % TAGS]}
        if not HashtagFollow.objects.filter(**row).delete()[0]:
            HashtagFollow.objects.create(**row, since=self.now)

    def _mute(self, a: int, b: int) -> None:
        row = {"owner_id": self._person(a), "other_id": self._person(b)}
        if row["owner_id"] != row["other_id"] and not Mute.objects.filter(**row).delete()[0]:
            Mute.objects.create(
                **row, since=self.now, until=self.now + timedelta(seconds=4) if b % 2 else None
            )

    def _mute_text(self, a: int, b: int) -> None:
        kind, text = (MutedKind.WORD, WORDS[b % 3]) if b % 2 else (MutedKind.HASHTAG, f"tag{b % TAGS}")
        row = {"owner_id": self._person(a), "kind": kind.value, "text": text}
        if not MutedText.objects.filter(**row).delete()[0]:
            MutedText.objects.create(**row, since=self.now)

    def _comment(self, a: int, b: int) -> None:
        if self.posts:
            commenting.comment(
                by=Viewer(self._person(a)), post_id=self.posts[b % len(self.posts)], words="Well", reply_to=None,
                now=self.now, limits=LIMITS,
            )  # fmt: skip

    def _react(self, a: int, b: int) -> None:
        if self.posts:
            post = self.posts[b % len(self.posts)]
            reacting.react(
                by=Viewer(self._person(a)), post_id=post, kind="thanks", now=self.now, limits=LIMITS
            )

    def _want_less(self, a: int, b: int) -> None:
        if self._person(a) != self._person(b):
            preferring.less_from(owner=self._person(a), other=self._person(b), now=self.now)

    def _want_less_about(self, a: int, b: int) -> None:
        preferring.less_about(owner=self._person(a), hashtag=f"tag{b % TAGS}", now=self.now)

    def feed(self, viewer_id: int) -> list[tuple[int, set[str]]]:
        """What the feed has to hold, with the reasons, by the rule: each post is looked at by itself."""
        groups = set(Membership.objects.filter(owner_id=viewer_id).values_list("other_id", flat=True))
        tags = set(HashtagFollow.objects.filter(owner_id=viewer_id).values_list("hashtag_id", flat=True))
        people = set(Follow.objects.filter(owner_id=viewer_id).values_list("other_id", flat=True))
        near = set(Connection.objects.filter(owner_id=viewer_id).values_list("other_id", flat=True))
        doors = Network.objects.filter(follow_policy=FollowPolicy.CONNECTIONS_ONLY.value)
        people -= set(doors.values_list("pk", flat=True)) - near
        found = []
        carried = _carried()
        posts = {post.pk: post for post in Post.objects.order_by("-pk").select_related("original")}
        seen = seen_posts(Viewer(viewer_id), posts, LIMITS)
        for post in (post for post in posts.values() if post.pk in seen):
            own_tags = carried.get(post.pk, set())
            why = {f"hashtag:{self.tags.index(one)}" for one in own_tags & tags}
            if post.owner_id == viewer_id:
                why.add("own")
            elif post.audience == Audience.GROUP.value:
                why |= {"group"} if post.owner_id in groups else set()
            elif post.owner_id in people:
                why.add("followed_connection" if post.owner_id in near else "followed")
            if why and not self.hidden(viewer_id, post):
                found.append((post.pk, why))
        return found

    def hidden(self, viewer_id: int, post: Post) -> bool:
        """Whether a mute of the viewer's keeps a post out of their feeds; their own never."""
        if post.author_id == viewer_id:
            return False
        mutes = [
            row for row in Mute.objects.filter(owner_id=viewer_id) if not row.until or row.until > self.now
        ]
        muted = {row.other_id for row in mutes}
        texts = {(row.kind, row.text) for row in MutedText.objects.filter(owner_id=viewer_id)}
        carried = _carried()
        rows = [post] if post.original is None else [post, post.original]
        if any({row.author_id, row.owner_id} & muted for row in rows):
            return True
        if any(kind == "word" and text in row.text for row in rows for kind, text in texts):
            return True
        names = {f"tag{self.tags.index(one)}" for row in rows for one in carried.get(row.pk, ())}
        return any(kind == "hashtag" and text in names for kind, text in texts)

    def paged(self, viewer_id: int, index: Chooser, size: int) -> list[tuple[int, set[str]]]:
        """The whole feed, page by page."""
        found: list[tuple[int, set[str]]] = []
        cursor = None
        while True:
            got = page(Viewer(viewer_id), cursor=cursor, size=size, now=self.now, limits=LIMITS, index=index)
            assert len(got.items) == size or got.next is None
            for item in got.items:
                why = {
                    f"hashtag:{reason.hashtag.removeprefix('tag')}" if reason.hashtag else reason.why.value
                    for reason in item.reasons
                }
                found.append((item.id, why))
            cursor = got.next
            if cursor is None:
                return found


def _carried() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for post_id, tag in PostHashtag.objects.values_list("post_id", "hashtag_id"):
        found.setdefault(post_id, set()).add(tag)
    return found
