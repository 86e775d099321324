"""The people an export names, as far as its owner may see them: faces, contact details, what they do (OPS-2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from rapport.content.profiles.models import ContactDetail, Entry
from rapport.content.profiles.rules.sections import DETAIL_DEFAULTS, Detail, Section
from rapport.people import visibility
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience, Viewer
from rapport.people.ties import queries as ties

_CHUNK = 500
OPEN_TO_CONNECTIONS = frozenset(
    {Audience.CONNECTIONS.value, Audience.SECOND_DEGREE.value, Audience.ANYONE.value}
)


@dataclass(frozen=True)
class Known:
    """One connection, with what they let their connections see."""

    handle: str
    name: str
    headline: str
    since: datetime
    context: str
    company: str = ""
    position: str = ""
    details: dict[Detail, str] = field(default_factory=dict)

    @property
    def email(self) -> str:
        """Their address, "" where they keep it to themselves."""
        return self.details.get(Detail.EMAIL, "")


def faces(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Handle and name by id."""
    found: dict[int, tuple[str, str]] = {}
    known = sorted(set(ids))
    for start in range(0, len(known), _CHUNK):
        rows = Actor.objects.filter(pk__in=known[start : start + _CHUNK])
        found |= {pk: (handle, name) for pk, handle, name in rows.values_list("pk", "handle", "name")}
    return found


def connections(viewer: Viewer) -> list[Known]:
    """The viewer's connections, latest first, with the details they share with connections (PRO-2)."""
    assert viewer.actor_id is not None
    rows = ties.connections(viewer.actor_id, viewer.actor_id).order_by("-since", "other_id")
    edges = list(
        rows.values_list("other_id", "other__handle", "other__name", "other__headline", "since", "context")
    )
    known: list[Known] = []
    for start in range(0, len(edges), _CHUNK):
        part = edges[start : start + _CHUNK]
        ids = [edge[0] for edge in part]
        details, today = _details(ids), _positions(viewer, ids)
        for pk, handle, name, headline, since, context in part:
            company, position = today.get(pk, ("", ""))
            known.append(
                Known(handle, name, headline, since, context, company, position, details.get(pk, {}))
            )
    return known


def _details(ids: list[int]) -> dict[int, dict[Detail, str]]:
    """What each of these connections lets connections see; without a row the default of its kind holds."""
    shared: dict[int, dict[Detail, str]] = {pk: {} for pk in ids}
    rows = ContactDetail.objects.filter(owner_id__in=ids)
    chosen = {(owner, Detail(kind)): (value, audience) for owner, kind, value, audience in rows.values_list(
        "owner_id", "kind", "value", "audience"
    )}  # fmt: skip
    emails = dict(Account.objects.filter(actor_id__in=ids).values_list("actor_id", "email"))
    for pk in ids:
        for detail in Detail:
            value, audience = chosen.get((pk, detail), ("", DETAIL_DEFAULTS[detail].value))
            value = emails.get(pk, "") if detail is Detail.EMAIL else value
            if value and audience in OPEN_TO_CONNECTIONS:
                shared[pk][detail] = value
    return shared


def _positions(viewer: Viewer, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Company and title of the first current position of each, where the viewer may see it."""
    rows = Entry.objects.filter(owner_id__in=ids, section=Section.EXPERIENCE.value, finished="")
    seen = visibility.seen_by(rows, viewer, audience="owner__profile__experience_audience")
    found: dict[int, tuple[str, str]] = {}
    for owner, company, title in seen.order_by("owner_id", "place", "id").values_list(
        "owner_id", "organization_name", "title"
    ):
        found.setdefault(owner, (company, title))
    return found
