"""Posts as parts of a page: who says it to whom, what may be done with it, what tie brought it (FEED-1, FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _noop

from rapport.content.posts.queries.attached import NOTHING, Beside
from rapport.content.posts.queries.polls import PollView
from rapport.content.posts.queries.polls import polls as polls_of
from rapport.content.posts.queries.views import Byline, PostView
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.owning import By, Place
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.addresses import address
from rapport.interfaces.web.discussion_parts import Below, reporting, said_html
from rapport.interfaces.web.feed_worked import Sum
from rapport.interfaces.web.parts import CompanyCard, MenuItem, PersonCard, picture_address
from rapport.interfaces.web.polls import PollPart
from rapport.interfaces.web.polls import part as poll_part
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience, Viewer

_ = words.translate

AUDIENCES: Mapping[Audience, str] = {
    Audience.ANYONE: _noop("Anyone"),
    Audience.MEMBERS: _noop("Members"),
    Audience.CONNECTIONS: _noop("Connections only"),
    Audience.GROUP: _noop("The group"),
    Audience.ONLY_ME: _noop("Only you"),
}
"""Whom a post is for, in a word or two."""

LONG = 900
"""Characters past which a post in a list is cut, with the way to the whole of it."""


@dataclass(frozen=True)
class Why:
    """What brought a post into a feed: a sentence, the true reason, what can be done, and in Top what it weighs."""

    sentence: str
    reason: str
    line: str = ""  # "two" for a connection, "one" for a follow, else nothing
    symbol: str = "newspaper"
    acts: tuple[MenuItem, ...] = ()
    worked: Sum | None = None


@dataclass(frozen=True)
class PostCard:
    """What every list shows of a post."""

    id: int
    author: PersonCard | CompanyCard
    by_company: bool
    group: str
    group_url: str
    audience: str
    open_to_all: bool
    published_at: datetime
    edited: bool
    article: bool
    title: str
    html: SafeString
    long: bool
    original: PostCard | None
    menu: tuple[MenuItem, ...]
    line: str
    repost_url: str
    beside: Beside = NOTHING
    why: Why | None = None
    below: Below | None = None
    poll: PollPart | None = None

    @property
    def url(self) -> str:
        """The page of the post."""
        return f"/posts/{self.id}"


def author(one: Byline, viewer: Viewer) -> PersonCard | CompanyCard:
    """Who wrote a post, as a part."""
    if one.kind is Kind.COMPANY:
        return CompanyCard(one.handle, one.name, one.headline, picture=picture_address(one.picture))
    return PersonCard(
        handle=one.handle,
        name=one.name,
        headline=one.headline,
        degree=one.degree,
        mutual_count=one.mutual_count,
        you_follow=one.you_follow,
        shows_degree=not viewer.is_visitor,
        picture=picture_address(one.picture),
    )


_NONE_ASK: Mapping[int, PollView] = {}


def cards(
    posts: Sequence[PostView], viewer: Viewer, now: datetime, below: Mapping[int, Below]
) -> list[PostCard]:
    """Posts in a list, with what hangs on them read at once."""
    asked = polls_of(viewer, posts, now)
    return [card(one, viewer, asked=asked, below=below.get(one.id)) for one in posts]


def card(
    one: PostView,
    viewer: Viewer,
    *,
    whole: bool = False,
    why: Why | None = None,
    below: Below | None = None,
    asked: Mapping[int, PollView] = _NONE_ASK,
) -> PostCard:
    """A post as a part; where it stands by itself the `whole` of it is shown. `asked` are the polls, by post."""
    line = "two" if one.author.connected else "one" if one.author.you_follow else ""
    return PostCard(
        id=one.id,
        author=author(one.author, viewer),
        by_company=one.author.kind is Kind.COMPANY,
        group=one.group.name if one.group else "",
        group_url=address("group", one.group.handle) if one.group else "",
        audience=_(AUDIENCES[one.audience]),
        open_to_all=one.audience is Audience.ANYONE,
        published_at=one.published_at,
        edited=one.edited_at is not None,
        article=one.form is Form.ARTICLE,
        title=one.title,
        html=said_html(one.html),
        long=not whole and len(one.text) > LONG,
        original=card(one.original, viewer, asked=asked) if one.original else None,
        menu=menu(one, viewer),
        line=why.line if why else line,
        repost_url=address("post_repost", one.id) if one.may_repost else "",
        beside=one.beside,
        why=why,
        below=below,
        poll=poll_part(asked[one.id]) if one.id in asked else None,
    )


def menu(one: PostView, viewer: Viewer) -> tuple[MenuItem, ...]:
    """What may be done with a post besides reading and answering it."""
    found = [MenuItem(_("Open this post"), address("post", one.id))]
    if one.edited_at is not None:
        found.append(MenuItem(_("What it said before"), address("post_history", one.id)))
    if one.place is not Place.AUTHOR and not viewer.is_visitor:
        found += _mutes(one.author)
        found.append(reporting(address("post_report", one.id)))
    if By.EDIT in one.may:
        found.append(
            MenuItem(_("Edit"), address("post_edit", one.id), _("Earlier wordings stay to be read."))
        )
        if one.beside.link:
            found.append(MenuItem(_("Take the preview away"), address("post_link_remove", one.id)))
    if By.DELETE in one.may:
        found.append(MenuItem(_("Delete…"), address("post_delete", one.id), dialog=True))
    return tuple(found)


def _mutes(author: Byline) -> list[MenuItem]:
    """Not to read somebody for a while, or any more: in feeds alone, and nobody is told (FEED-5)."""
    name = words.first_name(author.name) if author.kind is Kind.PERSON else author.name
    where = address("mute_person", author.handle)
    return [
        MenuItem(
            _("Not {name} for 30 days", name=name), where, _("In your feed. They are not told."), post=True,
            field=("days", "30"),
        ),
        MenuItem(_("Mute {name}", name=name), where, _("Until you say otherwise."), post=True),
    ]  # fmt: skip


def choices(audiences: tuple[Audience, ...]) -> list[tuple[str, str]]:
    """Audiences to choose from, as a form takes them."""
    return [(one.value, _(AUDIENCES[one])) for one in audiences]
