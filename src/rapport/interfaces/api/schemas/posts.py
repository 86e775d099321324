"""Posts as they are sent and as they are shown (FEED-1, FEED-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from rapport.content.posts.rules.attached import What
from rapport.content.posts.rules.audiences import AUDIENCES
from rapport.content.posts.rules.forms import Form
from rapport.interfaces.api.schemas.common import Body, Shown, choice
from rapport.interfaces.api.schemas.discussion import Counts
from rapport.interfaces.api.schemas.people import Picture
from rapport.interfaces.api.schemas.polls import Poll, PollIn
from rapport.people.actors.rules import Kind

_FORMS = (Form.POST, Form.ARTICLE)
_WHOM = "Whom it is for; with a `group` its members, whatever stands here."
Words = Annotated[
    str, Field(description="Plain text with @handles, #hashtags and addresses; of an article Markdown.")
]


class Author(Shown):
    """Who wrote a post, a person or a company (NET-1)."""

    kind: Annotated[str, choice(one for one in Kind if one is not Kind.GROUP)]
    handle: str
    name: str
    headline: str
    picture: Picture
    degree: int | None
    mutual_count: int
    following: bool


class PostGroup(Shown):
    """The group a post was written to."""

    handle: str
    name: str


class Shot(Shown):
    """A picture in its own shape; `srcset` names both sizes for who shows it."""

    url: str
    srcset: str
    alt: str
    width: int
    height: int


class DocumentPage(Shown):
    """One page of a document, from 1."""

    number: int
    url: str
    srcset: str


class Document(Shown):
    """A document as pictures of its pages; width and height are those of the first."""

    name: str
    page_count: int
    width: int
    height: int
    pages: list[DocumentPage]


class Link(Shown):
    """What the first link of a post leads to, as its site says."""

    url: str
    title: str
    description: str
    site: str
    picture: Shot | None


class Upload(Shown):
    """A file that waits for a post: `key` is what the post names."""

    key: str
    kind: Annotated[str, choice(What)]
    pages: int
    width: int
    height: int


class PictureIn(Body):
    """A picture of the post."""

    key: Annotated[str, Field(description="As `POST /media` gave it; each serves once.")]
    alt: Annotated[str, Field(description="What can be seen in it, for who does not see it.")] = ""


class DocumentIn(Body):
    """The document of the post."""

    key: Annotated[str, Field(description="As `POST /media` gave it; each serves once.")]
    name: Annotated[str, Field(description="What it is called.")] = ""


class Post(Shown):
    """A post as you see it."""

    id: str
    form: Annotated[str, choice(Form)]
    author: Author
    group: PostGroup | None
    audience: Annotated[str, choice(AUDIENCES)]
    title: str
    text: Words
    html: Annotated[str, Field(description="The text as it is shown: safe HTML.")]
    hashtags: list[str]
    pictures: list[Shot]
    document: Document | None
    link: Link | None
    published_at: datetime
    edited_at: datetime | None
    version: Annotated[int, Field(description="1, and one more with each edit.")]
    poll: Poll | None
    original: Annotated[Post | None, Field(description="What a repost passes on.")]
    counts: Counts
    allowed_actions: Annotated[list[str], Field(description="Among: edit, delete, repost.")]


class PostList(Shown):
    """One page of posts."""

    items: list[Post]
    next: str | None


class PostIn(Body):
    """A post to publish."""

    text: Words
    pictures: Annotated[list[PictureIn], Field(default_factory=list)]
    document: DocumentIn | None = None
    audience: Annotated[str, choice(AUDIENCES, _WHOM)] = "anyone"
    form: Annotated[str, choice(_FORMS)] = Form.POST.value
    title: Annotated[str, Field(description="Of an article.")] = ""
    company: Annotated[
        str, Field(description="The handle of a company whose page you look after: it speaks.")
    ] = ""
    group: Annotated[str, Field(description="The handle of a group you are in.")] = ""
    poll: Annotated[PollIn | None, Field(description="What to choose from; not with an article.")] = None


class PostChange(Body):
    """What to change of a post; what is left out stays."""

    text: Words | None = None
    title: str | None = None
    audience: Annotated[str | None, choice(AUDIENCES)] = None


class RepostIn(Body):
    """How to pass a post on."""

    text: Annotated[str, Field(description="A comment of yours, or nothing.")] = ""
    audience: Annotated[str | None, choice(AUDIENCES, "Without one, as the original.")] = None


class Version(Shown):
    """A wording of a post, in force from `at` until the next."""

    version: int
    title: str
    text: str
    html: str
    at: datetime


class VersionList(Shown):
    """Every wording of a post, the present one first; it comes whole."""

    items: list[Version]
    next: str | None
