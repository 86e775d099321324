"""Every page is valid HTML, by the standard's own content model (quality 5)."""

from __future__ import annotations

import pytest
from django.test import Client

from rapport.content.endorsements import actions as endorsements
from rapport.content.profiles.actions import entries
from rapport.content.profiles.rules.sections import Section
from rapport.content.recommendations.actions import writing
from rapport.content.recommendations.queries.positions import positions
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import choosing, following
from tests.actions.vouching import skill
from tests.conftest import Clock
from tests.web.profiles import ENTRIES, fill
from tests.web.reading import signed_in
from tests.web.stage import connect, invite, member
from tests.web.valid import complaints

VISITORS = (
    "/",
    "/people",
    "/@anna",
    "/@anna/connections",
    "/@anna/followers",
    "/sign-in",
    "/join",
    "/nowhere",
)
"""What anybody comes across."""
MEMBERS = (
    "/", "/people", "/@anna", "/@bert", "/@carl", "/@anna/connections", "/@bert/mutual-connections",
    "/@anna/path", "/@bert/path", "/@carl/path",
    "/@carl/invite", "/@bert/note", "/@bert/disconnect", "/@bert/block", "/network", "/network/filtered",
    "/network/sent", "/network/earlier", "/network/connections", "/network/following", "/network/followers",
    "/network/requests", "/@anna?as=public", "/@anna?as=connection", "/profile/intro", "/profile/contact",
    "/profile/milestones", "/profile/endorsing", "/profile/about", "/profile/open_to", "/profile/skills",
    "/profile/experience", "/profile/experience/new", "/profile/languages/new", "/profile/audience/about",
    "/network/blocked", "/notices", "/settings", "/settings/profile", "/settings/notices",
    "/settings/tokens", "/endorsements", "/endorsements?direction=given", "/recommendations",
    "/recommendations?box=asked", "/recommendations/ask", "/@bert/recommend", "/@bert/recommendations",
)  # fmt: skip


def test_the_validator_finds_what_is_wrong() -> None:
    """It is there, it runs, and it knows the content model: a page with faults is never passed."""
    whole = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body>{}</body></html>\n'
    found = complaints({"bad": whole.format("<ul><div>x</div></ul>"), "good": whole.format("<p>x</p>")})
    assert ["element-permitted-content" in one for one in found["bad"]] == [True]
    assert "good" not in found


@pytest.mark.django_db
def test_every_page_is_valid(clock: Clock) -> None:
    """Quality 5: pages of visitors and members, with people, letters and notes on them."""
    anna, bert, carl, dora = (member(clock, one) for one in ("anna", "bert", "carl", "dora"))
    fill(anna, clock)
    for year in range(2001, 2004):
        values = {
            **ENTRIES[Section.EXPERIENCE],
            "started": str(year),
            "description": "A sentence of it. " * 50,
        }
        entries.add_entry(owner_id=anna, section=Section.EXPERIENCE, values=values, now=clock.now)
    choosing.choose(actor_id=anna, changes={"connection_line": "A line & <b>more</b>."})
    connect(clock, anna, bert)
    invite(clock, dora, anna, note="We met & talked.")
    following.follow(follower=anna, followee=carl, now=clock.now)
    endorsements.endorse(endorser=bert, owner=anna, skill_id=skill(anna, "Tables & rules"), now=clock.now)
    for author, recipient in ((anna, bert), (bert, anna)):
        about = next((one.id for one in positions(Viewer(author), recipient)), None)
        writing.give(
            author=author, recipient=recipient, words="Reads before speaking, & asks one <b>.", relation="same_team",
            position=about, now=clock.now, limits=Limits(),
        )  # fmt: skip
    visitor, one = Client(), signed_in("anna")
    pages = {f"visitor {path}": visitor.get(path).content.decode() for path in VISITORS}
    pages |= {f"member {path}": one.get(path).content.decode() for path in MEMBERS}
    assert all("</html>" in page for page in pages.values())
    faults = complaints(pages)
    assert not faults, "\n".join(f"{name} {one}" for name, found in faults.items() for one in found)
