"""What hangs on posts as parts of a page: the figures with their buttons, and the thread (FEED-2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rapport.content.discussion.queries.counts import Counts, Reactions, counts
from rapport.content.discussion.queries.threads import CommentView
from rapport.content.discussion.rules.owning import By
from rapport.content.discussion.rules.reacting import REACTIONS, Reaction
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.addresses import address
from rapport.interfaces.web.cards import card, face_card
from rapport.interfaces.web.parts import MenuItem, PersonCard
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer

_ = words.translate


@dataclass(frozen=True)
class Reacting:
    """The menu of reactions with its figure; `icon` and `word` are those of what the reader said."""

    total: int
    icon: str
    word: str
    menu: tuple[MenuItem, ...]
    who_url: str = ""


@dataclass(frozen=True)
class Below:
    """What stands below a post."""

    reacting: Reacting
    comments: int
    comments_url: str
    reposts: int
    saved: bool
    save_url: str
    may: bool


@dataclass(frozen=True)
class CommentPart:
    """A comment; without `author` it is what is left of one that others answered."""

    id: int
    first: bool
    author: PersonCard | None
    answers: PersonCard | None
    html: SafeString
    at: datetime
    edited: bool
    reacting: Reacting
    answer_url: str
    menu: tuple[MenuItem, ...]


def said_html(html: str) -> SafeString:
    """What somebody wrote, for a page: code that is wider than its place can be scrolled by keyboard (WCAG 2.1.1)."""
    if "<pre>" in html:
        html = html.replace("<pre>", f'<pre tabindex="0" role="group" aria-label="{escape(_("Code"))}">')
    return mark_safe(html)  # noqa: S308 (content/posts/rules/rendering let nothing else through)


def word_of(kind: Reaction) -> str:
    """What a reaction reads."""
    return _(REACTIONS[kind].word)


def reacting(said: Reactions, url: str, who_url: str = "") -> Reacting:
    """The menu of reactions at `url`."""
    return Reacting(
        said.total,
        "heart" if said.mine is None else REACTIONS[said.mine].icon,
        word_of(said.mine) if said.mine else "",
        tuple(
            [
                MenuItem(word, url, meaning, post=True, field=field)
                for word, meaning, field in _choices(said.mine, get_language())
            ]
        ),
        who_url if said.total else "",
    )


@cache
def _choices(
    mine: Reaction | None, _language: str | None
) -> tuple[tuple[str, str, tuple[str, str] | None], ...]:
    """What can be said besides what was said, with its meaning and what a form says for it: the same at every post."""
    found: list[tuple[str, str, tuple[str, str] | None]] = [
        (_(row.word), _(row.meaning), ("kind", kind.value))
        for kind, row in REACTIONS.items()
        if kind is not mine
    ]
    if mine is not None:
        found.append((_("Take back “{word}”", word=word_of(mine)), "", None))
    return tuple(found)


def below(viewer: Viewer, post_ids: Collection[int], limits: Limits) -> Mapping[int, Below]:
    """What stands below each of these posts, all of which the viewer sees."""
    return {one: _below(viewer, one, found) for one, found in counts(viewer, post_ids, limits).items()}


def _below(viewer: Viewer, post_id: int, found: Counts) -> Below:
    return Below(
        reacting(found.reactions, address("post_react", post_id), address("post_reactions", post_id)),
        found.comments,
        f"{address('post', post_id)}#thread",
        found.reposts,
        found.saved,
        address("post_save", post_id),
        not viewer.is_visitor,
    )


def reporting(url: str) -> MenuItem:
    """The way to report something to the moderators (OPS-4)."""
    return MenuItem(_("Report…"), url, _("To the moderators, in confidence."), dialog=True)


def place_of_comment(post_id: int, comment_id: int | None) -> str:
    """The address of a comment under its post, on whichever page of the thread it stands; or of the post itself."""
    here = address("post", post_id)
    return here if comment_id is None else f"{here}?comment={comment_id}#comment-{comment_id}"


def comment(one: CommentView, viewer: Viewer) -> CommentPart:
    """A comment as a part."""
    menu = []
    if By.EDIT in one.may:
        menu.append(MenuItem(_("Edit"), address("comment_edit", one.id)))
    if By.DELETE in one.may:
        menu.append(MenuItem(_("Delete…"), address("comment_delete", one.id), dialog=True))
    if one.may_answer and By.EDIT not in one.may:
        menu.append(reporting(address("comment_report", one.id)))
    answer = f"{address('post_comment', one.post_id)}?reply_to={one.id}"
    return CommentPart(
        one.id,
        one.first,
        None if one.author is None else card(one.author, viewer),
        None if one.answers is None else face_card(one.answers),
        said_html(one.html),
        one.at,
        one.edited_at is not None,
        reacting(one.reactions, address("comment_react", one.id)),
        answer if one.may_answer else "",
        tuple(menu),
    )
