"""What is shown of posts: the read model that pages and the API share, in few statements however many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.content.posts.models import PostVersion
from rapport.content.posts.queries.attached import NOTHING, Beside, beside, beside_readings
from rapport.content.posts.queries.seeing import SeenPost, seen_post, seen_posts
from rapport.content.posts.rules.audiences import CHOICES, REPOSTED
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.owning import By, Place, may_change
from rapport.content.posts.rules.saying import said_before
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.rows import Reading, Rows, literals, together
from rapport.people import visibility
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.organizations.rules import Role, RoleState
from rapport.people.relationships.queries.faces import Face, Portrait
from rapport.people.ties import neighbourhood
from rapport.people.ties.neighbourhood import FAR
from rapport.people.ties.rules import GroupRole
from rapport.people.ties.terms import COUNTS, unseen_by


@dataclass(frozen=True)
class Byline:
    """Who wrote a post: a person with degree and mutual connections (NET-1), or a company."""

    id: int
    kind: Kind
    handle: str
    name: str
    headline: str
    picture: str
    degree: int | None
    mutual_count: int
    you_follow: bool
    connected: bool


@dataclass(frozen=True)
class PostView:
    """A post as one viewer sees it. `group` is where it was written, `original` what it passes on.

    `beside` is what comes with it: pictures, a document, what its link leads to.
    """

    id: int
    author: Byline
    group: Face | None
    audience: Audience
    form: Form
    title: str
    text: str
    html: str
    hashtags: tuple[str, ...]
    version: int
    published_at: datetime
    edited_at: datetime | None
    original: PostView | None
    place: Place
    may: frozenset[By]
    may_repost: bool
    beside: Beside

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Whom its author may choose to show it to."""
        if self.group is not None:
            return CHOICES[Kind.GROUP]
        return CHOICES[self.author.kind]


_FOLLOWS = f"""
    FROM ties_follow f JOIN ties_network n ON n.actor_id = f.other_id
    WHERE f.owner_id = %s AND f.other_id IN (%s) AND {COUNTS}
"""
_CONNECTED = "FROM ties_connection WHERE owner_id = %s AND other_id IN (%s)"
_ROLES = f"""
    FROM organizations_pagerole WHERE other_id = %s AND owner_id IN (%s) AND state = '{RoleState.HELD.value}'
        AND role IN ({literals([Role.ADMIN, Role.EDITOR])})
"""
_KEPT = f"""
    FROM ties_membership WHERE owner_id = %s AND other_id IN (%s) AND role <> '{GroupRole.MEMBER.value}'
"""
_TAGS = (("p.post_id", int), ("h.name", str))
_TAGGED = "FROM posts_posthashtag p JOIN ties_hashtag h ON h.id = p.hashtag_id WHERE p.post_id IN (%s)"
_BARRED = f"""
    FROM posts_mention m JOIN actors_actor a ON a.id = m.actor_id
    WHERE m.post_id IN (%s) AND (a.status <> '{Status.ACTIVE.value}'
        OR EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = a.id AND b.other_id = %s)
        OR EXISTS (SELECT 1 FROM ties_block b WHERE b.owner_id = %s AND b.other_id = a.id))
"""  # noqa: S608 (a word of ours)


def post(viewer: Viewer, post_id: int, limits: Limits) -> PostView:
    """One post as this viewer sees it. Raises: Absent."""
    found = views(viewer, {post_id: seen_post(viewer, post_id, limits)}, limits)
    if post_id not in found:
        raise Absent
    return found[post_id]


def posts(viewer: Viewer, ids: Sequence[int], limits: Limits) -> list[PostView]:
    """Those of these posts that the viewer sees, in the order given; three statements, one more with reposts."""
    found = views(viewer, seen_posts(viewer, ids, limits), limits)
    return [found[one] for one in ids if one in found]


def views(viewer: Viewer, seen: Mapping[int, SeenPost], limits: Limits) -> dict[int, PostView]:
    """What is shown of posts that this viewer was found to see, by id.

    What they pass on is read now: where it went out of sight since, the repost is left out too.
    """
    if not seen:
        return {}
    wanted = {one.original_id for one in seen.values() if one.original_id is not None}
    rows = {**seen_posts(viewer, wanted - seen.keys(), limits), **seen}
    around = _Around(viewer, rows)
    plain = {one: around.view(rows[one], None) for one in rows if rows[one].original_id is None}
    return {
        one: around.view(row, plain[row.original_id]) if row.original_id is not None else plain[one]
        for one, row in seen.items()
        if row.original_id is None or row.original_id in plain
    }


class _Around:
    """What stands around posts, read at once for all of them."""

    def __init__(self, viewer: Viewer, rows: Mapping[int, SeenPost]) -> None:
        me = viewer.actor_id
        self._viewer = viewer
        authors = {row.author_id for row in rows.values()}
        people = {row.author_id for row in rows.values() if row.author_kind == Kind.PERSON.value}
        groups = {row.owner_id for row in rows.values() if row.owner_id != row.author_id}
        self._near = neighbourhood.current().closeness(me, people) if me is not None else {}
        tagged, barred, pictures, documents, links, *mine = together(
            Reading(_TAGS, _TAGGED, (rows,)),
            Reading((("m.post_id", int), ("a.handle", str)), _BARRED, (rows, me, me)),
            *beside_readings(rows),
            *(_ties(me, authors, groups) if me is not None else ()),
        )
        self._follows, self._connected, self._written, self._kept = [
            {row[0] for row in found} for found in mine or [[], [], [], []]
        ]
        self._tags = _grouped(tagged)
        self._barred = _grouped(barred)
        self._beside = beside(pictures, documents, links)

    def view(self, row: SeenPost, original: PostView | None) -> PostView:
        """One of them as the viewer is shown it."""
        place = self._place(row)
        group = row.owner_id != row.author_id
        return PostView(
            id=row.id,
            author=self._byline(row),
            group=Face(row.owner_id, row.owner_handle, row.owner_name) if group else None,
            audience=Audience(row.audience),
            form=Form(row.form),
            title=row.title,
            text=row.text,
            html=self._html(row),
            hashtags=tuple(sorted(self._tags.get(row.id, ()))),
            version=row.version,
            published_at=row.published_at,
            edited_at=row.edited_at,
            original=original,
            place=place,
            may=frozenset(verb for verb in By if may_change(place, verb)),
            may_repost=self._viewer.actor_id is not None
            and Audience(row.audience if original is None else original.audience) in REPOSTED,
            beside=self._beside.get(row.id, NOTHING),
        )

    def _byline(self, row: SeenPost) -> Byline:
        near = self._near.get(row.author_id, FAR)
        connected, follows = row.author_id in self._connected, row.author_id in self._follows
        held = visibility.standings(
            self._viewer, owner_id=row.author_id, connected=connected, follows=follows, degree=near.degree
        )
        return Byline(
            id=row.author_id,
            kind=Kind(row.author_kind),
            handle=row.author_handle,
            name=row.author_name,
            headline=row.author_headline,
            picture=visibility.shown_picture(Portrait(row.author_picture, row.author_picture_audience), held),
            degree=near.degree,
            mutual_count=near.mutual_count,
            you_follow=follows,
            connected=connected,
        )

    def _place(self, row: SeenPost) -> Place:
        if row.author_id == self._viewer.actor_id or row.author_id in self._written:
            return Place.AUTHOR
        return Place.KEEPER if row.owner_id in self._kept else Place.READER

    def _html(self, row: SeenPost) -> str:
        """The HTML without links to people whom this viewer does not see (REL-17)."""
        barred = self._barred.get(row.id)
        if not barred:
            return row.html
        said = said_before(Form(row.form), row.title, row.text)
        return said.html(_linked(said.handles, row.html) - barred)


def _linked(handles: Collection[str], html: str) -> set[str]:
    """Which of these names are links there."""
    return {handle for handle in handles if f'href="/@{handle}"' in html}


def _ties(me: int, authors: Collection[int], groups: Collection[int]) -> tuple[Reading, ...]:
    return (
        Reading((("f.other_id", int),), _FOLLOWS, (me, authors)),
        Reading((("other_id", int),), _CONNECTED, (me, authors)),
        Reading((("owner_id", int),), _ROLES, (me, authors)),
        Reading((("other_id", int),), _KEPT, (me, groups)),
    )


def _grouped(rows: Rows) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for post_id, word in rows:
        found.setdefault(post_id, set()).add(word)
    return found


@dataclass(frozen=True)
class Version:
    """What a post said from `at` on, until the next version."""

    version: int
    title: str
    text: str
    html: str
    at: datetime


def history(viewer: Viewer, post_id: int, limits: Limits) -> list[Version]:
    """Every wording of a post, the present one first; for whoever sees the post (FEED-1).

    What was for fewer people than the post is now stays theirs: an earlier wording is told to whom it was for then,
    and to its author (FEED-6).

    Raises: Absent.
    """
    now = post(viewer, post_id, limits)
    rows = PostVersion.objects.filter(post_id=post_id).order_by("-version")
    if now.place is not Place.AUTHOR:
        rows = rows.filter(audience__in=[one.value for one in _open_to(viewer, now)])
    said = [(row, said_before(now.form, row.title, row.text)) for row in rows]
    named = {handle for _, one in said for handle in one.handles}
    there = set(
        Actor.objects.filter(handle__in=named)
        .exclude(unseen_by(viewer.actor_id, "pk"))
        .values_list("handle", flat=True)
        if named
        else ()
    )
    earlier = [
        Version(row.version, row.title, row.text, one.html(_linked(one.handles, row.html) & there), row.at)
        for row, one in said
    ]
    return [Version(now.version, now.title, now.text, now.html, now.edited_at or now.published_at), *earlier]


def _open_to(viewer: Viewer, seen: PostView) -> set[Audience]:
    """The audiences that have this viewer in them, of a post that they see."""
    found = {Audience.ANYONE}
    if not viewer.is_visitor:
        found.add(Audience.MEMBERS)
    if seen.author.connected:
        found.add(Audience.CONNECTIONS)
    if seen.group is not None:
        found.add(Audience.GROUP)
    return found
