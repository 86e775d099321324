"""Companies as parts: what every list shows of one, the follow button, and the words for its facts (PRO-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_noop as _noop

from rapport.content.profiles.queries.people import EmployeeCounts
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import (
    Chip,
    CompanyCard,
    Connecting,
    Following,
    MenuItem,
    TiePair,
    picture_address,
)
from rapport.people.audience import Viewer
from rapport.people.organizations.queries.pages import CompanyView
from rapport.people.organizations.rules import Role, Size

_ = words.translate

SIZES: Mapping[Size, str] = {
    Size.UNSAID: "",
    Size.ONE: _noop("1 person"),
    Size.TEN: _noop("2 to 10 people"),
    Size.FIFTY: _noop("11 to 50 people"),
    Size.TWO_HUNDRED: _noop("51 to 200 people"),
    Size.FIVE_HUNDRED: _noop("201 to 500 people"),
    Size.THOUSAND: _noop("501 to 1,000 people"),
    Size.FIVE_THOUSAND: _noop("1,001 to 5,000 people"),
    Size.TEN_THOUSAND: _noop("5,001 to 10,000 people"),
    Size.MORE: _noop("More than 10,000 people"),
}
"""How many work there, as one says it."""

ROLES: Mapping[Role, str] = {Role.ADMIN: _noop("Admin"), Role.EDITOR: _noop("Editor")}
POWERS: Mapping[Role, str] = {
    Role.ADMIN: _noop("Changes the page, decides who looks after it, and may delete it."),
    Role.EDITOR: _noop("Changes what the page says."),
}
"""What one is on a page, and what that means."""


@dataclass(frozen=True)
class CompanyRow:
    """One company of a list, with the follow button where somebody is signed in, and one quiet line."""

    company: CompanyCard
    pair: TiePair | None = None
    mark: str = ""


def card(one: CompanyView) -> CompanyCard:
    """A company as a part."""
    facts = (one.industry, one.location, _(SIZES[one.size]) if one.size else "")
    return CompanyCard(
        handle=one.handle,
        name=one.name,
        headline=one.headline,
        facts=tuple(fact for fact in facts if fact),
        followers=words.translate_plural("{count} follower", "{count} followers", one.follower_count),
        picture=picture_address(one.picture),
    )


def pair(one: CompanyView, viewer: Viewer, door: str) -> TiePair:
    """The one tie there is to a company: a follow; visitors are led to the door (REL-5)."""
    if viewer.is_visitor:
        return TiePair(person=card(one), connect=Connecting.NONE, sign_in_url=door)
    return TiePair(
        person=card(one),
        connect=Connecting.NONE,
        follow=Following.FOLLOWING if one.following else Following.OPEN,
        follow_url=reverse("company_follow", args=[one.handle]),
        unfollow_url=reverse("company_unfollow", args=[one.handle]),
        more=_more(one),
        prominent="none" if one.following else "follow",
        note=_private(one),
    )


def in_list(one: CompanyView, viewer: Viewer, door: str) -> CompanyRow:
    """A company in a list, its button an outline."""
    shown = pair(one, viewer, door)
    quiet = TiePair(**{**shown.__dict__, "prominent": "none", "note": "", "more": ()})
    return CompanyRow(card(one), quiet, _mark(one))


def _mark(one: CompanyView) -> str:
    if one.offered is not None:
        return _("You are asked to look after this page.")
    if one.role is not None:
        return _(OWN[one.role])
    return _private(one)


OWN: Mapping[Role, str] = {
    Role.ADMIN: _noop("You are an admin of this page."),
    Role.EDITOR: _noop("You are an editor of this page."),
}


def _private(one: CompanyView) -> str:
    return _("You follow privately: you are counted, and not named.") if one.following_privately else ""


def _more(one: CompanyView) -> tuple[MenuItem, ...]:
    """What else one may do about a company: follow it privately or openly, hand on its address."""
    follow = reverse("company_follow", args=[one.handle])
    if one.following_privately:
        seen = _("You stand in the list of followers, which members see.")
        choice = MenuItem(_("Follow openly"), follow, seen, post=True, field=("private", "off"))
    else:
        unseen = _("You are counted, but not named, not even to those who look after the page.")
        label = _("Make your follow private") if one.following else _("Follow privately")
        choice = MenuItem(label, follow, unseen, post=True, field=("private", "on"))
    link = reverse("company", args=[one.handle])
    return (choice, MenuItem(_("Copy the link to this page"), link, copied=_("The link is copied.")))


def filters(handle: str, show: str, degree: str, counts: EmployeeCounts, viewer: Viewer) -> list[Chip]:
    """Of the people of a company: today's or earlier ones, and today's by degree, each with its number."""
    address = reverse("company_people", args=[handle])

    def chip(label: str, query: str, count: int, *, current: bool) -> Chip:
        return Chip(f"{label} · {words.number(count)}", address + query, current=current)

    now = show == "current"
    chips = [chip(_("There today"), "", counts.current, current=now and not degree)]
    if not viewer.is_visitor:
        chips += [
            chip(_("1st"), "?degree=1", counts.first, current=now and degree == "1"),
            chip(_("2nd"), "?degree=2", counts.second, current=now and degree == "2"),
        ]
    return [*chips, chip(_("Earlier"), "?show=past", counts.past, current=not now)]
