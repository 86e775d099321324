"""A real graph in bulk: members with made-up faces from the attributes, connections and follows from the edges."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef

from rapport.content.profiles.models import Profile
from rapport.interfaces.console.demo import words
from rapport.interfaces.console.demo.lives import schooled
from rapport.interfaces.console.demo.names import Namer
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel.changelog import actions as changelog
from rapport.kernel.changelog.rules import EVERYTHING, Change
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import fold
from rapport.people.relationships.rules.process import Context
from rapport.people.ties.models import Connection, Follow, Network
from rapport.people.ties.rules import Origin

CHUNK = 20_000
LONGEST_AGO_DAYS = 700
FOLLOWS_KEPT = 0.93
"""How many of both ends still follow the other: either may say no, then or later (REL-8, REL-3)."""

Row = TypeVar("Row", bound=models.Model)
Edge = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """What a file says about one person; 0 is unknown."""

    status: int = 0
    major: int = 0
    second_major: int = 0
    dorm: int = 0
    year: int = 0
    school: int = 0


@dataclass(frozen=True)
class Graph:
    """People by number, and who is connected to whom, each pair once, lower number first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def read(edges: Path, attributes: Path | None) -> Graph:
    """The graph of these files.

    Raises: Trouble, naming file and line, for what is not a graph.
    """
    pairs = sorted(set(_edges(edges)))
    if not pairs:
        raise Trouble(f"{edges} holds no connection.")
    count = max(high for _, high in pairs) + 1
    nodes = list(_nodes(attributes)) if attributes else []
    if attributes and len(nodes) < count:
        raise Trouble(f"{edges} names node {count - 1}, but {attributes} ends at {len(nodes) - 1}.")
    return Graph(tuple(nodes or [Node()] * count), tuple(pairs))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from enumerate(file, 1)
    except UnicodeDecodeError:
        raise Trouble(f"{path} is not text.") from None
    except OSError as refused:
        raise Trouble(f"{path}: {refused.strerror}.") from None


def _edges(path: Path) -> Iterator[Edge]:
    for number, line in _lines(path):
        ends = line.split()
        if not ends or line.startswith("#"):
            continue
        if len(ends) != 2 or not all(end.isascii() and end.isdigit() for end in ends):
            raise Trouble(f"{path}, line {number}: expected two numbers, found “{line.strip()[:40]}”.")
        low, high = sorted(map(int, ends))
        if low != high:
            yield low, high


def _nodes(path: Path) -> Iterator[Node]:
    rows = csv.reader(line for _, line in _lines(path))
    next(rows, None)
    for number, row in enumerate(rows, 2):
        if len(row) != 7 or not all(cell.strip().isdigit() for cell in row):
            raise Trouble(f"{path}, line {number}: expected seven numbers, found “{','.join(row)[:40]}”.")
        status, _gender, major, second, dorm, year, school = map(int, row)
        yield Node(status, major, second, dorm, year, school)


def headline(node: Node, chance: random.Random) -> str:
    """A line about somebody from what is known of them; the numbers become names of our own."""
    parts = []
    if node.major:
        parts.append(words.SUBJECTS[node.major % len(words.SUBJECTS)])
    second = words.SUBJECTS[node.second_major % len(words.SUBJECTS)]
    if parts and node.second_major and second not in parts and chance.random() < 0.7:
        parts.append("and " + second.lower())
    who = " ".join(parts)
    if node.year and chance.random() < 0.8:
        who = f"{who}, class of {node.year}" if who else f"Class of {node.year}"
    more = []
    if node.dorm and chance.random() < 0.35:
        more.append(f"{words.HOUSES[node.dorm % len(words.HOUSES)]} House")
    if node.school and chance.random() < 0.2:
        more.append(f"from {words.TOWNS[node.school % len(words.TOWNS)]} High")
    if node.status == 2 and chance.random() < 0.6:
        more.append("on the staff")
    if chance.random() < 0.4:
        circle = chance.choice(words.CIRCLES)
        more.append(
            chance.choice(words.AFTERWARDS).format(
                company=chance.choice(circle.companies), town=chance.choice(words.TOWNS)
            )
        )
    if chance.random() < 0.15:
        more.append(chance.choice(chance.choice(words.CIRCLES).quips))
    line = "; ".join([who, *more] if who else more)
    return (line[:1].upper() + line[1:])[:200]


def load(
    graph: Graph,
    *,
    chance: random.Random,
    now: datetime,
    taken: Sequence[str],
    domain: str,
    advance: Callable[[int], None],
) -> list[str]:
    """Make everybody and every connection; gives the handles, by number of the node.

    `advance` hears of people and edges as they are written.
    """
    namer = Namer(chance, taken)
    actors = []
    for node in graph.nodes:
        name, handle = namer.draw()
        joined = now - timedelta(days=LONGEST_AGO_DAYS + 30 * chance.random())
        actors.append(
            Actor(
                handle=handle,
                name=name,
                name_key=fold(name),
                headline=headline(node, chance),
                created_at=joined,
            )
        )
    _people(actors, domain)
    schooled(graph.nodes, [actor.pk for actor in actors], now)
    advance(len(actors))
    _ties(graph, [actor.pk for actor in actors], chance, now, advance)
    _count()
    return [actor.handle for actor in actors]


@transaction.atomic
def _people(actors: list[Actor], domain: str) -> None:
    Actor.objects.bulk_create(actors, batch_size=500)
    nobody = make_password(None)
    accounts = [
        Account(
            actor=actor,
            email=f"{actor.handle}@{domain}",
            password=nobody,
            joined_at=actor.created_at,
            approved_at=actor.created_at,
        )
        for actor in actors
    ]
    Account.objects.bulk_create(accounts, batch_size=500)
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=account, email=account.email, verified=True, primary=True)
            for account in accounts
        ],
        batch_size=500,
    )
    Network.objects.bulk_create([Network(actor_id=actor.pk) for actor in actors], batch_size=500)
    Profile.objects.bulk_create([Profile(actor_id=actor.pk) for actor in actors], batch_size=500)


def _ties(
    graph: Graph, ids: Sequence[int], chance: random.Random, now: datetime, advance: Callable[[int], None]
) -> None:
    contexts = [context.value for context in Context]
    edges = iter(graph.edges)
    while chunk := list(islice(edges, CHUNK)):
        connections, follows = [], []
        for low, high in chunk:
            since = now - timedelta(days=LONGEST_AGO_DAYS * chance.random() + 0.1)
            context = _context(graph.nodes[low], graph.nodes[high], contexts, chance)
            for owner, other in ((ids[low], ids[high]), (ids[high], ids[low])):
                connections.append((owner, other, context, since))
                if chance.random() < FOLLOWS_KEPT:
                    follows.append((owner, other, Origin.CONNECTION.value, False, since))
        with transaction.atomic():
            _insert(Connection, ("owner_id", "other_id", "context", "since"), connections)
            _insert(Follow, ("owner_id", "other_id", "origin", "private", "since"), follows)
            changelog.append(Change(EVERYTHING, 0))
        advance(len(chunk))


def _context(one: Node, two: Node, contexts: Sequence[str], chance: random.Random) -> str:
    """How two people know each other: what they share says it, else chance."""
    if (one.major and one.major == two.major) or (one.school and one.school == two.school):
        return Context.STUDIED_TOGETHER.value
    return chance.choice(contexts)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows as they are, the last column a moment: half a million model objects would take most of the time.

    Each database in the way it is fastest: on PostgreSQL a statement a row took almost three times as long as COPY.
    """
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        adapt = connection.ops.adapt_datetimefield_value
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 (names of our own tables)
            [(*row[:-1], adapt(row[-1])) for row in rows],
        )


def _counted() -> dict[str, dict[int, int]]:
    """By the name of each counter: how many edges every member has, counted anew."""
    ends = {
        "connections": Connection.objects.values_list("owner_id"),
        "followers": Follow.objects.values_list("other_id"),
        "following": Follow.objects.values_list("owner_id"),
    }
    return {name: dict(rows.annotate(number=Count("*")).order_by()) for name, rows in ends.items()}


@transaction.atomic
def _count() -> None:
    """Set every counter to what the edges say."""
    counted = _counted()
    networks = list(Network.objects.all())
    for network in networks:
        for name, edges in counted.items():
            setattr(network, name, edges.get(network.pk, 0))
    Network.objects.bulk_update(networks, list(counted), batch_size=300)


@dataclass(frozen=True)
class Figures:
    """What stands in the database at the end."""

    members: int
    connections: int
    follows: int
    wrong_counters: int
    one_sided: int

    @property
    def sound(self) -> bool:
        """Every counter equals its edges, and every connection has its mirror."""
        return self.wrong_counters == 0 and self.one_sided == 0


def figures() -> Figures:
    """Count everything anew, and compare the counters with the edges."""
    counted = _counted()
    wrong = sum(
        getattr(network, name) != edges.get(network.pk, 0)
        for network in Network.objects.all()
        for name, edges in counted.items()
    )
    mirror = Connection.objects.filter(owner_id=OuterRef("other_id"), other_id=OuterRef("owner_id"))
    return Figures(
        members=Account.objects.filter(actor__isnull=False).count(),
        connections=Connection.objects.filter(owner_id__lt=F("other_id")).count(),
        follows=Follow.objects.count(),
        wrong_counters=wrong,
        one_sided=Connection.objects.filter(~Exists(mirror)).count(),
    )
