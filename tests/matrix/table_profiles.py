"""The rows of profiles: each section and contact detail for whom its owner chose (PRO-1, PRO-2, PRO-5)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Row, Shown, to
from tests.matrix.viewers import ONLY_SELF, SEES, Who

OWNER = Who.SELF.value
FIRST = frozenset({Who.FIRST})
NEAR = frozenset({Who.SELF, Who.FIRST, Who.SECOND})

_PUBLIC = (Canary.SKILL,)
_FOR_MEMBERS = (Canary.OPEN_TO, Canary.CERTIFICATE, Canary.LINK)
_FOR_SECOND = (Canary.FACTS, Canary.POSITION, Canary.LANGUAGE)
_FOR_FIRST = (Canary.ABOUT, Canary.EDUCATION, Canary.COURSE)
_FOR_NOBODY = (Canary.PROJECT, Canary.ASSOCIATION)


def profile_seen_by(readers: frozenset[Who], members: frozenset[Who]) -> Shown:
    """The sections of the owner's profile where these read the page, and these of them as members."""
    return (
        to(readers, *_PUBLIC)
        | to(members, *_FOR_MEMBERS)
        | to(NEAR & readers, *_FOR_SECOND)
        | to(ONLY_SELF | FIRST & readers, *_FOR_FIRST)
        | to(ONLY_SELF, *_FOR_NOBODY)
    )


def contact_seen_by(readers: frozenset[Who]) -> Shown:
    """The owner's contact details where these read them."""
    return (
        to(readers, Canary.ADDRESS)
        | to(NEAR & readers, Canary.PHONE)
        | to(ONLY_SELF | FIRST & readers, Canary.EMAIL)
        | to(ONLY_SELF, Canary.BIRTHDAY)
    )


_WHOLE = profile_seen_by(SEES, SEES)
_DETAILS = contact_seen_by(SEES)
_OWN: Shown = dict.fromkeys(_WHOLE, ONLY_SELF)

PROFILE_ROWS: Mapping[str, Row] = {
    "api_member_profile": Row(
        about={OWNER: {**_WHOLE, **_DETAILS}},
        queries=("", "?as=connection"),
    ),
    "api_my_profile": Row(_OWN),
    "api_my_section": Row(to(ONLY_SELF, Canary.POSITION)),
    "api_order_my_section": Row(read=False),
    "api_my_entry": Row(to(ONLY_SELF, Canary.POSITION)),
    "api_my_contact_details": Row(dict.fromkeys(_DETAILS, ONLY_SELF)),
    # a new position of the owner, who shares it with connections
    "api_my_milestones": Row(to(FIRST, Canary.POSITION, Canary.HEADLINE)),
}
