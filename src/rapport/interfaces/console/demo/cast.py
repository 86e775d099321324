"""The cast: seven actors whose ties show every situation once, made by real actions.

Seen from alice: bob is connected to her, carol follows her, dan is connected to bob
and so at her 2nd degree, erin is a stranger, mallory is blocked, acme is a company whose page bob looks after.
The demo begins with them, and every test stands on them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions as accounts
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages
from rapport.people.relationships.actions import answering, following, inviting, removing

PASSWORD = "two rules, one river"  # noqa: S105 (printed for everybody who runs a demo)


@dataclass(frozen=True)
class Member:
    """One of the cast; `id` is the actor's, `account_id` None for the company."""

    id: int
    account_id: int | None
    handle: str
    name: str
    email: str

    @property
    def viewer(self) -> Viewer:
        """This member, looking."""
        return Viewer(self.id)


@dataclass(frozen=True)
class Cast:
    """Everybody by the name that tests use."""

    alice: Member
    bob: Member
    carol: Member
    dan: Member
    erin: Member
    mallory: Member
    acme: Member

    @property
    def everyone(self) -> tuple[Member, ...]:
        """All of the cast, alice first, the company last."""
        return tuple(getattr(self, one.name) for one in fields(self))


FACES = {
    "alice": ("Alice Lindqvist", "Keeps the river archive at Lindenhof; answers letters, eventually"),
    "bob": ("Bob Asante", "Runs the gauge network for the lower valley"),
    "carol": ("Carol Ferrer", "Irrigation cooperatives, and the meetings they require"),
    "dan": ("Dan Okonkwo", "Flood maps that people can fold"),
    "erin": ("Erin Weiß", "Dam safety inspector; sleeps well when it rains elsewhere"),
    "mallory": ("Mallory Marsh", "Growth partner for founders of water companies"),
    "acme": ("Acme Waterworks", "Pumps, pipes and the people who answer the phone at night"),
}


def member(
    handle: str,
    name: str,
    headline: str,
    *,
    now: datetime,
    limits: Limits,
    password: str | None,
    domain: str,
    organiser: bool = False,
) -> Member:
    """A verified member who signs in as HANDLE@DOMAIN."""
    email = f"{handle}@{domain}"
    account = accounts.create_member(
        handle=handle,
        email=email,
        name=name,
        headline=headline,
        password=password,
        organiser=organiser,
        now=now,
        limits=limits,
    )
    assert account.actor_id is not None
    return Member(account.actor_id, account.pk, handle, name, email)


def connect(one: int, two: int, *, context: str, now: datetime, limits: Limits) -> None:
    """Let `one` invite and `two` accept."""
    sent = inviting.invite(sender=one, recipient=two, context=context, now=now, limits=limits)
    if not sent.crossed:
        answering.accept(invitation_id=sent.invitation_id, actor_id=two, now=now, limits=limits)


def build(
    *,
    now: datetime,
    limits: Limits | None = None,
    password: str = PASSWORD,
    domain: str = "demo.example",
    organiser: bool = False,
) -> Cast:
    """Make the cast at `now`; everybody signs in as HANDLE@DOMAIN with the same password.

    With `organiser` alice is one; otherwise nobody is.
    """
    limits = limits or Limits()
    people = {
        handle: member(
            handle,
            name,
            headline,
            now=now,
            limits=limits,
            password=password,
            domain=domain,
            organiser=organiser and handle == "alice",
        )
        for handle, (name, headline) in FACES.items()
        if handle != "acme"
    }
    name, headline = FACES["acme"]
    company = pages.create(
        maker=people["bob"].viewer, handle="acme", name=name, headline=headline, now=now, limits=limits
    )
    cast = Cast(**people, acme=Member(company, None, "acme", name, ""))
    connect(cast.alice.id, cast.bob.id, context="worked_together", now=now, limits=limits)
    connect(cast.bob.id, cast.dan.id, context="met_at_event", now=now, limits=limits)
    following.follow(follower=cast.carol.id, followee=cast.alice.id, now=now)
    removing.block(owner=cast.alice.id, other=cast.mallory.id, now=now)
    return cast
