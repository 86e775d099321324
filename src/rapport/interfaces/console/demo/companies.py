"""The companies of the demo: a dozen pages with words, followers, roles, and people who work there."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.profiles.actions import entries
from rapport.content.profiles.rules.sections import Section
from rapport.kernel.limits.rules import Limits
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.organizations.actions import pages, roles
from rapport.people.relationships.actions import following

PEOPLE_AT_MOST, FOLLOWERS_AT_MOST = 40, 60
MADE_DAYS_AGO = 400


@dataclass(frozen=True)
class Firm:
    """What a page says."""

    handle: str
    name: str
    headline: str
    about: str
    industry: str
    location: str
    size: str
    founded: int | None = None
    website: str = ""


ACME = {
    "about": (
        "We make pumps that start on the first pull and pipes that end where the drawing says. Since 1911 somebody "
        "has picked up the telephone here every night of the year; in 1953 it was the baker, who was nearest.\n\n"
        "Ask us about spare parts for machines nobody makes any more. We keep the patterns."
    ),
    "website": "https://acme.example",
    "industry": "Water engineering",
    "location": "Lindenhof",
    "size": "51-200",
    "founded": 1911,
}
"""What the page of the cast's company says, once there is time to write it."""

FIRMS: tuple[Firm, ...] = (
    Firm("confluencia", "Confluencia", "Two rivers, one office", "We plan where rivers may go next.", "Consulting",
         "Valladolid", "11-50", 2004, "https://confluencia.example"),
    Firm("flussbau_oder", "Flussbau Oder", "Groynes, repaired and removed",
         "A third of our work is undoing what our grandparents built. They would be glad of the orders.",
         "Construction", "Frankfurt (Oder)", "201-500", 1926),
    Firm("free_rivers", "Free Rivers Trust", "Weirs out of the way of fish", "", "Conservation", "Galway",
         "11-50", 1989),
    Firm("nordwasser", "Nordwasser", "Groundwater, asked politely",
         "We drill as little as we can and measure as long as we may.\n\nOur longest record is 61 years old and "
         "still in pencil.", "Hydrogeology", "Kiel", "51-200", 1931, "https://nordwasser.example"),
    Firm("kansai_water", "Kansai Water Research Institute", "Slow water, slow mail", "", "Research", "Osaka",
         "201-500", 1968),
    Firm("open_flood", "Open Flood Solver", "A solver that is mostly boundary conditions",
         "Free software, eleven maintainers, no office.", "Software", "", "11-50", 2015,
         "https://openflood.example/community"),
    Firm("delft_flood_days", "Delft Flood Days", "Four days in March, rain or shine", "", "Events", "Delft", "2-10"),
    Firm("thess_dams", "Thessaloniki Dams", "We sleep near what we build", "", "Civil engineering", "Thessaloniki",
         "501-1000", 1957),
    Firm("hidrourbana", "Hidrourbana", "What happens below the street", "", "Utilities", "Bogotá", "1001-5000", 1978),
    Firm("riparian_chambers", "Riparian Chambers", "Law with wet feet",
         "Nine lawyers who know which bank is the left one.", "Law", "Utrecht", "2-10", 1999),
    Firm("snowline", "Snowline Labs", "Snow, counted while it lasts", "", "Earth observation", "Innsbruck", "11-50",
         2018, "https://snowline.example"),
)  # fmt: skip


def open_pages(ids: Mapping[str, int], *, chance: random.Random, now: datetime, limits: Limits) -> int:
    """Make the pages, by real actions; people whose headline names a company work there. Gives how many pages."""
    made_at = now - timedelta(days=MADE_DAYS_AGO)
    people = list(
        Actor.objects.filter(kind="person", pk__in=ids.values(), created_at__lt=made_at).order_by("pk")
    )
    bob = Viewer(ids["bob"])
    pages.change(by=bob, company_id=ids["acme"], changes=ACME, now=made_at, limits=limits)
    staff = {"acme": _work(people, "Acme Waterworks", "acme", chance, now)}
    company_ids = {"acme": ids["acme"]}
    for firm in FIRMS:
        makers = [one for one in people if firm.name in one.headline] or people
        maker = Viewer(chance.choice(makers[:10]).pk)
        said = {name: getattr(firm, name) for name in pages.DETAILS}
        company_ids[firm.handle] = pages.create(
            maker=maker, handle=firm.handle, name=firm.name, headline=firm.headline, details=said, now=made_at,
            limits=limits,
        )  # fmt: skip
        staff[firm.handle] = _work(people, firm.name, firm.handle, chance, now)
    for handle, company in company_ids.items():
        crowd = chance.sample(people, min(len(people), chance.randrange(3, FOLLOWERS_AT_MOST)))
        for number, one in enumerate(crowd):
            at = made_at + (now - made_at) * chance.random()
            following.follow(follower=one.pk, followee=company, private=number % 9 == 8, now=at)
        if handle == "acme":
            _look_after(ids, company, staff[handle], now)
    _in_alices_life(ids, company_ids, made_at, now)
    return len(company_ids)


def _work(
    people: Sequence[Actor], name: str, handle: str, chance: random.Random, now: datetime
) -> list[int]:  # fmt: skip
    """Give those whose headline says so a position there; gives their ids."""
    found = [one for one in people if f" at {name}" in one.headline][:PEOPLE_AT_MOST]
    for one in found:
        role = one.headline.partition(" at ")[0]
        begun = now.year - chance.randrange(1, 18)
        values = {"title": role, "company": name, "started": f"{begun}-{chance.randrange(1, 13):02}"}
        if chance.random() < 0.15:
            values["finished"] = str(begun + 1)
        entries.add_entry(
            owner_id=one.pk, section=Section.EXPERIENCE, values=values, organization_handle=handle, now=now
        )
    return [one.pk for one in found]


def _look_after(ids: Mapping[str, int], company: int, staff: Sequence[int], now: datetime) -> None:
    """Bob hands out roles at Acme: an editor who accepted, and an offer to alice that waits."""
    bob, at = Viewer(ids["bob"]), now - timedelta(days=30)
    helper = next((one for one in staff if one not in (ids["bob"], ids["alice"])), ids["dan"])
    roles.offer(by=bob, company_id=company, member=helper, role="editor", now=at)
    roles.accept(by=Viewer(helper), company_id=company, now=at + timedelta(hours=5))
    roles.offer(by=bob, company_id=company, member=ids["alice"], role="editor", now=now - timedelta(days=1))


def _in_alices_life(
    ids: Mapping[str, int], companies: Mapping[str, int], made_at: datetime, now: datetime
) -> None:
    """Alice and bob worked together at Acme; alice follows a few companies, one of them privately."""
    for who, title, started, finished in (
        ("alice", "Archivist", "2012-04", "2019-09"),
        ("bob", "Head of gauges", "2010", ""),
        ("dan", "Draughtsman", "2016-02", ""),
    ):
        entries.add_entry(
            owner_id=ids[who],
            section=Section.EXPERIENCE,
            values={"title": title, "company": "Acme Waterworks", "started": started, "finished": finished},
            organization_handle="acme",
            now=now,
        )
    for number, handle in enumerate(("acme", "nordwasser", "snowline")):
        following.follow(
            follower=ids["alice"], followee=companies[handle], private=number == 2, now=made_at + timedelta(days=number)
        )  # fmt: skip
