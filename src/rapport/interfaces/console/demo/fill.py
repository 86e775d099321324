"""Filling an instance: the cast, then a generated community around it, or a real graph."""

from __future__ import annotations

import gc
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from rapport.interfaces.console.demo import (
    cast,
    companies,
    graph,
    lives_told,
    portraits,
    posts,
    settle,
    vouching,
)
from rapport.interfaces.console.demo.community import Community
from rapport.interfaces.console.demo.groups import Groups
from rapport.interfaces.console.demo.progress import Progress
from rapport.interfaces.console.demo.stage import Diary, Stage
from rapport.interfaces.console.demo.story import EVERYBODY, HERO, Story
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel.limits import actions as limits_actions
from rapport.kernel.limits import queries as limits_queries
from rapport.people.accounts.models import Account

COMMUNITY_NAME = "Lindenhof Alumni"
DOMAIN = "demo.example"
LOGIN = f"{HERO}@{DOMAIN}"
MEMBERS = 300
FRIENDS, FOLLOWERS, REQUESTERS, VICTIMS = 36, 60, 3, 12
"""How many people around alice take which part; fewer where there are fewer."""
CAST_CAME_DAYS_AGO = 725


@dataclass(frozen=True)
class Parts:
    """Who plays what around alice."""

    friends: list[str]
    followers: list[str]
    requesters: list[str]
    victims: list[str]


def _cast_parts(friends: list[str], others: list[str]) -> Parts:
    """Share the parts out among `others`; who asks to follow does not follow yet."""
    rest = others[REQUESTERS:]
    return Parts(friends, rest[:FOLLOWERS], others[:REQUESTERS], rest[-VICTIMS:])


def standing() -> bool:
    """Whether this instance is a demo already.

    Raises: Trouble, where it has members of its own, or a demo that was interrupted.
    """
    if not Account.objects.exists():
        return False
    if not Account.objects.filter(email=LOGIN).exists():
        raise Trouble(
            "This instance has members already; the demo goes into an empty one. Choose another --data."
        )
    if limits_queries.current().community_name != COMMUNITY_NAME:
        raise Trouble("A demo was begun here and not finished. Choose an empty --data, or remove this one.")
    return True


def community(*, members: int, seed: int, now: datetime) -> graph.Figures:
    """Fill an empty instance with the cast and `members` generated people, all by real actions."""
    chance = random.Random(seed)  # noqa: S311 (the same people for the same seed)
    gc.freeze()
    stage, diary = _open(now), Diary()
    drawn = Community(chance, now, _taken())
    souls = drawn.draw(members)
    drawn.live(diary, souls)
    order = sorted(souls, key=lambda soul: -soul.pull)
    settled = [one.handle for one in order if one.joined < now - timedelta(days=60)]
    open_doors = [
        one.handle for one in order if one.handle in set(settled) and one.doors.get("follow_policy") is None
    ]
    circle = order[0].circle
    near = [
        one.handle
        for one in order
        if one.circle in (circle, (circle + 1) % 8) and one.handle in set(open_doors)
    ]
    friends = near[:FRIENDS]
    rest = [one for one in settled if one not in set(friends)]
    parts = _cast_parts(friends, rest)
    _tell(diary, chance, now, parts, {one.handle: one.joined for one in souls})
    return _close(stage, diary, now, seed)


def real_graph(read: graph.Graph, *, seed: int, now: datetime) -> graph.Figures:
    """Fill an empty instance with the people of a real graph in bulk, then play the part of alice among them."""
    chance = random.Random(seed)  # noqa: S311 (the same people for the same seed)
    stage, diary = _open(now), Diary()
    progress = Progress("People and connections", len(read.nodes) + len(read.edges))
    handles = graph.load(
        read, chance=chance, now=now, taken=_taken(), domain=DOMAIN, advance=progress.advance
    )
    stage.learn(handles)
    near = _around(read)
    friends = [handles[node] for node in near[:FRIENDS]]
    others = [handle for handle in handles if handle not in set(friends)]
    chance.shuffle(others)
    parts = _cast_parts(friends, others)
    came = now - timedelta(days=graph.LONGEST_AGO_DAYS)
    _tell(diary, chance, now, parts, dict.fromkeys(handles, came))
    return _close(stage, diary, now)


def _open(now: datetime) -> Stage:
    """The cast comes first."""
    limits = limits_queries.current()
    came = now - timedelta(days=CAST_CAME_DAYS_AGO)
    people = cast.build(now=came, limits=limits, domain=DOMAIN, organiser=True)
    stage = Stage(limits, DOMAIN)
    stage.learn([one.handle for one in people.everyone])
    return stage


def _taken() -> list[str]:
    return [*cast.FACES, *(one.handle for one in EVERYBODY)]


def _tell(
    diary: Diary, chance: random.Random, now: datetime, parts: Parts, joined: dict[str, datetime]
) -> None:
    story = Story(diary, chance, now, joined, LOGIN)
    story.tell(parts.friends, parts.followers, parts.requesters)
    story.pitch(parts.victims)
    Groups(diary, now, story.joined).tell(parts.friends, parts.followers)


def _close(stage: Stage, diary: Diary, now: datetime, seed: int | None = None) -> graph.Figures:
    """Play what was written; with a `seed` companies open pages, and everybody gets a life."""
    progress = Progress("Letters and ties", len(diary.steps))
    stage.play(diary, progress.advance)
    if seed is not None:
        with transaction.atomic():
            chance = random.Random(seed)  # noqa: S311 (the same pages for the same seed)
            companies.open_pages(stage.ids, chance=chance, now=now, limits=limits_queries.current())
    if seed is not None:
        # when all companies have their pages, so that positions lead to them
        lives_told.write(stage.ids, seed=seed, now=now)
    else:
        lives_told.tell(stage.ids, now)
    portraits.give(seed=seed or 0)
    vouching.vouch(stage.ids, hero=HERO, seed=seed or 0, now=now, limits=limits_queries.current())
    with transaction.atomic():
        posts.write(stage.ids, now=now, limits=limits_queries.current())
    settle.settle(now=now)
    found = graph.figures()
    if not found.sound:
        raise Trouble(
            f"Something is wrong: {found.wrong_counters} counters do not equal their edges, "
            f"{found.one_sided} connections have no mirror."
        )
    # the name is set last: it says that the demo is complete
    limits_actions.set_limit(name="community_name", value=COMMUNITY_NAME, now=now)
    return found


def _around(read: graph.Graph) -> list[int]:
    """A person with about a hundred connections, then those of theirs who know each other best."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for low, high in read.edges:
        neighbours[low].add(high)
        neighbours[high].add(low)
    middle = min(neighbours, key=lambda node: (abs(len(neighbours[node]) - 100), node))
    mine = neighbours[middle]
    return [middle, *sorted(mine, key=lambda node: (-len(neighbours[node] & mine), node))]
