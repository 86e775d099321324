"""The choices that apps at or below this floor keep: profile, picture, network, contact details, look (OPS-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rapport.content.exchange.rules.choices import Choices, keeps
from rapport.content.profiles.actions import contact, facts
from rapport.content.profiles.models import ContactDetail, Profile
from rapport.content.profiles.rules.checks import FACTS
from rapport.content.profiles.rules.sections import DETAIL_DEFAULTS, Detail, OpenTo
from rapport.people.accounts.actions import standing
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions import choosing
from rapport.people.ties.models import Network

_AUDIENCE = "_audience"
_PROFILE = tuple(field.name for field in Profile._meta.concrete_fields if field.name not in ("actor", *FACTS))
_LOOK = ("theme", "language")
_SHARED = {
    "share_positions": "positions",
    "share_anniversaries": "anniversaries",
    "share_birthday": "birthday",
}


def _profile(owner: int) -> dict[str, Any]:
    return Profile.objects.filter(pk=owner).values(*_PROFILE).first() or {}


def _choose_profile(owner: int, name: str, value: Any, _now: datetime) -> None:
    kind = name.removeprefix("open_to_")
    if name in _SHARED:
        facts.choose_milestones(owner_id=owner, **{_SHARED[name]: value})
    elif name == "milestone_audience":
        facts.choose_milestones(owner_id=owner, audience=value)
    elif name.endswith(_AUDIENCE):
        facts.choose_audiences(owner_id=owner, changes={name.removesuffix(_AUDIENCE): value})
    elif name == "endorse_policy":
        facts.choose_endorse_policy(owner_id=owner, policy=value)
    elif kind in list(OpenTo):
        now = _profile(owner)
        chosen = {one.value for one in OpenTo if now.get(f"open_to_{one.value}")} - {kind}
        facts.choose_open_to(owner_id=owner, kinds=chosen | ({kind} if value else set()))
    else:
        facts.choose_open_to(owner_id=owner, line=value)


def _choose_network(owner: int, name: str, value: Any, _now: datetime) -> None:
    choosing.choose(actor_id=owner, changes={name: value})


def _choose_picture(owner: int, _name: str, value: Any, _now: datetime) -> None:
    actors.choose_picture_audience(actor_id=owner, audience=value)


def _details(owner: int) -> dict[str, Any]:
    return dict(ContactDetail.objects.filter(owner_id=owner).values_list("kind", "audience"))


def _choose_detail(owner: int, name: str, value: Any, now: datetime) -> None:
    contact.set_contact_detail(owner_id=owner, kind=Detail(name), audience=value, now=now)


def _look(owner: int) -> dict[str, Any]:
    return Account.objects.filter(actor_id=owner).values(*_LOOK).first() or {}


def _choose_look(owner: int, name: str, value: Any, _now: datetime) -> None:
    account = Account.objects.values_list("pk", flat=True).get(actor_id=owner)
    standing.choose(account_id=account, **{name: value})


def _defaults(model: Any, names: Any) -> dict[str, Any]:
    return {name: model._meta.get_field(name).get_default() for name in names}


keeps("profile", Choices(_profile, _choose_profile, _defaults(Profile, _PROFILE)))
keeps(
    "network",
    Choices(
        lambda owner: Network.objects.filter(pk=owner).values(*choosing.CHOICES).first() or {},
        _choose_network,
        _defaults(Network, choosing.CHOICES),
    ),
)
keeps(
    "face",
    Choices(
        lambda owner: Actor.objects.values("picture_audience").get(pk=owner),
        _choose_picture,
        _defaults(Actor, ("picture_audience",)),
    ),
)
keeps(
    "contact_details",
    Choices(_details, _choose_detail, {kind.value: one.value for kind, one in DETAIL_DEFAULTS.items()}),
)
keeps("account", Choices(_look, _choose_look, _defaults(Account, _LOOK)))
