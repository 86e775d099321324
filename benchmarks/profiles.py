"""What a large profile costs: its data alone and its whole page, 30 positions, 50 skills, 300 endorsements."""

from __future__ import annotations

import django

django.setup()

from django.conf import settings  # noqa: E402 (the apps have to be ready first)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.community import NOW, analyse, build  # noqa: E402
from benchmarks.measure import cost, with_ratios, write  # noqa: E402
from rapport.content.endorsements.models import Endorsement  # noqa: E402
from rapport.content.endorsements.queries import votes  # noqa: E402
from rapport.content.profiles.models import Entry, Profile, Skill  # noqa: E402
from rapport.content.profiles.queries.page import profile, standings_as  # noqa: E402
from rapport.content.profiles.rules.looks import Look  # noqa: E402
from rapport.kernel import ids  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402
from rapport.people.actors.models import Actor  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.people.ties.models import Connection  # noqa: E402

POSITIONS, SKILLS, ENDORSEMENTS, TIMES = 30, 50, 300, 100


def main() -> None:
    """Measure in this process, through the whole stack of the site, as a connection of the owner."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    owner = build()[500]
    Profile.objects.bulk_create([Profile(actor_id=one) for one in Actor.objects.values_list("pk", flat=True)])
    viewer = _fill(owner)
    analyse()
    visitor, member = Client(), Client()
    member.force_login(Account.objects.get(actor_id=viewer), "rapport.people.accounts.backend.Backend")
    address = f"/@{Actor.objects.get(pk=owner).handle}"
    held = standings_as(Look.CONNECTION)
    figures = {
        "trivial page": cost(lambda _: visitor.get("/healthz"), times=TIMES),
        "data of a profile": cost(lambda _: profile(Viewer(viewer), owner, held, NOW), times=TIMES),
        "votes of its skills": cost(lambda _: votes(Viewer(viewer), owner), times=TIMES),
        "member's page": cost(lambda _: member.get(address), times=TIMES),
        "public page": cost(lambda _: visitor.get(address), times=TIMES),
    }
    shown = with_ratios(figures, "trivial page")
    for name, client in (("member's page", member), ("public page", visitor)):
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        shown[name] |= {"statements": len(statements), "bytes": len(answer.content)}
    write("profiles", shown)


def _fill(owner: int) -> int:
    """Write the profile and have it endorsed by connections; gives the id of one of them."""
    around = list(
        Connection.objects.filter(owner_id=owner).order_by("other_id").values_list("other_id", flat=True)
    )
    Profile.objects.filter(pk=owner).update(about="Keeps gauges.\n\n" * 40, location="Lindenhof")
    Entry.objects.bulk_create(
        Entry(
            id=ids.new(), owner_id=owner, section="experience", place=0, title=f"Keeper of gauge {number}",
            organization_name="Acme Waterworks", started=f"{1980 + number}-03", finished=f"{1981 + number}-02",
            description="Two hundred gauges and one van. " * 5, created_at=NOW,
        )
        for number in range(POSITIONS)
    )  # fmt: skip
    skills = Skill.objects.bulk_create(
        Skill(
            id=ids.new(), owner_id=owner, name=f"Skill {place}", name_key=f"skill {place}", place=place,
            created_at=NOW,
        )
        for place in range(SKILLS)
    )  # fmt: skip
    Endorsement.objects.bulk_create(
        Endorsement(
            owner_id=owner, skill_id=skills[number % SKILLS].pk, endorser_id=around[number // SKILLS], at=NOW
        )
        for number in range(ENDORSEMENTS)
    )
    return around[-1]


if __name__ == "__main__":
    main()
