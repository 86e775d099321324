"""How reader and member are connected: the shortest paths, drawn and listed (NET-2)."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import pairs
from rapport.interfaces.web.cards import card
from rapport.interfaces.web.drawing import Way, drawn
from rapport.interfaces.web.members import page_of
from rapport.interfaces.web.parts import PersonCard, Step
from rapport.interfaces.web.requests import limits_of, me, member_required, now_of, viewer_of
from rapport.people.audience import Viewer
from rapport.people.relationships.queries.people import Person
from rapport.projections.graph.paths import Paths, paths_between

_ = words.translate

DRAWN, SHOWN = 4, 6
"""How many paths the picture holds, and how many stand open in the list, which holds all that are given."""


@member_required
@require_safe
def member_path(request: HttpRequest, handle: str) -> HttpResponse:
    """All shortest paths to a member up to a small number, or a sentence where there is none (NET-2)."""
    me(request)
    viewer, limits = viewer_of(request), limits_of(request)
    page = page_of(request, handle)
    found = paths_between(viewer, handle, limits, now_of(request))
    person = card(found.other, viewer)
    ways = _ways(found, viewer)
    context = {
        "person": person,
        "degree": found.degree,
        "title": _title(found.degree, person),
        "lead": _lead(found, person),
        "ways": ways[:SHOWN],
        "rest": ways[SHOWN:],
        "picture": drawn(ways[:DRAWN]) if found.degree in (2, 3) else None,
        "nearer": _nearer(found, viewer),
        "mutuals_url": reverse("member_mutuals", args=[handle]) if found.count > len(found.paths) else "",
        "pair": pairs.pair(person, page.relationship, limits) if page.relationship else None,
    }
    return render(request, "members/path.html", context)


def _title(degree: int | None, person: PersonCard) -> str:
    name = words.bdi(person.name, person.lang)
    match degree:
        case 0:
            return _("This is you")
        case 1:
            return _("You and {name} are connected", name=name)
        case 2:
            return _("Two steps from {name}", name=name)
        case 3:
            return _("Three steps from {name}", name=name)
        case _:
            return _("No path to {name} yet", name=name)


def _lead(found: Paths, person: PersonCard) -> list[str]:
    """The sentences above the picture: how many paths there are, and why some names are missing."""
    name = words.bdi(person.first_name, person.lang)
    match found.degree:
        case 0:
            return [_("Nobody stands between you and yourself. On other people’s pages this shows who does.")]
        case 1:
            return [_("Nobody stands between you.")]
        case None:
            far = _(
                "You are more than three steps apart: nobody you know knows anyone who knows {name}.",
                name=name,
            )
            return [far]
    said = [_counted(found, name)]
    if found.count > len(found.paths):
        said.append(_("These are {count} of them.", count=len(found.paths)))
    if any(one is None for steps in found.paths for one in steps):
        said.append(
            _(
                "Somebody is named where you may see whom they are connected to; the others keep that to themselves."
            )
        )
    return said


def _counted(found: Paths, name: str) -> str:
    if found.degree == 2:
        if found.more:
            return _(
                "More than {count} people are connected to both you and {name}.", count=found.count, name=name
            )
        return words.translate_plural(
            "{count} person is connected to both you and {name}.",
            "{count} people are connected to both you and {name}.",
            found.count,
            name=name,
        )
    if found.more:
        return _("More than {count} shortest paths lead there.", count=found.count)
    return words.translate_plural(
        "{count} shortest path leads there.", "{count} shortest paths lead there.", found.count
    )


def _ways(found: Paths, viewer: Viewer) -> list[Way]:
    """The paths as parts; those that read alike become one, which says how many they are."""
    count: dict[tuple[str, ...], int] = {}
    ways: dict[tuple[str, ...], Way] = {}
    for steps in found.paths:
        key = tuple("" if one is None else one.handle for one in steps)
        count[key] = count.get(key, 0) + 1
        if key not in ways:
            ways[key] = _way(steps, viewer)
    return [replace(way, alike=count[key]) for key, way in ways.items()]


def _way(steps: tuple[Person | None, ...], viewer: Viewer) -> Way:
    people = [None if one is None else card(one, viewer) for one in steps]
    last = len(people) - 1
    shown = []
    for place, one in enumerate(people):
        if one is None:
            shown.append(Step(None, _withheld(people, place)))
        elif place == 0:
            shown.append(Step(one, _("You"), end=True))
        else:
            shown.append(Step(one, one.headline, end=place == last))
    return Way(tuple(shown), _through(people[1:-1]))


def _withheld(people: list[PersonCard | None], place: int) -> str:
    """Somebody of the network of the nearest one who is named; nobody's own name is told by it."""
    before, after = people[place - 1], people[place + 1]
    if place == 1:
        return _("Someone in your network")
    near = before or after
    return _("Someone in {name}’s network", name=near.first_name) if near else _("Someone in their network")


def _through(between: list[PersonCard | None]) -> str:
    """The heading of a path, by who stands between."""
    named = [words.bdi(one.name, one.lang) for one in between if one is not None]
    if not between:
        return _("Directly")
    if not named:
        return _("Through people who keep their connections to themselves")
    if len(named) < len(between):
        return _("Through {one} and someone not named", one=named[0])
    if len(named) == 1:
        return _("Through {one}", one=named[0])
    return _("Through {one} and {two}", one=named[0], two=named[1])


def _nearer(found: Paths, viewer: Viewer) -> PersonCard | None:
    """Who of the first path is named and stands nearest to the member: whom to meet, or whom to ask."""
    if found.degree not in (2, 3):
        return None
    named = [one for one in found.paths[0][1:-1] if one is not None]
    return card(named[-1], viewer) if named else None


urlpatterns = [path("@<slug:handle>/path", member_path, name="member_path")]
