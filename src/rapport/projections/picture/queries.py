"""One's own network, read for its picture and its figures (NET-5).

Everything here is one's own to see: one's connections, which of them are connected (mutual connections are
visible to the two, REL-16), and what each shows to a connection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from rapport.content.profiles.queries.page import standings_as
from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.rows import Reading, literals, together
from rapport.people.actors.rules import Status, fold
from rapport.people.audience import Audience, Viewer, admits
from rapport.people.relationships.models import Invitation
from rapport.people.relationships.queries.faces import Face, face_to
from rapport.people.relationships.rules.process import State
from rapport.people.ties import terms
from rapport.people.ties.models import Connection
from rapport.projections.graph import queries as graph
from rapport.projections.graph.rules import Reach
from rapport.projections.picture.rules.clusters import Bridge, Pair, bridges, clusters
from rapport.projections.picture.rules.layout import Layout, layout
from rapport.projections.picture.rules.naming import Fact, Name, Sort, names

DRAWN = 5_000
"""So many people are drawn: of more, those with most ties to the others."""

_SEEN = literals(one.value for one in Audience if admits(one, standings_as(Look.CONNECTION)))
_ACTIVE = f"JOIN actors_actor a ON a.id = c.other_id AND a.status = '{Status.ACTIVE.value}'"
_MINE = f"FROM ties_connection c {_ACTIVE} WHERE c.owner_id = %s"
_FACE = (("a.id", int), ("a.handle", str), ("a.name", str), ("a.picture", str), ("a.picture_audience", str))
_ENTRY = (
    ("e.owner_id", int), ("e.section", str), ("COALESCE(e.organization_id, 0)", int), ("e.organization_name", str),
)  # fmt: skip
_ENTRIES = f"""
    FROM ties_connection c {_ACTIVE} JOIN profiles_profile p ON p.actor_id = a.id
    JOIN profiles_entry e ON e.owner_id = a.id WHERE c.owner_id = %s AND e.organization_name <> '' AND (
        (e.section = '{Section.EXPERIENCE.value}' AND p.experience_audience IN ({_SEEN}))
        OR (e.section = '{Section.EDUCATION.value}' AND p.education_audience IN ({_SEEN}))
    )
"""
_GROUPS = f"""
    FROM ties_membership m JOIN actors_actor g ON g.id = m.other_id AND g.status = '{Status.ACTIVE.value}'
    JOIN ties_connection c ON c.other_id = m.owner_id {_ACTIVE} WHERE c.owner_id = %s
    AND m.other_id IN (SELECT o.other_id FROM ties_membership o WHERE o.owner_id = %s)
"""  # noqa: S608 (words of ours)
_PLACES = f"""
    FROM ties_connection c {_ACTIVE} JOIN profiles_profile p ON p.actor_id = a.id
    WHERE c.owner_id = %s AND p.location <> '' AND p.facts_audience IN ({_SEEN})
"""


@dataclass(frozen=True)
class Picture:
    """One's network as it is drawn. People are known by their place in `people`.

    `pairs` are those who are connected, `labels` says who is in which cluster (0 the largest, APART in
    none), `ties` how many of the others each is connected to, `words` how a fact that names a cluster is
    written, `whole` how many connections there are.
    """

    people: Sequence[Face]
    labels: Sequence[int]
    ties: Sequence[int]
    names: Mapping[int, Name]
    words: Mapping[Fact, str]
    bridges: Sequence[Bridge]
    layout: Layout
    pairs: Sequence[Pair]
    whole: int

    def members(self, label: int) -> list[int]:
        """The people of a cluster, those with most ties to the others first."""
        inside = [one for one, own in enumerate(self.labels) if own == label]
        return sorted(inside, key=lambda one: (-self.ties[one], self.people[one].name, one))

    @property
    def sizes(self) -> Mapping[int, int]:
        """How many people are in each cluster, by label; those in none under APART."""
        return Counter(self.labels)


def picture(viewer: Viewer) -> Picture:
    """The picture of the viewer's network, worked out anew; two statements and those of the graph (NET-5)."""
    me = viewer.actor_id or 0
    (rows,) = together(Reading(_FACE, _MINE, (me,)))
    faces = {
        one: face_to(viewer, one, handle, name, key, audience, connected=True)
        for one, handle, name, key, audience in sorted(rows)
    }
    tied = graph.current().among(me)
    degrees: Counter[int] = Counter(one for pair in tied for one in pair)
    drawn = sorted(sorted(faces, key=lambda one: (-degrees[one], one))[:DRAWN])
    place = {one: at for at, one in enumerate(drawn)}
    pairs: list[Pair] = [(place[one], place[two]) for one, two in tied if one in place and two in place]
    labels = clusters(len(drawn), pairs)
    ties = [0] * len(drawn)
    for one, two in pairs:
        ties[one] += 1
        ties[two] += 1
    facts, words = _facts(me, place)
    return Picture(
        people=[faces[one] for one in drawn],
        labels=labels,
        ties=ties,
        names=names(labels, facts, ties),
        words=words,
        bridges=bridges(labels, pairs),
        layout=layout(labels, pairs),
        pairs=pairs,
        whole=len(faces),
    )


def _facts(me: int, place: Mapping[int, int]) -> tuple[dict[int, set[Fact]], dict[Fact, str]]:
    """What each person tells a connection of companies, schools and places, and the groups the viewer shares."""
    entries, groups, places = together(
        Reading(_ENTRY, _ENTRIES, (me,)),
        Reading((("m.owner_id", int), ("g.id", int), ("g.name", str)), _GROUPS, (me, me)),
        Reading((("a.id", int), ("p.location", str)), _PLACES, (me,)),
    )
    found: defaultdict[int, set[Fact]] = defaultdict(set)
    spelled: defaultdict[Fact, Counter[str]] = defaultdict(Counter)

    def note(owner: int, fact: Fact, word: str) -> None:
        if owner in place and fact.key:
            found[place[owner]].add(fact)
            spelled[fact][word] += 1

    sorts = {Section.EXPERIENCE.value: Sort.COMPANY, Section.EDUCATION.value: Sort.SCHOOL}
    for owner, section, page, name in entries:
        note(owner, Fact(sorts[section], f"page {page}" if page else fold(name)), name)
    for owner, group, name in groups:
        note(owner, Fact(Sort.GROUP, str(group)), name)
    for owner, name in places:
        note(owner, Fact(Sort.PLACE, fold(name)), name)
    words = {fact: min(some, key=lambda one: (-some[one], one)) for fact, some in spelled.items()}
    return dict(found), words


@dataclass(frozen=True)
class Month:
    """How many of today's connections there were at the end of a month."""

    begins: date
    count: int


@dataclass(frozen=True)
class Asked:
    """Invitations one sent in a context, and how many of them were accepted."""

    context: str
    sent: int
    accepted: int


@dataclass(frozen=True)
class Figures:
    """One's network in numbers: reach, growth by month, what became of one's invitations by context."""

    reach: Reach
    growth: Sequence[Month]
    asked: Sequence[Asked]


def figures(viewer: Viewer, since: datetime, now: datetime) -> Figures:
    """The figures of the viewer's network: each month from that of `since` on, invitations sent since then.

    To their sender, an invitation that was ignored waits: only accepted ones are told from the others (REL-11).
    """
    me = viewer.actor_id or 0
    mine = Connection.objects.filter(owner_id=me).exclude(terms.unseen_by(me, "other_id"))
    whole = mine.filter(since__lt=since).count()
    months = mine.filter(since__gte=since).annotate(month=TruncMonth("since")).values_list("month")
    added = {(at.year, at.month): count for at, count in months.annotate(count=Count("other_id"))}
    growth = []
    for number in range(since.year * 12 + since.month - 1, now.year * 12 + now.month):
        year, month = divmod(number, 12)
        whole += added.get((year, month + 1), 0)
        growth.append(Month(date(year, month + 1, 1), whole))
    sent: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    rows = Invitation.objects.filter(sender_id=me, sent_at__gte=since).exclude(state=State.WITHDRAWN.value)
    for context, state, count in rows.values_list("context", "state").annotate(count=Count("id")):
        sent[context] += count
        accepted[context] += count if state == State.ACCEPTED.value else 0
    asked = [Asked(one, sent[one], accepted[one]) for one in sorted(sent, key=lambda one: (-sent[one], one))]
    return Figures(graph.current().reach(me), growth, asked)
