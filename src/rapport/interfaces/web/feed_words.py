"""Why a post stands in a feed, in words: a sentence, the true reason, and what can be done about it (FEED-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html_join

from rapport.content.posts.queries.views import PostView
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.feed_worked import Sum
from rapport.interfaces.web.parts import MenuItem
from rapport.interfaces.web.posts_parts import Why as Shown
from rapport.people.actors.rules import Kind
from rapport.people.relationships.queries.faces import Face
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


NOBODY: Mapping[int, Face] = {}


def why(
    post: PostView,
    reasons: Sequence[Reason],
    *,
    faces: Mapping[int, Face] = NOBODY,
    worked: Sum | None = None,
) -> Shown | None:
    """What brought the post, the strongest first, and in Top what it weighs.

    `faces` are of those who brought posts in.
    """
    if not reasons:
        return None
    first = reasons[0]
    line, symbol = LINES[first.why]
    sentence, reason = _said(post, first, faces)
    told = [reason, *(_said(post, one, faces)[1] for one in reasons[1:])]
    if worked is None:
        told.append(_("This feed has no ranking: the newest stands first."))
    return Shown(
        sentence,
        format_html_join(" ", "{}", ((one,) for one in told)),
        line,
        symbol,
        tuple(_acts(post, first, worked is not None)),
        worked,
    )


def _said(post: PostView, one: Reason, faces: Mapping[int, Face]) -> tuple[str, str]:
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
        case Why.OWN:
            return _("Yours"), _("You wrote it.")
    by = words.bdi(faces[one.actor_id].name) if one.actor_id in faces else _("A connection")
    if one.why is Why.REPOSTED:
        return _("{name} passed this on", name=by), _(
            "You and {name} are connected, and they passed this public post on.", name=by
        )
    return _("{name} commented", name=by), _(
        "You and {name} are connected, and they commented on this public post.", name=by
    )


def _acts(post: PostView, one: Reason, in_top: bool) -> list[MenuItem]:
    """What can be done about it; in Top also to see less like this."""
    return [*_untie(post, one), *(_less(post) if in_top and one.why is not Why.OWN else ())]


def _less(post: PostView) -> list[MenuItem]:
    author = post.author
    of = [(author.name, author.handle)]
    if post.group is not None:
        of.append((post.group.name, post.group.handle))
    found = [
        MenuItem(_("Less from {name}", name=name), reverse("feed_less_from", args=[handle]),
                 _("In Top. Nobody is told."), post=True)
        for name, handle in of
    ]  # fmt: skip
    found += [
        MenuItem(_("Less about {tag}", tag=f"#{tag}"), reverse("feed_less_about", args=[tag]), post=True)
        for tag in post.hashtags[:2]
    ]
    return found


def _untie(post: PostView, one: Reason) -> list[MenuItem]:
    author = post.author
    if one.why in (Why.FOLLOWED, Why.FOLLOWED_CONNECTION):
        route = "company_unfollow" if author.kind is Kind.COMPANY else "unfollow"
        return [MenuItem(_("Unfollow {name}", name=author.name), reverse(route, args=[author.handle]),
                         _("Nobody is told."), post=True)]  # fmt: skip
    if one.why is Why.GROUP and post.group is not None:
        return [MenuItem(_("Open the group"), reverse("group", args=[post.group.handle]))]
    return []
