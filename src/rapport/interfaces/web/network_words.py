"""What My network says of itself: its headings, and one's own front door in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.html import format_html
from django.utils.translation import gettext_noop as _noop

from rapport.interfaces.web import engine_words as words
from rapport.people.ties.rules import ConnectionPolicy, FollowPolicy, InvitationPolicy, PrimaryButton

_ = words.translate

SPELLED = (
    "",
    _noop("One"),
    _noop("Two"),
    _noop("Three"),
    _noop("Four"),
    _noop("Five"),
    _noop("Six"),
    _noop("Seven"),
    _noop("Eight"),
    _noop("Nine"),
    _noop("Ten"),
)


def would_like(count: int) -> str:
    """ "Three people would like to connect": small numbers are spelled, as in a letter."""
    number = _(SPELLED[count]) if 0 < count < len(SPELLED) else words.number(count)
    return words.translate_plural(
        "{number} person would like to connect", "{number} people would like to connect", count, number=number
    )


class Chosen(Protocol):
    """What the owner of a network chose, as `ties.queries.network_of` gives it."""

    follow_policy: str
    invitation_policy: str
    primary_button: str
    connection_policy: str
    connection_line: str


@dataclass(frozen=True)
class Door:
    """One's own front door in sentences: who may invite, what stands first, one's own line."""

    invitations: str
    button: str
    followers: str
    wish: str
    line: str


INVITATIONS = {
    InvitationPolicy.EVERYONE: _noop("Everyone’s invitations reach you."),
    InvitationPolicy.KNOWS_EMAIL: _noop(
        "Invitations of people who know your email address reach you; others wait in the filtered tray."
    ),
    InvitationPolicy.CONTACTS_ONLY: _noop(
        "Invitations of your imported contacts reach you; others wait in the filtered tray."
    ),
    InvitationPolicy.SECOND_DEGREE: _noop(
        "Invitations from the 2nd degree and closer reach you; others wait in the filtered tray."
    ),
}
BUTTONS = {
    PrimaryButton.CONNECT: _noop("Your page offers {button} first."),
    PrimaryButton.FOLLOW: _noop("Your page offers {button} first; Connect stands under More."),
}
FOLLOWERS = {
    FollowPolicy.EVERYONE: "",
    FollowPolicy.ON_REQUEST: _noop("Who wants to follow you asks first."),
    FollowPolicy.CONNECTIONS_ONLY: _noop("Only your connections follow you."),
}
WISHES = {
    ConnectionPolicy.ANYONE: "",
    ConnectionPolicy.SHARED_CONTEXT: _noop("You say that you connect with people you share something with."),
    ConnectionPolicy.PEOPLE_I_KNOW: _noop("You say that you connect with people you know."),
    ConnectionPolicy.WORKED_WITH: _noop("You say that you connect with people you have worked with."),
}


def door(network: Chosen) -> Door:
    """The front door of one's own network (REL-1, REL-13, REL-14)."""
    button = _("Follow") if network.primary_button == PrimaryButton.FOLLOW.value else _("Connect")
    followers = FOLLOWERS[FollowPolicy(network.follow_policy)]
    wish = WISHES[ConnectionPolicy(network.connection_policy)]
    return Door(
        invitations=_(INVITATIONS[InvitationPolicy(network.invitation_policy)]),
        button=_(
            BUTTONS[PrimaryButton(network.primary_button)], button=format_html("<strong>{}</strong>", button)
        ),
        followers=_(followers) if followers else "",
        wish=_(wish) if wish else "",
        line=network.connection_line,
    )
