"""The Top feed: how a post is weighed for one reader, and in which order the heaviest stand (FEED-4, FEED-5).

The formula is open: the page that explains it to members, `docs/rules/feed.md` and what stands below each post are
made from these tables. Nothing in it looks at how fast others react, and reactions of others count nothing at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

LENGTH = 60
"""So many posts stand in the feed; it ends there, and Following has all of them."""
DAYS = 14
"""Posts of so many days are weighed."""
POOL = 300
"""So many of the newest posts are weighed."""
CLOSE_PEOPLE, CLOSE_POSTS = 50, 100
"""Beside them so many posts of the people whom the reader talks with most."""
BROUGHT = 100
"""And so many that connections commented on or passed on."""
CATCH_UP_DAYS = (1, 3, 7, 14)
"""Who was not away may catch up with so many days."""
CATCH_UP, CATCH_UP_A_DAY, CATCH_UP_AT_MOST = 2, 2, 20
"""How many posts catching up takes: so many, and so many more for each day away."""


class Near(StrEnum):
    """What somebody who wrote a post is to its reader."""

    CONNECTION = "connection"
    FOLLOWED = "followed"
    GROUP = "group"
    SECOND = "second"
    OWN = "own"
    NOTHING = "nothing"


NEAR: Mapping[Near, float] = {
    Near.CONNECTION: 0.4,
    Near.FOLLOWED: 0.2,
    Near.OWN: 0.1,
    Near.GROUP: 0.1,
    Near.SECOND: 0.1,
    Near.NOTHING: 0.0,
}
"""What it is worth of a tie of strength 1."""
MUTUAL, MUTUAL_HALF = 0.3, 10
"""What mutual connections add to a connection at most, and how many of them add half of it."""


class Term(StrEnum):
    """What speaks for a post."""

    TIE = "tie"
    TOPIC = "topic"
    CONVERSATION = "conversation"


POINTS: Mapping[Term, float] = {Term.TIE: 50.0, Term.CONVERSATION: 30.0, Term.TOPIC: 20.0}
"""The points of each at most."""
TOPIC_FOLLOWED, TOPIC_KNOWN = 1.0, 0.5
TOPIC_DAYS = 90
"""A topic is known for so many days after one wrote, answered, reacted to or kept something about it."""
TALKERS = 5
"""So many different people near the reader make a conversation of weight 1; more add nothing."""
HALF_LIFE_HOURS = 36.0
"""After so many hours a post weighs half."""
VARIETY = 0.6
"""What each further post of one author keeps of its weight."""
LESS = 0.3
"""What is left of the weight of posts of which the reader asked to see less."""


class Source(StrEnum):
    """Where posts come from, each with a slider of the reader's."""

    CONNECTIONS = "connections"
    PEOPLE = "people"
    COMPANIES = "companies"
    GROUPS = "groups"
    HASHTAGS = "hashtags"
    SECOND = "second"


LEVELS: tuple[float, ...] = (0.0, 0.5, 1.0, 1.5, 2.0)
"""What a slider does at each of its places."""
NORMAL = 2
"""Where sliders stand at first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a post for one reader.

    `mutual` counts mutual connections with its author, `talk` says from 0 to 1 how much the two talk; `known` and
    `followed` are its hashtags that the reader knows or follows; `talkers` counts the people near the reader, the
    author apart, who commented on it or passed it on. `sources` have brought it; `less` is what the reader asked
    for less of: the author's or group's name, or a hashtag.
    """

    near: Near
    hours: float
    mutual: int = 0
    talk: float = 0.0
    followed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    talkers: int = 0
    sources: tuple[Source, ...] = ()
    less: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """The weight of a post with every term of it; `points` add up, the factors multiply.

    `level` is the place of the slider that counted, of `source` (None for one's own); `before` is how many posts of
    its author stand above it.
    """

    facts: Facts
    tie: float
    topic: float
    conversation: float
    freshness: float
    source: Source | None
    level: int
    factor: float
    less: float
    before: int = 0

    @property
    def points(self) -> Mapping[Term, float]:
        """What speaks for it, in points."""
        found = {Term.TIE: self.tie, Term.TOPIC: self.topic, Term.CONVERSATION: self.conversation}
        return {term: value * POINTS[term] for term, value in found.items()}

    @property
    def variety(self) -> float:
        """What posts of the same author above it leave of its weight."""
        return float(VARIETY**self.before)

    @property
    def weight(self) -> float:
        """What it weighs in all."""
        return sum(self.points.values()) * self.freshness * self.factor * self.less * self.variety


def tie(near: Near, mutual: int, talk: float) -> float:
    """How strong the tie to an author is, from 0 to 1: what they are to the reader, and how much they talk.

    Mutual connections count between two who are connected.
    """
    base = NEAR[near]
    if near is Near.CONNECTION:
        base += MUTUAL * mutual / (mutual + MUTUAL_HALF)
    return 1 - (1 - base) * (1 - talk)


def worked(facts: Facts, levels: Mapping[Source, int], *, fresh: bool = True) -> Worked:
    """The weight of a post; where it came by several sources, the highest slider counts.

    Without `fresh` its age counts nothing, as in catching up.
    """
    best = max(facts.sources, key=lambda one: levels.get(one, NORMAL), default=None)
    level = NORMAL if best is None else levels.get(best, NORMAL)
    return Worked(
        facts=facts,
        tie=tie(facts.near, facts.mutual, facts.talk),
        topic=TOPIC_FOLLOWED if facts.followed else TOPIC_KNOWN if facts.known else 0.0,
        conversation=min(facts.talkers, TALKERS) / TALKERS,
        freshness=0.5 ** (max(facts.hours, 0.0) / HALF_LIFE_HOURS) if fresh else 1.0,
        source=best,
        level=level,
        factor=LEVELS[level],
        less=LESS if facts.less else 1.0,
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """A post that is to be placed: who wrote it, what it passes on without a word (else itself), what it weighs."""

    post_id: int
    author_id: int
    about: int
    worked: Worked


def ranked(
    found: Sequence[Weighed], above: Collection[tuple[int, int]], length: int
) -> list[tuple[int, Worked]]:
    """The `length` heaviest, by id, with variety: each further post of one author weighs less (FEED-4).

    `above` are author and subject of what stands above them already. Of posts that say the same, one and the other
    who passes it on without a word, only the heaviest stands; of two of one weight the newer stands first. What
    weighs nothing is not there at all.
    """
    before = Counter(author for author, _ in above)
    told = {about for _, about in above}
    waiting: dict[int, list[Weighed]] = {}
    for one in sorted(found, key=lambda one: (one.worked.weight, one.post_id)):
        if one.worked.weight > 0:
            waiting.setdefault(one.author_id, []).append(one)  # the heaviest last
    placed: list[tuple[int, Worked]] = []
    while waiting and len(placed) < length:
        author = max(waiting, key=lambda one: _at(waiting[one][-1], before[one]))
        best = waiting[author].pop()
        if not waiting[author]:
            del waiting[author]
        if best.about in told:
            continue
        told.add(best.about)
        placed.append((best.post_id, replace(best.worked, before=before[author])))
        before[author] += 1
    return placed


def _at(one: Weighed, before: int) -> tuple[float, int]:
    return one.worked.weight * VARIETY**before, one.post_id


def catch_up_length(away: timedelta) -> int:
    """How many posts somebody who was away for so long is shown at most."""
    return min(CATCH_UP + CATCH_UP_A_DAY * max(away.days, 0), CATCH_UP_AT_MOST)
