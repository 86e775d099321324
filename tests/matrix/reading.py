"""The checker of the matrix: asks every route as one viewer and says in sentences what is not as the table has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import HttpResponse

from tests.matrix.canaries import Canary, found_in, text_of
from tests.matrix.digest import statements
from tests.matrix.routes import Route, ask
from tests.matrix.row import Row
from tests.matrix.table import TABLE
from tests.matrix.viewers import Who
from tests.matrix.world import World

UNDECLARED = (
    "The route {name} ({pattern}) has no row in tests/matrix/table.py: say there who may see what of it."
)

OWN_FACE = frozenset({Canary.PICTURE})
"""One's own face stands beside one's name wherever that stands, and is no secret to oneself."""
NOTHING: frozenset[Canary] = frozenset()


@dataclass
class Reader:
    """One viewer who reads the site; where a redirect leads is read once."""

    world: World
    who: Who
    _led_to: dict[str, str] = field(default_factory=dict)

    def read(self, route: Route, path: str) -> tuple[HttpResponse, str, list[str]]:
        """The answer, all it says with the page it leads to, and what is wrong with it whoever looks."""
        eyes = self.world.eyes[self.who]
        with statements() as written:
            answer = ask(route, eyes, "GET", path)
            text = text_of(answer) + self._followed(route, answer)
        wrong = []
        # a browser that was signed in when its member was suspended is signed out at its first step
        if [one for one in written if self.who is not Who.SUSPENDED or "accounts_session" not in one]:
            wrong.append(f"it wrote: {written[0][:120]}")
        if answer.status_code >= 500:
            wrong.append(f"it answered {answer.status_code}")
        cache = answer.headers.get("Cache-Control", "")
        kept = "no-store" not in cache and not (TABLE[route.name].asked and "no-cache" in cache)
        if kept or ("private" not in cache and not TABLE[route.name].fixed):
            wrong.append(f"its Cache-Control is {cache!r}, so that others may keep it")
        return answer, text, wrong

    def _followed(self, route: Route, answer: HttpResponse) -> str:
        place = answer.headers.get("Location", "")
        if not place.startswith("/"):
            return ""
        if place not in self._led_to:
            self._led_to[place] = text_of(ask(route, self.world.eyes[self.who], "GET", place))
        return self._led_to[place]


def problems(
    world: World, who: Who, routes: Iterable[Route], *, off: frozenset[Who] = frozenset()
) -> list[str]:
    """What of these routes is not as the table has it for this viewer; those in `off` may see nothing."""
    reader = Reader(world, who)
    return [found for route in routes for found in _of_route(reader, route, off)]


def _of_route(reader: Reader, route: Route, off: frozenset[Who]) -> Iterator[str]:
    if route.name not in TABLE:
        yield UNDECLARED.format(name=route.name, pattern=route.pattern)
        return
    row = TABLE[route.name]
    for target in route.targets if row.read else route.targets[:1]:
        found: frozenset[Canary] = frozenset()
        for query in row.queries:
            path = route.path(reader.world, target) + query
            answer, text, wrong = reader.read(route, path)
            found |= found_in(text) - found_in(path)
            if not row.read and answer.status_code == 200:
                wrong.append("it is declared as write-only and answers to GET")
            for sentence in wrong:
                yield f"GET {path} by {reader.who.name}: {sentence}"
        yield from _compared(reader.who, route, row, target, found, off)


def _compared(
    who: Who, route: Route, row: Row, target: str, found: frozenset[Canary], off: frozenset[Who]
) -> Iterator[str]:
    allowed = row.allowed(who, target, shut=who in off)
    asked_about = found_in(target)
    place = f"{route.name} about {target or 'oneself'}"
    for canary in sorted(found - allowed - (OWN_FACE if who is Who.SELF else NOTHING)):
        yield f"{place} shows {canary.name} to {who.name}; the table says no."
    for canary in sorted(allowed - found - asked_about - (OWN_FACE if who is Who.SELF else NOTHING)):
        yield f"{place} hides {canary.name} from {who.name}; the table says it is shown."
