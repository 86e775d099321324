"""One's own network drawn, with its clusters and who links them, and in figures (NET-5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import hypot

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import formats
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.cards import CONTEXTS, face_card
from rapport.interfaces.web.network import network_page
from rapport.interfaces.web.parts import PersonCard
from rapport.interfaces.web.requests import member_required, now_of, viewer_of
from rapport.people.relationships.rules.process import Context
from rapport.projections.picture import queries
from rapport.projections.picture.queries import Figures, Picture
from rapport.projections.picture.rules.clusters import APART, between
from rapport.projections.picture.rules.naming import Name, Sort

_ = words.translate

HUES = 8
"""So many colours; the numbers tell clusters apart where colours come again."""
LISTED, FIRST = 60, 6
"""So many people of a cluster stand in its list, and so many of them at once."""
MONTHS = 24
"""So far back the figures go."""

SHARED: Mapping[Sort, str] = {
    Sort.COMPANY: _noop("{count} of {size} have worked there"),
    Sort.SCHOOL: _noop("{count} of {size} have studied there"),
    Sort.GROUP: _noop("{count} of {size} are in this group with you"),
    Sort.PLACE: _noop("{count} of {size} live there"),
}


@dataclass(frozen=True)
class Field:
    """A cluster as it is drawn and listed."""

    number: int
    hue: int
    name: str
    why: str
    x: str
    y: str
    radius: str
    top: str
    dots: str
    people: tuple[PersonCard, ...]
    rest: tuple[PersonCard, ...]
    unlisted: int


@dataclass(frozen=True)
class Link:
    """A line between two fields, the wider the more ties."""

    x1: str
    y1: str
    x2: str
    y2: str
    width: str


@dataclass(frozen=True)
class BridgeRow:
    """Somebody who links clusters."""

    person: PersonCard
    told: str
    x: str
    y: str
    hue: int


@dataclass(frozen=True)
class Drawing:
    """Everything of the picture, in the units of `box`."""

    box: str
    fields: tuple[Field, ...]
    links: tuple[Link, ...]
    bridges: tuple[BridgeRow, ...]
    apart: Field | None
    size: str
    """The height of a number in the picture."""


@require_safe
@member_required
def picture(request: HttpRequest) -> HttpResponse:
    """The picture with its lists, and the figures below."""
    found = queries.picture(viewer_of(request))
    now = now_of(request)
    own = queries.figures(viewer_of(request), _since(now), now)
    return network_page(
        request,
        "network_picture",
        "picture",
        drawing=drawing(found),
        people=len(found.people),
        whole=found.whole,
        links=len(found.pairs),
        reach=own.reach,
        growth=tuple(_growth(own)),
        asked=tuple(_asked(own)),
    )


@require_safe
@member_required
def people(request: HttpRequest) -> HttpResponse:
    """Who stands where and is tied to whom, for the script that makes the picture answer."""
    found = queries.picture(viewer_of(request))
    spots = [
        [round(x, 2), round(y, 2), label, face.handle, face.name]
        for (x, y), label, face in zip(found.layout.spots, found.labels, found.people, strict=True)
    ]
    told = {"people": spots, "ties": [place for pair in found.pairs for place in pair]}
    return HttpResponse(orjson.dumps(told), content_type="application/json")


def _since(now: datetime) -> datetime:
    """The first moment of the month that begins the figures."""
    months = now.year * 12 + now.month - MONTHS
    return now.replace(
        year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


def drawing(found: Picture) -> Drawing:
    """The picture as it is drawn."""
    fields = {label: _field(found, label) for label in sorted(found.layout.discs, key=lambda one: one % 1000)}
    discs = found.layout.discs.values()
    left = min((one.x - one.radius for one in discs), default=0) - 2
    top = min((one.y - one.radius for one in discs), default=0) - 2
    width = max((one.x + one.radius for one in discs), default=0) + 2 - left
    height = max((one.y + one.radius for one in discs), default=0) + 2 - top
    return Drawing(
        box=" ".join(map(_short, (left, top, width, height))),
        fields=tuple(one for label, one in fields.items() if label != APART),
        links=tuple(_links(found)),
        bridges=tuple(_bridges(found)),
        apart=fields.get(APART),
        size=_short(max(1.4, min(width / 26, 8))),
    )


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _field(found: Picture, label: int) -> Field:
    disc, members = found.layout.discs[label], found.members(label)
    bridging = {one.person for one in found.bridges}
    dots = "".join(
        f"M{_short(x)} {_short(y)}h0"
        for x, y in (found.layout.spots[one] for one in members if one not in bridging)
    )
    cards = tuple(face_card(found.people[one]) for one in members[:LISTED])
    name, why = ("", "") if label == APART else _called(found, found.names[label], len(members))
    return Field(
        number=label + 1,
        hue=label % HUES,
        name=name,
        why=why,
        x=_short(disc.x),
        y=_short(disc.y),
        radius=_short(disc.radius),
        top=_short(disc.y - disc.radius),
        dots=dots,
        people=cards[:FIRST],
        rest=cards[FIRST:],
        unlisted=len(members) - len(cards),
    )


def _called(found: Picture, name: Name, size: int) -> tuple[str, str]:
    """What a cluster is called, and why."""
    if name.fact is None:
        centre = found.people[name.person].name
        return (
            _("Around {name}", name=centre),
            _(
                "{name} has the most ties among these {size}",
                name=words.first_name(centre),
                size=words.number(size),
            ),
        )
    told = _(SHARED[name.fact.sort], count=words.number(name.count), size=words.number(size))
    return found.words[name.fact], told


def _links(found: Picture) -> Iterator[Link]:
    """Lines from rim to rim, the widest first."""
    many = between(found.labels, found.pairs)
    most = max(many.values(), default=1)
    for (one, two), count in sorted(many.items(), key=lambda link: (-link[1], link[0])):
        here, there = found.layout.discs[one], found.layout.discs[two]
        far = hypot(there.x - here.x, there.y - here.y)
        across, down = (there.x - here.x) / far, (there.y - here.y) / far
        yield Link(
            x1=_short(here.x + across * here.radius),
            y1=_short(here.y + down * here.radius),
            x2=_short(there.x - across * there.radius),
            y2=_short(there.y - down * there.radius),
            width=_short(0.15 + 1.05 * (count / most) ** 0.5),
        )


def _bridges(found: Picture) -> Iterator[BridgeRow]:
    sizes = found.sizes
    called = {label: _called(found, name, sizes[label])[0] for label, name in found.names.items()}
    for one in found.bridges:
        label = found.labels[one.person]
        into = [
            words.translate_plural("{name} ({count} tie)", "{name} ({count} ties)", count, name=called[there])
            for there, count in one.ties
        ]
        x, y = found.layout.spots[one.person]
        yield BridgeRow(
            person=face_card(found.people[one.person]),
            told=_("links {cluster} with {others}", cluster=called[label], others=_joined(into)),
            x=_short(x),
            y=_short(y),
            hue=label % HUES,
        )


def _joined(said: list[str]) -> str:
    if len(said) == 1:
        return said[0]
    return _("{first} and {last}", first=", ".join(said[:-1]), last=said[-1])


def _growth(own: Figures) -> Iterator[tuple[str, int, int]]:
    """Month, how many, and how high its bar is in per cent of the highest."""
    most = max((one.count for one in own.growth), default=0) or 1
    for one in own.growth:
        yield formats.date_format(one.begins, "YEAR_MONTH_FORMAT"), one.count, round(100 * one.count / most)


def _asked(own: Figures) -> Iterator[tuple[str, int, int, int]]:
    """How one said one knew them, how many were asked, how many accepted, and the share in per cent."""
    known = {one.value for one in Context}
    for one in own.asked:
        said = _(CONTEXTS[Context(one.context)]) if one.context in known else _("Other")
        yield said, one.sent, one.accepted, round(100 * one.accepted / one.sent)


urlpatterns = [
    path("network/picture", picture, name="network_picture"),
    path("network/picture/people", people, name="network_picture_people"),
]
