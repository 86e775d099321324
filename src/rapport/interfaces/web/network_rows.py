"""People of My network as rows: what stands between the two, in words, marks and one menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import letters
from rapport.interfaces.web.cards import card, claim
from rapport.interfaces.web.parts import Following, MenuItem, PersonCard
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.facts import Between, between
from rapport.people.relationships.queries.invitations import InvitationView
from rapport.people.relationships.queries.notes import PrivateNote, kept_about_each
from rapport.people.relationships.queries.people import Person
from rapport.people.relationships.rules.process import Context, State, Verb

_ = words.translate


@dataclass(frozen=True)
class Row:
    """One person of a list, with one quiet line, the following half, and a menu."""

    person: PersonCard
    since: str = ""
    rhythm: str = ""
    tags: tuple[str, ...] = ()
    mark: str = ""
    follow: Following = Following.NONE
    menu: tuple[MenuItem, ...] = ()

    @property
    def follow_url(self) -> str:
        """Where following begins."""
        return reverse("follow", args=[self.person.handle])

    @property
    def unfollow_url(self) -> str:
        """Where following ends."""
        return reverse("unfollow", args=[self.person.handle])


def rows(viewer: Viewer, people: Sequence[Person], now: datetime) -> list[Row]:
    """These people as rows, at the same number of statements for one and for many."""
    ids = [person.id for person in people]
    ties, kept = between(viewer.actor_id or 0, ids, now), kept_about_each(viewer, ids)
    return [_row(card(person, viewer), ties[person.id], kept[person.id]) for person in people]


def _row(person: PersonCard, tie: Between, kept: PrivateNote) -> Row:
    follow = Following.FOLLOWING if tie.following or tie.follow_suspended else Following.OPEN
    if tie.follow_requested:
        follow = Following.REQUESTED
    rhythm = ""
    if kept.rhythm_weeks:
        rhythm = words.translate_plural("Every week.", "Every {count} weeks.", kept.rhythm_weeks)
    return Row(
        person=person,
        since=_since(tie),
        rhythm=rhythm,
        tags=kept.tags,
        mark=_mark(person, tie),
        follow=follow,
        menu=_menu(person, tie),
    )


def _since(tie: Between) -> str:
    """Since when two are connected, and how they know each other as the one who invited said."""
    if tie.connected_since is None:
        return ""
    if tie.context in ("", Context.OTHER.value):
        return _("Connected since {day}.", day=tie.connected_since)
    return _("Connected since {day}: {claim}.", day=tie.connected_since, claim=claim(tie.context))


def _mark(person: PersonCard, tie: Between) -> str:
    """What is unusual about one's own follow."""
    if tie.follow_suspended:
        return _("Paused: {name} takes only connections as followers now.", name=person.first_name)
    if tie.follow_private:
        return _("Private: {name} does not see it.", name=person.first_name)
    return ""


def _menu(person: PersonCard, tie: Between) -> tuple[MenuItem, ...]:
    name, handle = person.first_name, [person.handle]
    items = [
        MenuItem(
            _("Private note and rhythm…"),
            reverse("tie_note", args=handle),
            _("Only you see these."),
            dialog=True,
        )
    ]
    if tie.connected and tie.following:
        stays = _("You stay connected. {name} is not told.", name=name)
        items.append(MenuItem(_("Unfollow"), reverse("unfollow", args=handle), stays, post=True))
    if tie.following and tie.follow_private:
        seen = _("{name} sees that you follow.", name=name)
        openly = ("private", "off")
        items.append(
            MenuItem(_("Follow openly"), reverse("follow", args=handle), seen, post=True, field=openly)
        )
    elif tie.following:
        counted = _("You are counted, not named.")
        hidden = ("private", "on")
        items.append(
            MenuItem(_("Follow privately"), reverse("follow", args=handle), counted, post=True, field=hidden)
        )
    if tie.connected:
        silent = _("{name} is not told.", name=name)
        items.append(
            MenuItem(_("Remove connection…"), reverse("disconnect", args=handle), silent, dialog=True)
        )
    items.append(
        MenuItem(
            _("Block…"),
            reverse("block", args=handle),
            _("Neither of you sees the other any more."),
            dialog=True,
        )
    )
    return tuple(items)


@dataclass(frozen=True)
class Settled:
    """An invitation that no longer waits: how it ended, and the way back where there is one."""

    person: PersonCard
    ended: str
    url: str
    reopen_url: str = ""


def settled(view: InvitationView, viewer: Viewer) -> Settled:
    """How an invitation ended, as far as this side may know (REL-11)."""
    again = Verb.REOPEN.value in view.allowed_actions
    day = words.plain_date(view.answered_at or view.closed_at or view.sent_at)
    accepted = view.state is State.ACCEPTED
    return Settled(
        person=card(view.other, viewer),
        ended=_("Accepted on {day}.", day=day) if accepted else f"{letters.ended(view)} {day}",
        url=reverse("invitation", args=[view.id]),
        reopen_url=letters.route(Verb.REOPEN, view.id) if again else "",
    )


def blocked(person: Person) -> PersonCard:
    """Somebody one has blocked: no degree, no tie, nothing that leads to a page (REL-17)."""
    return PersonCard(person.handle, person.name, person.headline, shows_degree=False)
