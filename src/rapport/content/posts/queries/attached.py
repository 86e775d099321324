"""What comes with posts as a viewer sees it: pictures, documents, previews of links; and who may fetch a file."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass

from rapport.content.posts.models import (
    LinkPreview,
    Post,
    PostDocument,
    PostLink,
    PostPage,
    PostPicture,
    Upload,
)
from rapport.content.posts.queries.seeing import posts_seen, seen_post
from rapport.content.posts.rules.attached import SHOWN_AT_ONCE, What
from rapport.content.posts.rules.linking import State
from rapport.kernel.errors import Absent
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media.rules import KEY, WIDTHS, shape_within
from rapport.kernel.rows import Reading, Rows
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Shot:
    """A picture in its own shape: how large it is at its largest, and `small`, how wide its smaller copy is."""

    key: str
    alt: str
    width: int
    height: int

    @property
    def small(self) -> int:
        """The width of the smaller copy."""
        return shape_within(self.width, self.height, WIDTHS[1]).width


@dataclass(frozen=True)
class Document:
    """A document of so many pages; width and height are those of the first."""

    key: str
    name: str
    pages: int
    width: int
    height: int


@dataclass(frozen=True)
class Link:
    """What the first link of a post leads to, as its site says; `host` is the site's name in the address."""

    url: str
    host: str
    title: str
    description: str
    site: str
    image: Shot | None


@dataclass(frozen=True)
class Beside:
    """All that comes with a post beside its text."""

    pictures: tuple[Shot, ...] = ()
    document: Document | None = None
    link: Link | None = None

    @property
    def at_once(self) -> tuple[Shot, ...]:
        """The pictures that are shown in the post."""
        return self.pictures[:SHOWN_AT_ONCE]

    @property
    def more(self) -> int:
        """How many pictures stand behind the last one shown."""
        return len(self.pictures) - len(self.at_once)


NOTHING = Beside()

_PICTURES = Reading(
    (("post_id", int), ("position", int), ("width", int), ("height", int), ("key", str), ("alt", str)),
    "FROM posts_postpicture WHERE post_id IN (%s)",
)
_DOCUMENTS = Reading(
    (("post_id", int), ("pages", int), ("width", int), ("height", int), ("key", str), ("name", str)),
    "FROM posts_postdocument WHERE post_id IN (%s)",
)
_LINKS = Reading(
    (
        ("l.post_id", int), ("p.image_width", int), ("p.image_height", int), ("p.url", str), ("p.title", str),
        ("p.description", str), ("p.site", str), ("p.image", str),
    ),
    f"FROM posts_postlink l JOIN posts_linkpreview p ON p.digest = l.preview_id "
    f"WHERE p.state = '{State.SHOWN.value}' AND NOT l.removed AND l.post_id IN (%s)",
)  # fmt: skip


def beside_readings(post_ids: Collection[int]) -> tuple[Reading, ...]:
    """What to ask together with other questions about these posts; `beside` reads the answers."""
    return tuple(Reading(one.columns, one.source, (post_ids,)) for one in (_PICTURES, _DOCUMENTS, _LINKS))


def beside(pictures: Rows, documents: Rows, links: Rows) -> dict[int, Beside]:
    """What comes with posts, by id; nothing is there for those that come alone."""
    shots: dict[int, list[Shot]] = {}
    for post_id, _position, width, height, key, alt in sorted(pictures):
        shots.setdefault(post_id, []).append(Shot(key, alt, width, height))
    papers = {
        post_id: Document(key, name, pages, width, height)
        for post_id, pages, width, height, key, name in documents
    }
    found = {row[0]: _link(*row[1:]) for row in links}
    return {
        one: Beside(tuple(shots.get(one, ())), papers.get(one), found.get(one))
        for one in shots.keys() | papers.keys() | found.keys()
    }


def _link(width: int, height: int, url: str, title: str, description: str, site: str, image: str) -> Link:
    host = url.split("/", 3)[2]
    return Link(url, host, title, description, site, Shot(image, "", width, height) if image else None)


@dataclass(frozen=True)
class Page:
    """One page of a post's document, from 1, with its words."""

    post_id: int
    document: Document
    number: int
    width: int
    height: int
    words: str

    @property
    def shot(self) -> Shot:
        """Its picture."""
        return Shot(self.document.key, self.words, self.width, self.height)


def page(viewer: Viewer, post_id: int, number: int, limits: Limits) -> Page:
    """One page of the document of a post that this viewer sees. Raises: Absent."""
    seen_post(viewer, post_id, limits)
    row = PostPage.objects.filter(post_id=post_id, number=number).first()
    found = PostDocument.objects.filter(post_id=post_id).first()
    if row is None or found is None:
        raise Absent
    document = Document(found.key, found.name, found.pages, found.width, found.height)
    return Page(post_id, document, number, row.width, row.height, row.words)


def fetched_by(viewer: Viewer, key: str, limits: Limits) -> None:
    """Nothing, where this viewer sees a post that shows the file `key`, or sent it themselves for one to come.

    Raises: Absent, where they do not, and where there is no such file: both alike.
    """
    if viewer.actor_id is not None and Upload.objects.filter(key=key, owner_id=viewer.actor_id).exists():
        return
    shows = [
        *PostPicture.objects.filter(key=key).values_list("post_id", flat=True),
        *PostDocument.objects.filter(key=key).values_list("post_id", flat=True),
    ]
    if not shows and key:
        linked = PostLink.objects.filter(preview__image=key, removed=False).values("post_id")
        rows = Post.objects.filter(pk__in=linked)
    else:
        rows = Post.objects.filter(pk__in=shows)
    if not posts_seen(viewer, limits, rows).exists():
        raise Absent


def held(keys: Collection[str]) -> Set[str]:
    """Which of these files a post shows or an upload waits with."""
    return frozenset().union(
        *(
            rows.filter(key__in=keys).values_list("key", flat=True)
            for rows in (PostPicture.objects, PostDocument.objects, Upload.objects)
        ),
        LinkPreview.objects.filter(image__in=keys).values_list("image", flat=True),
    )


@dataclass(frozen=True)
class Waiting:
    """An upload that waits for a post of this member."""

    key: str
    what: What
    pages: int
    shot: Shot


def waiting(owner: int, keys: Collection[str]) -> list[Waiting]:
    """Those of these uploads that wait for a post of this member, in the order given."""
    fit = [key for key in keys if KEY.fullmatch(key)]
    rows = Upload.objects.filter(owner_id=owner, key__in=fit).in_bulk()
    return [
        Waiting(
            key,
            What(rows[key].what),
            len(rows[key].pages),
            Shot(key, "", rows[key].pages[0]["width"], rows[key].pages[0]["height"]),
        )
        for key in dict.fromkeys(keys)
        if key in rows
    ]
