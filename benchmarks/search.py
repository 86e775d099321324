"""Search: how long a page of people takes, on made communities of measured size (NET-4).

`python -m benchmarks search` measures 1,000 members; `search:100000` and `search:1000000` more. Names, companies,
schools, skills and places are drawn with the heavy tails of real ones; a tenth of the parts is for connections alone.
"""

from __future__ import annotations

import django

django.setup()

import os  # noqa: E402 (the apps have to be ready first)
import random  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Collection, Iterator  # noqa: E402
from itertools import product  # noqa: E402
from typing import Any  # noqa: E402
from uuid import UUID  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks import graph_filled  # noqa: E402
from benchmarks.graph_made import make  # noqa: E402
from benchmarks.measure import cost, write  # noqa: E402
from rapport.kernel.clock import now  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.people.ties import neighbourhood  # noqa: E402
from rapport.people.ties.models import Network  # noqa: E402
from rapport.people.ties.neighbourhood import Closeness, Nearness  # noqa: E402
from rapport.projections.graph import actions as graph  # noqa: E402
from rapport.projections.graph.queries import Graph  # noqa: E402
from rapport.projections.graph.store import Writer  # noqa: E402
from rapport.projections.search.actions import building  # noqa: E402
from rapport.projections.search.queries import people  # noqa: E402
from rapport.projections.search.queries.people import Degree, Hits, Wanted  # noqa: E402

MEMBERS = int(os.environ.get("BENCH_MEMBERS") or 1_000)
CONNECTIONS_EACH = 12
TIMES = 200
PAGES = 50
LIMITS = Limits()

_SYLLABLES = (
    "an",
    "bel",
    "cor",
    "da",
    "el",
    "fri",
    "gus",
    "ha",
    "ir",
    "jo",
    "ka",
    "lin",
    "mar",
    "no",
    "ol",
    "pe",
    "ri",
    "sa",
)
WORDS = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
TRADES = ("engineer", "editor", "nurse", "teacher", "welder", "lawyer", "baker", "surveyor")

Draw = Callable[[random.Random], str]


def _drawn(chance: random.Random, count: int, shift: int = 0) -> str:
    """One of the first `count` words, the earlier the likelier."""
    return WORDS[(int(count * chance.random() ** 3) * 7 + shift) % len(WORDS)].title()


def _fill() -> int:
    """Make everybody with connections and profiles; gives the id of who looks."""
    made = make(MEMBERS, MEMBERS * CONNECTIONS_EACH)
    graph_filled.fill(made)
    chance = random.Random(7)
    with transaction.atomic(), connection.cursor() as cursor:
        names = [
            (
                name := f"{_drawn(chance, 900)} {_drawn(chance, 5_000, 3)}",
                name.lower(),
                _headline(chance),
                number + 1,
            )
            for number in range(made.members)
        ]
        cursor.executemany(
            "UPDATE actors_actor SET name = %s, name_key = %s, headline = %s WHERE id = %s", names
        )
        graph_filled.insert(
            cursor,
            "profiles_profile",
            "actor_id about location industry pronouns open_to_work open_to_hiring open_to_mentoring open_to_line"
            " endorse_policy share_positions share_anniversaries share_birthday milestone_audience about_audience"
            " facts_audience open_to_audience experience_audience education_audience skills_audience"
            " languages_audience certifications_audience projects_audience courses_audience associations_audience"
            " links_audience recommendations_audience",
            _profiles(made.members, chance),
        )
        graph_filled.insert(
            cursor,
            "profiles_entry",
            "id owner_id section place title organization_name location description url detail started finished"
            " created_at",
            _entries(made.members, chance),
        )
        graph_filled.insert(
            cursor,
            "profiles_skill",
            "id owner_id name name_key place created_at",
            _skills(made.members, chance),
        )
        Network.objects.bulk_create(
            (Network(actor_id=one + 1) for one in range(made.members)), batch_size=2_000
        )
        cursor.execute("ANALYZE")
    return made.viewers[min(made.viewers, key=lambda size: abs(size - 500))] + 1


def _headline(chance: random.Random) -> str:
    return f"{chance.choice(TRADES)} for {_drawn(chance, 3_000, 5)}"


def _audience(chance: random.Random) -> str:
    return "connections" if chance.random() < 0.1 else "anyone"


def _profiles(members: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    no = "f" if connection.vendor == "postgresql" else 0
    for number in range(members):
        chosen = [_audience(chance) for _ in range(13)]
        yield (
            number + 1, "", _drawn(chance, 400, 11), "", "", no, no, no, "", "connections", no, no, no, "connections",
            *chosen,
        )  # fmt: skip


def _ids(start: int) -> Iterator[str]:
    while True:
        yield UUID(int=start).hex if connection.vendor == "sqlite" else str(UUID(int=start))
        start += 1


def _entries(members: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    ids, at = _ids(1), "2026-03-02 09:00:00+00:00"
    for number in range(members):
        for section, count, shift in (
            ("experience", 2_000, 13),
            ("experience", 2_000, 13),
            ("education", 500, 17),
        ):
            name = f"{_drawn(chance, count, shift)} Works"
            yield next(ids), number + 1, section, 0, "", name, "", "", "", "", "", "", at


def _skills(members: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    ids, at = _ids(10**12), "2026-03-02 09:00:00+00:00"
    for number in range(members):
        for name in {_drawn(chance, 1_500, 19) for _ in range(4)}:
            yield next(ids), number + 1, name, name.lower(), 0, at


def _clock() -> float:
    """Seconds of CPU on SQLite, where all is done in this process; by the clock where a server works too."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


class _Timed(Graph):
    """The graph, and how long its answers took in all: reading the log, asking the kernel, handing over."""

    seconds = 0.0

    def closeness(self, viewer_id: int | None, ids: Collection[int]) -> dict[int, Closeness]:
        """See `Graph`."""
        began = _clock()
        try:
            return super().closeness(viewer_id, ids)
        finally:
            self.seconds += _clock() - began

    def _again(self, *asked: Any) -> dict[int, Closeness]:
        """See `Graph`."""
        began = _clock()
        try:
            return super()._again(*asked)
        finally:
            self.seconds += _clock() - began

    def nearness(self, viewer_id: int | None, ids: Collection[int]) -> Nearness:
        """See `Graph`."""
        began = _clock()
        try:
            return super().nearness(viewer_id, ids)
        finally:
            self.seconds += _clock() - began


def _questions(chance: random.Random) -> dict[str, Callable[[], Wanted]]:
    """By what they are: questions as members ask them, each time others."""

    def first() -> str:
        return _drawn(chance, 900)

    def last() -> str:
        return _drawn(chance, 5_000, 3)

    return {
        "first and last name": lambda: Wanted(f"{first()} {last()}"),
        "first name": lambda: Wanted(first()),
        "four letters of a last name": lambda: Wanted(last()[:4]),
        "two letters": lambda: Wanted(first()[:2]),
        "a trade, one in eight": lambda: Wanted(chance.choice(TRADES)),
        "name and company": lambda: Wanted(f"{first()} {_drawn(chance, 2_000, 13)}"),
        "skill at the 2nd degree": lambda: Wanted(skill=_drawn(chance, 1_500, 19), degree=Degree.SECOND),
        "trade among connections": lambda: Wanted(chance.choice(TRADES), degree=Degree.FIRST),
        "misspelt last name": lambda: Wanted(last()[:-2] + "xx"),
    }


def main() -> None:
    """Fill, build, ask."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    began = time.perf_counter()
    viewer = Viewer(_fill())
    filled = time.perf_counter()
    building.rebuild(lambda _: None)
    built = time.perf_counter()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    writer = Writer(settings.GRAPH_DIR)
    graph.rebuild(writer, lambda _: None)
    writer.close()
    timed = _Timed(settings.GRAPH_DIR)
    neighbourhood.install(timed)
    client = _signed_in(viewer)
    figures: dict[str, Any] = {
        "members": MEMBERS, "filled_s": round(filled - began, 1), "built_s": round(built - filled, 1),
    }  # fmt: skip
    for name, ask in _questions(random.Random(11)).items():
        figures[name] = _measure(viewer, ask, timed, client)
        print(name, figures[name], flush=True)
    write(f"search-{MEMBERS}", figures)


def _find(viewer: Viewer, wanted: Wanted) -> Hits:
    return people.find(viewer, wanted, size=20, limits=LIMITS, now=now())


def _signed_in(viewer: Viewer) -> Client:
    account = Account.objects.create(
        email="viewer@example.org", actor_id=viewer.actor_id, joined_at=now(), approved_at=now()
    )
    client = Client()
    client.force_login(account, "rapport.people.accounts.backend.Backend")
    return client


def _measure(viewer: Viewer, ask: Callable[[], Wanted], timed: _Timed, client: Client) -> dict[str, Any]:
    wanted = [ask() for _ in range(TIMES)]
    found: list[Hits] = []
    figures, share = _with_share(timed, lambda number: found.append(_find(viewer, wanted[number])), TIMES)
    page, of_page = _with_share(timed, lambda number: _page(client, wanted[number]), PAGES)
    statements = []
    for one in wanted[:20]:
        with CaptureQueriesContext(connection) as asked:
            _find(viewer, one)
        statements.append(len(asked))
    full = [len(hits.items) for hits in found]
    return {
        **figures,
        "statements": sorted(set(statements)),
        "found": round(sum(hits.count for hits in found) / len(found), 1),
        "on_page": round(sum(full) / len(full), 1),
        "index_share": share,
        "page": page,
        "index_share_of_page": of_page,
    }


def _with_share(timed: _Timed, once: Callable[[int], object], times: int) -> tuple[dict[str, float], float]:
    """What it costs, and how much of its time the index took."""
    before, began = timed.seconds, _clock()
    figures = cost(once, times=times)
    return figures, round((timed.seconds - before) / (_clock() - began), 3)


def _page(client: Client, wanted: Wanted) -> None:
    """The same as a page: every middleware, the masthead, the cards."""
    asked = {"q": wanted.q, "skill": wanted.skill, "degree": wanted.degree.value if wanted.degree else ""}
    answer = client.get("/search", asked)
    assert answer.status_code == 200, answer.status_code


if __name__ == "__main__":
    main()
