"""What the database says of posts: all of them for a new generation, some of them for what may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice, zip_longest

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from rapport.content.posts.rules.forms import POST_CHANGED, TAGGED
from rapport.kernel.arrays.copying import copied
from rapport.kernel.arrays.following import Told
from rapport.kernel.arrays.rows import U64
from rapport.kernel.changelog.rules import Change
from rapport.kernel.rows import Reading, fetch, together
from rapport.people.ties.rules import DOOR_CHANGED, FollowPolicy
from rapport.projections.feed.building import Facts, Pairs, ordered
from rapport.projections.feed.rules.sources import ACTOR_KINDS, KIND_OF, KINDS, PLACES, TAG_KIND_OF
from rapport.projections.feed.standing import Standing

READ = frozenset({POST_CHANGED, TAGGED, DOOR_CHANGED})
"""The kinds of changes that the index of posts looks at."""
_SOURCES = 2_000
_PART = 300


_PLACE = "CASE audience {} END".format(
    " ".join(f"WHEN '{audience}' THEN {PLACES[kind]}" for audience, kind in KIND_OF.items())
)
_SHUT = f"SELECT actor_id FROM ties_network WHERE follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}'"  # noqa: S608 (a word of ours)
_TAGGED = "posts_posthashtag t JOIN posts_post p ON p.id = t.post_id"


def facts(told: Told) -> Facts:
    """All posts by source, and whom only connections may follow."""
    owned = _read("owner_id", "id", "posts_post", told)
    tagged = _read("hashtag_id", "post_id", _TAGGED, lambda _: None)
    pairs = {kind: _of_place(owned, PLACES[kind]) for kind in ACTOR_KINDS}
    pairs |= {tag_kind: _of_place(tagged, PLACES[kind]) for kind, tag_kind in TAG_KIND_OF.items()}
    ((actors, hashtags),) = fetch(
        "SELECT COALESCE((SELECT MAX(id) FROM actors_actor), 0), COALESCE((SELECT MAX(id) FROM ties_hashtag), 0)",
        kinds=(int, int),
    )
    shut = np.array([one for (one,) in fetch(_SHUT, kinds=(int,))], dtype=np.int64)
    return Facts(pairs, shut, actors, hashtags)


def count() -> int:
    """How many posts `facts` will tell of."""
    ((posts,),) = fetch("SELECT COUNT(*) FROM posts_post", kinds=(int,))
    return int(posts)


Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _read(source: str, post: str, table: str, told: Told) -> Columns:
    """The sources, posts and places of everything in a table."""
    read = _stream if connection.vendor == "sqlite" else _copy
    held: list[list[NDArray[np.int64]]] = [[np.empty(0, dtype=np.int64)] for _ in range(3)]
    for columns in read(source, post, table):
        for kept, column in zip(held, columns, strict=True):
            kept.append(column)
        told(len(columns[0]))
    one, two, three = (np.concatenate(parts) for parts in held)
    return one, two, three


def _stream(source: str, post: str, table: str) -> Iterator[Columns]:
    """From SQLite, the posts of each source as one text: half the time of a Python object for each number."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {source}, COUNT(*), group_concat({post}), group_concat({_PLACE})"  # noqa: S608 (ours)
            f" FROM {table} GROUP BY {source}"
        )
        while rows := cursor.fetchmany(_SOURCES):
            owners, counts, posts, places = zip(*rows, strict=True)
            yield np.repeat(np.array(owners, dtype=np.int64), counts), _numbers(posts), _numbers(places)


def _numbers(texts: tuple[str, ...]) -> NDArray[np.int64]:
    return np.fromstring(",".join(texts), dtype=np.int64, sep=",")


def _copy(source: str, post: str, table: str) -> Iterator[Columns]:
    select = f"SELECT {source}, {post}, ({_PLACE})::bigint FROM {table}"  # noqa: S608 (ours)
    yield from ((one, two, three) for one, two, three in copied(select, 3))


def _of_place(columns: Columns, place: int) -> Pairs:
    owners, posts, places = columns
    here = places == place
    found: U64 = posts[here].astype(np.uint64)
    return ordered(owners[here], found)


_POSTS = (("id", int), ("audience", str))
_HANGING = (("post_id", int), ("hashtag_id", int))
_CLOSED = (
    f"FROM ties_network WHERE actor_id IN (%s) AND follow_policy = '{FollowPolicy.CONNECTIONS_ONLY.value}'"
)


def standing(changes: Collection[Change]) -> Standing:
    """How everything stands that `changes` name; one statement for some hundred of them."""
    owners = {change.one: change.other for change in changes if change.kind == POST_CHANGED}
    named = {(change.one, change.other) for change in changes if change.kind == TAGGED}
    doors = {change.one for change in changes if change.kind == DOOR_CHANGED}
    kinds: dict[int, str] = {}
    there: set[tuple[int, int]] = set()
    shut = dict.fromkeys(doors, False)
    for posts, asked in zip_longest(
        _parts({*owners, *(post for post, _ in named)}), _parts(doors), fillvalue=()
    ):
        found, hanging, closed = together(
            Reading(_POSTS, "FROM posts_post WHERE id IN (%s)", (posts,)),
            Reading(_HANGING, "FROM posts_posthashtag WHERE post_id IN (%s)", (posts,)),
            Reading((("actor_id", int),), _CLOSED, (asked,)),
        )
        kinds.update((post, KIND_OF[audience]) for post, audience in found)
        there.update((post, tag) for post, tag in hanging)
        shut.update((one, True) for (one,) in closed)
    rows: dict[str, dict[int, dict[int, bool]]] = {kind: defaultdict(dict) for kind in KINDS}
    for post, owner in owners.items():
        for kind in ACTOR_KINDS:
            rows[kind][owner][post] = kinds.get(post) == kind
    for post, tag in named | there:
        for kind, tag_kind in TAG_KIND_OF.items():
            rows[tag_kind][tag][post] = (post, tag) in there and kinds.get(post) == kind
    return Standing({kind: dict(some) for kind, some in rows.items() if some}, shut)


def _parts(things: Collection[int]) -> Iterator[list[int]]:
    left = iter(sorted(things))
    while part := list(islice(left, _PART)):
        yield part
