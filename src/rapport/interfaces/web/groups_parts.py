"""Groups as pages show them: rows, buttons in every state, and the words beside them (PRO-7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_noop as _noop

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.errors import refusal
from rapport.interfaces.web.parts import MenuItem, PersonCard, Refusal, picture_address
from rapport.people.audience import Audience, Viewer
from rapport.people.groups.queries.groups import GroupCard, GroupPage
from rapport.people.groups.queries.people import GroupMember
from rapport.people.groups.queries.waiting import Received, Waiting
from rapport.people.groups.rules.process import INSIDE, Joining, Place, Verb

_ = words.translate


@dataclass(frozen=True)
class GroupTile:
    """A group in a list."""

    handle: str
    name: str
    headline: str = ""
    joining: str = ""
    members: int = 0
    place: str = ""
    private: bool = False
    picture: str = ""  # its address without the size; empty for initials

    @property
    def url(self) -> str:
        """The group's page."""
        return reverse("group", args=[self.handle])


@dataclass(frozen=True)
class Doors:
    """What one may do about a group for oneself: one of these stands on its page.

    `state` is join, ask, invited, asked, inside, banned, refused, or visitor (`url` signs in then).
    """

    state: str
    url: str = ""
    words: str = ""
    refused: Refusal | None = None
    menu: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class MemberRow:
    """Somebody in a group, with their part there and what one may do about them."""

    person: PersonCard
    role: str
    menu: tuple[MenuItem, ...]


@dataclass(frozen=True)
class Asking:
    """A request to join, or an invitation that waits."""

    person: PersonCard
    note: str
    line: str
    admit_url: str = ""
    refuse_url: str = ""
    take_back_url: str = ""
    ban_url: str = ""


@dataclass(frozen=True)
class Letter:
    """An invitation to a group, for the one who answers."""

    group: GroupTile
    sender: PersonCard
    accept_url: str
    decline_url: str


def role_words(place: Place) -> str:
    """What one is in a group, or how one stands to it; empty for outsiders."""
    return {
        Place.OWNER: _("Owner"),
        Place.MODERATOR: _("Moderator"),
        Place.MEMBER: _("Member"),
        Place.ASKED: _("You have asked"),
        Place.INVITED: _("You are invited"),
    }.get(place, "")


def joining_words(joining: Joining, *, listed: bool) -> str:
    """How one comes in, in a word or two."""
    if not listed:
        return _("By invitation")
    return _("Open to join") if joining is Joining.OPEN else _("By request")


def tile(one: GroupCard) -> GroupTile:
    """A group as a row."""
    return GroupTile(
        handle=one.handle,
        name=one.name,
        headline=one.headline,
        joining=joining_words(one.joining, listed=one.listed),
        members=one.member_count,
        place=role_words(one.place),
        private=not one.listed,
        picture=picture_address(one.picture),
    )


def letter(one: Received, viewer: Viewer) -> Letter:
    """An invitation that waits for the reader's answer."""
    shown = GroupTile(one.group.handle, one.group.name, one.headline, members=one.member_count)
    return Letter(
        group=shown,
        sender=card(one.sender, viewer),
        accept_url=reverse("group_join", args=[one.group.handle]),
        decline_url=reverse("group_decline", args=[one.group.handle]),
    )


def doors(page: GroupPage, sign_in: str = "") -> Doors:
    """What the reader may do for themselves, or why not."""
    handle, place = page.card.handle, page.card.place
    join = reverse("group_join", args=[handle])
    if sign_in:
        return Doors("visitor", sign_in, _("Sign in to join"))
    if place in INSIDE:
        return Doors("inside", words=role_words(place), menu=_own_menu(page))
    if place is Place.ASKED:
        withdraw = reverse("group_withdraw", args=[handle])
        items = (MenuItem(_("Take it back"), withdraw, _("Nobody is told."), post=True),)
        opened = join if Verb.JOIN.value in page.allowed_actions else ""
        return Doors("asked", url=opened, menu=items)
    if page.refusal is not None:
        state = "banned" if place is Place.BANNED else "refused"
        said = _("Join") if page.card.joining is Joining.OPEN else _("Ask to join")
        return Doors(state, words=said, refused=refusal(page.refusal))
    if place is Place.INVITED:
        return Doors("invited", join)
    return Doors("join" if page.card.joining is Joining.OPEN else "ask", join)


def _own_menu(page: GroupPage) -> tuple[MenuItem, ...]:
    handle, allowed = page.card.handle, page.allowed_actions
    items = []
    if Verb.STEP_DOWN.value in allowed:
        items.append(
            MenuItem(
                _("Be a moderator only"),
                reverse("group_step_down", args=[handle]),
                _("Not while you are the last owner."),
                post=True,
            )
        )
    items.append(
        MenuItem(_("Leave…"), reverse("group_leave", args=[handle]), _("Nobody is told."), dialog=True)
    )
    if "close" in allowed:
        items.append(
            MenuItem(
                _("Close the group…"),
                reverse("group_close", args=[handle]),
                _("For everybody, for good."),
                dialog=True,
            )
        )
    return tuple(items)


def member_row(one: GroupMember, handle: str, viewer: Viewer) -> MemberRow:
    """Somebody in a group as a row, with one menu of what the reader may do."""
    shown = card(one.person, viewer)
    role = "" if one.place is Place.MEMBER else role_words(one.place)
    return MemberRow(shown, role, _menu(one, handle, shown.first_name))


def _menu(one: GroupMember, handle: str, name: str) -> tuple[MenuItem, ...]:
    role = reverse("group_role", args=[handle, one.person.handle])
    remove = reverse("group_remove", args=[handle, one.person.handle])
    ban = reverse("group_ban", args=[handle, one.person.handle])

    def step(verb: Verb, label: str, hint: str) -> MenuItem:
        return MenuItem(label, role, hint, post=True, field=("step", verb.value))

    told = _("{name} is told.", name=name)
    every = {
        Verb.PROMOTE: step(Verb.PROMOTE, _("Make a moderator"), told),
        Verb.DEMOTE: step(Verb.DEMOTE, _("Make a member only"), told),
        Verb.SHARE: step(Verb.SHARE, _("Make an owner too"), told),
        Verb.HAND_OVER: MenuItem(
            _("Hand the group over…"),
            reverse("group_hand_over", args=[handle, one.person.handle]),
            _("You are a moderator then."),
            dialog=True,
        ),
        Verb.REMOVE: MenuItem(_("Take out…"), remove, _("{name} may come again.", name=name), dialog=True),
        Verb.BAN: MenuItem(_("Keep out…"), ban, _("{name} leaves at once.", name=name), dialog=True),
    }
    return tuple(item for verb, item in every.items() if verb.value in one.allowed_actions)


def asking(one: Waiting, handle: str, viewer: Viewer) -> Asking:
    """A request to join, or an invitation, with what the reader may do about it."""
    shown, allowed = card(one.person, viewer), one.allowed_actions
    by = one.sender.name if one.sender is not None else ""
    day = words.near_date(one.at)

    def to(name: str, verb: Verb) -> str:
        return reverse(name, args=[handle, one.person.handle]) if verb.value in allowed else ""

    return Asking(
        person=shown,
        note=one.note,
        line=_("Invited by {name}, {day}", name=by, day=day) if by else _("Asked {day}", day=day),
        admit_url=to("group_admit", Verb.ADMIT),
        refuse_url=to("group_refuse", Verb.REFUSE),
        take_back_url=to("group_take_back", Verb.TAKE_BACK),
        ban_url=to("group_ban", Verb.BAN),
    )


LIST_WORDS = {
    Audience.ANYONE: _noop("Everyone may read who is in it, visitors too."),
    Audience.MEMBERS: _noop("Every member of this community may read who is in it."),
    Audience.GROUP: _noop("Only those in it may read who is in it."),
}
"""Who may read the list of members, as a sentence."""


def standing_words(place: Place) -> str:
    """Where somebody else stands toward a group, in a word or two; empty for outsiders."""
    return {
        Place.ASKED: _("Has asked to join"),
        Place.INVITED: _("Invited"),
        Place.BANNED: _("Kept out"),
        Place.OUTSIDE: "",
    }.get(place, _("Is in it"))
