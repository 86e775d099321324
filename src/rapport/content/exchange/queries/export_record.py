"""Everything of a member's own as one JSON document: what no file of the archive has a column for (OPS-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet

from rapport.content.endorsements import queries as endorsements
from rapport.content.exchange.models import KeptAside
from rapport.content.exchange.queries import export_discussion, export_posts
from rapport.content.exchange.queries.export_tables import Owner, letters, references, votes
from rapport.content.exchange.queries.people import faces
from rapport.content.exchange.rules.choices import CHOICES
from rapport.content.exchange.rules.drafted import PLACED
from rapport.content.exchange.rules.exported import PARTS
from rapport.content.profiles.models import ContactDetail, Entry, Profile, Skill
from rapport.content.recommendations.queries.own import Box
from rapport.people.accounts.models import Account, ApiToken, Session
from rapport.people.actors.models import Actor
from rapport.people.contacts.models import Contact
from rapport.people.groups.models import Admission
from rapport.people.organizations.models import PageRole
from rapport.people.relationships.models import FollowRequest, Restriction, TieNote
from rapport.people.relationships.queries import invitations
from rapport.people.ties import queries as ties
from rapport.people.ties.models import Follow, Membership, Network

Record = dict[str, Any]


def record(owner: Owner) -> Record:
    """The document, part by part."""
    return {part: read(owner) for part, read in _READ.items()}


def _one(rows: QuerySet[Any], *, without: tuple[str, ...] = ()) -> Record:
    """The columns of the one row."""
    row: Record | None = rows.values().first()
    return {name: value for name, value in (row or {}).items() if name not in without}


def _all(rows: QuerySet[Any], *columns: str, **renamed: str) -> list[Record]:
    """The rows with these columns; `renamed` gives others by another name."""
    names = [*columns, *renamed.values()]
    return [dict(zip([*columns, *renamed], row, strict=True)) for row in rows.values_list(*names).iterator()]


def _account(owner: Owner) -> Record:
    account = Account.objects.get(actor_id=owner.id)
    return {
        "email": account.email,
        "joined_at": account.joined_at,
        "application": account.application,
        "theme": account.theme,
        "language": account.language,
        "sessions": _all(
            Session.objects.filter(account=account), "began_at", "last_seen_at", "ip", "user_agent"
        ),
        "tokens": _all(ApiToken.objects.filter(account=account), "name", "scopes", "created_at"),
        "second_factors": _all(Authenticator.objects.filter(user=account), "type", "created_at"),
    }


def _follows(owner: Owner) -> list[Record]:
    rows = Follow.objects.filter(owner_id=owner.id).order_by("since", "other_id")
    return _all(rows, "private", "origin", "since", handle="other__handle", name="other__name")


def _followers(owner: Owner) -> list[Record]:
    """Those who may be named (REL-2)."""
    rows = ties.followers(owner.id, owner.id).order_by("since", "owner_id")
    return _all(rows, "since", handle="owner__handle", name="owner__name")


def _connections(owner: Owner) -> list[Record]:
    return [
        {"handle": one.handle, "name": one.name, "context": one.context, "since": one.since}
        for one in owner.connections
    ]


def _blocks(owner: Owner) -> list[Record]:
    return [{"handle": actor.handle, "name": actor.name, "since": at} for actor, at in ties.blocks(owner.id)]


def _letters(direction: invitations.Direction) -> Callable[[Owner], list[Record]]:
    def read(owner: Owner) -> list[Record]:
        return [
            {
                "with": one.other.handle,
                "name": one.other.name,
                "state": one.state.value,
                "context": one.context,
                "note": one.note,
                "sent_at": one.sent_at,
                "answered_at": one.answered_at,
                "replies": [
                    {"mine": reply.mine, "text": reply.text, "at": reply.at} for reply in one.replies
                ],
            }
            for one in letters(owner, direction)
        ]

    return read


def _votes(direction: endorsements.Direction) -> Callable[[Owner], list[Record]]:
    def read(owner: Owner) -> list[Record]:
        return [
            {"with": one.person.handle, "name": one.person.name, "skill": one.skill, "at": one.at,
             "hidden": one.hidden}
            for one in votes(owner, direction)
        ]  # fmt: skip

    return read


def _references(owner: Owner) -> list[Record]:
    return [
        {
            "box": box.value,
            "with": one.other.handle,
            "name": one.other.name,
            "state": one.state.value,
            "relation": one.relation,
            "title": one.position.title if one.position else "",
            "company": one.position.company if one.position else "",
            "request_note": one.request_note,
            "text": one.text,
            "draft": one.draft,
            "change_words": one.change_words,
            "created_at": one.created_at,
        }
        for box in Box
        for one in references(owner, box)
    ]


def _requests(owner: Owner) -> list[Record]:
    """Requests to follow: a refused one goes on looking asked (REL-1)."""
    rows = FollowRequest.objects.filter(owner_id=owner.id, asked=True).order_by("at", "other_id")
    return _all(rows, "private", "at", handle="other__handle")


def _notes(owner: Owner) -> list[Record]:
    rows = TieNote.objects.filter(owner_id=owner.id).order_by("other_id")
    columns = ("note", "how_met", "tags", "rhythm_weeks", "changed_at")
    return _all(rows, *columns, handle="other__handle", name="other__name")


def _contacts(owner: Owner) -> list[Record]:
    """The private contact book; of addresses a hash alone is kept, which helps nobody elsewhere."""
    columns = ("name", "company", "position", "connected_on", "note", "follows")
    return _all(Contact.objects.filter(owner_id=owner.id).order_by("name", "pk"), *columns)


def _notices(owner: Owner) -> list[Record]:
    """How often notices of a kind come by mail, where it was chosen."""
    chosen = CHOICES["notices"].read(owner.id)
    return [{"kind": kind, "frequency": frequency} for kind, frequency in chosen.items()]


def _groups(owner: Owner) -> Record:
    member = Membership.objects.filter(owner_id=owner.id).order_by("since", "other_id")
    asked = Admission.objects.filter(person_id=owner.id).order_by("at", "pk")
    return {
        "member": _all(member, "role", "since", group="other__handle", name="other__name"),
        "admissions": _all(asked, "state", "note", "at", group="group__handle"),
    }


def _roles(owner: Owner) -> list[Record]:
    rows = PageRole.objects.filter(other_id=owner.id).order_by("since", "owner_id")
    return _all(rows, "role", "state", "since", company="owner__handle")


def _kept_aside(owner: Owner) -> list[Record]:
    """What still has no place; what was kept once and has one now is told there."""
    rows = KeptAside.objects.filter(owner_id=owner.id).exclude(kind__endswith=PLACED)
    return _all(rows.order_by("pk"), "kind", "data", "kept_at")


def _mine(model: type[Model], *columns: str, by: str = "owner_id") -> Callable[[Owner], list[Record]]:
    def read(owner: Owner) -> list[Record]:
        return _all(model._default_manager.filter(**{by: owner.id}).order_by("pk"), *columns)

    return read


def _entries(owner: Owner) -> list[Record]:
    rows = Entry.objects.filter(owner_id=owner.id).order_by("section", "place", "pk")
    columns = (
        "section", "place", "title", "organization_name", "organization_id", "location", "description", "url",
        "detail", "started", "finished", "created_at",
    )  # fmt: skip
    found = _all(rows, *columns)
    known = faces([one["organization_id"] for one in found if one["organization_id"]])
    for one in found:
        one["organization"] = known.get(one.pop("organization_id"), ("", ""))[0]
    return found


_READ: Mapping[str, Callable[[Owner], Any]] = {
    "account": _account,
    "face": lambda owner: _one(
        Actor.objects.filter(pk=owner.id), without=("id", "name_key", "picture", "status")
    ),
    "network": lambda owner: _one(
        Network.objects.filter(pk=owner.id), without=("actor_id", "connections", "followers", "following")
    ),
    "profile": lambda owner: _one(Profile.objects.filter(pk=owner.id), without=("actor_id",)),
    "entries": _entries,
    "skills": _mine(Skill, "name", "place", "created_at"),
    "contact_details": _mine(ContactDetail, "kind", "value", "audience"),
    "connections": _connections,
    "following": _follows,
    "followers": _followers,
    "follow_requests": _requests,
    "invitations_sent": _letters(invitations.Direction.SENT),
    "invitations_received": _letters(invitations.Direction.RECEIVED),
    "blocks": _blocks,
    "notes": _notes,
    "contacts": _contacts,
    "restrictions": _mine(Restriction, "reason", "started_at", "ends_at"),
    "groups": _groups,
    "company_roles": _roles,
    "notices": _notices,
    "kept_aside": _kept_aside,
    "endorsements_received": _votes(endorsements.Direction.RECEIVED),
    "endorsements_given": _votes(endorsements.Direction.GIVEN),
    "recommendations": _references,
    "posts": export_posts.posts,
    "drafts": export_posts.drafts,
    "poll_votes": export_posts.poll_votes,
    "comments": export_discussion.comments,
    "reactions": export_discussion.reactions,
    "saved": export_discussion.saved,
    "hashtags": export_posts.hashtags,
    "mutes": export_posts.mutes,
}

assert set(_READ) == PARTS
