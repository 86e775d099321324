"""Who of a file is a member here, as far as the importer may find that out (OPS-1).

An address finds only those who show it to somebody (their email is not for themselves alone), a
link only those whose links every member sees; blocks and absence hide as everywhere. Where two
members show one and the same link, it proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from rapport.content.exchange.formats.urls import profile_slug
from rapport.content.profiles.models import ContactDetail, Entry, Profile
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.people import visibility
from rapport.people.accounts import queries as accounts
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind, Status
from rapport.people.audience import Audience, Viewer
from rapport.people.ties.models import Block, Connection

_SHOWN = (Audience.ANYONE.value, Audience.MEMBERS.value)


def _met(viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Those of `ids` whom the viewer may come across, without the viewer."""
    rows = Actor.objects.filter(pk__in=ids, status=Status.ACTIVE.value)
    return set(visibility.members(viewer, rows).values_list("pk", flat=True)) - {viewer.actor_id}


def findable(ids: Collection[int]) -> set[int]:
    """Those of `ids` whom their email address may find: who keeps it for themselves alone is not found by it."""
    hidden = ContactDetail.objects.filter(
        owner_id__in=ids, kind=Detail.EMAIL.value, audience=Audience.ONLY_ME.value
    )
    return set(ids) - set(hidden.values_list("owner_id", flat=True))


def by_address(viewer: Viewer, addresses: Collection[str]) -> dict[str, int]:
    """The members whom these addresses find, by address in small letters."""
    found = accounts.members_at(addresses)
    met = _met(viewer, findable(found.values())) if found else set()
    return {address: actor for address, actor in found.items() if actor in met}


def by_link(viewer: Viewer) -> dict[str, int]:
    """The members who show every member a link to a profile elsewhere, by the name in that link."""
    hidden = Profile.objects.exclude(links_audience__in=_SHOWN).values("actor_id")
    rows = Entry.objects.filter(section=Section.LINKS.value, url__icontains="linkedin.com/")
    owners: dict[str, set[int]] = {}
    for owner, url in rows.exclude(owner_id__in=hidden).values_list("owner_id", "url").iterator():
        if slug := profile_slug(url):
            owners.setdefault(slug, set()).add(owner)
    alone = {slug: next(iter(some)) for slug, some in owners.items() if len(some) == 1}
    met = _met(viewer, set(alone.values())) if alone else set()
    return {slug: actor for slug, actor in alone.items() if actor in met}


def connected(owner_id: int, ids: Collection[int]) -> set[int]:
    """Those of `ids` to whom the owner is connected."""
    rows = Connection.objects.filter(owner_id=owner_id, other_id__in=ids)
    return set(rows.values_list("other_id", flat=True))


def apart(member_id: int) -> set[int]:
    """Who has blocked this member or is blocked by them."""
    mine = Block.objects.filter(owner_id=member_id).values_list("other_id", flat=True)
    return {*mine, *Block.objects.filter(other_id=member_id).values_list("owner_id", flat=True)}


def company_named(name_key: str) -> int | None:
    """The only company of exactly this folded name; None where there is none, or several."""
    rows = Actor.objects.filter(kind=Kind.COMPANY.value, status=Status.ACTIVE.value, name_key=name_key)
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
