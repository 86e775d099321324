"""Why a post stands in a feed, in words: a sentence, the true reason, and what can be done about it (FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from rapport.content.posts.queries.views import PostView
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import MenuItem
from rapport.interfaces.web.posts_parts import Why as Shown
from rapport.people.actors.rules import Kind
from rapport.projections.feed.rules.reasons import Reason, Why

_ = words.translate

LINES: Mapping[Why, tuple[str, str]] = {
    Why.OWN: ("", "pen-line"),
    Why.FOLLOWED: ("one", "m-follow"),
    Why.FOLLOWED_CONNECTION: ("two", "m-connect"),
    Why.GROUP: ("", "users-round"),
    Why.HASHTAG: ("one", "m-follow"),
    Why.REPOSTED: ("two", "m-connect"),
    Why.COMMENTED: ("two", "m-connect"),
}
"""The margin line and the mark of each: a double one for a connection, a single one for a follow."""


def why(post: PostView, reasons: Sequence[Reason]) -> Shown | None:
    """What brought the post, the strongest first; one's own needs no reason."""
    if not reasons or reasons[0].why is Why.OWN:
        return None
    first = reasons[0]
    line, symbol = LINES[first.why]
    sentence, reason = _said(post, first)
    told = [reason, *(_said(post, one)[1] for one in reasons[1:])]
    return Shown(sentence, " ".join([*told, _("This feed has no ranking: the newest stands first.")]), line, symbol,
                 tuple(_acts(post, first)))  # fmt: skip


def _said(post: PostView, one: Reason) -> tuple[str, str]:
    """In short, and whole."""
    name = words.bdi(post.author.name)
    match one.why:
        case Why.FOLLOWED_CONNECTION:
            return _("From your connection"), _(
                "You and {name} are connected, and you follow them.", name=name
            )
        case Why.FOLLOWED:
            return _("You follow {name}", name=name), _("You follow {name}.", name=name)
        case Why.GROUP:
            group = words.bdi(post.group.name if post.group else "")
            return _("In {group}", group=group), _("You are in {group}, where this was written.", group=group)
        case Why.HASHTAG:
            tag = words.bdi(f"#{one.hashtag}")
            return _("You follow {tag}", tag=tag), _("It carries {tag}, which you follow.", tag=tag)
        case Why.REPOSTED:
            return _("A connection passed this on"), _("Somebody you are connected to passed this on.")
        case Why.COMMENTED:
            return _("A connection commented"), _(
                "Somebody you are connected to commented on this public post."
            )
        case Why.OWN:
            return _("Yours"), _("You wrote it.")


def _acts(post: PostView, one: Reason) -> list[MenuItem]:
    """What can be done about it."""
    author = post.author
    if one.why in (Why.FOLLOWED, Why.FOLLOWED_CONNECTION):
        route = "company_unfollow" if author.kind is Kind.COMPANY else "unfollow"
        return [MenuItem(_("Unfollow {name}", name=author.name), reverse(route, args=[author.handle]),
                         _("Nobody is told."), post=True)]  # fmt: skip
    if one.why is Why.GROUP and post.group is not None:
        return [MenuItem(_("Open the group"), reverse("group", args=[post.group.handle]))]
    return []
