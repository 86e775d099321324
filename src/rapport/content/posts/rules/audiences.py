"""Whom a post may be for, and which audience somebody may choose (product 1, FEED-1)."""

from __future__ import annotations

from rapport.kernel.errors import Invalid
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience

AUDIENCES = (Audience.ANYONE, Audience.MEMBERS, Audience.CONNECTIONS, Audience.GROUP, Audience.ONLY_ME)
"""The audiences of posts: all but the 2nd degree."""

CHOICES = {
    Kind.PERSON: (Audience.ANYONE, Audience.MEMBERS, Audience.CONNECTIONS, Audience.ONLY_ME),
    Kind.COMPANY: (Audience.ANYONE, Audience.MEMBERS),
    Kind.GROUP: (Audience.GROUP,),
}
"""What may be chosen, by whose audience it is: a company has no connections, and a group has its members."""

REPOSTED = frozenset({Audience.ANYONE, Audience.MEMBERS})
"""Posts that may be passed on: not those to connections, to a group or to oneself (FEED-6)."""

_ORDER = (Audience.ONLY_ME, Audience.CONNECTIONS, Audience.MEMBERS, Audience.ANYONE)


def check_audience(kind: Kind, audience: str) -> Audience:
    """The audience itself where a post of this kind of owner may be for it.

    Raises: Invalid (`audience`).
    """
    for one in CHOICES[kind]:
        if one.value == audience:
            return one
    words = ", ".join(one.value for one in CHOICES[kind])
    raise Invalid("Choose one of these audiences: {known}.", code="audience", field="audience", known=words)


def check_within(audience: Audience, of: Audience) -> None:
    """Raises: Invalid (`audience`), where a repost would reach further than its original, which is `of` these."""
    if not within(audience, of):
        raise Invalid(
            "The post is for members only, and so is what passes it on.", code="audience", field="audience"
        )


def within(audience: Audience, of: Audience) -> bool:
    """Whether everybody of `audience` is among those of `of`: a repost reaches no further than its original."""
    return audience in _ORDER and of in _ORDER and _ORDER.index(audience) <= _ORDER.index(of)
